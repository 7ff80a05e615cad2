"""Levels, Adjust, Set, Move and the ledger over the wire."""

from __future__ import annotations

from typing import Any

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import types_pb2 as types

from tests.support.refusals import read, refused
from tests.support.world import Shop, adjust_request, balances, place, told, unique

APPLIED, UNCHANGED = pb.SetInventoryResponse.LINE_RESULT_APPLIED, pb.SetInventoryResponse.LINE_RESULT_UNCHANGED


def update(shop: Shop, item: str, location: str, *paths: str, etag: str = "", **settings: Any) -> Any:
    request = pb.UpdateInventoryLevelRequest(
        inventory_item_id=item, location_id=location, etag=etag, settings=types.InventoryLevelSettings(**settings)
    )
    request.update_mask.paths.extend(paths)
    return shop.inventory.UpdateInventoryLevel(request).level


def delete(shop: Shop, item: str, location: str, etag: str = "") -> Any:
    request = pb.DeleteInventoryLevelRequest(inventory_item_id=item, location_id=location, etag=etag)
    return shop.inventory.DeleteInventoryLevel(request)


# --- levels -----------------------------------------------------------------------------------------


def test_a_level_opens_with_its_stock_and_settings(shop: Shop) -> None:
    item, location = shop.item(), shop.location()
    level = shop.level(item, location, 10, 4, safety_stock_quantity=3, metadata={"aisle": "7"})
    assert level.id.startswith("ilev_")
    assert (level.stocked_quantity, level.available_quantity, level.incoming_quantity) == (10, 7, 4)
    assert (level.on_hand_quantity, level.backordered_quantity, level.version) == (10, 0, 1)
    assert dict(level.settings.metadata) == {"aisle": "7"}
    assert shop.get(item, location) == level
    refusal = refused(lambda: shop.level(item, location))
    assert (refusal.code, refusal.reason) == ("ALREADY_EXISTS", "RESOURCE_EXISTS")


def test_a_level_needs_an_item_and_a_location_that_live(shop: Shop) -> None:
    item, location = shop.item(), shop.location()
    assert refused(lambda: shop.level("iitem_none", location)).resource == ("InventoryItem", "iitem_none")
    assert refused(lambda: shop.level(item, "sloc_none")).resource == ("StockLocation", "sloc_none")
    refusal = refused(lambda: shop.get(item, location))
    assert (refusal.code, refusal.reason) == ("NOT_FOUND", "NOT_STOCKED_AT_LOCATION")
    assert refusal.metadata == {"inventory_item_id": item, "location_id": location}
    assert refused(lambda: shop.adjust(item, location, 1)).reason == "NOT_STOCKED_AT_LOCATION"


def test_settings_change_under_their_own_etag_and_leave_the_version(shop: Shop) -> None:
    item, location = shop.stocked(10)
    before = shop.get(item, location)
    changed = update(shop, item, location, safety_stock_quantity=4)
    assert (changed.available_quantity, changed.version) == (6, before.version)
    assert changed.etag != before.etag
    assert (
        refused(lambda: update(shop, item, location, etag=before.etag, safety_stock_quantity=1)).reason
        == "ETAG_MISMATCH"
    )
    shop.adjust(item, location, 1)
    assert update(shop, item, location, "safety_stock_quantity", etag=changed.etag).available_quantity == 11
    refusal = refused(lambda: update(shop, item, location, "stocked_quantity"))
    assert refusal.reason == "FIELD_MASK_INVALID"
    assert refused(lambda: update(shop, item, location, safety_stock_quantity=-1)).fields == [
        "settings.safety_stock_quantity"
    ]


