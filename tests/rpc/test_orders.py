"""Orders: promised beyond the stock and from several places, shipped, put back, returned and given up."""

from __future__ import annotations

from typing import Any

import pytest
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import types_pb2 as types

from tests.rpc.test_edits import ALLOW, claims, scoped, shops
from tests.rpc.test_validate_only import DONE, REFUSED, call, everything, prepare
from tests.support.outbox import events_of, types_of
from tests.support.refusals import read, refused
from tests.support.server import RunningServer
from tests.support.world import (
    Shop,
    balances,
    counters,
    line,
    returned,
    state,
    told,
    unique,
)

Part = pb.ReservationPart
Restocked = pb.ReceiveReturnRequest.Line


def backorder(shop: Shop, item: str, location: str, quantity: int) -> Any:
    wanted = line(item, location, quantity, **ALLOW)
    return shop.inventory.CreateReservation(pb.CreateReservationRequest(lines=[wanted])).reservation


def covered(shop: Shop, *reservations: Any) -> list[int]:
    """What stock reaches of each one's first claim."""
    return [shop.reservation(one.id).lines[0].allocations[0].covered_quantity for one in reservations]


def uncovered(server: RunningServer, item: str, location: str) -> list[Any]:
    told_of = events_of(server.database_url, f"{item}/{location}")
    return [event["payload"] for event in told_of if event["type"] == "level.uncovered"]


# --- again ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(DONE))
def test_every_mutation_may_be_sent_again_and_is_done_once(shop: Shop, server: RunningServer, name: str) -> None:
    case = prepare(shop)
    request, request_id = DONE[name](case), unique("request")
    first = call(shop, name, request, request_id=request_id)
    before = everything(shop, server, case)
    again = call(shop, name, request, request_id=request_id)
    assert everything(shop, server, case) == before
    assert (first.mutation.replayed, again.mutation.replayed) == (False, True)
    assert again.mutation.posting_id == first.mutation.posting_id
    again.mutation.replayed = False
    assert again == first
    other = REFUSED[name][1](case)
    assert refused(lambda: call(shop, name, other, request_id=request_id)).reason == "REQUEST_ID_REUSED"


# --- fulfilling -------------------------------------------------------------------------------------


def test_what_is_not_fulfilled_stays_promised_or_is_released(shop: Shop) -> None:
    item, here = shop.stocked(10)
    for remainder, expected, reserved in (
        ("REMAINDER_UNSPECIFIED", (4, 3, 1, 0, 0, 0), 3),
        ("REMAINDER_KEEP", (4, 3, 1, 0, 0, 0), 3),
        ("REMAINDER_RELEASE", (4, 0, 1, 3, 0, 0), 0),
    ):
        order = shop.reserve((item, here, 4))
        part = Part(line_id=order.lines[0].line_id, quantity=1)
        done = shop.fulfil(order.id, part, remainder=remainder).reservation
        assert counters(done.lines[0]) == expected
        assert state(done) == ("CONFIRMED" if reserved else "FULFILLED")
        assert shop.get(item, here).reserved_quantity == reserved
        shop.release(order.id)


def test_the_rest_of_every_line_is_released_whatever_leaves(shop: Shop) -> None:
    (item, here), (other, there) = shop.stocked(10), shop.stocked(10)
    order = shop.reserve((item, here, 4), (other, there, 2))
    claim = order.lines[0].allocations[0].id
    done = shop.fulfil(order.id, Part(allocation_id=claim, quantity=4), remainder="REMAINDER_RELEASE")
    assert [counters(one) for one in done.reservation.lines] == [(4, 0, 4, 0, 0, 0), (2, 0, 0, 2, 0, 0)]
    assert [(one.allocation_id, one.quantity) for one in done.fulfillment.entries] == [(claim, 4)]
    assert balances(shop.get(other, there)) == (10, 0, 10)


def test_a_line_leaves_from_its_oldest_claims(shop: Shop) -> None:
    item, here = shop.stocked(10)
    order = shop.reserve((item, here, 2))
    line_id = order.lines[0].line_id
    order = shop.update(order.id, set_lines=[pb.UpdateReservationRequest.SetLine(line_id=line_id, quantity=6)])
    done = shop.fulfil(order.id, Part(line_id=line_id, quantity=3))
    assert [counters(one) for one in done.reservation.lines[0].allocations] == [
        (2, 0, 2, 0, 0, 0), (4, 3, 1, 0, 0, 0),
    ]  # fmt: skip
    assert [one.quantity for one in done.fulfillment.entries] == [2, 1]


def test_fulfilling_a_held_reservation_confirms_what_is_left_of_it(shop: Shop) -> None:
    item, here = shop.stocked(10)
    cart = shop.hold((item, here, 4), ttl=600)
    done = shop.fulfil(cart.id, Part(line_id=cart.lines[0].line_id, quantity=1)).reservation
    assert (state(done), done.HasField("expire_time")) == ("CONFIRMED", False)
    level = shop.get(item, here)
    assert (*balances(level), level.held_quantity) == (9, 3, 6, 0)
    whole = shop.hold((item, here, 2), ttl=600)
    done = shop.fulfil(whole.id).reservation
    assert (state(done), done.HasField("expire_time")) == ("FULFILLED", False)


