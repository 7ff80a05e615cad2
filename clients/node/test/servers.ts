// Servers that behave badly on purpose.
import { Code, ConnectError } from "@connectrpc/connect";
import type { ConnectRouter } from "@connectrpc/connect";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { ErrorInfoSchema } from "@holdfast/client/google/rpc/error_details_pb";
import * as http2 from "node:http2";
import * as net from "node:net";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

/** Serves for as long as the test runs; the address. */
export async function serving(
  t: TestContext,
  routes: (router: ConnectRouter) => void,
  options: { port?: number; tls?: http2.SecureServerOptions } = {},
): Promise<string> {
  const handler = connectNodeAdapter({ routes });
  const server = options.tls ? http2.createSecureServer(options.tls, handler) : http2.createServer(handler);
  const sessions = new Set<http2.ServerHttp2Session>();
  server.on("session", (session) => {
    sessions.add(session);
    session.on("error", () => undefined);
  });
  t.after(() => {
    for (const session of sessions) session.destroy();
    server.close();
  });
  return listening(server, options.port);
}

async function listening(server: net.Server | http2.Http2Server, port = 0): Promise<string> {
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export const HEADERS = 1;
export const DATA = 0;

/** A TCP proxy that cuts its first connection when the server sends its n-th frame of a kind; later ones pass. */
export async function cutting(
  t: TestContext,
  target: string,
  cut: { kind: number; after: number; how: "reset" | "end" },
): Promise<{ address: string; cuts: () => number }> {
  let cuts = 0;
  const [host, port] = target.split(":");
  const proxy = net.createServer((near) => {
    const far = net.connect(Number(port), host);
    for (const one of [near, far]) one.on("error", () => undefined);
    near.pipe(far);
    near.on("close", () => far.destroy());
    far.on("close", () => near.end());
    let seen = 0;
    let rest = Buffer.alloc(0);
    far.on("data", (data) => {
      rest = Buffer.concat([rest, data]);
      while (rest.length >= 9) {
        const length = rest.readUIntBE(0, 3);
        if (rest.length < 9 + length) return;
        const frame = rest.subarray(0, 9 + length);
        rest = rest.subarray(9 + length);
        if (cuts === 0 && frame[3] === cut.kind && (length > 0 || cut.kind !== DATA) && seen++ >= cut.after) {
          cuts++;
          if (cut.how === "reset") near.resetAndDestroy();
          else near.end();
          far.destroy();
          return;
        }
        near.write(frame);
      }
    });
  });
  t.after(() => proxy.close());
  return { address: await listening(proxy), cuts: () => cuts };
}

/** Waits until it is so; what is checked after that says what is not. */
export async function until(so: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !so(); tries++) await sleep(10);
}

export function refusal(reason: string, code: Code, metadata: Record<string, string> = {}): ConnectError {
  const info = { reason, domain: "inventory.holdfast", metadata };
  return new ConnectError(`because of ${reason}`, code, undefined, [{ desc: ErrorInfoSchema, value: info }]);
}