def test_how_far_backorders_may_go_is_set_and_taken_back(shop: Shop) -> None:
    item, location = shop.item(), shop.location()
    level = shop.level(item, location, 5, backorder_limit=0, backorder_up_to_incoming=True)
    assert (level.settings.HasField("backorder_limit"), level.settings.backorder_limit) == (True, 0)
    assert level.settings.backorder_up_to_incoming
    level = update(shop, item, location, backorder_limit=7)
    assert (level.settings.backorder_limit, level.settings.backorder_up_to_incoming) == (7, True)
    assert shop.get(item, location) == level
    level = update(shop, item, location, "backorder_up_to_incoming", backorder_limit=3)
    assert (level.settings.backorder_limit, level.settings.backorder_up_to_incoming) == (7, False)
    level = update(shop, item, location, "backorder_limit")
    assert not level.settings.HasField("backorder_limit")
    level = update(shop, item, location, "*", safety_stock_quantity=2, backorder_limit=10**15)
    assert (level.settings.safety_stock_quantity, level.settings.backorder_limit) == (2, 10**15)
    assert (level.version, shop.get(item, location)) == (1, level)
    for limit in (-1, 10**15 + 1):
        refusal = refused(lambda limit=limit: update(shop, item, location, backorder_limit=limit))  # type: ignore[misc]
        assert (refusal.reason, refusal.fields) == ("QUANTITY_OUT_OF_RANGE", ["settings.backorder_limit"])
    refusal = refused(lambda: shop.level(item, shop.location(), backorder_limit=-1))
    assert refusal.fields == ["level.settings.backorder_limit"]


def test_safety_stock_holds_units_back_from_promises_and_sales(shop: Shop) -> None:
    item, location = shop.stocked(10, safety_stock_quantity=4)
    assert refused(lambda: shop.reserve((item, location, 7))).reason == "INSUFFICIENT_STOCK"
    assert refused(lambda: shop.adjust(item, location, -7, "SOLD")).reason == "INSUFFICIENT_STOCK"
    shop.reserve((item, location, 6))
    assert balances(shop.get(item, location)) == (10, 6, 0)


def test_a_level_with_units_cannot_be_deleted_and_an_empty_one_comes_back_with_its_history(shop: Shop) -> None:
    item, location = shop.stocked(3, safety_stock_quantity=1)
    refusal = refused(lambda: delete(shop, item, location))
    assert (refusal.code, refusal.reason, refusal.metadata["stocked"]) == (
        "FAILED_PRECONDITION",
        "LEVEL_NOT_EMPTY",
        "3",
    )
    first = shop.set(item, location, 0).levels[0]
    delete(shop, item, location, first.etag)
    assert refused(lambda: shop.get(item, location)).reason == "NOT_STOCKED_AT_LOCATION"
    assert refused(lambda: delete(shop, item, location)).reason == "NOT_STOCKED_AT_LOCATION"
    again = shop.level(item, location, 5)
    assert (again.id, again.version, again.settings.safety_stock_quantity) == (first.id, 3, 0)
    assert told(shop.movements(inventory_item_id=item)) == [
        ("INITIAL", "STOCKED", 3, 3), ("COUNTED", "STOCKED", -3, 0), ("INITIAL", "STOCKED", 5, 5),
    ]  # fmt: skip


def test_levels_are_listed_and_fetched_in_batches(shop: Shop) -> None:
    items, places = sorted(shop.item() for _ in range(2)), sorted(shop.location() for _ in range(3))
    for item in items:
        for at in places:
            shop.level(item, at, 1)

    def page(**fields: Any) -> tuple[list[tuple[str, str]], str]:
        wanted = pb.ListInventoryLevelsRequest.Filter(inventory_item_ids=items, location_ids=places[:2])
        answer = shop.inventory.ListInventoryLevels(pb.ListInventoryLevelsRequest(filter=wanted, **fields))
        return [(level.inventory_item_id, level.location_id) for level in answer.levels], answer.next_page_token

    expected = [(item, at) for item in items for at in places[:2]]
    assert page() == (expected, "")
    assert page(sort="SORT_LOCATION")[0] == [(item, at) for at in places[:2] for item in items]
    first, token = page(page_size=3)
    assert first + page(page_size=3, page_token=token)[0] == expected
    keys = [
        pb.InventoryLevelKey(inventory_item_id=item, location_id=at) for item, at in (expected[0], (items[0], "none"))
    ]
    answer = shop.inventory.BatchGetInventoryLevels(pb.BatchGetInventoryLevelsRequest(keys=keys))
    assert [level.location_id for level in answer.levels] == [places[0]]
    assert [key.location_id for key in answer.missing_keys] == ["none"]


