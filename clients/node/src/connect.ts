import { Code, ConnectError, createClient, createContextValues } from "@connectrpc/connect";
import type { Client, ContextValues, Interceptor, Transport } from "@connectrpc/connect";
import { createGrpcTransport, Http2SessionManager } from "@connectrpc/connect-node";
import type { Http2Session, SecureClientSessionOptions } from "node:http2";
import { HoldfastError } from "./errors.js";
import { filling } from "./filling.js";
import { Health } from "./generated/grpc/health/v1/health_pb.js";
import { AdminService } from "./generated/holdfast/inventory/v1/admin_service_pb.js";
import { CatalogService } from "./generated/holdfast/inventory/v1/catalog_service_pb.js";
import { EventService } from "./generated/holdfast/inventory/v1/event_service_pb.js";
import { InventoryService } from "./generated/holdfast/inventory/v1/inventory_service_pb.js";
import { SalesChannelService } from "./generated/holdfast/inventory/v1/sales_channel_service_pb.js";
import { StockLocationService } from "./generated/holdfast/inventory/v1/stock_location_service_pb.js";
import { lastFailure, retrying } from "./retrying.js";
import { milliseconds, serviceConfig } from "./service_config.js";
import { VERSION } from "./version.js";

const TIMEOUT_MS = milliseconds(serviceConfig.methodConfig[0].timeout);
// The server ends connections that ping more often than every 30 seconds.
const PING_INTERVAL_MS = 40_000;
const PING_TIMEOUT_MS = 10_000;

/** Where the server is, and how to speak with it. */
export interface ConnectOptions {
  /** `host:port`. With TLS, unless `insecure`. */
  address?: string;
  /** Instead of `address`: a URL, `https://` or `http://`. */
  baseUrl?: string;
  /** No TLS. */
  insecure?: boolean;
  /** The roots to trust (`ca`), a certificate of one's own (`cert`, `key`), and what else Node takes. */
  tls?: SecureClientSessionOptions;
  /** Sent as a bearer token, only over TLS; a function is asked anew for each call. */
  token?: string | (() => string | Promise<string>);
  /** What a unary call without a `timeoutMs` of its own may take, retries included. Default 5000; 0: no limit. */
  timeoutMs?: number;
  /**
   * Whether a unary call waits, within its deadline, for a server that cannot be reached yet. Default true; false: it
   * fails with UNAVAILABLE, at once or after the retries.
   */
  waitForReady?: boolean;
  /** When to ask an idle server whether it is still there. Default 40 seconds. */
  pingIntervalMs?: number;
  /** When to give up a connection that does not answer that. Default 10 seconds. */
  pingTimeoutMs?: number;
  /** Interceptors of one's own. They see each call once, however often it is repeated. */
  interceptors?: Interceptor[];
}

/** The clients of all services over one connection. One for the whole program. */
export interface Holdfast {
  readonly inventory: Client<typeof InventoryService>;
  readonly locations: Client<typeof StockLocationService>;
  readonly channels: Client<typeof SalesChannelService>;
  readonly catalog: Client<typeof CatalogService>;
  readonly events: Client<typeof EventService>;
  readonly admin: Client<typeof AdminService>;
  readonly health: Client<typeof Health>;
  /** What the clients call through, for services of one's own. */
  readonly transport: Transport;
  /** Ends the connection and the calls in flight. */
  close(): void;
}

/** A client. Nothing is opened before the first call. */
export function connect(options: ConnectOptions): Holdfast {
  const baseUrl = urlOf(options);
  const session = new Session(
    baseUrl,
    {
      pingIntervalMs: options.pingIntervalMs ?? PING_INTERVAL_MS,
      pingTimeoutMs: options.pingTimeoutMs ?? PING_TIMEOUT_MS,
    },
    options.tls,
  );
  const closing = new AbortController();
  const inner = createGrpcTransport({
    baseUrl,
    sessionManager: session,
    interceptors: [
      ...(options.interceptors ?? []),
      saying(options.token),
      filling,
      retrying({ waitForReady: options.waitForReady ?? true, closed: closing.signal }),
    ],
  });
  const transport = typed(inner, options.timeoutMs ?? TIMEOUT_MS, closing.signal);
  return {
    inventory: createClient(InventoryService, transport),
    locations: createClient(StockLocationService, transport),
    channels: createClient(SalesChannelService, transport),
    catalog: createClient(CatalogService, transport),
    events: createClient(EventService, transport),
    admin: createClient(AdminService, transport),
    health: createClient(Health, transport),
    transport,
    close() {
      closing.abort();
      session.end();
    },
  };
}

