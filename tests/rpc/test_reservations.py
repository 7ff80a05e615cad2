"""Reservations over the wire."""

from __future__ import annotations

from typing import Any

from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import types_pb2 as types

from tests.support.refusals import read, refused
from tests.support.world import Shop, balances, line, reserve_request, told, unique

State = types.Reservation
Part = pb.ReservationPart


def get(shop: Shop, reservation: str) -> Any:
    return shop.inventory.GetReservation(pb.GetReservationRequest(reservation_id=reservation)).reservation


def test_a_reservation_keeps_what_was_asked_for(shop: Shop) -> None:
    sku = unique("SKU")
    item, location = shop.item(sku=sku), shop.location()
    shop.level(item, location, 10)
    request = pb.CreateReservationRequest(
        reservation_id=unique("res"), reference=types.Reference(type="order", id="1001"), external_id="ext-1",
        description="Gift", created_by="till 4", metadata={"a": "b"},
        lines=[
            types.LineInput(line_item_id="l1", sku=sku, quantity=2, location_id=location),
            line(item, location, 3, line_item_id="l2"),
        ],
    )  # fmt: skip
    made = shop.inventory.CreateReservation(request)
    reservation = made.reservation
    assert not made.mutation.replayed
    assert made.mutation.posting_id.startswith("post_")
    assert (reservation.id, reservation.reference, reservation.external_id) == (
        request.reservation_id, request.reference, "ext-1",
    )  # fmt: skip
    assert (reservation.description, reservation.created_by, dict(reservation.metadata)) == (
        "Gift",
        "till 4",
        {"a": "b"},
    )
    first, second = reservation.lines
    assert (first.line_item_id, first.WhichOneof("goods"), first.sku, first.quantity) == ("l1", "sku", sku, 2)
    assert (second.line_item_id, second.inventory_item_id, second.open_quantity) == ("l2", item, 3)
    (claim,) = second.allocations
    assert (claim.inventory_item_id, claim.location_id, claim.quantity, claim.covered_quantity) == (
        item,
        location,
        3,
        3,
    )
    assert claim.claim_seq == first.allocations[0].claim_seq == shop.get(item, location).version
    assert get(shop, reservation.id) == reservation


def test_all_lines_or_none(shop: Shop) -> None:
    (plenty, here), (scarce, there) = shop.stocked(100), shop.stocked(1)
    refusal = refused(lambda: shop.reserve((plenty, here, 5), (scarce, there, 2), (plenty, here, 96)))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "INSUFFICIENT_STOCK")
    assert [(one.line_index, one.requested_quantity, one.available_quantity) for one in refusal.shortage.lines] == [
        (1, 2, 1), (2, 101, 100),
    ]  # fmt: skip
    assert refusal.metadata["inventory_item_id"] == scarce
    assert balances(shop.get(plenty, here)) == (100, 0, 100)


def test_a_shortage_of_many_lines_names_twenty_and_counts_the_rest(shop: Shop) -> None:
    item, location = shop.stocked(0)
    refusal = refused(lambda: shop.reserve(*[(item, location, 1)] * 30))
    assert len(refusal.shortage.lines) + refusal.shortage.omitted_count == 30
    assert 0 < len(refusal.shortage.lines) <= 20