def test_levels_are_made_in_batches_each_by_itself(shop: Shop) -> None:
    item, location = shop.item(), shop.location()
    level = types.InventoryLevel(inventory_item_id=item, location_id=location, stocked_quantity=2)
    entries = [pb.CreateInventoryLevelRequest(level=level)] * 2
    entries.append(pb.CreateInventoryLevelRequest(level=types.InventoryLevel(inventory_item_id=item)))
    results = shop.inventory.BatchCreateInventoryLevels(pb.BatchCreateInventoryLevelsRequest(entries=entries)).results
    assert results[0].value.level.stocked_quantity == 2
    assert read(results[1].error).reason == "RESOURCE_EXISTS"
    assert read(results[2].error).fields == ["entries[2].level.location_id"]


# --- adjust -----------------------------------------------------------------------------------------


def test_selling_cannot_take_what_is_promised_but_counting_can(shop: Shop) -> None:
    item, location = shop.stocked(3)
    shop.reserve((item, location, 3))
    refusal = refused(lambda: shop.adjust(item, location, -1, "SOLD"))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "INSUFFICIENT_STOCK")
    (short,) = refusal.shortage.lines
    assert (short.line_index, short.requested_quantity, short.available_quantity) == (0, 1, 0)
    level = shop.adjust(item, location, -1, "COUNTED").levels[0]
    assert balances(level) == (2, 3, -1)
    assert level.backordered_quantity == 1
    level = shop.adjust(item, location, 1, "RECEIVED").levels[0]
    assert level.backordered_quantity == 0


@pytest.mark.parametrize(
    ("reason", "delta", "accepted"),
    [
        *(
            (name, -1, True)
            for name in ("SOLD", "TRANSFERRED", "CONSUMED", "RETURNED_TO_SUPPLIER", "DAMAGED", "LOST", "SPOILED")
        ),
        *(
            (name, 1, False)
            for name in ("SOLD", "TRANSFERRED", "CONSUMED", "RETURNED_TO_SUPPLIER", "DAMAGED", "LOST", "SPOILED")
        ),
        *((name, 1, True) for name in ("FOUND", "RECEIVED", "RETURNED", "INITIAL")),
        *((name, -1, False) for name in ("FOUND", "RECEIVED", "RETURNED", "INITIAL")),
        *((name, delta, True) for name in ("COUNTED", "CORRECTED") for delta in (1, -1)),
    ],
)
def test_a_reason_has_its_direction(shop: Shop, reason: str, delta: int, accepted: bool) -> None:
    item, location = shop.stocked(5)
    if accepted:
        assert shop.adjust(item, location, delta, reason).levels[0].stocked_quantity == 5 + delta
    else:
        refusal = refused(lambda: shop.adjust(item, location, delta, reason))
        assert (refusal.reason, refusal.fields) == ("FIELD_INVALID", ["lines[0].delta"])


@pytest.mark.parametrize("reason", ["RESERVED", "RELEASED", "EXPIRED", "FULFILLED", "REVERSED"])
def test_the_systems_own_reasons_are_refused(shop: Shop, reason: str) -> None:
    item, location = shop.stocked(5)
    for call in (
        lambda: shop.adjust(item, location, 1, reason),
        lambda: shop.set(item, location, 1, reason),
        lambda: shop.move(item, (location, "STOCKED"), (location, "DAMAGED"), 1, reason),
    ):
        refusal = refused(call)
        assert (refusal.reason, refusal.fields) == ("FIELD_INVALID", ["reason"])


def test_every_bucket_of_a_caller_moves_and_none_falls_below_zero(shop: Shop) -> None:
    item, location = shop.stocked(1)
    for bucket, field in (
        ("INCOMING", "incoming_quantity"), ("QUALITY_CONTROL", "quality_control_quantity"),
        ("DAMAGED", "damaged_quantity"), ("QUARANTINE", "quarantine_quantity"), ("STOCKED", "stocked_quantity"),
    ):  # fmt: skip
        before = getattr(shop.get(item, location), field)
        level = shop.adjust(item, location, 7, "FOUND", bucket).levels[0]
        assert getattr(level, field) == before + 7
        refusal = refused(lambda bucket=bucket, before=before: shop.adjust(item, location, -before - 8, "LOST", bucket))  # type: ignore[misc]
        assert (refusal.reason, refusal.metadata["bucket"]) == ("BALANCE_OUT_OF_RANGE", bucket)
    assert shop.get(item, location).on_hand_quantity == 29
    refusal = refused(lambda: shop.adjust(item, location, 1, bucket="RESERVED"))
    assert (refusal.reason, refusal.fields) == ("FIELD_INVALID", ["lines[0].bucket"])


