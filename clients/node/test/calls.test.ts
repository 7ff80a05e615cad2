import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import type { ServiceImpl } from "@connectrpc/connect";
import { connect, HoldfastError, serviceConfig, VERSION } from "@holdfast/client";
import type { ConnectOptions } from "@holdfast/client";
import { BadRequestSchema, ErrorInfoSchema, RetryInfoSchema } from "@holdfast/client/google/rpc/error_details_pb";
import { CreateReservationRequestSchema, EventService, InventoryService, StockShortageSchema } from "@holdfast/client/v1";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { cutting, DATA, HEADERS, refusal, serving, until } from "./servers.js";

type Inventory = Partial<ServiceImpl<typeof InventoryService>>;

function client(t: TestContext, address: string, options: ConnectOptions = {}) {
  const made = connect({ address, insecure: true, ...options });
  t.after(() => made.close());
  return made;
}

async function clientOf(t: TestContext, inventory: Inventory, options?: ConnectOptions) {
  return client(t, await serving(t, (router) => router.service(InventoryService, inventory)), options);
}

/** Fails as often as it is told to, and remembers what it was asked. */
function failing(failures: number, error = refusal("DATABASE_UNAVAILABLE", Code.Unavailable)) {
  const ids: string[] = [];
  const headers: Headers[] = [];
  const inventory: Inventory = {
    createReservation(request, context) {
      ids.push(request.requestId);
      headers.push(context.requestHeader);
      if (ids.length <= failures) throw error;
      return {};
    },
  };
  return { ids, headers, inventory };
}

async function thrown(call: Promise<unknown>): Promise<HoldfastError> {
  const error: unknown = await call.then(
    () => assert.fail("the call was not refused"),
    (reason: unknown) => reason,
  );
  assert(error instanceof HoldfastError);
  return error;
}

test("all attempts of a call carry one request id", async (t) => {
  const { ids, headers, inventory } = failing(2);
  const holdfast = await clientOf(t, inventory);
  const request = create(CreateReservationRequestSchema, { externalId: "order-1" });
  await holdfast.inventory.createReservation(request);
  assert.equal(ids.length, 3);
  assert.equal(new Set(ids).size, 1);
  assert.match(ids[0] ?? "", /^[0-9a-f-]{36}$/);
  assert.equal(request.requestId, "", "the caller's message stays as it is");
  assert.equal(headers[0]?.get("holdfast-client"), `node/${VERSION}`);
  assert.deepEqual(
    headers.map((one) => one.get("grpc-previous-rpc-attempts")),
    [null, "1", "2"],
  );
  const timeouts = headers.map((one) => parseInt(one.get("grpc-timeout") ?? "", 10));
  assert.equal(timeouts[0], 5000);
  assert(timeouts[2] !== undefined && timeouts[2] < 4900, "attempts share the deadline");
});

test("after the last attempt the reason is told", async (t) => {
  const { ids, inventory } = failing(9);
  const holdfast = await clientOf(t, inventory);
  const error = await thrown(holdfast.inventory.createReservation({}));
  assert.deepEqual([error.code, error.reason, ids.length], ["UNAVAILABLE", "DATABASE_UNAVAILABLE", 4]);
});

test("a deadline that the server saw passing keeps its reason", async (t) => {
  let calls = 0;
  const holdfast = await clientOf(t, {
    getInventoryItem() {
      throw ++calls === 1
        ? refusal("SHUTTING_DOWN", Code.Unavailable)
        : refusal("DEADLINE_EXCEEDED", Code.DeadlineExceeded);
    },
  });
  const error = await thrown(holdfast.inventory.getInventoryItem({}));
  assert.deepEqual([error.code, error.reason, calls], ["DEADLINE_EXCEEDED", "DEADLINE_EXCEEDED", 2]);
});

test("what is not UNAVAILABLE is not repeated", async (t) => {
  for (const code of [Code.Aborted, Code.Canceled, Code.Internal, Code.Unknown]) {
    const { ids, inventory } = failing(1, new ConnectError("http/2 stream closed with error code CANCEL", code));
    const error = await thrown((await clientOf(t, inventory)).inventory.createReservation({}));
    assert.equal(ids.length, 1);
    assert.notEqual(error.code, "UNAVAILABLE");
  }
});

test("a server that is down is not asked ever more often", async (t) => {
  const { ids, inventory } = failing(1000);
  const holdfast = await clientOf(t, inventory);
  const errors = await Promise.all(Array.from({ length: 20 }, () => thrown(holdfast.inventory.createReservation({}))));
  assert(errors.every((one) => one.reason === "DATABASE_UNAVAILABLE"));
  assert(ids.length < 40, `20 calls were sent ${ids.length} times`);
});

