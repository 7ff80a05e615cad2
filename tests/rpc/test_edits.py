"""Reservations that change: what is added, set, taken away and moved, in one step or not at all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import types_pb2 as types

from tests.support.clock import instant
from tests.support.outbox import events_of, types_of
from tests.support.refusals import read, refused
from tests.support.server import RunningServer
from tests.support.world import (
    Shop,
    balances,
    counters,
    line,
    relocation,
    set_line,
    state,
    told,
    unique,
)

ALLOW: Any = {"backorder": "BACKORDER_MODE_ALLOW"}
Part = pb.ReservationPart


def shops(shop: Shop, item: str, *stock: int) -> list[str]:
    """New locations, each of which has so many units of the item."""
    places = [shop.location() for _ in stock]
    for place, quantity in zip(places, stock, strict=True):
        shop.level(item, place, quantity)
    return places


def claims(reservation: Any, index: int = 0) -> list[tuple[str, int, int]]:
    """(location, quantity, open) of each allocation of a line, by location and place."""
    found = sorted(reservation.lines[index].allocations, key=lambda one: (one.location_id, one.claim_seq))
    return [(one.location_id, one.quantity, one.open_quantity) for one in found]


def grow(reservation: Any, quantity: int, index: int = 0) -> Any:
    return set_line(reservation.lines[index].line_id, quantity)


# --- more and less ----------------------------------------------------------------------------------


def test_only_the_increase_needs_stock(shop: Shop) -> None:
    item, here = shop.stocked(10)
    order = shop.reserve((item, here, 8))
    shop.reserve((item, here, 1))
    order = shop.update(order.id, set_lines=[grow(order, 9)])
    assert [counters(one) for one in order.lines[0].allocations] == [(8, 8, 0, 0, 0, 0), (1, 1, 0, 0, 0, 0)]
    assert balances(shop.get(item, here)) == (10, 10, 0)
    refusal = refused(lambda: shop.update(order.id, set_lines=[grow(order, 11)]))
    (short,) = refusal.shortage.lines
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "INSUFFICIENT_STOCK")
    assert (short.line_index, short.requested_quantity, short.available_quantity) == (0, 2, 0)
    assert shop.reservation(order.id) == order


def test_a_shortage_of_an_edit_names_the_line_by_its_place_in_the_reservation(shop: Shop) -> None:
    (plenty, here), (scarce, there) = shop.stocked(10), shop.stocked(2)
    order = shop.reserve((plenty, here, 1), (scarce, there, 2))
    refusal = refused(lambda: shop.update(order.id, set_lines=[grow(order, 3, 1)], add_lines=[line(scarce, there, 4)]))
    assert [(one.line_index, one.requested_quantity, one.available_quantity) for one in refusal.shortage.lines] == [
        (1, 1, 0), (2, 5, 0),
    ]  # fmt: skip
    assert shop.reservation(order.id) == order


def test_what_the_same_call_frees_counts(shop: Shop) -> None:
    (item, here), (other, there) = shop.stocked(10), shop.stocked(3)
    order = shop.reserve((item, here, 6), (item, here, 4), (other, there, 3))
    one, two, three = (entry.line_id for entry in order.lines)
    order = shop.update(
        order.id,
        set_lines=[set_line(one, 3), set_line(two, 7)],
        remove_line_ids=[three],
        add_lines=[line(other, there, 2)],
    )
    assert [counters(entry) for entry in order.lines] == [
        (3, 3, 0, 3, 0, 0), (7, 7, 0, 0, 0, 0), (0, 0, 0, 3, 0, 0), (2, 2, 0, 0, 0, 0),
    ]  # fmt: skip
    assert balances(shop.get(item, here)) == (10, 10, 0)
    assert balances(shop.get(other, there)) == (3, 2, 1)
    refusal = refused(lambda: shop.update(order.id, set_lines=[set_line(one, 2), set_line(two, 9)]))
    assert [(entry.requested_quantity, entry.available_quantity) for entry in refusal.shortage.lines] == [(2, 1)]


def test_less_takes_the_newest_claims_first(shop: Shop) -> None:
    item, here = shop.stocked(20)
    order = shop.reserve((item, here, 4))
    order = shop.update(order.id, set_lines=[grow(order, 7)])
    order = shop.update(order.id, set_lines=[grow(order, 9)])
    assert [entry.quantity for entry in order.lines[0].allocations] == [4, 3, 2]
    order = shop.update(order.id, set_lines=[grow(order, 6)])
    assert [counters(entry) for entry in order.lines[0].allocations] == [
        (4, 4, 0, 0, 0, 0), (3, 2, 0, 1, 0, 0), (2, 0, 0, 2, 0, 0),
    ]  # fmt: skip
    assert counters(order.lines[0]) == (6, 6, 0, 3, 0, 0)
    assert told(shop.movements(reservation_id=order.id)) == [
        ("RESERVED", "RESERVED", 4, 4), ("RESERVED", "RESERVED", 3, 7), ("RESERVED", "RESERVED", 2, 9),
        ("RELEASED", "RESERVED", -1, 8), ("RELEASED", "RESERVED", -2, 6),
    ]  # fmt: skip


def test_a_claim_that_was_moved_is_the_newest_wherever_it_stands_on_its_level(shop: Shop) -> None:
    item = shop.item()
    busy, quiet = shops(shop, item, 20, 20)
    for _ in range(3):
        shop.adjust(item, busy, 1)
    made = shop.reserve((item, busy, 5))
    moved = shop.update(made.id, moves=[relocation(made.lines[0].allocations[0].id, quiet, 2)])
    assert [(one.location_id, one.claim_seq) for one in moved.lines[0].allocations] == [(busy, 5), (quiet, 2)]
    less = shop.update(made.id, set_lines=[set_line(made.lines[0].line_id, 4)])
    assert [one.open_quantity for one in less.lines[0].allocations] == [3, 1]
    shop.fulfil(made.id, Part(line_id=made.lines[0].line_id, quantity=3))
    left = shop.reservation(made.id).lines[0].allocations
    assert [(one.location_id, one.fulfilled_quantity, one.open_quantity) for one in left] == [
        (busy, 3, 0),
        (quiet, 0, 1),
    ]


def test_growth_on_backorder_stands_behind_those_who_came_in_between(shop: Shop) -> None:
    item, here = shop.stocked(5)
    a = shop.inventory.CreateReservation(pb.CreateReservationRequest(lines=[line(item, here, 2, **ALLOW)])).reservation
    b = shop.reserve((item, here, 3))
    a = shop.update(a.id, set_lines=[grow(a, 4)])
    assert [(one.quantity, one.covered_quantity) for one in a.lines[0].allocations] == [(2, 2), (2, 0)]
    assert shop.reservation(b.id).lines[0].allocations[0].covered_quantity == 3
    level = shop.get(item, here)
    assert (*balances(level), level.backordered_quantity) == (5, 7, -2, 2)
    assert refused(lambda: shop.update(b.id, set_lines=[grow(b, 4)])).reason == "INSUFFICIENT_STOCK"


def test_a_line_is_set_to_what_has_left_and_what_is_open_together(shop: Shop) -> None:
    item, here = shop.stocked(10)
    order = shop.reserve((item, here, 6))
    claim = order.lines[0].allocations[0].id
    order = shop.fulfil(order.id, Part(allocation_id=claim, quantity=4)).reservation
    refusal = refused(lambda: shop.update(order.id, set_lines=[grow(order, 3)]))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "EXCEEDS_OPEN")
    assert refusal.metadata == {"line_id": order.lines[0].line_id, "requested_quantity": "3", "open_quantity": "2"}
    order = shop.update(order.id, set_lines=[grow(order, 5)])
    assert counters(order.lines[0]) == (5, 1, 4, 1, 0, 0)
    order = shop.update(order.id, set_lines=[grow(order, 8)])
    assert counters(order.lines[0]) == (8, 4, 4, 1, 0, 0)
    assert balances(shop.get(item, here)) == (6, 4, 2)
    order = shop.update(order.id, set_lines=[grow(order, 4)])
    assert (state(order), counters(order.lines[0])) == ("FULFILLED", (4, 0, 4, 5, 0, 0))


def test_a_line_that_is_taken_away_stays_with_what_has_left_of_it(shop: Shop) -> None:
    item, here = shop.stocked(10)
    order = shop.reserve((item, here, 6), (item, here, 1))
    first = order.lines[0].line_id
    shop.fulfil(order.id, Part(line_id=first, quantity=2))
    order = shop.update(order.id, remove_line_ids=[first])
    assert [counters(entry) for entry in order.lines] == [(2, 0, 2, 4, 0, 0), (1, 1, 0, 0, 0, 0)]
    order = shop.update(order.id, set_lines=[set_line(first, 3)])  # and comes back when somebody wants it
    assert [counters(entry) for entry in order.lines] == [(3, 1, 2, 4, 0, 0), (1, 1, 0, 0, 0, 0)]


def test_a_reservation_without_open_lines_has_ended(shop: Shop) -> None:
    item, here = shop.stocked(10)
    order = shop.reserve((item, here, 6))
    order = shop.update(order.id, remove_line_ids=[order.lines[0].line_id])
    assert (state(order), balances(shop.get(item, here))) == ("RELEASED", (10, 0, 10))
    refusal = refused(lambda: shop.update(order.id, set_lines=[grow(order, 1)]))
    assert (refusal.reason, refusal.metadata["state"]) == ("RESERVATION_NOT_ACTIVE", "RELEASED")


def test_a_hold_stays_held_and_ends_when_it_would_have(shop: Shop) -> None:
    item, here = shop.stocked(10)
    cart = shop.hold((item, here, 2), ttl=600)
    changed = shop.update(cart.id, set_lines=[grow(cart, 5)], add_lines=[line(item, here, 1)])
    assert (state(changed), changed.expire_time) == ("HELD", cart.expire_time)
    assert instant(cart.expire_time) - instant(cart.create_time) == timedelta(seconds=600)
    level = shop.get(item, here)
    assert (*balances(level), level.held_quantity) == (10, 6, 4, 6)


def test_an_edit_that_changes_nothing_leaves_no_trace(shop: Shop, server: RunningServer) -> None:
    item, here = shop.stocked(10)
    order = shop.reserve((item, here, 2), description="x")
    version = shop.get(item, here).version
    again = shop.update(order.id, set_lines=[grow(order, 2)], reservation=types.Reservation(description="x"))
    assert again == order
    assert shop.get(item, here).version == version
    assert types_of(server.database_url, order.id) == ["reservation.created"]


# --- moves ------------------------------------------------------------------------------------------


def test_a_move_frees_the_source_and_needs_the_destination(shop: Shop) -> None:
    item = shop.item()
    here, there = shops(shop, item, 10, 4)
    order = shop.reserve((item, here, 7))
    claim = order.lines[0].allocations[0].id
    refusal = refused(lambda: shop.update(order.id, moves=[relocation(claim, there)]))
    (short,) = refusal.shortage.lines
    assert (short.location_id, short.requested_quantity, short.available_quantity) == (there, 7, 4)
    assert shop.reservation(order.id) == order
    order = shop.update(order.id, moves=[relocation(claim, there, 3)])
    assert claims(order) == [(here, 7, 4), (there, 3, 3)]
    assert counters(order.lines[0]) == (7, 7, 0, 3, 0, 0)
    assert balances(shop.get(item, here)) == (10, 4, 6)
    assert balances(shop.get(item, there)) == (4, 3, 1)
    moved = told(shop.movements(reservation_id=order.id))
    assert moved[1:] == [("RELEASED", "RESERVED", -3, 4), ("RESERVED", "RESERVED", 3, 3)]


def test_moves_against_each_other_need_nothing_but_one_another(shop: Shop) -> None:
    item = shop.item()
    here, there = shops(shop, item, 3, 3)
    order = shop.reserve((item, here, 3), (item, there, 3))
    one, two = (entry.allocations[0].id for entry in order.lines)
    order = shop.update(order.id, moves=[relocation(one, there), relocation(two, here)])
    assert [claims(order, 0), claims(order, 1)] == [[(here, 3, 0), (there, 3, 3)], [(here, 3, 3), (there, 3, 0)]]
    assert [balances(shop.get(item, place)) for place in (here, there)] == [(3, 3, 0), (3, 3, 0)]


def test_a_claim_is_moved_to_several_places(shop: Shop) -> None:
    item = shop.item()
    here, there, third = shops(shop, item, 5, 5, 5)
    order = shop.reserve((item, here, 5))
    claim = order.lines[0].allocations[0].id
    order = shop.update(order.id, moves=[relocation(claim, there, 2), relocation(claim, third)])
    assert claims(order) == [(here, 5, 0), (there, 2, 2), (third, 3, 3)]


def test_a_move_is_checked(shop: Shop) -> None:
    item = shop.item()
    here, there = shops(shop, item, 5, 5)
    order = shop.reserve((item, here, 3))
    claim = order.lines[0].allocations[0].id
    closed = shop.location(active=False)
    shop.level(item, closed, 5)
    bare = shop.location()
    for move, reason in (
        (relocation(claim, there, 4), "EXCEEDS_OPEN"),
        (relocation(claim, here), "FIELD_INVALID"),
        (relocation(claim, there, 0), "QUANTITY_OUT_OF_RANGE"),
        (relocation("alloc_none", there), "RESOURCE_NOT_FOUND"),
        (relocation(claim, "sloc_none"), "RESOURCE_NOT_FOUND"),
        (relocation(claim, bare), "NOT_STOCKED_AT_LOCATION"),
        (relocation(claim, closed), "LOCATION_INACTIVE"),
        (pb.UpdateReservationRequest.Move(allocation_id=claim), "FIELD_REQUIRED"),
        (pb.UpdateReservationRequest.Move(to_location_id=there), "FIELD_REQUIRED"),
    ):
        assert refused(lambda move=move: shop.update(order.id, moves=[move])).reason == reason  # type: ignore[misc]
    assert shop.reservation(order.id) == order
    foreign = shop.reserve((item, here, 1)).lines[0].allocations[0].id
    assert refused(lambda: shop.update(order.id, moves=[relocation(foreign, there)])).resource == (
        "Allocation",
        foreign,
    )


# --- names ------------------------------------------------------------------------------------------


def test_what_an_edit_names_must_belong_to_the_reservation_and_be_named_once(shop: Shop) -> None:
    item, here = shop.stocked(10)
    order, other = shop.reserve((item, here, 2)), shop.reserve((item, here, 2))
    mine, foreign = order.lines[0].line_id, other.lines[0].line_id
    one: Any
    for one in ({"set_lines": [set_line(foreign, 1)]}, {"remove_line_ids": [foreign]}):
        assert refused(lambda one=one: shop.update(order.id, **one)).resource == ("ReservationLine", foreign)  # type: ignore[misc]
    for one, path, first in (
        ({"set_lines": [set_line(mine, 1), set_line(mine, 3)]}, "set_lines[1]", "set_lines[0]"),
        ({"set_lines": [set_line(mine, 1)], "remove_line_ids": [mine]}, "remove_line_ids[0]", "set_lines[0]"),
        ({"remove_line_ids": [mine, mine]}, "remove_line_ids[1]", "remove_line_ids[0]"),
    ):
        refusal = refused(lambda one=one: shop.update(order.id, **one))  # type: ignore[misc]
        assert (refusal.code, refusal.reason, refusal.fields) == ("INVALID_ARGUMENT", "DUPLICATE_ENTRY", [path])
        assert refusal.metadata["first_field"] == first
    for one, path in (
        ({"set_lines": [set_line(mine, 0)]}, "set_lines[0].quantity"),
        ({"set_lines": [set_line("", 1)]}, "set_lines[0].line_id"),
        ({"add_lines": [line(item, here, 0)]}, "add_lines[0].quantity"),
        ({"add_lines": [line(item, here, 1)] * 501}, "add_lines"),
        ({"add_lines": [line(item, here, 1)] * 500}, "add_lines"),
    ):
        assert refused(lambda one=one: shop.update(order.id, **one)).fields == [path]  # type: ignore[misc]
    assert shop.reservation(order.id) == order
    assert refused(lambda: shop.update("res_none")).resource == ("Reservation", "res_none")
    assert refused(lambda: shop.update("")).fields == ["reservation_id"]
    mismatch = refused(lambda: shop.update(order.id, etag="v9", set_lines=[grow(order, 1)]))
    assert (mismatch.code, mismatch.reason) == ("ABORTED", "ETAG_MISMATCH")
    shop.update(order.id, etag=order.etag, set_lines=[grow(order, 1)])
    assert refused(lambda: shop.update(order.id, etag=order.etag, set_lines=[grow(order, 2)])).code == "ABORTED"


# --- texts ------------------------------------------------------------------------------------------


def test_texts_change_by_mask_or_where_they_are_given(shop: Shop, server: RunningServer) -> None:
    item, here = shop.stocked(10)
    cart = types.Reference(type="cart", id=unique("cart"))
    made = shop.hold(
        (item, here, 1),
        ttl=600,
        reference=cart,
        external_id="e",
        description="d",
        created_by="till",
        metadata={"a": "b"},
    )
    order = types.Reference(type="order", id=unique("order"))
    changed = shop.update(made.id, reservation=types.Reservation(reference=order, metadata={"c": "d"}))
    assert (changed.reference, changed.external_id, changed.description, dict(changed.metadata)) == (
        order, "e", "d", {"c": "d"},
    )  # fmt: skip
    assert (state(changed), changed.lines, changed.expire_time) == ("HELD", made.lines, made.expire_time)
    assert changed.etag != made.etag
    cleared = shop.update(
        made.id,
        reservation=types.Reservation(external_id="f", description="ignored"),
        update_mask={"paths": ["external_id", "metadata"]},
    )
    assert (cleared.external_id, cleared.description, dict(cleared.metadata)) == ("f", "d", {})
    assert shop.reservation(made.id) == cleared
    everything = shop.update(made.id, reservation=types.Reservation(), update_mask={"paths": ["*"]})
    assert (everything.external_id, everything.description, everything.created_by) == ("", "", "till")
    assert not everything.HasField("reference")
    assert shop.update(made.id, reservation=types.Reservation(created_by="x", state="STATE_RELEASED")) == everything  # type: ignore[arg-type]
    refusal = refused(lambda: shop.update(made.id, update_mask={"paths": ["price"]}))
    assert (refusal.reason, refusal.fields) == ("FIELD_MASK_INVALID", ["update_mask"])
    refusal = refused(lambda: shop.update(made.id, reservation=types.Reservation(external_id="x" * 256)))
    assert (refusal.reason, refusal.fields) == ("FIELD_INVALID", ["reservation.external_id"])
    told_of = events_of(server.database_url, made.id)
    assert [event["type"] for event in told_of] == ["reservation.created"] + ["reservation.updated"] * 3
    assert told_of[1]["payload"]["before"]["reference_id"] == cart.id
    assert told_of[1]["payload"]["after"]["reference_id"] == order.id
    filtered = pb.ListReservationsRequest.Filter(reference=order)
    assert not shop.inventory.ListReservations(pb.ListReservationsRequest(filter=filtered)).reservations


# --- scopes -----------------------------------------------------------------------------------------


def scoped(shop: Shop, item: str, quantity: int, split: str, *places: str, **fields: Any) -> Any:
    wanted = types.LineInput(
        inventory_item_id=item,
        quantity=quantity,
        scope=types.StockScope(location_ids=places),
        split=f"SPLIT_MODE_{split}",  # type: ignore[arg-type]
        **fields,
    )
    return shop.inventory.CreateReservation(pb.CreateReservationRequest(lines=[wanted])).reservation


def test_a_line_that_is_never_split_grows_where_it_is(shop: Shop) -> None:
    item = shop.item()
    here, there = shops(shop, item, 5, 4)
    order = scoped(shop, item, 4, "NEVER", here, there)
    assert claims(order) == [(here, 4, 4)]
    order = shop.update(order.id, set_lines=[grow(order, 5)])
    assert claims(order) == [(here, 4, 4), (here, 1, 1)]
    refusal = refused(lambda: shop.update(order.id, set_lines=[grow(order, 6)]))
    assert [(one.location_id, one.available_quantity) for one in refusal.shortage.lines] == [(here, 0)]


@pytest.mark.parametrize("split", ["WHOLE_UNITS", "ANY"])
def test_a_line_that_may_be_split_grows_wherever_there_is_stock_in_its_scope(shop: Shop, split: str) -> None:
    item = shop.item()
    here, there, beyond = shops(shop, item, 5, 4, 100)
    order = scoped(shop, item, 4, split, here, there)
    assert (claims(order), list(order.lines[0].scope.location_ids)) == ([(here, 4, 4)], [here, there])
    order = shop.update(order.id, set_lines=[grow(order, 9)])
    assert claims(order) == [(here, 4, 4), (here, 1, 1), (there, 4, 4)]
    assert counters(order.lines[0]) == (9, 9, 0, 0, 0, 0)
    refusal = refused(lambda: shop.update(order.id, set_lines=[grow(order, 10)]))
    assert [(one.location_id, one.available_quantity) for one in refusal.shortage.lines] == [("", 0)]
    assert balances(shop.get(item, beyond)) == (100, 0, 100)


def test_growth_comes_from_the_first_place_that_has_the_increase_whatever_the_line_has_already(shop: Shop) -> None:
    """The second place by priority has the three that are wanted; only the third would have all seven."""
    item = shop.item()
    near, next_, far = (shop.location(priority=priority) for priority in (1, 2, 3))
    for place, stocked in ((near, 4), (next_, 3), (far, 20)):
        shop.level(item, place, stocked)
    order = scoped(shop, item, 4, "ANY", near, next_, far)
    assert claims(order) == [(near, 4, 4)]
    assert claims(shop.update(order.id, set_lines=[grow(order, 7)])) == [(near, 4, 4), (next_, 3, 3)]


def test_a_line_that_was_moved_grows_where_it_is_now(shop: Shop) -> None:
    item = shop.item()
    here, there = shops(shop, item, 5, 5)
    order = shop.reserve((item, here, 2))
    order = shop.update(order.id, moves=[relocation(order.lines[0].allocations[0].id, there)])
    order = shop.update(order.id, set_lines=[grow(order, 4)])
    assert claims(order) == [(here, 2, 0), (there, 2, 2), (there, 2, 2)]


# --- batches ----------------------------------------------------------------------------------------


def test_a_batch_changes_each_reservation_by_itself(shop: Shop) -> None:
    item, here = shop.stocked(10)
    orders = [shop.reserve((item, here, 1)) for _ in range(4)]
    entries = [
        pb.UpdateReservationRequest(reservation_id=order.id, set_lines=[grow(order, 3)], request_id=unique("request"))
        for order in orders
    ]
    entries[2].set_lines[0].quantity = 0
    entries += [entries[0], pb.UpdateReservationRequest(reservation_id=orders[1].id, set_lines=[grow(orders[1], 9)])]
    answer = shop.inventory.BatchUpdateReservations(pb.BatchUpdateReservationsRequest(entries=entries))
    assert [one.WhichOneof("result") for one in answer.results] == [
        "value",
        "value",
        "error",
        "value",
        "value",
        "error",
    ]
    assert read(answer.results[2].error).fields == ["entries[2].set_lines[0].quantity"]
    assert read(answer.results[5].error).reason == "INSUFFICIENT_STOCK"
    assert answer.results[4].value.reservation == answer.results[0].value.reservation
    twins = [answer.results[0], answer.results[4]]  # they have one effect, whichever of them came first
    assert sorted(one.value.mutation.replayed for one in twins) == [False, True]
    assert not answer.results[1].value.mutation.replayed
    assert balances(shop.get(item, here)) == (10, 10, 0)