def test_lines_on_one_bucket_are_summed_and_all_lines_are_one_step(shop: Shop) -> None:
    (item, location), (other, elsewhere) = shop.stocked(5), shop.stocked(5)
    answer = shop.inventory.AdjustInventory(
        adjust_request((item, location, 10), (item, location, -12), (other, elsewhere, 1), (other, elsewhere, -1))
    )
    assert [level.stocked_quantity for level in answer.levels] == [3, 5]
    assert [level.version for level in answer.levels] == [2, 1]
    refusal = refused(
        lambda: shop.inventory.AdjustInventory(adjust_request((item, location, 1), (other, elsewhere, -6)))
    )
    assert refusal.reason == "BALANCE_OUT_OF_RANGE"
    assert shop.get(item, location).stocked_quantity == 3


def test_missing_levels_are_made_when_that_is_asked_for(shop: Shop) -> None:
    item, location, other = shop.item(sku=unique("SKU")), shop.location(), shop.location()
    level = shop.adjust(item, location, 4, "RECEIVED", create_missing_levels=True).levels[0]
    assert (level.stocked_quantity, level.version) == (4, 1)
    shop.move(item, (location, "STOCKED"), (other, "STOCKED"), 1, create_missing_levels=True)
    assert (shop.get(item, location).stocked_quantity, shop.get(item, other).stocked_quantity) == (3, 1)
    assert refused(lambda: shop.adjust("iitem_none", location, 1, create_missing_levels=True)).resource == (
        "InventoryItem", "iitem_none",
    )  # fmt: skip
    assert refused(lambda: shop.adjust(item, "sloc_none", 1, create_missing_levels=True)).resource == (
        "StockLocation", "sloc_none",
    )  # fmt: skip


def test_an_item_may_be_named_by_its_sku(shop: Shop) -> None:
    sku = unique("SKU")
    item, location = shop.item(sku=sku), shop.location()
    shop.level(item, location, 5)
    line = pb.AdjustInventoryRequest.Line(sku=sku, location_id=location, delta=-2)
    assert shop.inventory.AdjustInventory(pb.AdjustInventoryRequest(lines=[line])).levels[0].inventory_item_id == item
    unknown = pb.AdjustInventoryRequest.Line(sku="none", location_id=location, delta=-2)
    refusal = refused(lambda: shop.inventory.AdjustInventory(pb.AdjustInventoryRequest(lines=[line, unknown])))
    assert (refusal.reason, refusal.resource) == ("RESOURCE_NOT_FOUND", ("InventoryItem", "none"))


def test_quantities_end_at_ten_to_the_fifteenth(shop: Shop) -> None:
    item, location = shop.stocked(0)
    assert shop.adjust(item, location, 10**15).levels[0].stocked_quantity == 10**15
    refusal = refused(lambda: shop.adjust(item, location, 1))
    assert (refusal.reason, refusal.metadata["balance_quantity"], refusal.metadata["delta"]) == (
        "BALANCE_OUT_OF_RANGE", str(10**15), "1",
    )  # fmt: skip
    for delta in (10**15 + 1, -(10**15) - 1):
        refusal = refused(lambda delta=delta: shop.adjust(item, location, delta))  # type: ignore[misc]
        assert (refusal.reason, refusal.fields) == ("QUANTITY_OUT_OF_RANGE", ["lines[0].delta"])
    assert refused(lambda: shop.adjust(item, location, 0)).reason == "FIELD_REQUIRED"
    for quantity in (-1, 10**15 + 1):
        refusal = refused(lambda quantity=quantity: shop.set(item, location, quantity))  # type: ignore[misc]
        assert (refusal.reason, refusal.fields) == ("QUANTITY_OUT_OF_RANGE", ["lines[0].quantity"])