def test_out_of_turn_takes_what_is_there_and_names_those_who_lose_it(shop: Shop, server: RunningServer) -> None:
    item, here = shop.stocked(5)
    first, second, third = (shop.reserve((item, here, quantity)) for quantity in (2, 1, 2))
    shop.set(item, here, 3)
    assert covered(shop, first, second, third) == [2, 1, 0]
    refusal = refused(lambda: shop.fulfil(third.id))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "NOT_COVERED")
    done = shop.fulfil(third.id, out_of_turn=True).reservation
    assert state(done) == "FULFILLED"
    assert covered(shop, first, second) == [1, 0]
    assert balances(shop.get(item, here)) == (1, 3, -2)
    assert uncovered(server, item, here)[-1] == {
        "item_id": item, "location_id": here, "stocked_before": 3, "stocked_after": 1, "reserved": 3,
        "reservation_ids": [second.id, first.id], "reason": "FULFILLED",
    }  # fmt: skip
    refusal = refused(lambda: shop.fulfil(first.id, out_of_turn=True))
    assert (refusal.reason, refusal.metadata["requested_quantity"], refusal.metadata["covered_quantity"]) == (
        "NOT_COVERED", "2", "1",
    )  # fmt: skip


def test_out_of_turn_in_turn_overtakes_nobody(shop: Shop, server: RunningServer) -> None:
    item, here = shop.stocked(5)
    first, second = shop.reserve((item, here, 2)), shop.reserve((item, here, 3))
    shop.fulfil(first.id, out_of_turn=True)
    shop.fulfil(second.id)
    assert uncovered(server, item, here) == []


def test_units_leave_from_another_location_in_one_step(shop: Shop) -> None:
    item = shop.item()
    here, there = shops(shop, item, 5, 2)
    order = shop.reserve((item, here, 5))
    line_id = order.lines[0].line_id
    done = shop.fulfil(order.id, Part(line_id=line_id, quantity=2, location_id=there))
    assert claims(done.reservation) == [(here, 5, 3), (there, 2, 0)]
    assert counters(done.reservation.lines[0]) == (5, 3, 2, 2, 0, 0)
    assert [(one.location_id, one.quantity) for one in done.fulfillment.entries] == [(there, 2)]
    assert balances(shop.get(item, here)) == (5, 3, 2)
    assert balances(shop.get(item, there)) == (0, 0, 0)
    assert told(shop.movements(location_id=there)) == [
        ("INITIAL", "STOCKED", 2, 2), ("RESERVED", "RESERVED", 2, 2), ("FULFILLED", "STOCKED", -2, 0),
        ("FULFILLED", "RESERVED", -2, 0),
    ]  # fmt: skip
    refusal = refused(lambda: shop.fulfil(order.id, Part(line_id=line_id, quantity=1, location_id=there)))
    assert refusal.reason == "INSUFFICIENT_STOCK"
    nowhere = refused(lambda: shop.fulfil(order.id, Part(line_id=line_id, quantity=1, location_id="sloc_none")))
    assert nowhere.resource == ("StockLocation", "sloc_none")
    bare = shop.location()
    refusal = refused(lambda: shop.fulfil(order.id, Part(line_id=line_id, quantity=1, location_id=bare)))
    assert refusal.reason == "NOT_STOCKED_AT_LOCATION"
    same = shop.fulfil(order.id, Part(line_id=line_id, quantity=3, location_id=here))
    assert state(same.reservation) == "FULFILLED"


def test_what_others_wait_for_elsewhere_is_taken_only_out_of_turn(shop: Shop, server: RunningServer) -> None:
    item = shop.item()
    here, there = shops(shop, item, 5, 2)
    order, other = shop.reserve((item, here, 2)), shop.reserve((item, there, 2))
    part = Part(line_id=order.lines[0].line_id, quantity=2, location_id=there)
    assert refused(lambda: shop.fulfil(order.id, part)).reason == "INSUFFICIENT_STOCK"
    done = shop.fulfil(order.id, part, out_of_turn=True)
    assert state(done.reservation) == "FULFILLED"
    assert covered(shop, other) == [0]
    assert balances(shop.get(item, here)) == (5, 0, 5)
    assert balances(shop.get(item, there)) == (0, 2, -2)
    assert [told_of["reservation_ids"] for told_of in uncovered(server, item, there)] == [[other.id]]


def test_a_fulfillment_id_names_one_fulfillment_whoever_it_is_of(shop: Shop) -> None:
    item, here = shop.stocked(10)
    order, other = shop.reserve((item, here, 3)), shop.reserve((item, here, 3))
    name = unique("ful")
    part = Part(line_id=order.lines[0].line_id, quantity=3)
    first = shop.fulfil(order.id, part, fulfillment_id=name)
    again = shop.fulfil(order.id, part, fulfillment_id=name)
    assert (again.mutation.replayed, again.fulfillment, again.reservation) == (
        True,
        first.fulfillment,
        first.reservation,
    )
    refusal = refused(lambda: shop.fulfil(other.id, fulfillment_id=name))
    assert (refusal.code, refusal.reason, refusal.resource) == (
        "ALREADY_EXISTS", "RESOURCE_EXISTS", ("Fulfillment", name),
    )  # fmt: skip
    assert balances(shop.get(item, here)) == (7, 3, 4)