for (const how of ["reset", "end"] as const) {
  for (const [name, kind, after] of [
    ["before the answer", HEADERS, 0],
    ["in the answer", DATA, 0],
    ["before the status", HEADERS, 1],
  ] as const) {
    test(`a call survives a connection that is cut (${how}) ${name}`, async (t) => {
      const { ids, inventory } = failing(0);
      const target = await serving(t, (router) => router.service(InventoryService, inventory));
      const proxy = await cutting(t, target, { kind, after, how });
      await client(t, proxy.address).inventory.createReservation({});
      assert.equal(proxy.cuts(), 1);
      assert.equal(ids.length, 2);
      assert.equal(new Set(ids).size, 1);
    });
  }
}

test("own ids and checks stay as they are, and entries are filled", async (t) => {
  const seen: string[] = [];
  const holdfast = await clientOf(t, {
    createReservation(request) {
      seen.push(request.requestId);
      return {};
    },
    batchCreateReservations(request) {
      seen.push(...request.entries.map((one) => one.requestId));
      return {};
    },
  });
  await holdfast.inventory.createReservation({ requestId: "mine" });
  await holdfast.inventory.createReservation({ validateOnly: true });
  await holdfast.inventory.batchCreateReservations({ entries: [{ requestId: "mine" }, {}, {}, { validateOnly: true }] });
  assert.deepEqual([seen[0], seen[1], seen[2], seen[5]], ["mine", "", "mine", ""]);
  assert.equal(seen[3]?.length, 36);
  assert.equal(seen[4]?.length, 36);
  assert.notEqual(seen[3], seen[4]);
});

test("a call waits for a server that is not there yet, unless told not to", async (t) => {
  const free = connectable();
  const { inventory } = failing(0);
  const address = await free;
  const eager = client(t, address, { waitForReady: false, timeoutMs: 3000 });
  const began = performance.now();
  const error = await thrown(eager.inventory.createReservation({}));
  assert.equal(error.code, "UNAVAILABLE");
  assert(performance.now() - began < 2000);

  const late = await thrown(client(t, address, { timeoutMs: 300 }).inventory.createReservation({}));
  assert.equal(late.code, "DEADLINE_EXCEEDED");
  assert.match(late.message, /ECONNREFUSED/);

  const waiting = client(t, address).inventory.createReservation({});
  await sleep(500);
  await serving(t, (router) => router.service(InventoryService, inventory), { port: Number(address.split(":")[1]) });
  await waiting;
});

/** An address where nothing listens. */
async function connectable(): Promise<string> {
  const { createServer } = await import("node:net");
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const bound = server.address();
  assert(bound !== null && typeof bound === "object");
  await new Promise((done) => server.close(done));
  return `127.0.0.1:${bound.port}`;
}

test("unary calls have a deadline, streams have none", async (t) => {
  const address = await serving(t, (router) => {
    router.service(InventoryService, {
      async getInventoryItem() {
        await sleep(1000);
        return {};
      },
    });
    router.service(EventService, {
      async *watchEvents() {
        yield { cursor: "1" };
        await sleep(400);
        yield { cursor: "2" };
      },
    });
  });
  const holdfast = client(t, address, { timeoutMs: 200 });
  assert.equal((await thrown(holdfast.inventory.getInventoryItem({}))).code, "DEADLINE_EXCEEDED");
  assert.equal((await thrown(holdfast.inventory.getInventoryItem({}, { timeoutMs: 50 }))).code, "DEADLINE_EXCEEDED");
  await holdfast.inventory.getInventoryItem({}, { timeoutMs: 0 });
  const cursors: string[] = [];
  for await (const message of holdfast.events.watchEvents({})) cursors.push(message.cursor);
  assert.deepEqual(cursors, ["1", "2"]);
});