def test_shapes_of_lines_are_checked(shop: Shop) -> None:
    line = pb.AdjustInventoryRequest.Line
    adjust = pb.AdjustInventoryRequest
    for request, path, reason in (
        (adjust(), "lines", "FIELD_REQUIRED"),
        (adjust(lines=[line(delta=1)] * 501), "lines", "BATCH_TOO_LARGE"),
        (adjust(lines=[line(location_id="a", delta=1)]), "lines[0].item", "FIELD_REQUIRED"),
        (adjust(lines=[line(inventory_item_id="a", delta=1)]), "lines[0].location_id", "FIELD_REQUIRED"),
        (adjust(lines=[line(inventory_item_id="a", location_id="b", delta=1, bucket=77)]), "lines[0].bucket", "FIELD_INVALID"),  # type: ignore[arg-type]
        (adjust(lines=[line(inventory_item_id="a", location_id="b", delta=1)], reason=99), "reason", "FIELD_INVALID"),  # type: ignore[arg-type]
        (adjust(lines=[line(inventory_item_id="é", location_id="b", delta=1)]), "lines[0].inventory_item_id", "FIELD_INVALID"),
        (adjust(lines=[line(inventory_item_id="a", location_id="b", delta=1)], request_id="a\n"), "request_id", "FIELD_INVALID"),
        (adjust(lines=[line(inventory_item_id="a", location_id="b", delta=1)], reason_detail="x" * 256), "reason_detail", "FIELD_INVALID"),
    ):  # fmt: skip
        refusal = refused(lambda request=request: shop.inventory.AdjustInventory(request))  # type: ignore[misc]
        assert (refusal.code, refusal.reason, refusal.fields) == ("INVALID_ARGUMENT", reason, [path])


# --- set --------------------------------------------------------------------------------------------


def test_a_count_moves_the_difference_and_says_which_lines_did(shop: Shop) -> None:
    (item, location), (other, elsewhere) = shop.stocked(5), shop.stocked(7)
    line = pb.SetInventoryRequest.Line
    answer = shop.inventory.SetInventory(
        pb.SetInventoryRequest(
            lines=[
                line(inventory_item_id=item, location_id=location, quantity=3),
                line(inventory_item_id=other, location_id=elsewhere, quantity=7),
                line(inventory_item_id=item, location_id=location, bucket="BUCKET_DAMAGED", quantity=2),  # type: ignore[arg-type]
            ]
        )
    )
    assert list(answer.line_results) == [APPLIED, UNCHANGED, APPLIED]
    assert [(level.stocked_quantity, level.damaged_quantity) for level in answer.levels] == [(3, 2), (7, 0)]
    assert [level.version for level in answer.levels] == [2, 1]
    twice = pb.SetInventoryRequest(
        lines=[line(inventory_item_id=item, location_id=location, quantity=n) for n in (1, 2)]
    )
    refusal = refused(lambda: shop.inventory.SetInventory(twice))
    assert (refusal.reason, refusal.fields, refusal.metadata["first_field"]) == (
        "DUPLICATE_ENTRY", ["lines[1]"], "lines[0]",
    )  # fmt: skip


def test_a_count_takes_facts_only_and_each_in_its_direction(shop: Shop) -> None:
    item, location = shop.stocked(5)
    assert refused(lambda: shop.set(item, location, 4, "SOLD")).fields == ["reason"]
    assert refused(lambda: shop.set(item, location, 6, "RECEIVED")).fields == ["reason"]
    assert refused(lambda: shop.set(item, location, 6, "LOST")).fields == ["lines[0].quantity"]
    assert refused(lambda: shop.set(item, location, 4, "FOUND")).fields == ["lines[0].quantity"]
    assert shop.set(item, location, 4, "LOST").levels[0].stocked_quantity == 4
    assert shop.set(item, location, 9, "INITIAL").levels[0].stocked_quantity == 9
    shop.reserve((item, location, 9))
    assert shop.set(item, location, 2).levels[0].backordered_quantity == 7


# --- move -------------------------------------------------------------------------------------------


def test_receiving_quarantine_and_transfer_are_moves(shop: Shop) -> None:
    item, location, other = shop.item(), shop.location(), shop.location()
    shop.level(item, location, 0, 10)
    shop.level(item, other)
    shop.move(item, (location, "INCOMING"), (location, "STOCKED"), 10, "RECEIVED")
    shop.move(item, (location, "STOCKED"), (location, "QUARANTINE"), 2)
    answer = shop.move(item, (location, "STOCKED"), (other, "STOCKED"), 3, "TRANSFERRED")
    assert [level.location_id for level in answer.levels] == [location, other]
    level = shop.get(item, location)
    assert (level.stocked_quantity, level.quarantine_quantity, level.on_hand_quantity) == (5, 2, 7)
    assert shop.get(item, other).stocked_quantity == 3
    assert sum(one.delta for one in shop.movements(inventory_item_id=item)) == 10


