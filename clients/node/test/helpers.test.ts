import { create } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import type { ConnectError, ServiceImpl } from "@connectrpc/connect";
import { connect, HoldfastError, outcomes, pages, streamReservations, watch } from "@holdfast/client";
import type { Holdfast } from "@holdfast/client";
import { EventService, InventoryService, ListInventoryItemsRequestSchema } from "@holdfast/client/v1";
import assert from "node:assert/strict";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { cutting, DATA, refusal, serving, until } from "./servers.js";

function client(t: TestContext, address: string): Holdfast {
  const made = connect({ address, insecure: true });
  t.after(() => made.close());
  return made;
}

async function rejected(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => assert.fail("it went well"),
    (reason: unknown) => reason,
  );
}

test("pages come until there are no more", async (t) => {
  const address = await serving(t, (router) =>
    router.service(InventoryService, {
      listInventoryItems({ pageToken, pageSize, filter }) {
        assert.equal(filter?.skuPrefix, "PAGE-");
        const start = Number(pageToken || 0);
        const ids = [0, 1, 2, 3, 4].slice(start, start + pageSize);
        const end = start + pageSize;
        return { items: ids.map((n) => ({ id: `iitem_${n}` })), nextPageToken: end < 5 ? String(end) : "" };
      },
    }),
  );
  const { inventory } = client(t, address);
  const plain = { filter: { skuPrefix: "PAGE-" }, pageSize: 2 };
  const message = create(ListInventoryItemsRequestSchema, plain);
  for (const request of [plain, message]) {
    const sizes: number[] = [];
    for await (const page of pages(inventory.listInventoryItems, request)) sizes.push(page.items.length);
    assert.deepEqual(sizes, [2, 2, 1]);
  }
  assert.equal(message.pageToken, "", "the caller's message stays as it is");
});

test("a batch has an outcome for each entry", async (t) => {
  const address = await serving(t, (router) =>
    router.service(InventoryService, {
      batchCreateInventoryItems: () => ({
        results: [
          { result: { case: "value", value: { item: { id: "iitem_1" } } } },
          { result: { case: "error", value: { code: 6, message: "taken" } } },
        ],
      }),
    }),
  );
  const { results } = await client(t, address).inventory.batchCreateInventoryItems({ entries: [{}, {}] });
  const [first, second] = outcomes(results);
  assert(first?.ok && first.value.item?.id === "iitem_1");
  assert(second?.ok === false && second.error instanceof HoldfastError && second.error.code === "ALREADY_EXISTS");
});

/** Numbers its events, gives two at a time, and ends in the given ways. */
function counting(ends: (ConnectError | undefined)[]) {
  const asked: string[] = [];
  const closed: number[] = [];
  const events: ServiceImpl<typeof EventService> = {
    listEvents: () => ({}),
    async *watchEvents({ start }, context) {
      const cursor = start.case === "cursor" ? start.value : "0";
      asked.push(start.case === "cursor" ? start.value : String(start.case));
      context.signal.addEventListener("abort", () => closed.push(asked.length));
      yield { cursor };
      for (const number of [Number(cursor) + 1, Number(cursor) + 2]) {
        // Each in a frame of its own, or the proxy counts wrong.
        await sleep(20);
        yield { cursor: String(number), events: [{ cursor: String(number), type: "level.changed" }] };
      }
      if (ends.length === 0) await sleep(3000, undefined, { signal: context.signal }).catch(() => undefined);
      const end = ends.shift();
      if (end !== undefined) throw end;
    },
  };
  return { asked, closed, events };
}

async function take(iterable: AsyncIterable<{ cursor: string }>, count: number): Promise<string[]> {
  const found: string[] = [];
  for await (const one of iterable) {
    found.push(one.cursor);
    if (found.length === count) break;
  }
  return found;
}

test("a watch goes on after what passes, and stops at what does not", async (t) => {
  const { asked, events } = counting([
    refusal("SHUTTING_DOWN", Code.Unavailable),
    refusal("WATCH_TOO_SLOW", Code.ResourceExhausted),
    undefined,
    refusal("CURSOR_EXPIRED", Code.OutOfRange),
  ]);
  const holdfast = client(t, await serving(t, (router) => router.service(EventService, events)));
  const found: string[] = [];
  const error = await rejected(
    (async () => {
      for await (const event of watch(holdfast.events, { start: { case: "now", value: {} } })) found.push(event.cursor);
    })(),
  );
  assert(error instanceof HoldfastError && error.reason === "CURSOR_EXPIRED");
  assert.deepEqual(found, ["1", "2", "3", "4", "5", "6", "7", "8"]);
  assert.deepEqual(asked, ["now", "2", "4", "6"]);
});

