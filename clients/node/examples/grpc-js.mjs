// Holdfast with @grpc/grpc-js, without the clients of @holdfast/client: the shipped protos and service config suffice.
//
//     npm install @holdfast/client @grpc/grpc-js @grpc/proto-loader
//     node examples/grpc-js.mjs      # HOLDFAST_ADDRESS, default 127.0.0.1:50051
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";
import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const serviceConfig = require("@holdfast/client/service_config.json");
const protos = join(dirname(require.resolve("@holdfast/client/service_config.json")), "protos");
const definition = loader.loadSync(
  ["holdfast/inventory/v1/inventory_service.proto", "holdfast/inventory/v1/errors.proto", "google/rpc/error_details.proto"],
  // Quantities go up to 10^15; as strings they stay exact.
  { includeDirs: [protos], keepCase: true, longs: String, enums: String, defaults: true, oneofs: true },
);
export const { InventoryService } = grpc.loadPackageDefinition(definition).holdfast.inventory.v1;

/** A client that retries as all clients of Holdfast do. */
export function inventoryAt(address, credentials = grpc.credentials.createInsecure()) {
  return new InventoryService(address, credentials, {
    "grpc.service_config": JSON.stringify(serviceConfig),
    "grpc.keepalive_time_ms": 40_000,
  });
}

/** The details of a failed call, by the names of their messages: what the trailer `grpc-status-details-bin` has. */
export function detailsOf(error) {
  const [trailer] = error.metadata?.get("grpc-status-details-bin") ?? [];
  if (trailer === undefined) return {};
  const found = {};
  for (const { type_url, value } of definition["google.rpc.Status"].deserialize(trailer).details) {
    const name = type_url.slice(type_url.lastIndexOf("/") + 1);
    const type = definition[name];
    if (type !== undefined) found[name] = type.deserialize(value);
  }
  return found;
}

/** Reserves. The request id is the same in each attempt that grpc-js makes, so that there is one effect. */
export function reserve(inventory, lines, requestId = randomUUID()) {
  return new Promise((resolve, reject) => {
    inventory.CreateReservation({ request_id: requestId, lines }, (error, answer) => {
      if (error) reject(error);
      else resolve(answer);
    });
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const inventory = inventoryAt(process.env.HOLDFAST_ADDRESS ?? "127.0.0.1:50051");
  try {
    const { reservation } = await reserve(inventory, [{ line_item_id: "line-1", sku: "SHIRT", quantity: "2", location_id: "sloc_berlin" }]);
    console.log(`kept: ${reservation.id}`);
  } catch (error) {
    const { reason, metadata } = detailsOf(error)["google.rpc.ErrorInfo"] ?? {};
    console.log(reason ?? error.message, metadata);
  }
  inventory.close();
}
