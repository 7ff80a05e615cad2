"""Any sequence of commands over the wire against the model of `tests/support/model.py`; the books after each run.

Several clients take turns, and time jumps over expiries while the sweeper is at work. `PROPERTY_EXAMPLES` asks for
more runs than usual, and for others each time.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import grpc
import pytest
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import types_pb2 as types
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.support.books import assert_books
from tests.support.clock import MovedClock
from tests.support.model import Key, Model, Refusal, Shelf, Want, picture_of
from tests.support.refusals import read_error
from tests.support.server import RunningServer
from tests.support.world import (
    Shop,
    adjust_request,
    duration,
    line,
    place,
    relocation,
    reserve_request,
    returned,
    set_line,
    unique,
)

MORE = os.environ.get("PROPERTY_EXAMPLES")
CLIENTS = 3
ITEMS = 2
LOCATIONS = 3
BUCKETS = ("STOCKED", "STOCKED", "INCOMING", "DAMAGED")
REASONS = ("SOLD", "COUNTED", "DAMAGED", "RECEIVED")
MOVE_REASONS = ("CORRECTED", "CORRECTED", "TRANSFERRED", "RECEIVED", "SPOILED")
DISPOSITIONS = {"RESTOCK": "STOCKED", "DAMAGED": "DAMAGED", "QUALITY_CONTROL": "QUALITY_CONTROL", "DISCARD": None}
SHORT = {"INSUFFICIENT_STOCK", "BACKORDER_LIMIT"}

small = st.integers(1, 5)
few = st.integers(1, 3)
some = st.integers(0, 11)
any_one = st.integers(0, 59)
items = st.integers(0, ITEMS - 1)
locations = st.integers(0, LOCATIONS - 1)
levels = st.integers(0, ITEMS * LOCATIONS - 1)
ttls = st.none() | st.integers(5, 40)
fixed_lines = st.tuples(levels, small, st.integers(0, 3).map(lambda dice: dice == 0))
scoped_lines = st.tuples(items, st.integers(1, 9), st.sets(locations, max_size=2), st.booleans(), st.booleans())


class LifeMachine(RuleBasedStateMachine):
    """Two items at three locations, and whatever is done with them."""

    shops: Sequence[Shop]
    clock: MovedClock
    database_url: str

    @initialize(
        stock=st.lists(st.integers(3, 15), min_size=6, max_size=6),
        orders=st.lists(st.tuples(st.lists(fixed_lines, min_size=1, max_size=2), ttls), max_size=4),
    )
    def begin(self, stock: list[int], orders: list[tuple[list[tuple[int, int, bool]], int | None]]) -> None:
        self.turns = 0
        self.shop = self.shops[0]
        self.clock.thaw()
        self.now = self.clock.freeze()
        self.places = [self.shop.location(priority=priority) for priority in (1, 1, 2)]
        self.items = [self.shop.item() for _ in range(ITEMS)]
        self.keys: list[Key] = [(item, location) for item in self.items for location in self.places]
        shelves = [Shelf() for _ in self.keys]
        shelves[1].safety = 1
        shelves[2].backorder_limit = 4
        shelves[3].backorder_limit = 2
        shelves[4].up_to_incoming = True
        for key, shelf, stocked in zip(self.keys, shelves, stock, strict=True):
            self.shop.level(
                *key,
                stocked,
                safety_stock_quantity=shelf.safety,
                backorder_limit=shelf.backorder_limit,
                backorder_up_to_incoming=shelf.up_to_incoming,
            )
            shelf.buckets["STOCKED"] = stocked
        self.model = Model(dict(zip(self.places, (1, 1, 2), strict=True)), dict(zip(self.keys, shelves, strict=True)))
        self.sent: list[tuple[str, Any, Any]] = []
        for lines, ttl in orders:
            self.create(self.fixed(lines), ttl)

    def has_reservations(self) -> bool:
        return bool(self.model.reservations)

    def choose(self, which: int, *states: str) -> str:
        """One of the reservations, mostly one in these states."""
        everyone = list(self.model.reservations.values())
        wanted = [one for one in everyone if one.state in states] if which % 6 else []
        chosen: str = pick(wanted or everyone, which // 6).id
        return chosen

    # --- how everything is sent -------------------------------------------------------------------

    def do(self, name: str, request: Any, operation: Callable[[Model], Any]) -> Any:
        """Send it as the next client, every third time after a trial run: the answer, or None where it is refused.

        The model says whether it is, and what is shown afterwards.
        """
        self.turns += 1
        self.shop = self.shops[self.turns % CLIENTS]
        reason = None
        after = self.model
        try:
            after = self.model.after(operation)
        except Refusal as refusal:
            reason = refusal.reason
        if self.turns % 3 == 0:
            trial = type(request)()
            trial.CopyFrom(request)
            trial.validate_only = True
            self.check(after, self.call(name, trial, reason))
        request.request_id = unique("machine")
        answer = self.call(name, request, reason)
        if answer is not None:
            self.sent.append((name, request, answer))
            self.model = after
            for shown in reservations_of(answer):
                after.learn(shown)
            if name == "FulfillReservation":
                after.learn_fulfilment(answer.reservation.id, answer.fulfillment.id)
            self.check(after, answer)
        return answer

    def call(self, name: str, request: Any, reason: str | None) -> Any:
        try:
            answer = getattr(self.shop.inventory, name)(request)
        except grpc.RpcError as error:
            assert read_error(error).reason == reason
            return None
        assert reason is None, f"was not refused with {reason}"
        return answer

    def check(self, model: Model, answer: Any) -> None:
        for shown in reservations_of(answer) if answer is not None else ():
            expected = model.picture(shown.id) if shown.id in model.reservations else None
            assert expected is None or picture_of(shown) == expected

    # --- stock ------------------------------------------------------------------------------------

    @rule(
        lines=st.lists(st.tuples(levels, st.integers(-6, 9).filter(bool)), min_size=1, max_size=2),
        bucket=st.sampled_from(BUCKETS),
        reason=st.sampled_from(REASONS),
        guard=st.sampled_from([None, None, 0, 1]),
    )
    def adjust(self, lines: list[tuple[int, int]], bucket: str, reason: str, guard: int | None) -> None:
        named = [(self.keys[level], delta) for level, delta in lines]
        expected = None if guard is None else self.model.shelves[named[0][0]].buckets[bucket] + guard
        request = adjust_request(*((*key, delta) for key, delta in named), reason=reason, bucket=bucket)
        if expected is not None:
            request.lines[0].expected_quantity = expected
        self.do(
            "AdjustInventory",
            request,
            lambda model: model.adjust([(key, bucket, delta) for key, delta in named], reason, expected),
        )

    @rule(level=levels, quantity=st.integers(0, 12), bucket=st.sampled_from(BUCKETS), guard=st.integers(0, 4))
    def count(self, level: int, quantity: int, bucket: str, guard: int) -> None:
        key = self.keys[level]
        expected = self.model.shelves[key].buckets[bucket] + guard // 2 if guard > 1 else None
        counted = pb.SetInventoryRequest.Line(
            inventory_item_id=key[0],
            location_id=key[1],
            bucket=f"BUCKET_{bucket}",  # type: ignore[arg-type]
            quantity=quantity,
            expected_quantity=expected,
        )
        request = pb.SetInventoryRequest(lines=[counted])
        self.do("SetInventory", request, lambda model: model.count(key, bucket, quantity, expected))

    @rule(
        item=items,
        source=st.tuples(locations, st.sampled_from(BUCKETS)),
        goal=st.tuples(locations, st.sampled_from(BUCKETS)),
        quantity=small,
        reason=st.sampled_from(MOVE_REASONS),
    )
    def move(self, item: int, source: tuple[int, str], goal: tuple[int, str], quantity: int, reason: str) -> None:
        out, into = (self.places[source[0]], source[1]), (self.places[goal[0]], goal[1])
        moved = pb.MoveInventoryRequest.Line(
            inventory_item_id=self.items[item],
            quantity=quantity,
            to=place(*into),
            **{"from": place(*out)},  # type: ignore[arg-type]
        )
        request = pb.MoveInventoryRequest(lines=[moved], reason=f"REASON_{reason}")  # type: ignore[arg-type]
        self.do("MoveInventory", request, lambda model: model.move(self.items[item], out, into, quantity, reason))

    # --- promises ---------------------------------------------------------------------------------

    def fixed(self, lines: Sequence[tuple[int, int, bool]]) -> list[Want]:
        return [Want(self.keys[n][0], units, self.keys[n][1], (), backorder) for n, units, backorder in lines]

    def scoped(self, wanted: tuple[int, int, set[int], bool, bool]) -> Want:
        item, quantity, scope, splits, backorder = wanted
        return Want(self.items[item], quantity, "", tuple(self.places[n] for n in sorted(scope)), backorder, splits)

    def create(self, wants: Sequence[Want], ttl: int | None, replaces: str = "", reference: str = "") -> None:
        """Ask first whether it can be had: a yes is a yes, and a no is a no."""
        request = reserve_request(reservation_id=unique("res"), replaces_reservation_id=replaces)
        request.lines.extend(map(input_of, wants))
        if ttl is not None:
            request.ttl.CopyFrom(duration(ttl + self.some_milliseconds()))
        if reference:
            request.reference.id = reference
        asked = pb.ConfirmInventoryRequest(lines=request.lines, exclude_reservation_id=replaces)
        said = self.shop.inventory.ConfirmInventory(asked)
        expire_time = None if ttl is None else self.now + request.ttl.ToTimedelta()
        expected: list[str] = []

        def operation(model: Model) -> None:
            try:
                model.create(
                    request.reservation_id, wants, expire_time=expire_time, replaces=replaces, reference=reference
                )
            except Refusal as refusal:
                expected.append(refusal.reason)
                raise

        answer = self.do("CreateReservation", request, operation)
        if expected != ["RESERVATION_NOT_ACTIVE"]:
            assert said.sufficient is (answer is not None)

    def some_milliseconds(self) -> float:
        """No two holds end within the same millisecond: a clock that stands still does not tell which was first."""
        return self.turns / 1000

    @rule(
        lines=st.lists(fixed_lines, min_size=1, max_size=3),
        ttl=ttls,
        reference=st.sampled_from(["", "first", "second"]),
    )
    def reserve(self, lines: list[tuple[int, int, bool]], ttl: int | None, reference: str) -> None:
        self.create(self.fixed(lines), ttl, reference=f"{reference} of {self.items[0]}" if reference else "")

    @rule(wanted=scoped_lines, ttl=ttls)
    def reserve_anywhere(self, wanted: tuple[int, int, set[int], bool, bool], ttl: int | None) -> None:
        self.create([self.scoped(wanted)], ttl)

    @precondition(has_reservations)
    @rule(one_of=any_one, lines=st.lists(fixed_lines, min_size=1, max_size=2), ttl=ttls)
    def replace(self, one_of: int, lines: list[tuple[int, int, bool]], ttl: int | None) -> None:
        self.create(self.fixed(lines), ttl, self.choose(one_of, "HELD", "EXPIRED"))

    @precondition(has_reservations)
    @rule(
        one_of=any_one,
        adds=st.lists(fixed_lines, max_size=1),
        sets=st.lists(st.tuples(some, st.integers(1, 8)), max_size=2),
        removes=st.sampled_from([[], [], [], [0], [1]]),
        moves=st.lists(st.tuples(some, st.none() | few, locations), max_size=1),
        description=st.none() | st.sampled_from(["new", "newer"]),
        etag=st.sampled_from(["", "", "", "present", "present", "old"]),
    )
    def update(
        self,
        one_of: int,
        adds: list[tuple[int, int, bool]],
        sets: list[tuple[int, int]],
        removes: list[int],
        moves: list[tuple[int, int | None, int]],
        description: str | None,
        etag: str,
    ) -> None:
        self.change(one_of, adds, sets, removes, moves, description, etag)

    @precondition(has_reservations)
    @rule(one_of=any_one, which=some, quantity=st.integers(1, 9))
    def set_a_line(self, one_of: int, which: int, quantity: int) -> None:
        self.change(one_of, sets=[(which, quantity)])

    @precondition(has_reservations)
    @rule(one_of=any_one, which=some, quantity=st.none() | few, location=locations)
    def move_a_claim(self, one_of: int, which: int, quantity: int | None, location: int) -> None:
        self.change(one_of, moves=[(which, quantity, location)])

    def change(
        self,
        one_of: int,
        adds: Sequence[tuple[int, int, bool]] = (),
        sets: Sequence[tuple[int, int]] = (),
        removes: Sequence[int] = (),
        moves: Sequence[tuple[int, int | None, int]] = (),
        description: str | None = None,
        etag: str = "",
    ) -> None:
        reservation = self.choose(one_of, "HELD", "CONFIRMED")
        one = self.model.reservations[reservation]
        wants = self.fixed(adds)
        setting = [(pick(one.lines, n).id, quantity) for n, quantity in sets]
        removing = [pick(one.lines, n).id for n in removes]
        moving = [(pick(one.live_claims or one.claims, n).id, quantity, self.places[to]) for n, quantity, to in moves]
        request = pb.UpdateReservationRequest(
            reservation_id=reservation,
            add_lines=map(input_of, wants),
            set_lines=[set_line(*parts) for parts in setting],
            remove_line_ids=removing,
            moves=[relocation(claim, to, quantity) for claim, quantity, to in moving],
            etag={"": "", "present": one.etag, "old": '"0"'}[etag],
        )
        if description is not None:
            request.reservation.description = description
        growing = [one.line(line_id) for line_id, _ in setting if line_id not in removing]
        if len([line for line in growing if not line.want.place]) > 1:
            return  # the model plans one line in a scope at a time

        def operation(model: Model) -> None:
            if len({line_id for line_id, _ in setting} | set(removing)) < len(setting) + len(removing):
                raise Refusal("DUPLICATE_ENTRY")
            if etag == "old":
                raise Refusal("ETAG_MISMATCH")
            model.update(reservation, adds=wants, sets=setting, removes=removing, moves=moving, description=description)

        self.do("UpdateReservation", request, operation)

    # --- time -------------------------------------------------------------------------------------

    @precondition(has_reservations)
    @rule(one_of=any_one, ttl=st.integers(5, 60), checked=st.booleans())
    def extend(self, one_of: int, ttl: int, checked: bool) -> None:
        reservation = self.choose(one_of, "HELD")
        request = pb.ExtendReservationRequest(
            reservation_id=reservation,
            ttl=duration(ttl + self.some_milliseconds()),
            etag=self.etag(reservation, checked),
        )
        expire_time = self.now + request.ttl.ToTimedelta()
        self.do("ExtendReservation", request, lambda model: model.extend(reservation, expire_time))

    @precondition(has_reservations)
    @rule(one_of=any_one, on_backorder=st.booleans(), checked=st.booleans())
    def confirm(self, one_of: int, on_backorder: bool, checked: bool) -> None:
        reservation = self.choose(one_of, "HELD", "EXPIRED")
        request = pb.ConfirmReservationRequest(
            reservation_id=reservation,
            on_shortage="ON_SHORTAGE_BACKORDER" if on_backorder else "ON_SHORTAGE_FAIL",
            etag=self.etag(reservation, checked),
        )
        is_late = self.model.reservations[reservation].state == "EXPIRED"
        answer = self.do(
            "ConfirmReservation", request, lambda model: model.confirm(reservation, on_backorder=on_backorder)
        )
        assert answer is None or answer.reacquired is is_late

    def etag(self, reservation: str, checked: bool) -> str:
        return self.model.reservations[reservation].etag if checked else ""

    @rule(seconds=st.integers(1, 30))
    def some_time_passes(self, seconds: int) -> None:
        self.go_to(self.now + timedelta(seconds=seconds))

    @precondition(lambda self: any(one.state == "HELD" for one in self.model.reservations.values()))
    @rule(which=some, early=st.booleans())
    def an_expiry_comes(self, which: int, early: bool) -> None:
        """To the very instant of an expiry, or to a millisecond before it."""
        held = [one.expire_time for one in self.model.reservations.values() if one.state == "HELD"]
        instant = pick(sorted(filter(None, held)), which)
        self.go_to(instant - timedelta(milliseconds=1) if early else instant)

    def go_to(self, instant: datetime) -> None:
        """Not to right before an expiry: the next writes would be a microsecond apart from each other, and so past it."""
        soon = [one.expire_time for one in self.model.reservations.values() if one.expire_time is not None]
        while any(timedelta(0) < at - instant < timedelta(microseconds=500) for at in soon):
            instant += timedelta(milliseconds=1)
        self.now = self.clock.freeze(max(instant, self.now))
        self.model.pass_time(self.now)

    # --- giving back, leaving, coming back --------------------------------------------------------

    @precondition(has_reservations)
    @rule(one_of=any_one)
    def release(self, one_of: int) -> None:
        reservation = self.choose(one_of, "HELD", "CONFIRMED")
        request = pb.ReleaseReservationRequest(reservation_id=reservation)
        self.do("ReleaseReservation", request, lambda model: model.release([reservation]))

    @precondition(has_reservations)
    @rule(one_of=any_one, parts=st.lists(st.tuples(st.booleans(), some, few), min_size=1, max_size=2))
    def release_parts(self, one_of: int, parts: list[tuple[bool, int, int]]) -> None:
        reservation = self.choose(one_of, "HELD", "CONFIRMED")
        named = [(self.ref(reservation, by_line, n), quantity) for by_line, n, quantity in parts]
        lines = [self.part(reservation, ref, quantity) for ref, quantity in named]
        request = pb.ReleaseReservationRequest(reservation_id=reservation, lines=lines)
        self.do("ReleaseReservation", request, lambda model: model.release([reservation], named))

    @precondition(lambda self: any(one.reference for one in self.model.reservations.values()))
    @rule(name=st.sampled_from(["first", "second", "third"]))
    def release_by_reference(self, name: str) -> None:
        reference = f"{name} of {self.items[0]}"
        ids = [one.id for one in self.model.reservations.values() if one.reference == reference]
        request = pb.ReleaseReservationRequest(reference=types.Reference(id=reference))
        answer = self.do("ReleaseReservation", request, lambda model: model.release(ids))
        assert sorted(one.id for one in answer.reservations) == sorted(ids)

    @precondition(has_reservations)
    @rule(one_of=any_one, out_of_turn=st.booleans())
    def fulfil(self, one_of: int, out_of_turn: bool) -> None:
        reservation = self.choose(one_of, "HELD", "CONFIRMED")
        request = pb.FulfillReservationRequest(reservation_id=reservation, out_of_turn=out_of_turn)
        self.do("FulfillReservation", request, lambda model: model.fulfil(reservation, out_of_turn=out_of_turn))

    @precondition(has_reservations)
    @rule(
        one_of=any_one,
        parts=st.lists(st.tuples(st.booleans(), some, few, st.none() | st.none() | locations), min_size=1, max_size=2),
        releases_rest=st.booleans(),
        out_of_turn=st.integers(0, 3).map(lambda dice: dice == 0),
    )
    def fulfil_parts(
        self,
        one_of: int,
        parts: list[tuple[bool, int, int, int | None]],
        releases_rest: bool,
        out_of_turn: bool,
    ) -> None:
        reservation = self.choose(one_of, "HELD", "CONFIRMED")
        named = [
            (self.ref(reservation, by_line, n), quantity, "" if elsewhere is None else self.places[elsewhere])
            for by_line, n, quantity, elsewhere in parts
        ]
        request = pb.FulfillReservationRequest(
            reservation_id=reservation,
            lines=[self.part(reservation, *part) for part in named],
            remainder="REMAINDER_RELEASE" if releases_rest else "REMAINDER_KEEP",
            out_of_turn=out_of_turn,
        )
        self.do(
            "FulfillReservation",
            request,
            lambda model: model.fulfil(reservation, named, releases_rest=releases_rest, out_of_turn=out_of_turn),
        )

    @precondition(lambda self: any(one.fulfilments for one in self.model.reservations.values()))
    @rule(which=some, parts=st.lists(st.tuples(some, few), max_size=1))
    def reverse(self, which: int, parts: list[tuple[int, int]]) -> None:
        left = [(one, done) for one in self.model.reservations.values() for done in one.fulfilments]
        one, done = pick(left, which)
        named = [(pick(list(done.quantity), n), quantity) for n, quantity in parts]
        request = pb.ReverseFulfillmentRequest(
            reservation_id=one.id,
            fulfillment_id=done.id,
            lines=[pb.ReverseFulfillmentRequest.Line(allocation_id=claim, quantity=units) for claim, units in named],
        )
        self.do("ReverseFulfillment", request, lambda model: model.reverse(one.id, done.id, named))

    @precondition(has_reservations)
    @rule(
        one_of=any_one,
        by_line=st.booleans(),
        which=some,
        quantity=small,
        location=locations,
        disposition=st.sampled_from(list(DISPOSITIONS)),
    )
    def receive(self, one_of: int, by_line: bool, which: int, quantity: int, location: int, disposition: str) -> None:
        sent = [one.id for one in self.model.reservations.values() if one.fulfilments]
        reservation = pick(sent, one_of // 6) if sent and one_of % 6 else self.choose(one_of)
        ref, to = self.ref(reservation, by_line, which), self.places[location]
        what = {"line_id" if by_line else "allocation_id": ref}
        request = pb.ReceiveReturnRequest(
            reservation_id=reservation, lines=[returned(to, quantity, disposition, **what)]
        )
        bucket = DISPOSITIONS[disposition]
        self.do("ReceiveReturn", request, lambda model: model.receive(reservation, ref, quantity, to, bucket))

    @rule(level=levels, quantity=small, disposition=st.sampled_from(list(DISPOSITIONS)))
    def receive_blind(self, level: int, quantity: int, disposition: str) -> None:
        item, location = self.keys[level]
        request = pb.ReceiveReturnRequest(lines=[returned(location, quantity, disposition, inventory_item_id=item)])
        bucket = DISPOSITIONS[disposition]
        self.do("ReceiveReturn", request, lambda model: model.receive("", item, quantity, location, bucket))

    def ref(self, reservation: str, by_line: bool, which: int) -> str:
        one = self.model.reservations[reservation]
        named: str = pick(one.lines if by_line else one.live_claims or one.claims, which).id
        return named

    def part(self, reservation: str, ref: str, quantity: int, location: str = "") -> pb.ReservationPart:
        is_line = any(one.id == ref for one in self.model.reservations[reservation].lines)
        what = {"line_id" if is_line else "allocation_id": ref}
        return pb.ReservationPart(quantity=quantity, location_id=location, **what)  # type: ignore[arg-type]

    # --- again ------------------------------------------------------------------------------------

    @precondition(lambda self: self.sent)
    @rule(which=some, changed=st.booleans())
    def send_again(self, which: int, changed: bool) -> None:
        """Whatever has happened since: the first answer, or a refusal where the id comes with other content."""
        name, request, answer = pick(self.sent, which)
        if changed:
            other = reserve_request((*self.keys[0], 77), request_id=request.request_id)
            self.call(name, other, "REQUEST_ID_REUSED") if name == "CreateReservation" else None
            return
        again = self.call(name, request, None)
        assert again.mutation.replayed
        again.mutation.replayed = False
        assert again == answer

    # --- what must be so after every step ---------------------------------------------------------

    @invariant()
    def everything_is_shown_as_the_model_has_it(self) -> None:
        if not hasattr(self, "model"):
            return
        shop = self.shops[(self.turns + 1) % CLIENTS]
        keys = [pb.InventoryLevelKey(inventory_item_id=item, location_id=at) for item, at in self.keys]
        for key, level in zip(
            self.keys,
            shop.inventory.BatchGetInventoryLevels(pb.BatchGetInventoryLevelsRequest(keys=keys)).levels,
            strict=True,
        ):
            assert numbers(level) == self.numbers(key)
        ids = list(self.model.reservations)
        if ids:
            shown = shop.inventory.BatchGetReservations(pb.BatchGetReservationsRequest(ids=ids)).reservations
            assert [one.id for one in shown] == ids
            for one in shown:
                assert picture_of(one) == self.model.picture(one.id)
                self.model.reservations[one.id].etag = one.etag

    def numbers(self, key: Key) -> dict[str, int]:
        model, buckets = self.model, self.model.shelves[key].buckets
        return {
            "stocked": buckets["STOCKED"],
            "reserved": model.reserved(key),
            "held": model.held(key),
            "available": model.available(key),
            "incoming": buckets["INCOMING"],
            "damaged": buckets["DAMAGED"],
            "quality_control": buckets["QUALITY_CONTROL"],
        }

    def teardown(self) -> None:
        if hasattr(self, "model"):
            self.clock.until_swept()
            assert_books(self.database_url)


def numbers(level: Any) -> dict[str, int]:
    names = ("stocked", "reserved", "held", "available", "incoming", "damaged", "quality_control")
    return {name: getattr(level, f"{name}_quantity") for name in names}


def reservations_of(answer: Any) -> list[Any]:
    """The reservations that an answer shows."""
    names = answer.DESCRIPTOR.fields_by_name
    if "reservations" in names:
        return list(answer.reservations)
    return [answer.reservation] if "reservation" in names and answer.HasField("reservation") else []


def input_of(want: Want) -> Any:
    made = line(want.item, want.place, want.quantity)
    if not want.place:
        made.scope.SetInParent()
        made.scope.location_ids.extend(want.scope)
    if want.backorder:
        made.backorder = types.LineInput.BACKORDER_MODE_ALLOW
    if want.splits:
        made.split = types.LineInput.SPLIT_MODE_ANY if want.quantity % 2 else types.LineInput.SPLIT_MODE_WHOLE_UNITS
    return made


def pick(among: Sequence[Any], which: int) -> Any:
    return among[which % len(among)]


@pytest.fixture
def shops(moved_server: RunningServer) -> Iterator[list[Shop]]:
    clients = [moved_server.client() for _ in range(CLIENTS)]
    yield [Shop(client) for client in clients]
    for client in clients:
        client.close()


def test_any_sequence_of_commands_comes_to_what_the_model_says(moved_server: RunningServer, shops: list[Shop]) -> None:
    class Machine(LifeMachine):
        pass

    Machine.shops = shops
    Machine.clock = MovedClock(moved_server.database_url)
    Machine.database_url = moved_server.database_url
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=int(MORE or 40),
            stateful_step_count=40,
            deadline=None,
            derandomize=MORE is None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