# --- putting back -----------------------------------------------------------------------------------


def test_a_fulfillment_is_put_back_in_parts_and_never_more_than_has_left(shop: Shop, server: RunningServer) -> None:
    item, here = shop.stocked(10)
    order = shop.reserve((item, here, 4))
    claim = order.lines[0].allocations[0]
    sent = shop.fulfil(order.id).fulfillment
    back = shop.reverse(order.id, sent.id, (claim.id, 1))
    assert (state(back.reservation), counters(back.reservation.lines[0])) == ("CONFIRMED", (4, 1, 3, 0, 0, 0))
    assert back.reservation.lines[0].allocations[0].claim_seq == claim.claim_seq
    assert [(one.quantity, one.reversed_quantity) for one in back.fulfillment.entries] == [(4, 1)]
    assert balances(shop.get(item, here)) == (7, 1, 6)
    refusal = refused(lambda: shop.reverse(order.id, sent.id, (claim.id, 4)))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "OVER_RETURN")
    assert refusal.metadata == {
        "allocation_id": claim.id, "requested_quantity": "4", "returnable_quantity": "3",
    }  # fmt: skip
    back = shop.reverse(order.id, sent.id)
    assert counters(back.reservation.lines[0]) == (4, 4, 0, 0, 0, 0)
    assert balances(shop.get(item, here)) == (10, 4, 6)
    again = shop.reverse(order.id, sent.id)
    assert (again.reservation, again.fulfillment) == (back.reservation, back.fulfillment)
    assert types_of(server.database_url, order.id) == [
        "reservation.created", "reservation.fulfilled", "reservation.reversed", "reservation.reversed",
    ]  # fmt: skip


def test_what_is_put_back_has_its_old_place_among_the_claims(shop: Shop) -> None:
    item, here = shop.stocked(4)
    first = shop.reserve((item, here, 2))
    sent = shop.fulfil(first.id).fulfillment
    second = shop.reserve((item, here, 2))
    shop.set(item, here, 1)
    assert covered(shop, second) == [1]
    shop.reverse(first.id, sent.id)
    assert balances(shop.get(item, here)) == (3, 4, -1)
    assert covered(shop, first, second) == [2, 1]


def test_a_put_back_reservation_is_live_again(shop: Shop) -> None:
    item, here = shop.stocked(4)
    order = shop.reserve((item, here, 3))
    part = Part(line_id=order.lines[0].line_id, quantity=2)
    sent = shop.fulfil(order.id, part, remainder="REMAINDER_RELEASE").fulfillment
    assert counters(shop.reverse(order.id, sent.id).reservation.lines[0]) == (3, 2, 0, 1, 0, 0)
    assert state(shop.release(order.id)) == "RELEASED"
    assert balances(shop.get(item, here)) == (4, 0, 4)


def test_a_reversal_names_a_fulfillment_of_the_reservation(shop: Shop) -> None:
    item, here = shop.stocked(10)
    order, other = shop.reserve((item, here, 2)), shop.reserve((item, here, 2))
    sent, foreign = (shop.fulfil(one.id).fulfillment for one in (order, other))
    claim, alien = (one.lines[0].allocations[0].id for one in (order, other))
    for attempt, resource in (
        (lambda: shop.reverse("res_none", sent.id), ("Reservation", "res_none")),
        (lambda: shop.reverse(order.id, "ful_none"), ("Fulfillment", "ful_none")),
        (lambda: shop.reverse(order.id, foreign.id), ("Fulfillment", foreign.id)),
    ):
        assert refused(attempt).resource == resource
    assert refused(lambda: shop.reverse(order.id, sent.id, (alien, 1))).reason == "OVER_RETURN"
    for lines, reason, path in (
        ([(claim, 1), (claim, 1)], "DUPLICATE_ENTRY", "lines[1]"),
        ([(claim, 0)], "QUANTITY_OUT_OF_RANGE", "lines[0].quantity"),
        ([("", 1)], "FIELD_REQUIRED", "lines[0].allocation_id"),
    ):
        refusal = refused(lambda lines=lines: shop.reverse(order.id, sent.id, *lines))  # type: ignore[misc]
        assert (refusal.reason, refusal.fields) == (reason, [path])
    assert balances(shop.get(item, here)) == (6, 0, 6)


# --- coming back ------------------------------------------------------------------------------------

DISPOSITIONS = {
    "RESTOCK": (7, 7, 0, 0, 0),
    "QUALITY_CONTROL": (6, 7, 1, 0, 0),
    "DAMAGED": (6, 7, 0, 1, 0),
    "QUARANTINE": (6, 7, 0, 0, 1),
    "DISCARD": (6, 6, 0, 0, 0),
}