@pytest.mark.parametrize(
    ("source", "target", "reason", "accepted"),
    [
        ("STOCKED", "DAMAGED", "DAMAGED", True),
        ("STOCKED", "DAMAGED", "RECEIVED", False),
        ("STOCKED", "DAMAGED", "FOUND", False),
        ("INCOMING", "STOCKED", "RECEIVED", True),
        ("INCOMING", "STOCKED", "SOLD", False),
        ("DAMAGED", "STOCKED", "DAMAGED", False),
        ("DAMAGED", "STOCKED", "CORRECTED", True),
        ("QUALITY_CONTROL", "QUARANTINE", "SPOILED", True),
    ],
)
def test_a_move_has_a_reason_that_can_be(shop: Shop, source: str, target: str, reason: str, accepted: bool) -> None:
    item, location = shop.stocked(5)
    for bucket in {source} - {"STOCKED"}:
        shop.adjust(item, location, 5, "FOUND", bucket)
    if accepted:
        shop.move(item, (location, source), (location, target), 1, reason)
    else:
        refusal = refused(lambda: shop.move(item, (location, source), (location, target), 1, reason))
        assert (refusal.reason, refusal.fields) == ("FIELD_INVALID", ["reason"])


def test_what_a_move_issues_must_be_available(shop: Shop) -> None:
    item, location = shop.stocked(5)
    shop.reserve((item, location, 4))
    other = shop.location()
    shop.level(item, other)
    refusal = refused(lambda: shop.move(item, (location, "STOCKED"), (other, "STOCKED"), 2, "TRANSFERRED"))
    assert refusal.reason == "INSUFFICIENT_STOCK"
    level = shop.move(item, (location, "STOCKED"), (location, "DAMAGED"), 2, "DAMAGED").levels[0]
    assert level.backordered_quantity == 1
    refusal = refused(lambda: shop.move(item, (location, "INCOMING"), (location, "STOCKED"), 1, "RECEIVED"))
    assert (refusal.reason, refusal.metadata["bucket"]) == ("BALANCE_OUT_OF_RANGE", "INCOMING")
    refusal = refused(lambda: shop.move(item, (location, "STOCKED"), (location, "STOCKED"), 1))
    assert (refusal.reason, refusal.fields) == ("FIELD_INVALID", ["lines[0].to"])
    for quantity in (0, -1):
        refusal = refused(
            lambda quantity=quantity: shop.move(item, (location, "STOCKED"), (other, "STOCKED"), quantity)
        )  # type: ignore[misc]
        assert (refusal.reason, refusal.fields) == ("QUANTITY_OUT_OF_RANGE", ["lines[0].quantity"])
    nowhere = pb.MoveInventoryRequest.Line(inventory_item_id=item, quantity=1, to=place(other, "STOCKED"))
    refusal = refused(lambda: shop.inventory.MoveInventory(pb.MoveInventoryRequest(lines=[nowhere])))
    assert refusal.fields == ["lines[0].from.location_id"]


# --- batch and ledger -------------------------------------------------------------------------------


def test_a_batch_of_adjustments_answers_each_entry(shop: Shop) -> None:
    (item, location), (other, elsewhere) = shop.stocked(5), shop.stocked(5)
    entries = [
        adjust_request((item, location, -5), reason="SOLD"),
        adjust_request((item, location, -1), reason="SOLD"),
        adjust_request((other, elsewhere, -1), (other, elsewhere, 0)),
        adjust_request((other, elsewhere, 2), request_id=unique("r")),
    ]
    results = shop.inventory.BatchAdjustInventory(pb.BatchAdjustInventoryRequest(entries=entries)).results
    assert [result.WhichOneof("result") for result in results] == ["value", "error", "error", "value"]
    assert read(results[1].error).reason == "INSUFFICIENT_STOCK"
    assert read(results[2].error).fields == ["entries[2].lines[1].delta"]
    assert (shop.get(item, location).stocked_quantity, shop.get(other, elsewhere).stocked_quantity) == (0, 7)