def test_a_line_needs_goods_a_quantity_and_a_place(shop: Shop) -> None:
    item, location = shop.stocked(1)
    for bad, path, reason in (
        (types.LineInput(quantity=1, location_id=location), "lines[0].goods", "FIELD_REQUIRED"),
        (types.LineInput(inventory_item_id=item, quantity=1), "lines[0].place", "FIELD_REQUIRED"),
        (line(item, location, 0), "lines[0].quantity", "QUANTITY_OUT_OF_RANGE"),
        (line(item, location, -1), "lines[0].quantity", "QUANTITY_OUT_OF_RANGE"),
        (line(item, location, 10**15 + 1), "lines[0].quantity", "QUANTITY_OUT_OF_RANGE"),
        (line(item, location, 1, line_item_id="x" * 256), "lines[0].line_item_id", "FIELD_INVALID"),
    ):
        refusal = refused(lambda bad=bad: shop.inventory.CreateReservation(pb.CreateReservationRequest(lines=[bad])))  # type: ignore[misc]
        assert (refusal.code, refusal.reason, refusal.fields) == ("INVALID_ARGUMENT", reason, [path])
    assert refused(shop.reserve).fields == ["lines"]
    assert refused(lambda: shop.reserve(*[(item, location, 1)] * 501)).reason == "BATCH_TOO_LARGE"
    assert refused(lambda: shop.reserve((item, "sloc_none", 1))).resource == ("StockLocation", "sloc_none")
    assert refused(lambda: shop.reserve(("iitem_none", location, 1))).resource == ("InventoryItem", "iitem_none")
    elsewhere = shop.location()
    assert refused(lambda: shop.reserve((item, elsewhere, 1))).reason == "NOT_STOCKED_AT_LOCATION"
    unknown = pb.CreateReservationRequest(lines=[types.LineInput(sku="none", quantity=1, location_id=location)])
    assert refused(lambda: shop.inventory.CreateReservation(unknown)).resource == ("InventoryItem", "none")


def test_a_release_gives_everything_back_and_may_be_repeated(shop: Shop) -> None:
    item, location = shop.stocked(10)
    reservation = shop.reserve((item, location, 3), (item, location, 4))
    released = shop.release(reservation.id)
    assert released.state == State.STATE_RELEASED
    assert [one.released_quantity for one in released.lines] == [3, 4]
    assert balances(shop.get(item, location)) == (10, 0, 10)
    version = shop.get(item, location).version
    assert shop.release(reservation.id) == released
    assert shop.get(item, location).version == version
    assert refused(lambda: shop.release("res_none")).reason == "RESOURCE_NOT_FOUND"
    nothing = pb.ReleaseReservationRequest()
    assert refused(lambda: shop.inventory.ReleaseReservation(nothing)).fields == ["target"]


def test_a_reservation_is_fulfilled_whole(shop: Shop) -> None:
    item, location = shop.stocked(10)
    reservation = shop.reserve((item, location, 3), (item, location, 4))
    done = shop.fulfil(reservation.id, fulfillment_id=unique("ful"))
    assert done.reservation.state == State.STATE_FULFILLED
    assert [one.quantity for one in done.fulfillment.entries] == [3, 4]
    assert balances(shop.get(item, location)) == (3, 0, 3)
    assert get(shop, reservation.id) == done.reservation
    refusal = refused(lambda: shop.fulfil(reservation.id))
    assert (refusal.code, refusal.reason, refusal.metadata["state"]) == (
        "FAILED_PRECONDITION", "RESERVATION_NOT_ACTIVE", "FULFILLED",
    )  # fmt: skip
    assert shop.release(reservation.id).state == State.STATE_FULFILLED
    assert refused(lambda: shop.fulfil("res_none")).reason == "RESOURCE_NOT_FOUND"


def test_a_reservation_is_fulfilled_in_parts_by_line_and_by_allocation(shop: Shop) -> None:
    item, location = shop.stocked(10)
    reservation = shop.reserve((item, location, 3), (item, location, 4))
    first, second = reservation.lines
    done = shop.fulfil(
        reservation.id,
        Part(line_id=first.line_id, quantity=1),
        Part(line_id=first.line_id, quantity=1),
        Part(allocation_id=second.allocations[0].id, quantity=4),
    )
    assert done.reservation.state == State.STATE_CONFIRMED
    assert [(one.fulfilled_quantity, one.open_quantity) for one in done.reservation.lines] == [(2, 1), (4, 0)]
    assert done.reservation.lines[0].allocations[0].covered_quantity == 1
    assert [one.quantity for one in done.fulfillment.entries] == [2, 4]
    refusal = refused(lambda: shop.fulfil(reservation.id, Part(line_id=first.line_id, quantity=2)))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "EXCEEDS_OPEN")
    assert refusal.metadata == {"line_id": first.line_id, "requested_quantity": "2", "open_quantity": "1"}
    released = shop.release(reservation.id)
    assert released.state == State.STATE_FULFILLED
    assert balances(shop.get(item, location)) == (4, 0, 4)
    assert told(shop.movements(reservation_id=reservation.id))[-1] == ("RELEASED", "RESERVED", -1, 0)