@pytest.mark.parametrize("how", ["line_id", "allocation_id", "inventory_item_id"])
@pytest.mark.parametrize("disposition", sorted(DISPOSITIONS))
def test_returned_units_go_where_it_is_said(shop: Shop, disposition: str, how: str) -> None:
    item, here = shop.stocked(10)
    order = shop.reserve((item, here, 4))
    sent = shop.fulfil(order.id).fulfillment
    (asked,) = order.lines
    name = {"line_id": asked.line_id, "allocation_id": asked.allocations[0].id, "inventory_item_id": item}[how]
    answer = shop.receive_return(
        "" if how == "inventory_item_id" else order.id,
        returned(here, 1, disposition, **{how: name}),
        reference=types.Reference(type="rma", id="7"),
    )
    level = shop.get(item, here)
    assert list(answer.levels) == ([] if disposition == "DISCARD" else [level])
    assert (
        level.stocked_quantity, level.on_hand_quantity, level.quality_control_quantity, level.damaged_quantity,
        level.quarantine_quantity,
    ) == DISPOSITIONS[disposition]  # fmt: skip
    counted = 0 if how == "inventory_item_id" else 1
    assert answer.HasField("reservation") == bool(counted)
    shown = shop.reservation(order.id)
    assert (state(shown), counters(shown.lines[0])) == ("FULFILLED", (4, 0, 4, 0, 0, counted))
    assert [one.returned_quantity for one in shop.fulfillments(order.id)[0].entries] == [counted]
    last = shop.movements(inventory_item_id=item)[-1]
    if disposition == "DISCARD":
        assert last.fulfillment_id == sent.id
    else:
        bucket = "STOCKED" if disposition == "RESTOCK" else disposition
        assert told([last]) == [("RETURNED", bucket, 1, 7 if disposition == "RESTOCK" else 1)]
        assert (last.source.type, last.source.id) == ("rma", "7")
        assert (last.reservation_id, last.fulfillment_id) == ((order.id, sent.id) if counted else ("", ""))


def test_no_more_comes_back_than_has_left(shop: Shop) -> None:
    item, here = shop.stocked(10)
    order = shop.reserve((item, here, 4))
    line_id, claim = order.lines[0].line_id, order.lines[0].allocations[0].id
    first = shop.fulfil(order.id, Part(line_id=line_id, quantity=2)).fulfillment
    second = shop.fulfil(order.id, Part(line_id=line_id, quantity=1)).fulfillment
    shop.receive_return(order.id, returned(here, 1, line_id=line_id))
    refusal = refused(lambda: shop.reverse(order.id, first.id, (claim, 2)))
    assert (refusal.reason, refusal.metadata["returnable_quantity"]) == ("OVER_RETURN", "1")
    shop.reverse(order.id, second.id)
    refusal = refused(lambda: shop.receive_return(order.id, returned(here, 2, line_id=line_id)))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "OVER_RETURN")
    assert refusal.metadata == {
        "allocation_id": line_id, "requested_quantity": "2", "returnable_quantity": "1",
    }  # fmt: skip
    twice = [returned(here, 1, allocation_id=claim), returned(here, 1, line_id=line_id)]
    assert refused(lambda: shop.receive_return(order.id, *twice)).reason == "OVER_RETURN"
    back = shop.receive_return(order.id, returned(here, 1, "DISCARD", allocation_id=claim)).reservation
    assert counters(back.lines[0]) == (4, 2, 2, 0, 0, 2)
    assert balances(shop.get(item, here)) == (9, 2, 7)


def test_what_has_come_back_is_not_put_back(shop: Shop) -> None:
    item, here = shop.stocked(10)
    order = shop.reserve((item, here, 4))
    sent = shop.fulfil(order.id).fulfillment
    shop.receive_return(order.id, returned(here, 1, line_id=order.lines[0].line_id))
    back = shop.reverse(order.id, sent.id)
    assert [(one.quantity, one.reversed_quantity, one.returned_quantity) for one in back.fulfillment.entries] == [
        (4, 3, 1)
    ]
    assert counters(back.reservation.lines[0]) == (4, 3, 1, 0, 0, 1)
    assert balances(shop.get(item, here)) == (10, 3, 7)


def test_goods_come_back_elsewhere_and_of_several_fulfillments_at_once(shop: Shop) -> None:
    item = shop.item()
    here, there = shops(shop, item, 5, 0)
    order = shop.reserve((item, here, 5))
    line_id = order.lines[0].line_id
    sent = [shop.fulfil(order.id, Part(line_id=line_id, quantity=quantity)).fulfillment.id for quantity in (2, 3)]
    shop.receive_return(order.id, returned(there, 3, line_id=line_id), returned(there, 1, "DAMAGED", line_id=line_id))
    assert [one.entries[0].returned_quantity for one in shop.fulfillments(order.id)] == [2, 2]
    moved = shop.movements(location_id=there)
    assert told(moved) == [
        ("RETURNED", "STOCKED", 2, 2), ("RETURNED", "STOCKED", 1, 3), ("RETURNED", "DAMAGED", 1, 1),
    ]  # fmt: skip
    assert [one.fulfillment_id for one in moved] == [sent[0], sent[1], sent[1]]


