"""Holds: how long they count, to the microsecond, and what may still be done with them afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from google.protobuf.duration_pb2 import Duration
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import stock_location_service_pb2 as locations_pb
from holdfast.inventory.v1 import types_pb2 as types

from holdfast_server.kernel.errors import Refused
from holdfast_server.runtime.settings import SettingsInvalid, load
from tests.support import server as servers
from tests.support.books import report_of
from tests.support.clock import Moved, instant, moved_house
from tests.support.crowd import Crowd, outcomes
from tests.support.house import House
from tests.support.outbox import events_of, types_of, until_told
from tests.support.refusals import refused
from tests.support.world import (
    Shop,
    adjust_request,
    balances,
    counters,
    duration,
    line,
    relocation,
    reserve_request,
    set_line,
    state,
    told,
    unique,
)

ME = "default"
TICK = timedelta(microseconds=1)
MINUTE = 60


# --- without a sweeper ------------------------------------------------------------------------------


async def fill(home: House, stocked: int, item: str = "thing", location: str = "here") -> None:
    place = types.StockLocation(id=location, name=location)
    await home.ask(ME, locations_pb.CreateStockLocationRequest(location=place))
    await home.ask(ME, pb.CreateInventoryItemRequest(item=types.InventoryItem(id=item)))
    level = types.InventoryLevel(inventory_item_id=item, location_id=location, stocked_quantity=stocked)
    await home.ask(ME, pb.CreateInventoryLevelRequest(level=level))


async def hold(home: House, *lines: tuple[str, str, int], ttl: float = MINUTE, **fields: Any) -> Any:
    return (await home.ask(ME, reserve_request(*lines, ttl=duration(ttl), **fields))).reservation


async def read(home: House, reservation: str) -> Any:
    return (await home.ask(ME, pb.GetReservationRequest(reservation_id=reservation))).reservation


def posted(url: str) -> list[tuple[str, int, int]]:
    """(item, reserved, held) as the rows of levels have it, whatever the time is."""
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT item_id, reserved, held FROM levels ORDER BY item_id").fetchall()


async def test_every_read_of_a_reservation_sees_it_expire_at_the_instant(database_url: str) -> None:
    async with moved_house(database_url) as (home, clock):
        clock.freeze()
        await fill(home, 10)
        cart = await hold(home, ("thing", "here", 4))
        expires = instant(cart.expire_time)
        assert expires - instant(cart.create_time) == timedelta(seconds=MINUTE)

        async def seen() -> list[Any]:
            one = await read(home, cart.id)
            batch = (await home.ask(ME, pb.BatchGetReservationsRequest(ids=[cart.id]))).reservations[0]
            assert batch == one
            listed = []
            for states in ([], ["STATE_HELD"], ["STATE_EXPIRED"], ["STATE_RELEASED", "STATE_CONFIRMED"]):
                wanted = pb.ListReservationsRequest.Filter(states=states)  # type: ignore[arg-type]
                answer = await home.ask(ME, pb.ListReservationsRequest(filter=wanted))
                assert [shown for shown in answer.reservations if shown != one] == []
                listed.append(len(answer.reservations))
            claim = one.lines[0].allocations[0]
            return [state(one), counters(one.lines[0]), counters(claim), claim.covered_quantity, listed]

        clock.freeze(expires - TICK)
        assert await seen() == ["HELD", (4, 4, 0, 0, 0, 0), (4, 4, 0, 0, 0, 0), 4, [1, 1, 0, 0]]
        clock.freeze(expires)
        assert await seen() == ["EXPIRED", (4, 0, 0, 0, 4, 0), (4, 0, 0, 0, 4, 0), 0, [1, 0, 1, 0]]
        assert posted(database_url) == [("thing", 4, 4)]  # and nobody has closed it


async def test_every_answer_about_availability_sees_a_hold_expire_at_the_instant(database_url: str) -> None:
    async with moved_house(database_url) as (home, clock):
        clock.freeze()
        await fill(home, 10)
        expires = instant((await hold(home, ("thing", "here", 4))).expire_time)
        everywhere = pb.GetAvailabilityRequest(inventory_item_id="thing")
        there = pb.GetAvailabilityRequest(inventory_item_id="thing", location_id="here")
        fixed = pb.ConfirmInventoryRequest(lines=[line("thing", "here", 10)])
        scope = types.LineInput(inventory_item_id="thing", quantity=10, scope=types.StockScope())
        scoped = pb.ConfirmInventoryRequest(lines=[scope])

        async def seen() -> list[Any]:
            both = await home.ask(ME, pb.BatchGetAvailabilityRequest(requests=[everywhere, there]))
            stock = [await home.ask(ME, everywhere), await home.ask(ME, there), *(one.value for one in both.results)]
            checks = [await home.ask(ME, fixed), await home.ask(ME, scoped)]
            answers = [(one.reserved_quantity, one.available_quantity) for one in stock]
            return [*answers, *((one.sufficient, one.lines[0].pooled_quantity) for one in checks)]

        clock.freeze(expires - TICK)
        assert await seen() == [(4, 6)] * 4 + [(False, 6)] * 2
        clock.freeze(expires)
        assert await seen() == [(0, 10)] * 4 + [(True, 10)] * 2


def _sell(item: str) -> Any:
    return adjust_request((item, "here", -1), reason="SOLD")


def _move(item: str) -> Any:
    to = pb.MoveInventoryRequest.Place(location_id="here", bucket="BUCKET_DAMAGED")  # type: ignore[arg-type]
    place = pb.MoveInventoryRequest.Place(location_id="here")
    moving = pb.MoveInventoryRequest.Line(inventory_item_id=item, quantity=1, to=to, **{"from": place})  # type: ignore[arg-type]
    return pb.MoveInventoryRequest(lines=[moving], reason="REASON_CONSUMED")  # type: ignore[arg-type]


def _scoped(item: str) -> Any:
    wanted = types.LineInput(inventory_item_id=item, quantity=1, scope=types.StockScope(location_ids=["here"]))
    return pb.CreateReservationRequest(lines=[wanted])


def _added(item: str) -> Any:
    return pb.UpdateReservationRequest(reservation_id="res_other", add_lines=[line(item, "here", 1)])


NEEDS_STOCK: dict[str, Callable[[str], Any]] = {
    "a promise": lambda item: reserve_request((item, "here", 1)),
    "a promise in scope": _scoped,
    "a line more": _added,
    "a sale": _sell,
    "a move of consumed units": _move,
}


@pytest.mark.parametrize("decision", sorted(NEEDS_STOCK))
async def test_a_decision_has_the_units_of_a_hold_from_its_instant_on(database_url: str, decision: str) -> None:
    async with moved_house(database_url) as (home, clock):
        clock.freeze()
        await fill(home, 10)
        await home.ask(ME, pb.CreateInventoryItemRequest(item=types.InventoryItem(id="other")))
        level = types.InventoryLevel(inventory_item_id="other", location_id="here", stocked_quantity=1)
        await home.ask(ME, pb.CreateInventoryLevelRequest(level=level))
        await home.ask(ME, reserve_request(("other", "here", 1), reservation_id="res_other"))
        expires = instant((await hold(home, ("thing", "here", 10))).expire_time)
        clock.freeze(expires - TICK)
        with pytest.raises(Refused) as refusal:
            await home.ask(ME, NEEDS_STOCK[decision]("thing"))
        assert refusal.value.reason == "INSUFFICIENT_STOCK"
        clock.freeze(expires)
        await home.ask(ME, NEEDS_STOCK[decision]("thing"))
        wanted = pb.ListStockMovementsRequest.Filter(inventory_item_id="thing")
        rows = (await home.ask(ME, pb.ListStockMovementsRequest(filter=wanted))).movements
        assert told(rows)[1:3] == [("RESERVED", "RESERVED", 10, 10), ("EXPIRED", "RESERVED", -10, 0)]
        assert (rows[2].actor, rows[2].request_id) == ("system:expiry", "")
        assert instant(rows[2].effective_time) == expires
        assert report_of(database_url).sound


DELETES: dict[str, tuple[str, Any]] = {
    "level": (
        "LEVEL_NOT_EMPTY",
        pb.DeleteInventoryLevelRequest(inventory_item_id="thing", location_id="here"),
    ),
    "item": ("RESOURCE_IN_USE", pb.DeleteInventoryItemRequest(inventory_item_id="thing")),
    "location": ("RESOURCE_IN_USE", locations_pb.DeleteStockLocationRequest(location_id="here")),
}


@pytest.mark.parametrize("what", sorted(DELETES))
async def test_a_hold_is_in_the_way_of_a_deletion_until_its_instant(database_url: str, what: str) -> None:
    reason, request = DELETES[what]
    async with moved_house(database_url) as (home, clock):
        clock.freeze()
        await fill(home, 0)
        wanted = line("thing", "here", 3, backorder="BACKORDER_MODE_ALLOW")
        made = await home.ask(ME, pb.CreateReservationRequest(lines=[wanted], ttl=duration(MINUTE)))
        expires = instant(made.reservation.expire_time)
        clock.freeze(expires - TICK)
        with pytest.raises(Refused) as refusal:
            await home.ask(ME, request)
        assert refusal.value.reason == reason
        clock.freeze(expires)
        await home.ask(ME, request)
        assert state(await read(home, made.reservation.id)) == "EXPIRED"
        with pytest.raises(Refused) as refusal:
            await home.ask(ME, pb.ConfirmReservationRequest(reservation_id=made.reservation.id))
        assert refusal.value.reason == ("NOT_STOCKED_AT_LOCATION" if what == "level" else "RESOURCE_DELETED")
        assert report_of(database_url).sound


async def test_a_trial_settles_nothing(database_url: str) -> None:
    async with moved_house(database_url) as (home, clock):
        clock.freeze()
        await fill(home, 10)
        cart = await hold(home, ("thing", "here", 10))
        clock.freeze(instant(cart.expire_time))
        tried = await home.ask(ME, reserve_request(("thing", "here", 10), validate_only=True))
        assert state(tried.reservation) == "CONFIRMED"
        late = await home.ask(ME, pb.ConfirmReservationRequest(reservation_id=cart.id, validate_only=True))
        assert (late.reacquired, counters(late.reservation.lines[0])) == (True, (10, 10, 0, 0, 10, 0))
        assert posted(database_url) == [("thing", 10, 10)]
        assert types_of(database_url, cart.id) == ["reservation.created"]
        assert counters((await read(home, cart.id)).lines[0]) == (10, 0, 0, 0, 10, 0)


async def test_a_refusal_settles_nothing_and_is_decided_as_if_it_had(database_url: str) -> None:
    async with moved_house(database_url) as (home, clock):
        clock.freeze()
        await fill(home, 10)
        cart = await hold(home, ("thing", "here", 10))
        clock.freeze(instant(cart.expire_time))
        with pytest.raises(Refused) as refusal:
            await home.ask(ME, reserve_request(("thing", "here", 11)))
        assert refusal.value.facts["available_quantity"] == "10"
        assert posted(database_url) == [("thing", 10, 10)]


AFTER: dict[str, Callable[[Any], Any]] = {
    "extended": lambda cart: pb.ExtendReservationRequest(reservation_id=cart.id, ttl=duration(MINUTE)),
    "fulfilled": lambda cart: pb.FulfillReservationRequest(reservation_id=cart.id),
    "described": lambda cart: pb.UpdateReservationRequest(
        reservation_id=cart.id, reservation=types.Reservation(description="x")
    ),
    "changed": lambda cart: pb.UpdateReservationRequest(
        reservation_id=cart.id, set_lines=[set_line(cart.lines[0].line_id, 1)]
    ),
}


@pytest.mark.parametrize("settled", [False, True], ids=["untouched", "settled by somebody else"])
@pytest.mark.parametrize("verb", sorted(AFTER))
async def test_a_hold_can_be_changed_until_its_instant_and_not_afterwards(
    database_url: str, verb: str, settled: bool
) -> None:
    async with moved_house(database_url) as (home, clock):
        clock.freeze()
        await fill(home, 10)
        await fill(home, 10, "other", "there")
        lines = ("thing", "here", 2), ("other", "there", 1)
        early, late = await hold(home, *lines), await hold(home, *lines, ttl=1.5 * MINUTE)
        clock.freeze(instant(early.expire_time) - TICK)
        await home.ask(ME, AFTER[verb](early))
        expires = instant(late.expire_time)
        clock.freeze(expires)
        if settled:
            for item, location in (("thing", "here"), ("other", "there")):
                await home.ask(ME, adjust_request((item, location, -1), reason="SOLD"))
        with pytest.raises(Refused) as refusal:
            await home.ask(ME, AFTER[verb](late))
        assert refusal.value.reason == "RESERVATION_EXPIRED"
        assert refusal.value.facts == {"reservation_id": late.id, "expire_time": expires.isoformat()}
        assert report_of(database_url).sound


async def test_the_next_buyer_has_the_units_three_tenths_after_a_hold_of_all_of_them(database_url: str) -> None:
    async with moved_house(database_url) as (home, clock):
        clock.freeze()
        await fill(home, 10)
        cart = await hold(home, ("thing", "here", 10))
        expires = instant(cart.expire_time)
        clock.freeze(expires)
        request = pb.GetInventoryLevelRequest(inventory_item_id="thing", location_id="here")
        level = (await home.ask(ME, request)).level
        assert (*balances(level), level.held_quantity) == (10, 0, 10, 0)

        clock.freeze(expires + timedelta(milliseconds=300))
        order = (await home.ask(ME, reserve_request(("thing", "here", 10), request_id="order"))).reservation
        level = (await home.ask(ME, request)).level
        assert (*balances(level), level.held_quantity, level.version) == (10, 10, 0, 0, 4)
        wanted = pb.ListStockMovementsRequest.Filter(inventory_item_id="thing")
        rows = (await home.ask(ME, pb.ListStockMovementsRequest(filter=wanted))).movements
        assert told(rows) == [
            ("INITIAL", "STOCKED", 10, 10),
            ("RESERVED", "RESERVED", 10, 10),
            ("EXPIRED", "RESERVED", -10, 0),
            ("RESERVED", "RESERVED", 10, 10),
        ]
        expired, reserved = rows[2:]
        assert expired.posting_id != reserved.posting_id
        assert (expired.actor, expired.request_id, expired.reservation_id) == ("system:expiry", "", cart.id)
        assert (reserved.actor, reserved.request_id, reserved.reservation_id) == (
            "tester of default",
            "order",
            order.id,
        )
        assert instant(expired.effective_time) == expires
        assert expired.recorded_time == reserved.recorded_time == reserved.effective_time
        assert instant(expired.recorded_time) == expires + timedelta(milliseconds=300)


async def test_settling_one_level_never_touches_another_of_the_same_hold(database_url: str) -> None:
    async with moved_house(database_url) as (home, clock):
        clock.freeze()
        await fill(home, 10, "a")
        await home.ask(ME, pb.CreateInventoryItemRequest(item=types.InventoryItem(id="b")))
        level = types.InventoryLevel(inventory_item_id="b", location_id="here", stocked_quantity=10)
        await home.ask(ME, pb.CreateInventoryLevelRequest(level=level))
        cart = await hold(home, ("a", "here", 3), ("b", "here", 4))
        assert posted(database_url) == [("a", 3, 3), ("b", 4, 4)]
        clock.freeze(instant(cart.expire_time))
        await home.ask(ME, adjust_request(("a", "here", -10), reason="SOLD"))
        assert posted(database_url) == [("a", 0, 0), ("b", 4, 4)]
        assert types_of(database_url, cart.id) == ["reservation.created"]
        shown = await read(home, cart.id)
        assert (state(shown), [counters(one) for one in shown.lines]) == (
            "EXPIRED",
            [(3, 0, 0, 0, 3, 0), (4, 0, 0, 0, 4, 0)],
        )
        assert report_of(database_url).sound
        await home.ask(ME, pb.ConfirmReservationRequest(reservation_id=cart.id, on_shortage="ON_SHORTAGE_BACKORDER"))  # type: ignore[arg-type]
        assert posted(database_url) == [("a", 3, 0), ("b", 4, 0)]
        assert types_of(database_url, cart.id) == [
            "reservation.created",
            "reservation.expired",
            "reservation.confirmed",
        ]
        assert report_of(database_url).sound


async def test_an_expired_hold_has_one_etag_closed_or_not(database_url: str) -> None:
    async with moved_house(database_url) as (home, clock):
        clock.freeze()
        await fill(home, 10)
        cart = await hold(home, ("thing", "here", 3))
        clock.freeze(instant(cart.expire_time))
        seen = await read(home, cart.id)
        assert seen.etag != cart.etag
        with pytest.raises(Refused) as refusal:
            await home.ask(ME, pb.ConfirmReservationRequest(reservation_id=cart.id, etag=cart.etag))
        assert refusal.value.reason == "ETAG_MISMATCH"
        late = await home.ask(ME, pb.ConfirmReservationRequest(reservation_id=cart.id, etag=seen.etag))
        assert (late.reacquired, state(late.reservation)) == (True, "CONFIRMED")


# --- the sweeper ------------------------------------------------------------------------------------


def test_a_hold_that_nobody_touches_is_closed_and_told_of_once(moved: Moved) -> None:
    shop, clock, url = moved.shop, moved.clock, moved.server.database_url
    (one, here), (two, there) = shop.stocked(10), shop.stocked(10)
    cart = shop.hold((one, here, 3), (two, there, 4), ttl=MINUTE)
    clock.go(MINUTE)
    (made, expired) = until_told(url, cart.id, "reservation.expired")
    assert made["type"] == "reservation.created"
    assert expired["actor"] == "system:expiry"
    before, after = expired["payload"]["before"], expired["payload"]["after"]
    assert (before["state"], after["state"]) == ("HELD", "EXPIRED")
    assert [claim["expired"] for claim in after["claims"]] == [3, 4]
    shown = shop.reservation(cart.id)
    assert [counters(line) for line in shown.lines] == [(3, 0, 0, 0, 3, 0), (4, 0, 0, 0, 4, 0)]
    assert told(shop.movements(reservation_id=cart.id)) == [
        ("RESERVED", "RESERVED", 3, 3),
        ("RESERVED", "RESERVED", 4, 4),
        ("EXPIRED", "RESERVED", -3, 0),
        ("EXPIRED", "RESERVED", -4, 0),
    ]
    assert shop.release(cart.id) == shown  # releasing what has expired is fine, and moves nothing
    assert types_of(url, cart.id) == ["reservation.created", "reservation.expired"]


def test_a_hold_whose_levels_others_have_settled_is_told_of_once_all_the_same(moved: Moved) -> None:
    shop, clock, url = moved.shop, moved.clock, moved.server.database_url
    item, here = shop.stocked(10)
    carts = [shop.hold((item, here, 2), ttl=MINUTE) for _ in range(5)]
    clock.go(MINUTE)
    shop.reserve((item, here, 10))
    for cart in carts:
        told_of = [event["type"] for event in until_told(url, cart.id, "reservation.expired")]
        assert told_of == ["reservation.created", "reservation.expired"]


# --- extending --------------------------------------------------------------------------------------


def test_extending_sets_the_later_of_both_expiries(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    clock.freeze()
    item, here = shop.stocked(5)
    clock.go(1)
    cart = shop.hold((item, here, 5), ttl=10 * MINUTE)
    expires = instant(cart.expire_time)
    now = clock.go(MINUTE)
    assert shop.extend(cart.id, 5 * MINUTE) == cart
    longer = shop.extend(cart.id, 10 * MINUTE, etag=cart.etag)
    assert instant(longer.expire_time) == now + timedelta(seconds=10 * MINUTE)
    assert (longer.etag != cart.etag, longer.lines) == (True, cart.lines)
    clock.freeze(expires)
    level = shop.get(item, here)
    assert (*balances(level), level.held_quantity) == (5, 5, 0, 5)
    assert refused(lambda: shop.reserve((item, here, 1))).reason == "INSUFFICIENT_STOCK"
    clock.freeze(instant(longer.expire_time) - TICK)
    assert state(shop.reservation(cart.id)) == "HELD"
    clock.freeze(instant(longer.expire_time))
    assert state(shop.reservation(cart.id)) == "EXPIRED"
    shop.reserve((item, here, 5))


def test_only_a_live_reservation_is_extended(moved: Moved) -> None:
    shop = moved.shop
    item, here = shop.stocked(5)
    order = shop.reserve((item, here, 1))
    assert shop.extend(order.id, MINUTE) == order
    assert not order.HasField("expire_time")
    assert refused(lambda: shop.extend("res_none", MINUTE)).resource == ("Reservation", "res_none")
    assert refused(lambda: shop.extend(order.id, MINUTE, etag="v9")).reason == "ETAG_MISMATCH"
    shop.release(order.id)
    refusal = refused(lambda: shop.extend(order.id, MINUTE))
    assert (refusal.code, refusal.reason, refusal.metadata["state"]) == (
        "FAILED_PRECONDITION", "RESERVATION_NOT_ACTIVE", "RELEASED",
    )  # fmt: skip
    nothing = pb.ExtendReservationRequest(reservation_id=order.id)
    refusal = refused(lambda: shop.inventory.ExtendReservation(nothing))
    assert (refusal.reason, refusal.fields) == ("FIELD_REQUIRED", ["ttl"])


@pytest.mark.parametrize(
    ("ttl", "kept"),
    [
        (Duration(), None),
        (Duration(seconds=-1), None),
        (Duration(nanos=-1), None),
        (Duration(nanos=999), None),
        (Duration(nanos=1000), timedelta(microseconds=1)),
        (Duration(seconds=1, nanos=1999), timedelta(seconds=1, microseconds=1)),
        (Duration(seconds=1, nanos=-1), None),
        (Duration(seconds=366 * 86400), timedelta(days=366)),
        (Duration(seconds=366 * 86400, nanos=1000), None),
        (Duration(seconds=2**62), None),
    ],
    ids=str,
)
def test_a_hold_lives_from_a_microsecond_to_366_days(moved: Moved, ttl: Duration, kept: timedelta | None) -> None:
    shop = moved.shop
    moved.clock.freeze()
    item, here = shop.stocked(5)
    request = reserve_request((item, here, 1), ttl=ttl)
    if kept is None:
        refusal = refused(lambda: shop.inventory.CreateReservation(request))
        assert (refusal.code, refusal.reason, refusal.fields) == ("INVALID_ARGUMENT", "FIELD_INVALID", ["ttl"])
        assert balances(shop.get(item, here)) == (5, 0, 5)
        return
    made = shop.inventory.CreateReservation(request).reservation
    assert state(made) == "HELD"
    assert instant(made.expire_time) - instant(made.create_time) == kept


# --- confirming -------------------------------------------------------------------------------------


def test_confirming_keeps_the_place_and_may_be_repeated(moved: Moved) -> None:
    shop, url = moved.shop, moved.server.database_url
    item, here = shop.stocked(5)
    cart = shop.hold((item, here, 2), ttl=MINUTE)
    version = shop.get(item, here).version
    done = shop.confirm(cart.id, etag=cart.etag)
    assert (state(done.reservation), done.reacquired) == ("CONFIRMED", False)
    assert done.reservation.lines == cart.lines
    level = shop.get(item, here)
    assert (*balances(level), level.held_quantity, level.version) == (5, 2, 3, 0, version)
    again = shop.confirm(cart.id)
    assert (again.reservation, again.reacquired) == (done.reservation, False)
    assert refused(lambda: shop.confirm(cart.id, etag=cart.etag)).reason == "ETAG_MISMATCH"
    assert types_of(url, cart.id) == ["reservation.created", "reservation.confirmed"]
    changed = events_of(url, f"{item}/{here}")[-1]
    assert (changed["type"], changed["payload"]["before"]["held"], "held" in changed["payload"]["after"]) == (
        "level.held_changed", 2, False,
    )  # fmt: skip


@pytest.mark.parametrize("end", ["RELEASED", "FULFILLED"])
def test_what_has_ended_is_not_confirmed(shop: Shop, end: str) -> None:
    item, here = shop.stocked(5)
    cart = shop.hold((item, here, 2), ttl=MINUTE)
    if end == "RELEASED":
        shop.release(cart.id)
    else:
        shop.fulfil(cart.id)
    refusal = refused(lambda: shop.confirm(cart.id))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "RESERVATION_NOT_ACTIVE")
    assert refusal.metadata == {"reservation_id": cart.id, "state": end}
    assert refused(lambda: shop.confirm("res_none")).resource == ("Reservation", "res_none")


def test_a_late_confirm_has_the_same_units_at_the_same_places_again_behind_everybody(moved: Moved) -> None:
    shop, clock, url = moved.shop, moved.clock, moved.server.database_url
    (one, here), (two, there) = shop.stocked(5), shop.stocked(5)
    cart = shop.hold((one, here, 3), (two, there, 2), (one, here, 1), ttl=MINUTE)
    until = instant(cart.expire_time)
    clock.go(MINUTE)
    shop.reserve((one, here, 1))
    late = shop.confirm(cart.id)
    assert (late.reacquired, state(late.reservation), late.reservation.HasField("expire_time")) == (
        True, "CONFIRMED", False,
    )  # fmt: skip
    assert [counters(line) for line in late.reservation.lines] == [
        (3, 3, 0, 0, 3, 0), (2, 2, 0, 0, 2, 0), (1, 1, 0, 0, 1, 0),
    ]  # fmt: skip
    for old, new in zip(cart.lines, late.reservation.lines, strict=True):
        lapsed, claim = new.allocations
        assert (old.allocations[0].id, old.line_id) == (lapsed.id, new.line_id)
        assert (claim.inventory_item_id, claim.location_id) == (lapsed.inventory_item_id, lapsed.location_id)
        assert claim.claim_seq == shop.get(claim.inventory_item_id, claim.location_id).version
        assert claim.claim_seq > lapsed.claim_seq
        assert claim.covered_quantity == claim.quantity == lapsed.quantity
    assert balances(shop.get(one, here)) == (5, 5, 0)
    assert balances(shop.get(two, there)) == (5, 2, 3)
    assert types_of(url, cart.id) == ["reservation.created", "reservation.expired", "reservation.confirmed"]
    assert instant(shop.movements(reservation_id=cart.id)[-1].recorded_time) > until
    again = shop.confirm(cart.id)
    assert (again.reacquired, again.reservation) == (False, late.reservation)


def test_a_late_confirm_names_each_line_that_is_short(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    (one, here), (two, there), (three, third) = shop.stocked(5), shop.stocked(5), shop.stocked(2)
    cart = shop.hold((one, here, 3), (two, there, 2), (three, third, 2), ttl=MINUTE)
    clock.go(MINUTE)
    shop.reserve((one, here, 4), (three, third, 2))
    refusal = refused(lambda: shop.confirm(cart.id))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "INSUFFICIENT_STOCK")
    assert [
        (line.line_index, line.inventory_item_id, line.requested_quantity, line.available_quantity)
        for line in refusal.shortage.lines
    ] == [(0, one, 3, 1), (2, three, 2, 0)]
    assert state(shop.reservation(cart.id)) == "EXPIRED"
    assert balances(shop.get(two, there)) == (5, 0, 5)

    late = shop.confirm(cart.id, on_shortage="ON_SHORTAGE_BACKORDER")
    assert (late.reacquired, state(late.reservation)) == (True, "CONFIRMED")
    assert [line.allocations[1].covered_quantity for line in late.reservation.lines] == [1, 2, 0]
    assert balances(shop.get(one, here)) == (5, 7, -2)
    assert balances(shop.get(two, there)) == (5, 2, 3)
    assert balances(shop.get(three, third)) == (2, 4, -2)


def test_a_late_confirm_on_backorder_keeps_within_the_limits_of_the_level(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    item, here = shop.stocked(5, backorder_limit=2)
    cart = shop.hold((item, here, 3), ttl=MINUTE)
    clock.go(MINUTE)
    shop.reserve((item, here, 5))
    refusal = refused(lambda: shop.confirm(cart.id, on_shortage="ON_SHORTAGE_BACKORDER"))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "BACKORDER_LIMIT")
    assert refusal.metadata == {
        "line_index": "0", "inventory_item_id": item, "location_id": here, "requested_quantity": "3",
        "available_quantity": "0", "limit_quantity": "2",
    }  # fmt: skip
    assert balances(shop.get(item, here)) == (5, 5, 0)


def test_a_part_that_left_in_time_is_not_promised_again(moved: Moved) -> None:
    """Units released from a hold in time stay released; only what its time took is had again."""
    shop, clock = moved.shop, moved.clock
    item, here = shop.stocked(5)
    cart = shop.hold((item, here, 5), ttl=MINUTE)
    part = pb.ReservationPart(line_id=cart.lines[0].line_id, quantity=2)
    shop.release(cart.id, lines=[part])
    clock.go(MINUTE)
    late = shop.confirm(cart.id)
    assert [counters(one) for one in late.reservation.lines[0].allocations] == [
        (5, 0, 0, 2, 3, 0), (3, 3, 0, 0, 0, 0),
    ]  # fmt: skip
    assert balances(shop.get(item, here)) == (5, 3, 2)


def test_a_known_request_is_answered_as_before_whatever_time_it_is(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    item, here = shop.stocked(5)
    request = reserve_request((item, here, 5), ttl=duration(MINUTE), request_id=unique("request"))
    first = shop.inventory.CreateReservation(request)
    chosen = unique("res")
    clock.go(MINUTE)
    again = shop.inventory.CreateReservation(request)
    assert (again.mutation.replayed, again.reservation) == (True, first.reservation)
    assert state(shop.reservation(first.reservation.id)) == "EXPIRED"
    shop.hold((item, here, 5), ttl=MINUTE, reservation_id=chosen)
    clock.go(MINUTE)
    current = shop.hold((item, here, 5), ttl=MINUTE, reservation_id=chosen)
    assert state(current) == "EXPIRED"
    assert balances(shop.get(item, here)) == (5, 0, 5)


def test_a_batch_of_holds_and_orders_is_decided_entry_by_entry(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    item, here = shop.stocked(10)
    entries = [reserve_request((item, here, 2), ttl=duration(MINUTE) if n % 2 else None) for n in range(6)]
    answer = shop.inventory.BatchCreateReservations(pb.BatchCreateReservationsRequest(entries=entries))
    assert [one.WhichOneof("result") for one in answer.results] == ["value"] * 5 + ["error"]
    level = shop.get(item, here)
    assert (*balances(level), level.held_quantity) == (10, 10, 0, 4)
    clock.go(MINUTE)
    level = shop.get(item, here)
    assert (*balances(level), level.held_quantity) == (10, 6, 4, 0)


# --- replacing --------------------------------------------------------------------------------------


def test_a_shopper_is_never_blocked_by_their_own_cart(moved: Moved) -> None:
    shop, url = moved.shop, moved.server.database_url
    item, here = shop.stocked(10)
    cart = shop.hold((item, here, 10), ttl=MINUTE)
    assert refused(lambda: shop.hold((item, here, 10), ttl=MINUTE)).reason == "INSUFFICIENT_STOCK"
    again = shop.hold((item, here, 10), ttl=MINUTE, replaces_reservation_id=cart.id)
    assert (state(again), balances(shop.get(item, here))) == ("HELD", (10, 10, 0))
    old = shop.reservation(cart.id)
    assert (state(old), old.replaced_by_reservation_id) == ("RELEASED", again.id)
    assert told(shop.movements(inventory_item_id=item))[1:] == [
        ("RESERVED", "RESERVED", 10, 10), ("RELEASED", "RESERVED", -10, 0), ("RESERVED", "RESERVED", 10, 10),
    ]  # fmt: skip
    assert types_of(url, cart.id) == ["reservation.created", "reservation.released"]


def test_a_cart_that_cannot_be_replaced_stays_as_it_is(moved: Moved) -> None:
    shop = moved.shop
    item, here = shop.stocked(10)
    cart = shop.hold((item, here, 6), ttl=MINUTE)
    refusal = refused(lambda: shop.hold((item, here, 11), ttl=MINUTE, replaces_reservation_id=cart.id))
    (short,) = refusal.shortage.lines
    assert (refusal.reason, short.requested_quantity, short.available_quantity) == ("INSUFFICIENT_STOCK", 11, 10)
    assert shop.reservation(cart.id) == cart
    assert balances(shop.get(item, here)) == (10, 6, 4)
    nobody = refused(lambda: shop.hold((item, here, 1), ttl=MINUTE, replaces_reservation_id="res_none"))
    assert nobody.resource == ("Reservation", "res_none")


def test_a_new_cart_is_made_once_however_often_its_chosen_id_is_sent(moved: Moved) -> None:
    shop = moved.shop
    item, here = shop.stocked(10)
    cart = shop.hold((item, here, 6), ttl=MINUTE)
    request = reserve_request(
        (item, here, 8), ttl=duration(MINUTE), replaces_reservation_id=cart.id, reservation_id=unique("res")
    )
    first, again = shop.inventory.CreateReservation(request), shop.inventory.CreateReservation(request)
    assert (again.mutation.replayed, again.reservation) == (True, first.reservation)
    assert balances(shop.get(item, here)) == (10, 8, 2)


def test_an_order_may_take_the_place_of_a_cart_but_nothing_takes_that_of_an_order(moved: Moved) -> None:
    shop = moved.shop
    item, here = shop.stocked(10)
    cart = shop.hold((item, here, 10), ttl=MINUTE)
    order = shop.reserve((item, here, 10), replaces_reservation_id=cart.id)
    assert state(order) == "CONFIRMED"
    level = shop.get(item, here)
    assert (*balances(level), level.held_quantity) == (10, 10, 0, 0)
    for old, metadata in (
        (order.id, {"reservation_id": order.id, "state": "CONFIRMED"}),
        (cart.id, {"reservation_id": cart.id, "state": "RELEASED", "replaced_by": order.id}),
    ):
        refusal = refused(lambda old=old: shop.hold((item, here, 1), ttl=MINUTE, replaces_reservation_id=old))  # type: ignore[misc]
        assert (refusal.reason, refusal.metadata) == ("RESERVATION_NOT_ACTIVE", metadata)


def test_an_expired_cart_is_replaced_once_and_then_neither_replaced_nor_confirmed(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    item, here = shop.stocked(10)
    cart = shop.hold((item, here, 4), ttl=MINUTE)
    clock.go(MINUTE)
    again = shop.hold((item, here, 4), ttl=MINUTE, replaces_reservation_id=cart.id)
    old = shop.reservation(cart.id)
    assert (state(old), old.replaced_by_reservation_id) == ("EXPIRED", again.id)
    for call in (
        lambda: shop.hold((item, here, 1), ttl=MINUTE, replaces_reservation_id=cart.id),
        lambda: shop.confirm(cart.id),
        lambda: shop.extend(cart.id, MINUTE),
    ):
        refusal = refused(call)
        assert (refusal.reason, refusal.metadata) == (
            "RESERVATION_NOT_ACTIVE",
            {"reservation_id": cart.id, "state": "EXPIRED", "replaced_by": again.id},
        )
    assert shop.release(cart.id) == old
    assert balances(shop.get(item, here)) == (10, 4, 6)


@pytest.mark.parametrize("expired", [False, True], ids=["live", "expired"])
def test_of_two_tabs_that_replace_one_cart_exactly_one_wins(moved: Moved, expired: bool) -> None:
    shop, clock = moved.shop, moved.clock
    for _ in range(10):
        item, here = shop.stocked(100)
        cart = shop.hold((item, here, 3), ttl=MINUTE).id
        if expired:
            clock.go(MINUTE)

        def replace(one: Shop, item: str = item, here: str = here, cart: str = cart) -> Any:
            return one.hold((item, here, 5), ttl=MINUTE, replaces_reservation_id=cart)

        with Crowd([moved.server.address], channels=2, threads=2) as crowd:
            answers = crowd.do([replace] * 2)
        assert outcomes(answers) == {"OK": 1, "RESERVATION_NOT_ACTIVE": 1}
        assert balances(shop.get(item, here)) == (100, 5, 95)


def test_a_check_leaves_the_shoppers_own_cart_out_of_account(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    item, here = shop.stocked(10)
    cart = shop.hold((item, here, 7), ttl=MINUTE)
    shop.reserve((item, here, 1))

    def sufficient(quantity: int, exclude: str = cart.id) -> bool:
        request = pb.ConfirmInventoryRequest(lines=[line(item, here, quantity)], exclude_reservation_id=exclude)
        return bool(shop.inventory.ConfirmInventory(request).sufficient)

    def stock(exclude: str = cart.id) -> tuple[int, int]:
        request = pb.GetAvailabilityRequest(inventory_item_id=item, exclude_reservation_id=exclude)
        answer = shop.inventory.GetAvailability(request)
        return answer.reserved_quantity, answer.available_quantity

    assert (sufficient(2, ""), sufficient(3, ""), stock("")) == (True, False, (8, 2))
    assert (sufficient(9), sufficient(10), stock()) == (True, False, (1, 9))
    clock.go(MINUTE)  # what has expired is not left out twice
    assert (sufficient(9), sufficient(10), stock()) == (True, False, (1, 9))
    for call in (lambda: sufficient(1, "res_none"), lambda: stock("res_none")):
        assert refused(call).resource == ("Reservation", "res_none")


# --- what a hold does to its neighbours -------------------------------------------------------------


def test_the_lapsed_claim_of_an_older_cart_stands_in_nobodys_way(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    clock.freeze()
    item, here = shop.stocked(5)
    cart = shop.hold((item, here, 3), ttl=MINUTE)
    order = shop.reserve((item, here, 2))
    shop.set(item, here, 3)
    assert shop.reservation(order.id).lines[0].allocations[0].covered_quantity == 0
    assert refused(lambda: shop.fulfil(order.id)).reason == "NOT_COVERED"
    clock.freeze(instant(cart.expire_time))
    assert shop.reservation(order.id).lines[0].allocations[0].covered_quantity == 2
    assert shop.fulfil(order.id).reservation.lines[0].fulfilled_quantity == 2
    assert balances(shop.get(item, here)) == (1, 0, 1)


def test_a_hold_moves_with_its_expiry(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    clock.freeze()
    item, here = shop.stocked(5)
    there = shop.location()
    shop.level(item, there, 5)
    cart = shop.hold((item, here, 3), ttl=MINUTE)
    shop.update(cart.id, moves=[relocation(cart.lines[0].allocations[0].id, there)])
    clock.freeze(instant(cart.expire_time) - TICK)
    assert [balances(shop.get(item, place)) for place in (here, there)] == [(5, 0, 5), (5, 3, 2)]
    clock.freeze(instant(cart.expire_time))
    assert [balances(shop.get(item, place)) for place in (here, there)] == [(5, 0, 5), (5, 0, 5)]
    assert counters(shop.reservation(cart.id).lines[0]) == (3, 0, 0, 3, 3, 0)


def test_a_closed_location_takes_no_hold_back_but_lets_it_live(moved: Moved) -> None:
    shop, clock = moved.shop, moved.clock
    item, here = shop.stocked(5)
    cart, other = (shop.hold((item, here, 2), ttl=MINUTE) for _ in range(2))
    closed = types.StockLocation(id=here, active=False)
    shop.locations.UpdateStockLocation(locations_pb.UpdateStockLocationRequest(location=closed))
    assert shop.extend(other.id, 2 * MINUTE).expire_time.seconds > other.expire_time.seconds
    clock.go(MINUTE)
    refusal = refused(lambda: shop.confirm(cart.id))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "LOCATION_INACTIVE")
    assert shop.confirm(other.id).reacquired is False
    assert state(shop.fulfil(other.id).reservation) == "FULFILLED"


# --- the clock itself -------------------------------------------------------------------------------


def test_the_clock_of_a_database_is_moved_in_dev_mode_only(monkeypatch: pytest.MonkeyPatch) -> None:
    url = "postgresql://db.example/stock"
    told_off = servers.run("config", database_url=url, test_clock="true", dev="false")
    assert told_off.returncode != 0
    assert "test_clock is for tests: it needs dev mode" in " ".join((told_off.stdout + told_off.stderr).split())
    assert servers.run("config", database_url=url, test_clock="true", dev="true").returncode == 0
    monkeypatch.setenv("HOLDFAST_DATABASE_URL", url)
    monkeypatch.setenv("HOLDFAST_TEST_CLOCK", "true")
    with pytest.raises(SettingsInvalid, match="test_clock"):
        load()


def test_no_server_but_a_test_setting_has_a_clock_to_move(shop: Shop, server: servers.RunningServer) -> None:
    with psycopg.connect(server.database_url) as connection:
        assert connection.execute("SELECT to_regclass('test_clock')").fetchone() == (None,)
