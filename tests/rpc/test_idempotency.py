"""Request ids over the wire: one effect, however often a call is sent."""

from __future__ import annotations

from holdfast.inventory.v1 import inventory_service_pb2 as pb

from tests.support.crowd import Crowd, outcomes
from tests.support.refusals import refused
from tests.support.server import RunningServer
from tests.support.world import Shop, adjust_request, balances, reserve_request, unique


def test_sixty_sends_of_one_request_make_one_effect_and_fifty_nine_replays(server: RunningServer, shop: Shop) -> None:
    item, location = shop.stocked(100)
    request = reserve_request((item, location, 1), request_id=unique("request"))
    with Crowd([server.address], channels=8, threads=60) as crowd:
        answers = crowd.do([lambda one: one.inventory.CreateReservation(request)] * 60)
    assert outcomes(answers) == {"OK": 60}
    assert sum(not answer.mutation.replayed for answer in answers) == 1
    assert len({answer.reservation.id for answer in answers}) == 1
    assert len({answer.mutation.posting_id for answer in answers}) == 1
    assert balances(shop.get(item, location)) == (100, 1, 99)


def test_the_same_id_with_other_content_is_refused_whatever_the_content(shop: Shop) -> None:
    item, location = shop.stocked(10)
    request_id = unique("request")
    shop.adjust(item, location, 1, request_id=request_id)
    refusal = refused(lambda: shop.adjust(item, location, 2, request_id=request_id))
    assert (refusal.code, refusal.reason, refusal.metadata) == (
        "ALREADY_EXISTS", "REQUEST_ID_REUSED", {"request_id": request_id},
    )  # fmt: skip
    assert refused(lambda: shop.adjust("iitem_none", location, 2, request_id=request_id)).reason == "REQUEST_ID_REUSED"
    assert shop.get(item, location).stocked_quantity == 11


def test_an_id_belongs_to_one_method(shop: Shop) -> None:
    item, location = shop.stocked(10)
    request_id = unique("request")
    shop.adjust(item, location, 1, request_id=request_id)
    assert shop.set(item, location, 5, request_id=request_id).levels[0].stocked_quantity == 5


def test_a_known_request_is_answered_whatever_happened_since(shop: Shop) -> None:
    item, location = shop.stocked(10)
    request = adjust_request((item, location, -10), reason="SOLD", request_id=unique("request"))
    first = shop.inventory.AdjustInventory(request)
    inventory = shop.inventory
    inventory.DeleteInventoryLevel(pb.DeleteInventoryLevelRequest(inventory_item_id=item, location_id=location))
    inventory.DeleteInventoryItem(pb.DeleteInventoryItemRequest(inventory_item_id=item))
    again = inventory.AdjustInventory(request)
    assert (again.levels, again.mutation.replayed) == (first.levels, True)
    sku = unique("SKU")
    named = shop.item(sku=sku)
    shop.level(named, location, 5)
    by_sku = pb.AdjustInventoryRequest(
        lines=[pb.AdjustInventoryRequest.Line(sku=sku, location_id=location, delta=-5)], request_id=unique("request")
    )
    inventory.AdjustInventory(by_sku)
    inventory.DeleteInventoryItem(pb.DeleteInventoryItemRequest(inventory_item_id=named))
    assert inventory.AdjustInventory(by_sku).mutation.replayed


def test_a_refused_call_leaves_no_trace_and_is_decided_afresh(shop: Shop) -> None:
    item, location = shop.stocked(0)
    request = reserve_request((item, location, 1), request_id=unique("request"))
    assert refused(lambda: shop.inventory.CreateReservation(request)).reason == "INSUFFICIENT_STOCK"
    version = shop.get(item, location).version
    shop.adjust(item, location, 1, "RECEIVED")
    assert not shop.inventory.CreateReservation(request).mutation.replayed
    assert shop.get(item, location).version == version + 2


def test_an_entry_of_a_batch_is_the_same_request_as_the_unary_call(shop: Shop) -> None:
    item, location = shop.stocked(10)
    request = reserve_request((item, location, 1), request_id=unique("request"))
    first = shop.inventory.CreateReservation(request)
    batch = pb.BatchCreateReservationsRequest(entries=[request, request])
    results = shop.inventory.BatchCreateReservations(batch).results
    assert [result.value.reservation.id for result in results] == [first.reservation.id] * 2
    assert all(result.value.mutation.replayed for result in results)
    twins = [reserve_request((item, location, 1), request_id=unique("request"))] * 3
    results = shop.inventory.BatchCreateReservations(pb.BatchCreateReservationsRequest(entries=twins)).results
    assert [result.value.mutation.replayed for result in results] == [False, True, True]
    assert balances(shop.get(item, location)) == (10, 2, 8)


def test_fields_that_this_server_does_not_know_are_no_other_content(shop: Shop) -> None:
    item, location = shop.stocked(10)
    request = adjust_request((item, location, 1), request_id=unique("request"))
    shop.inventory.AdjustInventory(request)
    newer = pb.AdjustInventoryRequest.FromString(request.SerializeToString() + b"\xf8\x3f\x01")
    assert shop.inventory.AdjustInventory(newer).mutation.replayed


def test_an_answer_that_nothing_had_to_be_done_is_an_answer_too(shop: Shop) -> None:
    """A retried count of seven must not undo what arrived since."""
    item, location = shop.stocked(7)
    request_id = unique("request")
    assert (
        shop.set(item, location, 7, request_id=request_id).line_results[0]
        == pb.SetInventoryResponse.LINE_RESULT_UNCHANGED
    )
    shop.adjust(item, location, 5, "RECEIVED")
    again = shop.set(item, location, 7, request_id=request_id)
    assert (again.mutation.replayed, again.levels[0].stocked_quantity) == (True, 7)
    assert shop.get(item, location).stocked_quantity == 12