def test_a_return_needs_a_place_that_stocks_the_item_unless_it_is_thrown_away(shop: Shop) -> None:
    item, here = shop.stocked(2)
    order = shop.reserve((item, here, 2))
    shop.fulfil(order.id)
    line_id, bare = order.lines[0].line_id, shop.location()
    assert refused(lambda: shop.receive_return(order.id, returned(bare, 1, line_id=line_id))).reason == (
        "NOT_STOCKED_AT_LOCATION"
    )
    nowhere = refused(lambda: shop.receive_return(order.id, returned("sloc_none", 1, line_id=line_id)))
    assert nowhere.resource == ("StockLocation", "sloc_none")
    answer = shop.receive_return(order.id, returned(bare, 1, "DISCARD", line_id=line_id))
    assert (list(answer.levels), counters(answer.reservation.lines[0])) == ([], (2, 0, 2, 0, 0, 1))
    blind = refused(lambda: shop.receive_return("", returned(here, 1, inventory_item_id="iitem_none")))
    assert blind.resource == ("InventoryItem", "iitem_none")


def test_a_return_is_checked(shop: Shop) -> None:
    item, here = shop.stocked(2)
    order = shop.reserve((item, here, 2))
    line_id = order.lines[0].line_id
    for bad, reason, path in (
        (returned(here, 1), "FIELD_REQUIRED", "lines[0].what"),
        (returned(here, 0, line_id=line_id), "QUANTITY_OUT_OF_RANGE", "lines[0].quantity"),
        (returned("", 1, line_id=line_id), "FIELD_REQUIRED", "lines[0].location_id"),
        (Restocked(line_id=line_id, quantity=1, location_id=here), "FIELD_REQUIRED", "lines[0].disposition"),
    ):
        refusal = refused(lambda bad=bad: shop.receive_return(order.id, bad))  # type: ignore[misc]
        assert (refusal.reason, refusal.fields) == (reason, [path])
    assert refused(lambda: shop.receive_return("", returned(here, 1, line_id=line_id))).fields == ["reservation_id"]
    assert refused(lambda: shop.receive_return(order.id)).fields == ["lines"]
    never = refused(lambda: shop.receive_return(order.id, returned(here, 1, line_id=line_id)))
    assert (never.reason, never.metadata["state"]) == ("RESERVATION_NOT_ACTIVE", "CONFIRMED")
    shop.fulfil(order.id)
    for what in ("line_id", "allocation_id"):
        missing = refused(lambda what=what: shop.receive_return(order.id, returned(here, 1, **{what: "none"})))  # type: ignore[misc]
        assert missing.reason == "RESOURCE_NOT_FOUND"
    assert balances(shop.get(item, here)) == (0, 0, 0)


# --- releasing --------------------------------------------------------------------------------------


def test_parts_are_released_by_line_newest_first_and_by_allocation(shop: Shop) -> None:
    item, here = shop.stocked(20)
    order = shop.reserve((item, here, 4))
    line_id = order.lines[0].line_id
    for quantity in (7, 9):
        one = pb.UpdateReservationRequest.SetLine(line_id=line_id, quantity=quantity)
        order = shop.update(order.id, set_lines=[one])
    oldest = order.lines[0].allocations[0].id
    released = shop.release(order.id, lines=[Part(line_id=line_id, quantity=3), Part(allocation_id=oldest, quantity=1)])
    assert [counters(one) for one in released.lines[0].allocations] == [
        (4, 3, 0, 1, 0, 0), (3, 2, 0, 1, 0, 0), (2, 0, 0, 2, 0, 0),
    ]  # fmt: skip
    assert counters(released.lines[0]) == (9, 5, 0, 4, 0, 0)
    assert (state(released), balances(shop.get(item, here))) == ("CONFIRMED", (20, 5, 15))
    refusal = refused(lambda: shop.release(order.id, lines=[Part(line_id=line_id, quantity=6)]))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "EXCEEDS_OPEN")
    assert refusal.metadata == {"line_id": line_id, "requested_quantity": "6", "open_quantity": "5"}
    misplaced = refused(lambda: shop.release(order.id, lines=[Part(line_id=line_id, quantity=1, location_id=here)]))
    assert (misplaced.reason, misplaced.fields) == ("FIELD_INVALID", ["lines[0].location_id"])
    assert refused(lambda: shop.release(order.id, lines=[Part(line_id="x", quantity=1)])).resource == (
        "ReservationLine", "x",
    )  # fmt: skip