def test_parts_are_checked(shop: Shop) -> None:
    item, location = shop.stocked(10)
    reservation = shop.reserve((item, location, 3))
    for part, path, reason in (
        (Part(quantity=1), "lines[0].ref", "FIELD_REQUIRED"),
        (Part(line_id="x", quantity=0), "lines[0].quantity", "QUANTITY_OUT_OF_RANGE"),
    ):
        refusal = refused(lambda part=part: shop.fulfil(reservation.id, part))  # type: ignore[misc]
        assert (refusal.reason, refusal.fields) == (reason, [path])
    assert refused(lambda: shop.fulfil(reservation.id, Part(line_id="x", quantity=1))).resource == (
        "ReservationLine",
        "x",
    )
    assert refused(lambda: shop.fulfil(reservation.id, Part(allocation_id="x", quantity=1))).resource == (
        "Allocation",
        "x",
    )


def test_older_claims_come_first_when_stock_is_short(shop: Shop) -> None:
    item, location = shop.stocked(5)
    older, younger = shop.reserve((item, location, 3)), shop.reserve((item, location, 2))
    shop.set(item, location, 4)
    covered = [get(shop, one.id).lines[0].allocations[0].covered_quantity for one in (older, younger)]
    assert covered == [3, 1]
    refusal = refused(lambda: shop.fulfil(younger.id))
    claim = younger.lines[0].allocations[0].id
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "NOT_COVERED")
    assert refusal.metadata == {"allocation_id": claim, "requested_quantity": "2", "covered_quantity": "1"}
    done = shop.fulfil(younger.id, Part(allocation_id=claim, quantity=1))
    assert done.reservation.lines[0].allocations[0].covered_quantity == 0
    assert shop.fulfil(older.id).reservation.state == State.STATE_FULFILLED
    assert balances(shop.get(item, location)) == (0, 1, -1)
    shop.adjust(item, location, 1, "RECEIVED")
    assert get(shop, younger.id).lines[0].allocations[0].covered_quantity == 1
    shop.fulfil(younger.id)


def test_a_released_older_claim_makes_room_for_a_younger_one(shop: Shop) -> None:
    item, location = shop.stocked(5)
    older, younger = shop.reserve((item, location, 3)), shop.reserve((item, location, 2))
    shop.set(item, location, 2)
    assert refused(lambda: shop.fulfil(younger.id)).reason == "NOT_COVERED"
    shop.release(older.id)
    assert shop.fulfil(younger.id).reservation.state == State.STATE_FULFILLED


def test_the_same_chosen_id_with_the_same_content_is_the_same_reservation(shop: Shop) -> None:
    item, location = shop.stocked(10)
    name = unique("res")
    first = shop.reserve((item, location, 3), reservation_id=name)
    again = shop.inventory.CreateReservation(reserve_request((item, location, 3), reservation_id=name))
    assert (again.reservation, again.mutation.replayed) == (first, True)
    refusal = refused(lambda: shop.reserve((item, location, 4), reservation_id=name))
    assert (refusal.code, refusal.reason, refusal.resource) == (
        "ALREADY_EXISTS",
        "RESOURCE_EXISTS",
        ("Reservation", name),
    )
    shop.release(name)
    assert shop.reserve((item, location, 3), reservation_id=name).state == State.STATE_RELEASED
    assert balances(shop.get(item, location)) == (10, 0, 10)