for (const how of ["reset", "end"] as const) {
  test(`a watch goes on after a cut (${how})`, async (t) => {
    const { asked, events } = counting([]);
    const target = await serving(t, (router) => router.service(EventService, events));
    const proxy = await cutting(t, target, { kind: DATA, after: 2, how });
    const watched = watch(client(t, proxy.address).events, { start: { case: "cursor", value: "7" } });
    assert.deepEqual(await take(watched, 3), ["8", "9", "10"]);
    assert.equal(proxy.cuts(), 1);
    assert.deepEqual(asked, ["7", "8"]);
  });
}

test("a watch that is left or aborted ends at the server too", async (t) => {
  const { asked, closed, events } = counting([]);
  const holdfast = client(t, await serving(t, (router) => router.service(EventService, events)));
  const start = { case: "cursor" as const, value: "0" };
  assert.deepEqual(await take(watch(holdfast.events, { start }, { checkpoints: true }), 3), ["0", "1", "2"]);
  await until(() => closed.length === 1);
  assert.deepEqual(closed, [1]);

  const controller = new AbortController();
  const reason = new Error("enough");
  void until(() => asked.length === 2).then(() => controller.abort(reason));
  assert.equal(await rejected(take(watch(holdfast.events, { start }, { signal: controller.signal }), 9)), reason);
  await until(() => closed.length === 2);
  assert.deepEqual(closed, [1, 2]);
  assert.equal(asked.length, 2);
});

/** Answers each operation, those of goods that it does not have with an error. */
function reserving() {
  const ids: string[] = [];
  const inventory: Partial<ServiceImpl<typeof InventoryService>> = {
    async *streamReservations(requests) {
      for await (const { requestId, operation } of requests) {
        ids.push(requestId);
        assert.equal(operation.value?.requestId, "", "the request's own id stays empty");
        const { externalId } = operation.value ?? {};
        if (externalId === "none") yield { requestId, outcome: { case: "error", value: { code: 9, message: "none" } } };
        else yield { requestId, outcome: { case: "create", value: { reservation: { externalId: externalId! } } } };
      }
    },
  };
  return { ids, inventory };
}

async function* orders(...names: string[]) {
  for (const name of names) {
    await sleep(10);
    yield { externalId: name, requestId: name === "mine" ? "mine" : "" };
  }
}

test("reservations are streamed, each with its outcome", async (t) => {
  const { inventory } = reserving();
  const holdfast = client(t, await serving(t, (router) => router.service(InventoryService, inventory)));
  const found: string[] = [];
  for await (const one of streamReservations(holdfast.inventory, orders("a", "none", "mine"))) {
    assert.equal(one.requestId.length, one.request.externalId === "mine" ? 4 : 36);
    found.push(one.ok ? `${one.value.reservation?.externalId}` : one.error.code);
  }
  assert.deepEqual(found.sort(), ["FAILED_PRECONDITION", "a", "mine"]);
});

for (const how of ["reset", "end"] as const) {
  test(`a stream of reservations survives a cut (${how}): none is lost, none gets another id`, async (t) => {
    const { ids, inventory } = reserving();
    const target = await serving(t, (router) => router.service(InventoryService, inventory));
    const proxy = await cutting(t, target, { kind: DATA, after: 2, how });
    const names = Array.from({ length: 12 }, (_, n) => `order-${n}`);
    const found: string[] = [];
    for await (const one of streamReservations(client(t, proxy.address).inventory, orders(...names))) {
      assert(one.ok);
      found.push(one.request.externalId);
    }
    assert.equal(proxy.cuts(), 1);
    assert.deepEqual(found.sort(), names.sort());
    assert.equal(new Set(ids).size, 12);
    assert(ids.length > 12, "at least one was sent again");
  });
}

test("a stream of reservations ends with its source's error, or when it is aborted", async (t) => {
  const { inventory } = reserving();
  const holdfast = client(t, await serving(t, (router) => router.service(InventoryService, inventory)));
  const failed = new Error("no more");
  async function* broken() {
    yield { externalId: "a" };
    throw failed;
  }
  const read = async (requests: AsyncIterable<object>, signal?: AbortSignal) => {
    for await (const one of streamReservations(holdfast.inventory, requests, signal && { signal })) assert(one.ok);
  };
  assert.equal(await rejected(read(broken())), failed);
  async function* slow() {
    yield { externalId: "a" };
    await sleep(1000);
  }
  const controller = new AbortController();
  setTimeout(() => controller.abort(failed), 100);
  const began = performance.now();
  assert.equal(await rejected(read(slow(), controller.signal)), failed);
  assert(performance.now() - began < 800);
});
