"""Any sequence of commands over the wire against a model of twenty lines; the books after each run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import grpc
import pytest
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from tests.support.books import assert_books
from tests.support.refusals import read_error
from tests.support.server import RunningServer
from tests.support.world import Shop, adjust_request, reserve_request, unique

LEVELS = 3
small = st.integers(1, 6)
levels = st.integers(0, LEVELS - 1)


class StockMachine(RuleBasedStateMachine):
    """Stocked and reserved per level, open units per reservation in the order of their claims."""

    shop: Shop
    reservations = Bundle("reservations")

    @initialize()
    def begin(self) -> None:
        self.keys = [self.shop.stocked(0) for _ in range(LEVELS)]
        self.stocked = [0] * LEVELS
        self.claims: dict[str, list[list[int]]] = {}  # reservation → [level, open, place in the order]
        self.order = 0
        self.sent: list[tuple[Any, Any]] = []

    # --- the model ----------------------------------------------------------------------------------

    def reserved(self, level: int) -> int:
        return sum(open_ for claims in self.claims.values() for at, open_, _ in claims if at == level)

    def available(self, level: int) -> int:
        return self.stocked[level] - self.reserved(level)

    def covered(self, claim: list[int]) -> int:
        level, open_, place = claim
        older = sum(o for claims in self.claims.values() for at, o, p in claims if at == level and p < place)
        return max(0, min(self.stocked[level] - older, open_))

    # --- what is sent -------------------------------------------------------------------------------

    def call(self, method: Any, request: Any, *, reason: str | None) -> Any:
        """The answer; with `reason` the call must be refused with it."""
        request.request_id = unique("machine")
        try:
            answer = method(request)
        except grpc.RpcError as error:
            assert read_error(error).reason == reason
            return None
        assert reason is None, f"was not refused with {reason}"
        self.sent.append((method, (request, answer)))
        return answer

    @rule(level=levels, delta=st.integers(-6, 12).filter(bool), reason=st.sampled_from(["SOLD", "COUNTED"]))
    def adjust(self, level: int, delta: int, reason: str) -> None:
        request = adjust_request((*self.keys[level], delta), reason=reason)
        if reason == "SOLD" and delta > 0:
            expected: str | None = "FIELD_INVALID"
        elif reason == "SOLD" and -delta > max(0, self.available(level)):
            expected = "INSUFFICIENT_STOCK"
        elif self.stocked[level] + delta < 0:
            expected = "BALANCE_OUT_OF_RANGE"
        else:
            expected = None
        if self.call(self.shop.inventory.AdjustInventory, request, reason=expected):
            self.stocked[level] += delta

    @rule(level=levels, quantity=st.integers(0, 12))
    def count(self, level: int, quantity: int) -> None:
        item, location = self.keys[level]
        line = pb.SetInventoryRequest.Line(inventory_item_id=item, location_id=location, quantity=quantity)
        answer = self.call(self.shop.inventory.SetInventory, pb.SetInventoryRequest(lines=[line]), reason=None)
        assert answer.levels[0].stocked_quantity == quantity
        self.stocked[level] = quantity

    @rule(target=reservations, lines=st.lists(st.tuples(levels, small), min_size=1, max_size=3))
    def reserve(self, lines: list[tuple[int, int]]) -> Any:
        demand = [sum(q for at, q in lines if at == level) for level in range(LEVELS)]
        fits = all(not demand[level] or demand[level] <= self.available(level) for level in range(LEVELS))
        request = reserve_request(*((*self.keys[level], quantity) for level, quantity in lines))
        answer = self.call(
            self.shop.inventory.CreateReservation, request, reason=None if fits else "INSUFFICIENT_STOCK"
        )
        if not answer:
            return multiple()
        made = []
        for level, quantity in lines:
            self.order += 1
            made.append([level, quantity, self.order])
        self.claims[answer.reservation.id] = made
        return answer.reservation.id

    @rule(reservation=consumes(reservations))
    def release(self, reservation: str) -> None:
        request = pb.ReleaseReservationRequest(reservation_id=reservation)
        self.call(self.shop.inventory.ReleaseReservation, request, reason=None)
        for claim in self.claims[reservation]:
            claim[1] = 0

    @rule(reservation=reservations)
    def fulfil(self, reservation: str) -> None:
        claims = self.claims[reservation]
        if not any(open_ for _, open_, _ in claims):
            expected: str | None = "RESERVATION_NOT_ACTIVE"
        elif any(self.covered(claim) < claim[1] for claim in claims):
            expected = "NOT_COVERED"
        else:
            expected = None
        request = pb.FulfillReservationRequest(reservation_id=reservation)
        if self.call(self.shop.inventory.FulfillReservation, request, reason=expected):
            for claim in claims:
                self.stocked[claim[0]] -= claim[1]
                claim[1] = 0

    @rule(reservation=reservations, line=st.integers(0, 2), quantity=small)
    def fulfil_a_part(self, reservation: str, line: int, quantity: int) -> None:
        claims = self.claims[reservation]
        line %= len(claims)
        shown = self.shop.inventory.GetReservation(pb.GetReservationRequest(reservation_id=reservation)).reservation
        assert [one.allocations[0].covered_quantity for one in shown.lines] == [self.covered(claim) for claim in claims]
        if not any(open_ for _, open_, _ in claims):
            expected: str | None = "RESERVATION_NOT_ACTIVE"
        elif quantity > claims[line][1]:
            expected = "EXCEEDS_OPEN"
        elif quantity > self.covered(claims[line]):
            expected = "NOT_COVERED"
        else:
            expected = None
        part = pb.ReservationPart(line_id=shown.lines[line].line_id, quantity=quantity)
        request = pb.FulfillReservationRequest(reservation_id=reservation, lines=[part])
        if self.call(self.shop.inventory.FulfillReservation, request, reason=expected):
            self.stocked[claims[line][0]] -= quantity
            claims[line][1] -= quantity

    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        if not self.sent:
            return
        method, (request, answer) = data.draw(st.sampled_from(self.sent))
        again = method(request)
        assert again.mutation.replayed
        again.mutation.replayed = False
        assert again == answer

    @invariant()
    def levels_are_as_the_model_has_them(self) -> None:
        if not hasattr(self, "keys"):
            return
        for level, (item, location) in enumerate(self.keys):
            shown = self.shop.get(item, location)
            assert (shown.stocked_quantity, shown.reserved_quantity, shown.available_quantity) == (
                self.stocked[level], self.reserved(level), self.available(level),
            )  # fmt: skip


@pytest.fixture
def wire(server: RunningServer) -> Iterator[Shop]:
    client = server.client()
    yield Shop(client)
    client.close()


def test_any_sequence_of_commands_comes_to_what_the_model_says(server: RunningServer, wire: Shop) -> None:
    class Machine(StockMachine):
        shop = wire

        def teardown(self) -> None:
            if hasattr(self, "keys"):
                assert_books(server.database_url)

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