/** The connection, opened when there is a call for it. */
class Session extends Http2SessionManager {
  private latest: Http2Session | undefined;

  override async request(...call: Parameters<Http2SessionManager["request"]>) {
    const stream = await super.request(...call);
    this.latest = stream.session;
    return stream;
  }

  end(): void {
    // To abort an idle connection tells the server of an error, and it logs one.
    if (this.state() === "idle") this.latest?.close();
    else this.abort();
  }
}

function urlOf(options: ConnectOptions): string {
  const { address, baseUrl, insecure = false, tls, token } = options;
  if ((address === undefined) === (baseUrl === undefined)) throw new TypeError("either address or baseUrl is needed");
  const url = new URL(baseUrl ?? `${insecure ? "http" : "https"}://${address}`);
  if (url.protocol !== "http:" && url.protocol !== "https:") throw new TypeError(`not an http(s) URL: ${url.href}`);
  const clear = url.protocol === "http:";
  if (insecure && !clear) throw new TypeError("insecure does not go with https");
  if (clear && tls !== undefined) throw new TypeError("a connection is either insecure or has TLS options");
  if (clear && token !== undefined) throw new TypeError("a token must not travel over an insecure connection");
  return url.href.replace(/\/$/, "");
}

/** Says with each call who calls. */
function saying(token: ConnectOptions["token"]): Interceptor {
  return (next) => async (request) => {
    request.header.set("holdfast-client", `node/${VERSION}`);
    if (token !== undefined) {
      request.header.set("authorization", `Bearer ${typeof token === "string" ? token : await token()}`);
    }
    return next(request);
  };
}

/**
 * The transport with a deadline for unary calls, and with our errors. Both stand here and not in interceptors: Connect
 * takes one default for streams too, and wraps what interceptors throw.
 */
function typed(inner: Transport, timeoutMs: number, closed: AbortSignal): Transport {
  function begun(values: ContextValues = createContextValues()): ContextValues {
    if (closed.aborted) throw new HoldfastError("CANCELLED", "the client is closed");
    return values.delete(lastFailure);
  }
  function told(error: unknown, signal: AbortSignal | undefined, values: ContextValues): HoldfastError {
    const failed = ConnectError.from(error);
    if (closed.aborted) return new HoldfastError("CANCELLED", "the client is closed", [], failed);
    // Where the caller cancelled, the end of the stream is no loss.
    if (signal?.aborted && failed.code === Code.Canceled) {
      return new HoldfastError("CANCELLED", failed.rawMessage, [], failed);
    }
    const before = values.get(lastFailure);
    const passed = failed.code === Code.DeadlineExceeded && !failed.metadata.has("grpc-status");
    if (!passed || before === undefined) return HoldfastError.from(failed);
    return new HoldfastError("DEADLINE_EXCEEDED", `${failed.rawMessage}; before: ${before.rawMessage}`, [], before);
  }
  return {
    async unary(method, signal, timeout, header, input, contextValues) {
      const values = begun(contextValues);
      try {
        return await inner.unary(method, signal, timeout ?? timeoutMs, header, input, values);
      } catch (error) {
        throw told(error, signal, values);
      }
    },
    async stream(method, signal, timeout, header, input, contextValues) {
      const values = begun(contextValues);
      try {
        const response = await inner.stream(method, signal, timeout, header, input, values);
        return { ...response, message: each(response.message) };
      } catch (error) {
        throw told(error, signal, values);
      }
      async function* each<M>(messages: AsyncIterable<M>): AsyncGenerator<M> {
        try {
          yield* messages;
        } catch (error) {
          throw told(error, signal, values);
        }
      }
    },
  };
}