def test_everything_for_a_document_is_released_together(shop: Shop) -> None:
    item, here = shop.stocked(10)
    reference = types.Reference(type="order", id=unique("order"))
    made = [shop.reserve((item, here, quantity), reference=reference) for quantity in (1, 2, 3)]
    shop.fulfil(made[0].id)
    apart = shop.reserve((item, here, 1), reference=types.Reference(type="cart", id=reference.id))
    answer = shop.inventory.ReleaseReservation(pb.ReleaseReservationRequest(reference=reference))
    assert [(one.id, state(one)) for one in answer.reservations] == [
        (made[0].id, "FULFILLED"), (made[1].id, "RELEASED"), (made[2].id, "RELEASED"),
    ]  # fmt: skip
    assert balances(shop.get(item, here)) == (9, 1, 8)
    assert state(shop.reservation(apart.id)) == "CONFIRMED"
    nobody = pb.ReleaseReservationRequest(reference=types.Reference(type="order", id=unique("order")))
    assert not shop.inventory.ReleaseReservation(nobody).reservations
    blank = pb.ReleaseReservationRequest(reference=types.Reference(type="order"))
    assert refused(lambda: shop.inventory.ReleaseReservation(blank)).fields == ["reference.id"]


def test_a_release_succeeds_in_every_state(shop: Shop) -> None:
    item, here = shop.stocked(10)
    held, confirmed, fulfilled, released = (shop.hold((item, here, 1), ttl=600) for _ in range(4))
    shop.confirm(confirmed.id)
    shop.fulfil(fulfilled.id)
    shop.release(released.id)
    assert [state(shop.release(one.id)) for one in (held, confirmed, fulfilled, released)] == [
        "RELEASED", "RELEASED", "FULFILLED", "RELEASED",
    ]  # fmt: skip
    level = shop.get(item, here)
    assert (*balances(level), level.held_quantity) == (9, 0, 9, 0)


def test_a_batch_releases_each_by_itself(shop: Shop) -> None:
    item, here = shop.stocked(10)
    orders = [shop.reserve((item, here, 1)) for _ in range(3)]
    entries = [pb.ReleaseReservationRequest(reservation_id=one.id) for one in orders]
    entries.insert(1, pb.ReleaseReservationRequest(reservation_id="res_none"))
    entries.append(pb.ReleaseReservationRequest())
    answer = shop.inventory.BatchReleaseReservations(pb.BatchReleaseReservationsRequest(entries=entries))
    assert [one.WhichOneof("result") for one in answer.results] == ["value", "error", "value", "value", "error"]
    assert read(answer.results[1].error).resource == ("Reservation", "res_none")
    assert read(answer.results[4].error).fields == ["entries[4].target"]
    assert balances(shop.get(item, here)) == (10, 0, 10)


# --- short ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["count", "damage", "move"])
def test_stock_that_is_gone_is_announced_to_those_who_waited_for_it(
    shop: Shop, server: RunningServer, how: str
) -> None:
    item, here = shop.stocked(10)
    first, second, third = (shop.reserve((item, here, quantity)) for quantity in (4, 3, 3))
    match how:
        case "count":
            shop.set(item, here, 5)
        case "damage":
            shop.adjust(item, here, -5, "DAMAGED")
        case _:
            shop.move(item, (here, "STOCKED"), (here, "DAMAGED"), 5, "DAMAGED")
    level = shop.get(item, here)
    assert (*balances(level), level.backordered_quantity) == (5, 10, -5, 5)
    assert covered(shop, first, second, third) == [4, 1, 0]
    (told_of,) = uncovered(server, item, here)
    assert told_of == {
        "item_id": item, "location_id": here, "stocked_before": 10, "stocked_after": 5, "reserved": 10,
        "reservation_ids": [third.id, second.id], "reason": "COUNTED" if how == "count" else "DAMAGED",
    }  # fmt: skip
    shop.adjust(item, here, 1, "FOUND")
    assert covered(shop, first, second, third) == [4, 2, 0]
    assert len(uncovered(server, item, here)) == 1


def test_a_count_announces_a_hundred_reservations_at_most_latest_first(shop: Shop, server: RunningServer) -> None:
    item, here = shop.stocked(150)
    orders = [shop.reserve((item, here, 1)).id for _ in range(130)]
    shop.set(item, here, 10)
    (told_of,) = uncovered(server, item, here)
    assert told_of["reservation_ids"] == orders[:29:-1]
    assert len(told_of["reservation_ids"]) == 100


def test_a_backorder_goes_as_far_as_the_level_allows(shop: Shop) -> None:
    item, here = shop.stocked(2, backorder_limit=3)
    order = backorder(shop, item, here, 4)
    assert covered(shop, order) == [2]
    level = shop.get(item, here)
    assert (*balances(level), level.backordered_quantity) == (2, 4, -2, 2)
    refusal = refused(lambda: backorder(shop, item, here, 2))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "BACKORDER_LIMIT")
    assert refusal.metadata == {
        "line_index": "0", "inventory_item_id": item, "location_id": here, "requested_quantity": "2",
        "available_quantity": "-2", "limit_quantity": "3",
    }  # fmt: skip
    last = backorder(shop, item, here, 1)
    assert covered(shop, order, last) == [2, 0]
    assert refused(lambda: backorder(shop, item, here, 1)).reason == "BACKORDER_LIMIT"
    denied = line(item, here, 1, backorder="BACKORDER_MODE_DENY")
    request = pb.CreateReservationRequest(lines=[denied])
    assert refused(lambda: shop.inventory.CreateReservation(request)).reason == "INSUFFICIENT_STOCK"


