import { anyPack } from "@bufbuild/protobuf/wkt";
import { create, toBinary } from "@bufbuild/protobuf";
import * as grpc from "@grpc/grpc-js";
import { ErrorInfoSchema } from "@holdfast/client/google/rpc/error_details_pb";
import { StatusSchema } from "@holdfast/client/google/rpc/status_pb";
import { StockShortageSchema } from "@holdfast/client/v1";
import assert from "node:assert/strict";
import { test } from "node:test";

// Plain JavaScript, to be copied: it has no types.
const recipe = (await import(new URL("../../examples/grpc-js.mjs", import.meta.url).href)) as {
  InventoryService: grpc.ServiceClientConstructor;
  inventoryAt(address: string): grpc.Client;
  reserve(inventory: grpc.Client, lines: object[]): Promise<{ reservation: { lines: { quantity: string }[] } }>;
  detailsOf(error: unknown): Record<string, Record<string, unknown>>;
};

function shortage(): grpc.Metadata {
  const info = { reason: "INSUFFICIENT_STOCK", domain: "inventory.holdfast", metadata: { sku: "S" } };
  const lines = [{ availableQuantity: 9007199254740993n }];
  const details = [
    anyPack(ErrorInfoSchema, create(ErrorInfoSchema, info)),
    anyPack(StockShortageSchema, create(StockShortageSchema, { lines })),
  ];
  const metadata = new grpc.Metadata();
  const status = toBinary(StatusSchema, create(StatusSchema, { code: 9, details }));
  metadata.set("grpc-status-details-bin", Buffer.from(status));
  return metadata;
}

// Not against Connect's server: it sends headers before an error, after which gRPC does not retry.
test("the recipe for @grpc/grpc-js retries with one request id, keeps long quantities, and reads why", async (t) => {
  const ids: string[] = [];
  const server = new grpc.Server();
  server.addService(recipe.InventoryService.service, {
    CreateReservation({ request }: { request: { request_id: string; lines: object[] } }, answer: Function) {
      ids.push(request.request_id);
      if (ids.length < 3) answer({ code: grpc.status.UNAVAILABLE });
      else if (ids.length === 3) answer(null, { reservation: { lines: request.lines } });
      else answer({ code: grpc.status.FAILED_PRECONDITION, metadata: shortage() });
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  t.after(() => server.forceShutdown());
  const inventory = recipe.inventoryAt(`127.0.0.1:${port}`);
  t.after(() => inventory.close());

  const { reservation } = await recipe.reserve(inventory, [{ quantity: "999999999999999" }]);
  assert.equal(reservation.lines[0]?.quantity, "999999999999999");
  assert.equal(ids.length, 3);
  assert.equal(new Set(ids).size, 1);

  const error: unknown = await recipe.reserve(inventory, [{ quantity: "1" }]).catch((reason: unknown) => reason);
  const details = recipe.detailsOf(error);
  assert.equal(details["google.rpc.ErrorInfo"]?.["reason"], "INSUFFICIENT_STOCK");
  assert.deepEqual(details["google.rpc.ErrorInfo"]?.["metadata"], { sku: "S" });
  const [line] = details["holdfast.inventory.v1.StockShortage"]?.["lines"] as { available_quantity: string }[];
  assert.equal(line?.available_quantity, "9007199254740993");
});