def test_the_ledger_is_found_by_item_place_reservation_posting_request_and_time(shop: Shop) -> None:
    item, location, other = shop.item(), shop.location(), shop.location()
    shop.level(item, location, 10)
    shop.level(item, other, 10)
    request_id = unique("request")
    posting = shop.adjust(item, location, -1, "SOLD", request_id=request_id).mutation.posting_id
    reservation = shop.reserve((item, location, 2), (item, other, 3))
    shop.release(reservation.id)
    everything = shop.movements(inventory_item_id=item)
    assert len(everything) == 7
    assert [one.recorded_time.ToNanoseconds() for one in everything] == sorted(
        one.recorded_time.ToNanoseconds() for one in everything
    )
    assert {one.location_id for one in shop.movements(inventory_item_id=item, location_id=other)} == {other}
    (sold,) = shop.movements(posting_id=posting)
    assert (sold.id, sold.delta) == (f"{posting}.0", -1)
    assert [one.id for one in shop.movements(request_id=request_id)] == [sold.id]
    assert [one.delta for one in shop.movements(reservation_id=reservation.id)] == [2, 3, -2, -3]
    assert [one.id for one in shop.movements(inventory_item_id=item, start_time=sold.recorded_time)][0] == sold.id
    before = shop.movements(inventory_item_id=item, end_time=sold.recorded_time)
    assert [one.delta for one in before] == [10, 10]
    assert shop.movements(posting_id="post_unknown") == []

    def page(token: str = "") -> Any:
        return shop.inventory.ListStockMovements(
            pb.ListStockMovementsRequest(
                page_size=2, page_token=token, sort="SORT_RECORDED_TIME_DESC",  # type: ignore[arg-type]
                filter=pb.ListStockMovementsRequest.Filter(inventory_item_id=item),
            )
        )  # fmt: skip

    answer = page()
    newest = list(answer.movements)
    while answer.next_page_token:
        answer = page(answer.next_page_token)
        newest += answer.movements
    assert [one.id for one in newest] == [one.id for one in everything][::-1]
    wrong = pb.ListStockMovementsRequest(
        filter=pb.ListStockMovementsRequest.Filter(start_time=Timestamp(seconds=10**15))
    )
    assert refused(lambda: shop.inventory.ListStockMovements(wrong)).fields == ["filter.start_time"]


def test_a_movement_says_who_why_and_after_which_document(shop: Shop) -> None:
    item, location = shop.stocked(5)
    source = types.Reference(type="delivery", id="D-1")
    shop.adjust(item, location, 3, "RECEIVED", reason_detail="second box", source=source)
    last = shop.movements(inventory_item_id=item)[-1]
    assert (last.reason_detail, last.source, last.actor) == ("second box", source, "dev")
    assert last.effective_time == last.recorded_time


def test_the_ledger_is_found_by_reason_and_by_who_did_it(shop: Shop) -> None:
    item, location = shop.stocked(10)
    shop.adjust(item, location, -1, "SOLD")
    shop.adjust(item, location, -1, "LOST")
    shop.release(shop.reserve((item, location, 2)).id)

    def reasons(*names: str, **wanted: Any) -> list[str]:
        filters: dict[str, Any] = {"inventory_item_id": item, "reasons": [f"REASON_{name}" for name in names]}
        return [reason for reason, *_ in told(shop.movements(**filters, **wanted))]

    assert reasons() == ["INITIAL", "SOLD", "LOST", "RESERVED", "RELEASED"]
    assert reasons("SOLD", "RELEASED") == ["SOLD", "RELEASED"]
    assert reasons("FOUND") == []
    (sold,) = shop.movements(inventory_item_id=item, reasons=["REASON_SOLD"])
    assert reasons(actor=sold.actor) == reasons()
    assert reasons("LOST", actor=sold.actor) == ["LOST"]
    assert reasons(actor="somebody else") == []
    for names, path, reason in (
        (["REASON_SOLD", "REASON_SOLD"], "filter.reasons[1]", "DUPLICATE_ENTRY"),
        (["REASON_UNSPECIFIED"], "filter.reasons[0]", "FIELD_INVALID"),
        ([99], "filter.reasons[0]", "FIELD_INVALID"),
    ):
        refusal = refused(lambda names=names: shop.movements(reasons=names))  # type: ignore[misc]
        assert (refusal.reason, refusal.fields) == (reason, [path])