test("errors say why", async (t) => {
  const holdfast = await clientOf(t, {
    createReservation() {
      throw new ConnectError("too few", Code.FailedPrecondition, undefined, [
        {
          desc: ErrorInfoSchema,
          value: { reason: "INSUFFICIENT_STOCK", domain: "inventory.holdfast", metadata: { location_id: "sloc_ü" } },
        },
        { desc: StockShortageSchema, value: { lines: [{ lineItemId: "line-1", requestedQuantity: 2n ** 53n + 1n }] } },
        { desc: RetryInfoSchema, value: { retryDelay: { seconds: 1n, nanos: 500_000_000 } } },
      ]);
    },
    getInventoryItem() {
      throw new ConnectError("no", Code.InvalidArgument, undefined, [
        { desc: BadRequestSchema, value: { fieldViolations: [{ field: "item.id" }, { field: "item.sku" }] } },
        { desc: ErrorInfoSchema, value: { reason: "QUOTA", domain: "somebody.else" } },
      ]);
    },
  });
  const short = await thrown(holdfast.inventory.createReservation({}));
  assert.equal(short.name, "HoldfastError");
  assert.equal(short.message, "INSUFFICIENT_STOCK: too few");
  assert.deepEqual([short.code, short.reason], ["FAILED_PRECONDITION", "INSUFFICIENT_STOCK"]);
  assert.deepEqual(short.metadata, { location_id: "sloc_ü" });
  assert.equal(short.shortage[0]?.requestedQuantity, 9007199254740993n);
  assert.equal(short.retryDelayMs, 1500);
  assert(short.cause instanceof ConnectError);
  const invalid = await thrown(holdfast.inventory.getInventoryItem({}));
  assert.deepEqual([invalid.code, invalid.reason], ["INVALID_ARGUMENT", ""]);
  assert.deepEqual(invalid.fields, ["item.id", "item.sku"]);
});

test("so they do in streams", async (t) => {
  const address = await serving(t, (router) =>
    router.service(EventService, {
      // eslint-disable-next-line require-yield
      async *watchEvents() {
        throw refusal("CURSOR_EXPIRED", Code.OutOfRange, { oldest_cursor: "c" });
      },
    }),
  );
  const stream = client(t, address).events.watchEvents({});
  const error = await thrown(stream[Symbol.asyncIterator]().next());
  assert.deepEqual([error.code, error.reason, error.metadata], ["OUT_OF_RANGE", "CURSOR_EXPIRED", { oldest_cursor: "c" }]);
});

test("who cancels gets CANCELLED, and the call is not repeated", async (t) => {
  let calls = 0;
  const slow: Inventory = {
    async getInventoryItem() {
      calls++;
      await sleep(500);
      return {};
    },
  };
  const holdfast = await clientOf(t, slow);
  const aborted = holdfast.inventory.getInventoryItem({}, { signal: AbortSignal.timeout(100) });
  assert.notEqual((await thrown(aborted)).code, "UNAVAILABLE");
  const closed = holdfast.inventory.getInventoryItem({});
  await until(() => calls === 2);
  holdfast.close();
  assert.equal((await thrown(closed)).code, "CANCELLED");
  assert.equal((await thrown(holdfast.inventory.getInventoryItem({}))).code, "CANCELLED");
  await sleep(150);
  assert.equal(calls, 2);
});

test("quantities are bigints", async (t) => {
  const holdfast = await clientOf(t, {
    createInventoryLevel: (request) => ({ level: request.level! }),
  });
  const { level } = await holdfast.inventory.createInventoryLevel({ level: { stockedQuantity: 999_999_999_999_999n } });
  assert.equal(level?.stockedQuantity, 999_999_999_999_999n);
});

test("a token travels over TLS only", async (t) => {
  assert.throws(() => connect({ address: "127.0.0.1:1", insecure: true, token: "secret" }), TypeError);
  assert.throws(() => connect({ baseUrl: "http://127.0.0.1:1", token: "secret" }), TypeError);
  assert.throws(() => connect({ baseUrl: "https://127.0.0.1:1", insecure: true }), TypeError);
  assert.throws(() => connect({}), TypeError);

  const folder = mkdtempSync(join(tmpdir(), "holdfast-node-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  try {
    const made = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"];
    const named = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"];
    execFileSync("openssl", ["req", ...made, ...named, "-keyout", key, "-out", cert], { stdio: "ignore" });
  } catch {
    t.diagnostic("no openssl: the call itself is not tried");
    return;
  }
  const { headers, inventory } = failing(0);
  const tls = { key: readFileSync(key), cert: readFileSync(cert) };
  const address = await serving(t, (router) => router.service(InventoryService, inventory), { tls });
  const holdfast = connect({ address, tls: { ca: tls.cert }, token: async () => "secret" });
  t.after(() => holdfast.close());
  await holdfast.inventory.createReservation({});
  assert.equal(headers[0]?.get("authorization"), "Bearer secret");
});

test("the package says what the repository says", () => {
  const root = new URL("../../", import.meta.url);
  const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, root), "utf8"));
  assert.deepEqual(serviceConfig, read("../service_config.json"));
  assert.deepEqual(read("dist/service_config.json"), read("../service_config.json"));
  assert.equal((read("package.json") as { version: string }).version, VERSION);
});