def test_a_backorder_goes_as_far_as_there_is_incoming(shop: Shop) -> None:
    item, here = shop.item(), shop.location()
    shop.level(item, here, 1, incoming=3, backorder_up_to_incoming=True)
    backorder(shop, item, here, 3)
    refusal = refused(lambda: backorder(shop, item, here, 2))
    assert (refusal.reason, refusal.metadata["limit_quantity"]) == ("BACKORDER_LIMIT", "3")
    backorder(shop, item, here, 1)
    shop.adjust(item, here, 2, "RECEIVED", "INCOMING")
    backorder(shop, item, here, 2)
    assert balances(shop.get(item, here)) == (1, 6, -5)
    both, there = shop.item(), shop.location()
    shop.level(both, there, 0, incoming=9, backorder_up_to_incoming=True, backorder_limit=2)
    assert refused(lambda: backorder(shop, both, there, 3)).metadata["limit_quantity"] == "2"
    backorder(shop, both, there, 2)


def test_safety_stock_counts_against_new_promises_and_covers_old_ones(shop: Shop) -> None:
    item, here = shop.stocked(5, safety_stock_quantity=3, backorder_limit=1)
    order = backorder(shop, item, here, 3)
    assert balances(shop.get(item, here)) == (5, 3, -1)
    assert covered(shop, order) == [3]
    assert refused(lambda: backorder(shop, item, here, 1)).reason == "BACKORDER_LIMIT"


def test_a_line_without_backorder_is_reached_before_one_with_it_of_the_same_call(shop: Shop) -> None:
    item, here = shop.stocked(5)
    lines = [line(item, here, 4, **ALLOW), line(item, here, 3)]
    order = shop.inventory.CreateReservation(pb.CreateReservationRequest(lines=lines)).reservation
    assert [(one.quantity, one.allocations[0].covered_quantity) for one in order.lines] == [(4, 2), (3, 3)]
    assert balances(shop.get(item, here)) == (5, 7, -2)


def test_coverage_follows_the_stock_claim_by_claim(shop: Shop) -> None:
    item, here = shop.stocked(3)
    orders = [backorder(shop, item, here, quantity) for quantity in (2, 3, 1)]
    seen = []
    for delta in (0, 1, 2, -1):
        if delta:
            shop.adjust(item, here, delta)
        seen.append(covered(shop, *orders))
    assert seen == [[2, 1, 0], [2, 2, 0], [2, 3, 1], [2, 3, 0]]
    shop.release(orders[0].id)
    assert covered(shop, *orders) == [0, 3, 1]


# --- scopes -----------------------------------------------------------------------------------------


def short_of(refusal: Any) -> list[tuple[int, str, int, int]]:
    return [
        (one.line_index, one.location_id, one.requested_quantity, one.available_quantity)
        for one in refusal.shortage.lines
    ]


def test_one_line_is_served_by_the_first_location_that_holds_it_whole(shop: Shop) -> None:
    item = shop.item()
    near, far = shop.location(priority=1), shop.location(priority=2)
    shop.level(item, near, 3)
    shop.level(item, far, 10)
    assert claims(scoped(shop, item, 3, "NEVER", far, near)) == [(near, 3, 3)]
    assert claims(scoped(shop, item, 4, "NEVER", far, near)) == [(far, 4, 4)]
    refusal = refused(lambda: scoped(shop, item, 7, "NEVER", far, near))
    assert (refusal.reason, short_of(refusal)) == ("INSUFFICIENT_STOCK", [(0, "", 7, 6)])
    assert claims(scoped(shop, item, 1, "NEVER")) == [(far, 1, 1)]  # any active location


def test_of_locations_alike_the_one_with_more_left_is_asked_first(shop: Shop) -> None:
    item = shop.item()
    here, there, third = shops(shop, item, 5, 9, 9)
    assert claims(scoped(shop, item, 2, "NEVER", here, there, third)) == [(there, 2, 2)]
    assert claims(scoped(shop, item, 2, "NEVER", here, there, third)) == [(third, 2, 2)]


@pytest.mark.parametrize("split", ["WHOLE_UNITS", "ANY"])
def test_a_line_is_split_over_locations_if_it_may_be(shop: Shop, split: str) -> None:
    item = shop.item()
    near, far = shop.location(priority=1), shop.location(priority=2)
    shop.level(item, near, 3)
    shop.level(item, far, 4, safety_stock_quantity=1)
    assert refused(lambda: scoped(shop, item, 5, "NEVER", near, far)).reason == "INSUFFICIENT_STOCK"
    order = scoped(shop, item, 5, split, near, far)
    assert claims(order) == [(near, 3, 3), (far, 2, 2)]
    assert (counters(order.lines[0]), order.lines[0].split) == (
        (5, 5, 0, 0, 0, 0), types.LineInput.SplitMode.Value(f"SPLIT_MODE_{split}"),
    )  # fmt: skip
    assert [balances(shop.get(item, place)) for place in (near, far)] == [(3, 3, 0), (4, 2, 1)]
    refusal = refused(lambda: scoped(shop, item, 2, split, near, far))
    assert short_of(refusal) == [(0, "", 2, 1)]
    done = shop.fulfil(order.id)
    assert [(one.location_id, one.quantity) for one in done.fulfillment.entries] == [(near, 3), (far, 2)]


