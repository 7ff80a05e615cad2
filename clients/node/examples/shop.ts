// Stocks an item, reserves some of it, and asks for more than there is.
//
//     make run                       # in the repository, in another terminal
//     npm run example                # HOLDFAST_ADDRESS, default 127.0.0.1:50051
import { connect, HoldfastError } from "@holdfast/client";
import { randomUUID } from "node:crypto";

const address = process.env["HOLDFAST_ADDRESS"] ?? "127.0.0.1:50051";
const sku = `SHIRT-${randomUUID().slice(0, 8)}`;
const holdfast = connect({ address, insecure: true });

const { item } = await holdfast.inventory.createInventoryItem({ item: { sku, title: "T-shirt" } });
const { location } = await holdfast.locations.createStockLocation({ location: { name: "Berlin" } });
if (item === undefined || location === undefined) throw new Error("answers without what was made");
await holdfast.inventory.createInventoryLevel({
  level: { inventoryItemId: item.id, locationId: location.id, stockedQuantity: 5n },
});

for (const quantity of [3n, 4n]) {
  try {
    const { reservation } = await holdfast.inventory.createReservation({
      lines: [
        {
          lineItemId: "line-1",
          goods: { case: "inventoryItemId", value: item.id },
          place: { case: "locationId", value: location.id },
          quantity,
        },
      ],
    });
    console.log(`${quantity} of ${sku} are kept: ${reservation?.id}`);
  } catch (error) {
    if (!(error instanceof HoldfastError) || error.reason !== "INSUFFICIENT_STOCK") throw error;
    for (const short of error.shortage) {
      console.log(`${short.lineItemId}: ${short.availableQuantity} of ${short.requestedQuantity}`);
    }
  }
}
holdfast.close();