def test_the_same_fulfillment_id_with_the_same_content_is_the_same_fulfillment(shop: Shop) -> None:
    item, location = shop.stocked(10)
    reservation = shop.reserve((item, location, 3))
    name = unique("ful")
    part = Part(line_id=reservation.lines[0].line_id, quantity=1)
    first = shop.fulfil(reservation.id, part, fulfillment_id=name)
    again = shop.fulfil(reservation.id, part, fulfillment_id=name)
    assert (again.fulfillment, again.mutation.replayed) == (first.fulfillment, True)
    other = Part(line_id=reservation.lines[0].line_id, quantity=2)
    assert refused(lambda: shop.fulfil(reservation.id, other, fulfillment_id=name)).reason == "RESOURCE_EXISTS"
    assert balances(shop.get(item, location)) == (9, 2, 7)


def test_a_batch_reserves_each_entry_by_itself(shop: Shop) -> None:
    item, location = shop.stocked(150)
    entries = [reserve_request((item, location, 1)) for _ in range(200)]
    entries[7] = reserve_request((item, location, 0))
    answer = shop.inventory.BatchCreateReservations(pb.BatchCreateReservationsRequest(entries=entries))
    kinds = [result.WhichOneof("result") for result in answer.results]
    assert len(kinds) == 200
    assert kinds.count("value") == 150
    assert read(answer.results[7].error).fields == ["entries[7].lines[0].quantity"]
    assert {read(r.error).reason for n, r in enumerate(answer.results) if r.HasField("error") and n != 7} == {
        "INSUFFICIENT_STOCK"
    }
    assert balances(shop.get(item, location)) == (150, 150, 0)


def test_reservations_are_listed_by_whatever_is_known_of_them(shop: Shop) -> None:
    (item, location), (other, elsewhere) = shop.stocked(50), shop.stocked(50)
    reference = types.Reference(type="order", id=unique("order"))
    line_item = unique("line")
    made = [
        shop.inventory.CreateReservation(
            pb.CreateReservationRequest(
                reference=reference, external_id="even" if n % 2 == 0 else "odd",
                lines=[line(item, location, 1, line_item_id=f"{line_item}-{n}")],
            )
        ).reservation.id
        for n in range(4)
    ]  # fmt: skip
    shop.release(made[1])
    apart = shop.reserve((other, elsewhere, 1))
    Filter = pb.ListReservationsRequest.Filter

    def page(wanted: Any, **fields: Any) -> list[str]:
        answer = shop.inventory.ListReservations(pb.ListReservationsRequest(filter=wanted, **fields))
        return [reservation.id for reservation in answer.reservations]

    assert page(Filter(reference=reference)) == made
    assert page(Filter(reference=reference), sort="SORT_CREATE_TIME_DESC") == made[::-1]
    assert page(Filter(reference=reference, states=["STATE_RELEASED"])) == [made[1]]  # type: ignore[list-item]
    assert page(Filter(reference=reference, external_id="even")) == made[::2]
    assert page(Filter(line_item_ids=[f"{line_item}-2", f"{line_item}-3"])) == made[2:]
    assert page(Filter(inventory_item_id=other)) == [apart.id]
    assert page(Filter(location_id=elsewhere, inventory_item_id=item)) == []
    assert page(Filter(ids=made[:2])) == made[:2]
    third = get(shop, made[2]).create_time
    assert page(Filter(reference=reference, start_time=third)) == made[2:]
    assert page(Filter(reference=reference, end_time=third)) == made[:2]
    first = shop.inventory.ListReservations(pb.ListReservationsRequest(page_size=3, filter=Filter(reference=reference)))
    assert page(Filter(reference=reference), page_size=3, page_token=first.next_page_token) == made[3:]
    batch = shop.inventory.BatchGetReservations(pb.BatchGetReservationsRequest(ids=[made[3], "res_none", made[0]]))
    assert [one.id for one in batch.reservations] == [made[3], made[0]]
    assert list(batch.missing_ids) == ["res_none"]
    assert refused(lambda: get(shop, "res_none")).resource == ("Reservation", "res_none")