def test_lines_of_one_order_are_served_from_one_location_if_one_has_them_all(shop: Shop) -> None:
    shirt, socks = shop.item(), shop.item()
    near, far = shop.location(priority=1), shop.location(priority=2)
    for item, place, quantity in ((shirt, near, 9), (socks, near, 1), (shirt, far, 5), (socks, far, 5)):
        shop.level(item, place, quantity)
    scope = types.StockScope(location_ids=[near, far])
    lines = [types.LineInput(inventory_item_id=one, quantity=2, scope=scope) for one in (shirt, socks)]
    order = shop.inventory.CreateReservation(pb.CreateReservationRequest(lines=lines)).reservation
    assert [claims(order, 0), claims(order, 1)] == [[(far, 2, 2)], [(far, 2, 2)]]
    lines[1].quantity = 3
    lines[0].quantity = 9
    order = shop.inventory.CreateReservation(pb.CreateReservationRequest(lines=lines)).reservation
    assert [claims(order, 0), claims(order, 1)] == [[(near, 9, 9)], [(far, 3, 3)]]


def test_a_line_that_no_location_has_is_backordered_wholly_at_the_first_that_may(shop: Shop) -> None:
    item = shop.item()
    first, second, third = (shop.location(priority=priority) for priority in (1, 2, 3))
    shop.level(item, first, 4, backorder_limit=1)
    shop.level(item, second, 3, backorder_limit=4)
    shop.level(item, third, 2)
    order = scoped(shop, item, 7, "NEVER", first, second, third, **ALLOW)
    assert claims(order) == [(second, 7, 7)]
    assert order.lines[0].allocations[0].covered_quantity == 3
    assert balances(shop.get(item, second)) == (3, 7, -4)
    order = scoped(shop, item, 6, "ANY", first, second, third, **ALLOW)  # from stock where it can be
    assert claims(order) == [(first, 4, 4), (third, 2, 2)]
    refusal = refused(lambda: scoped(shop, item, 3, "NEVER", first, second, **ALLOW))
    assert (refusal.reason, refusal.metadata["location_id"], refusal.metadata["limit_quantity"]) == (
        "BACKORDER_LIMIT", second, "4",
    )  # fmt: skip


def test_a_closed_location_serves_nobody(shop: Shop) -> None:
    item = shop.item()
    here = shops(shop, item, 1)[0]
    closed = shop.location(active=False, priority=0)
    shop.level(item, closed, 9)
    assert claims(scoped(shop, item, 1, "NEVER", here, closed)) == [(here, 1, 1)]
    assert short_of(refused(lambda: scoped(shop, item, 1, "NEVER", here, closed))) == [(0, "", 1, 0)]
    missing = refused(lambda: scoped(shop, item, 1, "NEVER", "sloc_none"))
    assert missing.resource == ("StockLocation", "sloc_none")


@pytest.mark.parametrize("split", ["NEVER", "WHOLE_UNITS", "ANY"])
def test_a_yes_is_a_yes(shop: Shop, split: str) -> None:
    """What a check says of a line is exactly what a promise accepts, and one more is not."""
    item = shop.item()
    places = shops(shop, item, 3, 5, 4)

    def check(quantity: int) -> Any:
        wanted = types.LineInput(
            inventory_item_id=item,
            quantity=quantity,
            scope=types.StockScope(location_ids=places),
            split=f"SPLIT_MODE_{split}",  # type: ignore[arg-type]
        )
        return shop.inventory.ConfirmInventory(pb.ConfirmInventoryRequest(lines=[wanted]))

    (said,) = check(1).lines
    assert (said.single_location_quantity, said.whole_units_quantity, said.pooled_quantity) == (5, 12, 12)
    most = 5 if split == "NEVER" else 12
    assert (check(most).sufficient, check(most + 1).sufficient) == (True, False)
    assert refused(lambda: scoped(shop, item, most + 1, split, *places)).reason == "INSUFFICIENT_STOCK"
    scoped(shop, item, most, split, *places)


def test_a_scope_of_hundreds_of_locations_is_served_from_the_few_that_have_stock(shop: Shop) -> None:
    item = shop.item()
    places = shops(shop, item, *([0] * 118), 2, 3)
    order = scoped(shop, item, 5, "WHOLE_UNITS", *places)
    assert claims(order) == [(places[118], 2, 2), (places[119], 3, 3)]
    assert refused(lambda: scoped(shop, item, 1, "ANY", *places)).reason == "INSUFFICIENT_STOCK"
