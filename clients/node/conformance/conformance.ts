// The conformance script (clients/conformance/README.md of the repository).
import { connect, HealthCheckResponse_ServingStatus, HoldfastError, outcomes, pages, watch } from "@holdfast/client";
import type { Holdfast } from "@holdfast/client";
import {
  ErrorReason,
  ListInventoryItemsRequest_Sort,
  Reservation_State,
  StockMovement_Reason,
} from "@holdfast/client/v1";

const ITEM = "iitem_conformance";
const PLACE = "sloc_conformance";

function at(name: string): Holdfast {
  const address = process.env[name];
  if (address === undefined) throw new Error(`${name} is not set`);
  return connect({ address, insecure: true });
}

function reservation(lineItemId: string, quantity: bigint, inventoryItemId = ITEM, requestId = "") {
  return {
    requestId,
    lines: [
      {
        lineItemId,
        quantity,
        goods: { case: "inventoryItemId" as const, value: inventoryItemId },
        place: { case: "locationId" as const, value: PLACE },
      },
    ],
  };
}

async function levelOf(holdfast: Holdfast, inventoryItemId = ITEM) {
  const { level } = await holdfast.inventory.getInventoryLevel({ inventoryItemId, locationId: PLACE });
  if (level === undefined) throw new Error("an answer without a level");
  return level;
}

async function newLevel(holdfast: Holdfast, inventoryItemId: string, stockedQuantity: bigint) {
  await holdfast.inventory.createInventoryLevel({ level: { inventoryItemId, locationId: PLACE, stockedQuantity } });
}

async function refusal(call: Promise<unknown>): Promise<HoldfastError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof HoldfastError) return error;
    throw error;
  }
  throw new Error("the call was not refused");
}

const told = ({ code, reason, metadata }: HoldfastError) => ({ code, reason, metadata });

async function main() {
  const holdfast = at("HOLDFAST_ADDRESS");
  const throughCut = at("HOLDFAST_CUT_ADDRESS");
  const throughWatchCut = at("HOLDFAST_WATCH_CUT_ADDRESS");
  const errors = at("HOLDFAST_ERRORS_ADDRESS");
  const { inventory } = holdfast;
  const said: Record<string, unknown> = {};

  const { status } = await holdfast.health.check({});
  said["health"] = HealthCheckResponse_ServingStatus[status];

  const { item } = await inventory.createInventoryItem({
    item: { id: ITEM, sku: "CONFORMANCE-1", title: "Conformance" },
  });
  await holdfast.locations.createStockLocation({ location: { id: PLACE, name: "Conformance" } });
  await newLevel(holdfast, ITEM, 10n);
  let level = await levelOf(holdfast);
  said["create"] = {
    item_id: item?.id,
    sku: item?.sku,
    location_id: level.locationId,
    stocked_quantity: String(level.stockedQuantity),
    available_quantity: String(level.availableQuantity),
  };

  const first = await inventory.createReservation(reservation("line-1", 3n, ITEM, "conformance-reserve"));
  level = await levelOf(holdfast);
  said["reserve"] = {
    state: Reservation_State[first.reservation?.state ?? 0],
    line_item_id: first.reservation?.lines[0]?.lineItemId,
    quantity: String(first.reservation?.lines[0]?.quantity),
    replayed: first.mutation?.replayed,
    available_quantity: String(level.availableQuantity),
  };

  const short = await refusal(inventory.createReservation(reservation("line-2", 8n)));
  said["insufficient"] = {
    ...told(short),
    shortage: short.shortage.map((line) => ({
      line_item_id: line.lineItemId,
      requested_quantity: String(line.requestedQuantity),
      available_quantity: String(line.availableQuantity),
    })),
  };

  const again = await inventory.createReservation(reservation("line-1", 3n, ITEM, "conformance-reserve"));
  level = await levelOf(holdfast);
  said["replay"] = {
    same: again.reservation?.id === first.reservation?.id,
    replayed: again.mutation?.replayed,
    reserved_quantity: String(level.reservedQuantity),
  };

  const cut = await throughCut.inventory.createReservation(reservation("line-3", 1n));
  level = await levelOf(holdfast);
  said["cut"] = {
    state: Reservation_State[cut.reservation?.state ?? 0],
    replayed: cut.mutation?.replayed,
    reserved_quantity: String(level.reservedQuantity),
  };

  await inventory.batchCreateInventoryItems({
    entries: [1, 2, 3, 4, 5].map((n) => ({ item: { id: `iitem_page_${n}`, sku: `PAGE-${n}` } })),
  });
  const ids: string[] = [];
  const list = { filter: { skuPrefix: "PAGE-" }, sort: ListInventoryItemsRequest_Sort.ID, pageSize: 2 };
  for await (const page of pages(inventory.listInventoryItems, list)) ids.push(...page.items.map((one) => one.id));
  said["pages"] = ids;

  await newLevel(holdfast, "iitem_page_1", 999_999_999_999_999n);
  level = await levelOf(holdfast, "iitem_page_1");
  const big = await refusal(
    inventory.createReservation(reservation("line-4", 1_000_000_000_000_000n, "iitem_page_1")),
  );
  said["big"] = {
    stocked_quantity: String(level.stockedQuantity),
    reason: big.reason,
    available_quantity: big.metadata["available_quantity"],
  };

  await newLevel(holdfast, "iitem_page_2", 0n);
  const { cursor } = await inventory.listInventoryItems({ filter: { skuPrefix: "PAGE-" }, pageSize: 1 });
  for (const delta of [1n, 2n, 3n, 4n]) {
    await inventory.adjustInventory({
      lines: [{ item: { case: "inventoryItemId", value: "iitem_page_2" }, locationId: PLACE, delta }],
      reason: StockMovement_Reason.RECEIVED,
    });
  }
  const seen: string[] = [];
  for await (const event of watch(throughWatchCut.events, {
    start: { case: "cursor", value: cursor },
    filter: { inventoryItemIds: ["iitem_page_2"], types: ["level.changed"] },
  })) {
    if (event.payload.case !== "levelChanged") throw new Error(`not asked for: ${event.type}`);
    seen.push(String(event.payload.value.after?.stockedQuantity));
    if (seen.length === 4) break;
  }
  said["watch"] = seen;

  const batch = await inventory.batchCreateInventoryItems({
    entries: [
      { item: { id: "iitem_page_6", sku: "PAGE-6" } },
      { item: { id: ITEM, sku: "OTHER" } },
      { item: { id: "no spaces" } },
    ],
  });
  said["batch"] = outcomes(batch.results).map((one) => (one.ok ? { ok: one.value.item?.id } : told(one.error)));

  const reasons = Object.values(ErrorReason).filter((one): one is ErrorReason => typeof one === "number" && one !== 0);
  const refused: unknown[] = [];
  for (const reason of reasons.sort((one, other) => one - other)) {
    const item = { case: "inventoryItemId" as const, value: ErrorReason[reason] };
    const error = await refusal(errors.inventory.getInventoryItem({ item }));
    refused.push({ ...told(error), fields: error.fields });
  }
  said["errors"] = refused;

  for (const one of [holdfast, throughCut, throughWatchCut, errors]) one.close();
  console.log(JSON.stringify(said));
}

await main();
