"""Trying a mutation without doing it: the answer is what it would be, and nothing is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import types_pb2 as types

from tests.support.outbox import how_much
from tests.support.refusals import Refusal, read, refused
from tests.support.server import RunningServer
from tests.support.world import (
    Shop,
    adjust_request,
    balances,
    duration,
    line,
    place,
    relocation,
    reserve_request,
    returned,
    set_line,
    unique,
)


@dataclass(frozen=True)
class Case:
    """What mutations are tried on: two levels, an order with something shipped and something open, and a cart."""

    item: str
    here: str
    there: str
    order: Any
    sent: Any
    cart: Any


def prepare(shop: Shop) -> Case:
    """9 here, of which 2 are held and 3 ordered, and 1 that has left; 4 there."""
    item, here = shop.stocked(10)
    there = shop.location()
    shop.level(item, there, 4)
    order = shop.reserve((item, here, 4))
    done = shop.fulfil(order.id, pb.ReservationPart(line_id=order.lines[0].line_id, quantity=1))
    return Case(item, here, there, done.reservation, done.fulfillment, shop.hold((item, here, 2), ttl=600))


def _count(case: Case, quantity: int, **fields: Any) -> Any:
    one = pb.SetInventoryRequest.Line(inventory_item_id=case.item, location_id=case.here, quantity=quantity, **fields)
    return pb.SetInventoryRequest(lines=[one])


def _move(case: Case, quantity: int) -> Any:
    source, target = place(case.here, "STOCKED"), place(case.there, "QUALITY_CONTROL")
    one = pb.MoveInventoryRequest.Line(inventory_item_id=case.item, quantity=quantity, to=target, **{"from": source})  # type: ignore[arg-type]
    return pb.MoveInventoryRequest(lines=[one])


def _edit(case: Case, quantity: int) -> Any:
    (claim,) = case.order.lines[0].allocations
    return pb.UpdateReservationRequest(
        reservation_id=case.order.id,
        set_lines=[set_line(case.order.lines[0].line_id, quantity)],
        add_lines=[line(case.item, case.there, 1)],
        moves=[relocation(claim.id, case.there, 1)],
        reservation=types.Reservation(description="changed"),
    )


def _part(case: Case, quantity: int) -> Any:
    return pb.ReservationPart(line_id=case.order.lines[0].line_id, quantity=quantity)


def _reversal(case: Case, quantity: int) -> Any:
    claim = case.order.lines[0].allocations[0].id
    one = pb.ReverseFulfillmentRequest.Line(allocation_id=claim, quantity=quantity)
    return pb.ReverseFulfillmentRequest(reservation_id=case.order.id, fulfillment_id=case.sent.id, lines=[one])


def _return(case: Case, quantity: int) -> Any:
    one = returned(case.there, quantity, "DAMAGED", line_id=case.order.lines[0].line_id)
    return pb.ReceiveReturnRequest(reservation_id=case.order.id, lines=[one])


def _cart(case: Case, quantity: int) -> Any:
    return reserve_request(
        (case.item, case.here, quantity), ttl=duration(60), replaces_reservation_id=case.cart.id, description="again"
    )


def _fulfil(case: Case, quantity: int, **fields: Any) -> Any:
    return pb.FulfillReservationRequest(reservation_id=case.order.id, lines=[_part(case, quantity)], **fields)


DONE: dict[str, Callable[[Case], Any]] = {
    "AdjustInventory": lambda case: adjust_request((case.item, case.here, -4), reason="SOLD"),
    "SetInventory": lambda case: _count(case, 7),
    "MoveInventory": lambda case: _move(case, 2),
    "CreateReservation": lambda case: _cart(case, 6),
    "UpdateReservation": lambda case: _edit(case, 5),
    "ExtendReservation": lambda case: pb.ExtendReservationRequest(reservation_id=case.cart.id, ttl=duration(9000)),
    "ConfirmReservation": lambda case: pb.ConfirmReservationRequest(reservation_id=case.cart.id),
    "ReleaseReservation": lambda case: pb.ReleaseReservationRequest(
        reservation_id=case.order.id, lines=[_part(case, 2)]
    ),
    "FulfillReservation": lambda case: _fulfil(case, 2, remainder="REMAINDER_RELEASE"),
    "ReverseFulfillment": lambda case: _reversal(case, 1),
    "ReceiveReturn": lambda case: _return(case, 1),
}

REFUSED: dict[str, tuple[str, Callable[[Case], Any]]] = {
    "AdjustInventory": (
        "INSUFFICIENT_STOCK",
        lambda case: adjust_request((case.item, case.here, -5), reason="SOLD"),
    ),
    "SetInventory": ("EXPECTATION_FAILED", lambda case: _count(case, 7, expected_quantity=8)),
    "MoveInventory": ("BALANCE_OUT_OF_RANGE", lambda case: _move(case, 10)),
    "CreateReservation": ("INSUFFICIENT_STOCK", lambda case: _cart(case, 7)),
    "UpdateReservation": ("INSUFFICIENT_STOCK", lambda case: _edit(case, 100)),
    "ExtendReservation": (
        "ETAG_MISMATCH",
        lambda case: pb.ExtendReservationRequest(reservation_id=case.cart.id, ttl=duration(9000), etag="v9"),
    ),
    "ConfirmReservation": (
        "RESOURCE_NOT_FOUND",
        lambda case: pb.ConfirmReservationRequest(reservation_id="res_none"),
    ),
    "ReleaseReservation": (
        "EXCEEDS_OPEN",
        lambda case: pb.ReleaseReservationRequest(reservation_id=case.order.id, lines=[_part(case, 4)]),
    ),
    "FulfillReservation": ("EXCEEDS_OPEN", lambda case: _fulfil(case, 4)),
    "ReverseFulfillment": ("OVER_RETURN", lambda case: _reversal(case, 2)),
    "ReceiveReturn": ("OVER_RETURN", lambda case: _return(case, 2)),
}


def call(shop: Shop, name: str, request: Any, **fields: Any) -> Any:
    copy = type(request)()
    copy.CopyFrom(request)
    for field, value in fields.items():
        setattr(copy, field, value)
    return getattr(shop.inventory, name)(copy)


def everything(shop: Shop, server: RunningServer, case: Case) -> Any:
    """All that a mutation of the case could change, and how many rows there are of whatever it could write."""
    return (
        [shop.get(case.item, location) for location in (case.here, case.there)],
        [shop.reservation(one.id) for one in (case.order, case.cart)],
        shop.fulfillments(case.order.id),
        shop.movements(inventory_item_id=case.item),
        how_much(server.database_url),
    )


MINTED = {"id", "line_id", "allocation_id", "replaced_by_reservation_id"}
TIMES = {"create_time", "update_time", "expire_time"}


def plain(message: Any) -> Any:
    """The message without what is minted anew and without times: what two decisions of one thing have in common."""
    for field, value in message.ListFields():
        if field.name in MINTED | TIMES | {"mutation"}:
            message.ClearField(field.name)
        elif field.message_type is not None and not field.message_type.GetOptions().map_entry:
            for one in value if field.is_repeated else [value]:
                plain(one)
    return message


@pytest.mark.parametrize("name", sorted(DONE))
def test_the_answer_is_what_it_would_be_and_nothing_is_kept(shop: Shop, server: RunningServer, name: str) -> None:
    case = prepare(shop)
    request, request_id = DONE[name](case), unique("request")
    before = everything(shop, server, case)
    tried = call(shop, name, request, validate_only=True, request_id=request_id)
    again = call(shop, name, request, validate_only=True, request_id=request_id)
    assert everything(shop, server, case) == before
    assert not tried.mutation.replayed
    assert not again.mutation.replayed
    done = call(shop, name, request, request_id=request_id)  # its request id is free
    assert not done.mutation.replayed
    assert everything(shop, server, case) != before
    assert plain(tried) == plain(again) == plain(done)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_would_be_refused_is_refused_in_the_same_words(shop: Shop, server: RunningServer, name: str) -> None:
    case = prepare(shop)
    reason, make = REFUSED[name]
    request, request_id = make(case), unique("request")
    before = everything(shop, server, case)

    def refusal(**fields: Any) -> Refusal:
        found = refused(lambda: call(shop, name, request, **fields))
        assert everything(shop, server, case) == before
        return found

    tried = refusal(validate_only=True, request_id=request_id)
    assert tried.reason == reason
    assert refusal(request_id=request_id) == tried


def test_every_mutation_that_can_be_tried_is_tried_here() -> None:
    service = pb.DESCRIPTOR.services_by_name["InventoryService"]
    able = {method.name for method in service.methods if "validate_only" in method.input_type.fields_by_name}
    assert able == set(DONE) == set(REFUSED)


def test_a_trial_neither_reads_nor_writes_request_ids(shop: Shop) -> None:
    """It says what would become of the request now, not what became of the one that had its id before."""
    item, here = shop.stocked(10)
    request = reserve_request((item, here, 6), request_id=unique("request"))
    first = shop.inventory.CreateReservation(request)
    refusal = refused(lambda: call(shop, "CreateReservation", request, validate_only=True))
    assert refusal.reason == "INSUFFICIENT_STOCK"
    again = shop.inventory.CreateReservation(request)
    assert (again.mutation.replayed, again.reservation) == (True, first.reservation)
    other = reserve_request((item, here, 4), request_id=request.request_id)
    call(shop, "CreateReservation", other, validate_only=True)
    assert refused(lambda: shop.inventory.CreateReservation(other)).reason == "REQUEST_ID_REUSED"


def test_a_trial_of_a_chosen_id_leaves_the_id_free(shop: Shop) -> None:
    item, here = shop.stocked(10)
    name = unique("res")
    tried = shop.reserve((item, here, 6), reservation_id=name, validate_only=True)
    assert tried.id == name
    assert refused(lambda: shop.reservation(name)).resource == ("Reservation", name)
    shop.reserve((item, here, 7), reservation_id=name)
    sent = unique("ful")
    shop.fulfil(name, fulfillment_id=sent, validate_only=True)
    assert balances(shop.get(item, here)) == (10, 7, 3)
    part = pb.ReservationPart(line_id=shop.reservation(name).lines[0].line_id, quantity=1)
    assert shop.fulfil(name, part, fulfillment_id=sent).fulfillment.id == sent


def test_trials_of_one_batch_do_not_see_one_another(shop: Shop) -> None:
    item, here = shop.stocked(10)
    entries = [reserve_request((item, here, 6), validate_only=n != 2) for n in range(5)]
    answer = shop.inventory.BatchCreateReservations(pb.BatchCreateReservationsRequest(entries=entries))
    kinds = [one.WhichOneof("result") for one in answer.results]
    assert kinds == ["value", "value", "value", "error", "error"]
    assert {read(one.error).reason for one in answer.results[3:]} == {"INSUFFICIENT_STOCK"}
    assert balances(shop.get(item, here)) == (10, 6, 4)
    changes = [adjust_request((item, here, -4), reason="SOLD", validate_only=n < 3) for n in range(5)]
    answer = shop.inventory.BatchAdjustInventory(pb.BatchAdjustInventoryRequest(entries=changes))
    assert [one.WhichOneof("result") for one in answer.results] == ["value"] * 4 + ["error"]
    assert balances(shop.get(item, here)) == (6, 6, 0)
