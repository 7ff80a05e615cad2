"""How much of each claim stock covers, against brute force: units handed out one by one in the order of the claims.

Commands come alone and several in one transaction, where each must be answered as if it were alone and in order.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import stock_location_service_pb2 as locations_pb
from holdfast.inventory.v1 import types_pb2 as types
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast_server.engine.batcher import Lane
from holdfast_server.engine.transaction import Batch
from holdfast_server.kernel.errors import Refused
from tests.support.books import report_of
from tests.support.clock import moved_house
from tests.support.model import Key, Model, Refusal, Shelf, Want, picture_of
from tests.support.postgres import Cluster
from tests.support.world import duration, line, reserve_request, unique

ME = "default"
MORE = os.environ.get("PROPERTY_EXAMPLES")
TTL = 60

numbers = st.integers(0, 11)
units = st.integers(1, 4)
steps = st.one_of(
    st.tuples(st.just("order"), units, st.booleans()),
    st.tuples(st.just("hold"), units, st.booleans()),
    st.tuples(st.just("grow"), numbers, units),
    st.tuples(st.just("release"), numbers, units),
    st.tuples(st.just("release_all"), numbers, units),
    st.tuples(st.just("fulfil"), numbers, units),
    st.tuples(st.just("fulfil"), numbers, units),
    st.tuples(st.just("fulfil_out_of_turn"), numbers, units),
    st.tuples(st.just("reverse"), numbers, units),
    st.tuples(st.just("count"), numbers, units),
    st.tuples(st.just("count"), numbers, units),
    st.tuples(st.just("show"), numbers, units),
    st.tuples(st.just("show"), numbers, units),
)
batches = st.lists(st.tuples(st.lists(steps, min_size=1, max_size=5), st.integers(0, 4)), min_size=2, max_size=8)


@dataclass(frozen=True)
class Action:
    """A request, and what it does to the model."""

    request: Any
    operation: Callable[[Model], Any]


class Level:
    """One item at one location, the claims on it, and what the model says of them."""

    def __init__(self, stage: Stage, key: Key, stocked: int) -> None:
        self.home = stage.home
        self.clock = stage.clock
        self.travels = stage.travels
        self.key = key
        self.now: datetime = stage.clock.now()
        self.model = Model({key[1]: 1}, {key: Shelf(Counter(STOCKED=stocked))})

    @classmethod
    async def made(cls, stage: Stage, stocked: int) -> Level:
        home = stage.home
        item, location = unique("iitem"), unique("sloc")
        place = types.StockLocation(id=location, name="Here")
        await home.ask(ME, locations_pb.CreateStockLocationRequest(location=place))
        await home.ask(ME, pb.CreateInventoryItemRequest(item=types.InventoryItem(id=item)))
        level = types.InventoryLevel(inventory_item_id=item, location_id=location, stocked_quantity=stocked)
        await home.ask(ME, pb.CreateInventoryLevelRequest(level=level))
        return cls(stage, (item, location), stocked)

    # --- what may be asked ------------------------------------------------------------------------

    def action(self, name: str, number: int, quantity: int) -> Action | None:
        """One step; which reservation or claim it is about is counted round those that there are."""
        match name:
            case "order" | "hold":
                return self.create(number, name == "hold", backorder=bool(quantity))
            case "count":
                return self.count(number)
            case "reverse":
                return self.reverse(number)
        if not self.model.reservations:
            return None
        one = list(self.model.reservations)[number % len(self.model.reservations)]
        claims = self.model.reservations[one].claims
        claim = claims[number % len(claims)].id
        part = [pb.ReservationPart(allocation_id=claim, quantity=quantity)]
        match name:
            case "grow":
                return self.grow(one, quantity)
            case "release":
                request: Any = pb.ReleaseReservationRequest(reservation_id=one, lines=part)
                return Action(request, lambda model: model.release([one], [(claim, quantity)]))
            case "release_all":
                return Action(pb.ReleaseReservationRequest(reservation_id=one), lambda model: model.release([one]))
            case "fulfil" | "fulfil_out_of_turn":
                early = name == "fulfil_out_of_turn"
                request = pb.FulfillReservationRequest(reservation_id=one, lines=part, out_of_turn=early)
                return Action(request, lambda model: model.fulfil(one, [(claim, quantity, "")], out_of_turn=early))
            case _:
                return self.show(one)

    def create(self, quantity: int, held: bool, *, backorder: bool = True) -> Action:
        wants = [Want(*self.key[:1], quantity, self.key[1], (), backorder)]
        mode = "BACKORDER_MODE_ALLOW" if backorder else "BACKORDER_MODE_DENY"
        request = reserve_request(reservation_id=unique("res"))
        request.lines.append(line(*self.key, quantity, backorder=mode))
        if held:
            request.ttl.CopyFrom(duration(TTL))
        expire_time = self.now + request.ttl.ToTimedelta() if held else None
        return Action(request, lambda model: model.create(request.reservation_id, wants, expire_time=expire_time))

    def grow(self, one: str, quantity: int) -> Action:
        added = line(*self.key, quantity, backorder="BACKORDER_MODE_ALLOW")
        want = Want(*self.key[:1], quantity, self.key[1], (), True)
        request = pb.UpdateReservationRequest(reservation_id=one, add_lines=[added])
        return Action(request, lambda model: model.update(one, adds=[want]))

    def count(self, quantity: int) -> Action:
        item, location = self.key
        counted = pb.SetInventoryRequest.Line(inventory_item_id=item, location_id=location, quantity=quantity)
        request = pb.SetInventoryRequest(lines=[counted])
        return Action(request, lambda model: model.count(self.key, "STOCKED", quantity, None))

    def reverse(self, number: int) -> Action | None:
        left = [(one.id, done.id) for one in self.model.reservations.values() for done in one.fulfilments]
        if not left:
            return None
        one, done = left[number % len(left)]
        request = pb.ReverseFulfillmentRequest(reservation_id=one, fulfillment_id=done)
        return Action(request, lambda model: model.reverse(one, done))

    def show(self, one: str) -> Action:
        """A mutation that changes nothing of an order, and shows it all the same."""
        request = pb.ExtendReservationRequest(reservation_id=one, ttl=duration(1))
        return Action(request, lambda model: model.extend(one, self.now))

    # --- and what comes of it ---------------------------------------------------------------------

    async def together(self, actions: Sequence[Action], *, trials: int = 0) -> list[Any]:
        """All of them in one batch, the last ones as trials: each is answered as if alone, in the order of decisions.

        One that learns under its locks what it needs is decided again in the next transaction, after the others.
        """
        for action in actions[len(actions) - trials :]:
            action.request.validate_only = True
        self.travels.clear()
        answers = await asyncio.gather(
            *(self.home.ask(ME, one.request, caller=str(n)) for n, one in enumerate(actions)), return_exceptions=True
        )
        assert len(self.travels[0]) == len(actions)
        order = [int(caller) for batch in self.travels for caller, is_decided in batch if is_decided]
        assert sorted(order) == list(range(len(actions)))
        for number in order:
            action, answer = actions[number], answers[number]
            after = self._after(action, answer)
            if not action.request.validate_only:
                self.model = after
        await self.check_reads()
        return answers

    def _after(self, action: Action, answer: Any) -> Model:
        try:
            after = self.model.after(action.operation)
        except Refusal as refusal:
            assert isinstance(answer, Refused), f"was not refused with {refusal.reason}"
            assert answer.reason == refusal.reason
            return self.model
        if isinstance(answer, BaseException):
            raise answer
        for shown in shown_by(answer):
            if not action.request.validate_only:
                after.learn(shown)
            self.check(after, shown)
        if isinstance(answer, pb.FulfillReservationResponse) and not action.request.validate_only:
            after.learn_fulfilment(answer.reservation.id, answer.fulfillment.id)
        return after

    async def check_reads(self) -> None:
        ids = list(self.model.reservations)
        if ids:
            read = await self.home.ask(ME, pb.BatchGetReservationsRequest(ids=ids))
            for shown in read.reservations:
                self.check(self.model, shown)

    def check(self, model: Model, shown: Any) -> None:
        assert picture_of(shown) == model.picture(shown.id)
        served = by_hand(model, self.key)
        claims = [claim for own in model.reservations[shown.id].lines for claim in own.claims]
        told = [allocation for own in shown.lines for allocation in own.allocations]
        assert [allocation.covered_quantity for allocation in told] == [served[claim] for claim in claims]

    async def wait(self, seconds: float) -> None:
        self.now = self.clock.go(seconds)
        self.model.pass_time(self.now)
        await self.check_reads()


def by_hand(model: Model, key: Key) -> Counter[Any]:
    """Every unit of stock goes to the first unit that waits for one."""
    waiting = [claim for claim in model.order[key] for _ in range(claim.open)]
    return Counter(waiting[: model.shelves[key].buckets["STOCKED"]])


def shown_by(answer: Any) -> list[Any]:
    names = answer.DESCRIPTOR.fields_by_name
    if "reservations" in names:
        return list(answer.reservations)
    return [answer.reservation] if "reservation" in names else []


# --- one house for all examples ---------------------------------------------------------------------


class Stage:
    """A house with a frozen clock, and a loop in which examples are played.

    `travels` are the batches that were run: the caller of each posting, and whether it was decided there.
    `read_all_places` says of the last one that the places of all its claims had to be read.
    """

    def __init__(self, url: str) -> None:
        self._runner = asyncio.Runner()
        self._stack = AsyncExitStack()
        self.home, self.clock = self._runner.run(self._stack.enter_async_context(moved_house(url)))
        self.clock.freeze()
        self.travels: list[list[tuple[str, bool]]] = []
        self.read_all_places = False

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        original = Lane._run

        async def run(lane: Lane, batch: Batch) -> Any:
            outcomes = await original(lane, batch)
            callers = [posting.submission.caller for posting in batch.postings]
            self.travels.append([(one, out is not None) for one, out in zip(callers, outcomes, strict=True)])
            self.read_all_places = batch.full_coverage
            return outcomes

        monkeypatch.setattr(Lane, "_run", run)

    def play(self, piece: Callable[[], Awaitable[None]]) -> None:
        async def played() -> None:
            await piece()

        self._runner.run(played())

    def close(self) -> None:
        self._runner.run(self._stack.aclose())
        self._runner.close()


@pytest.fixture(scope="module")
def url(cluster: Cluster) -> Iterator[str]:
    with cluster.database() as made:
        yield made


@pytest.fixture
def stage(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    made = Stage(url)
    made.watch(monkeypatch)
    yield made
    made.clock.thaw()
    made.close()


def test_stock_covers_the_oldest_units_first_whatever_happens_and_in_whatever_batches(stage: Stage, url: str) -> None:
    @settings(
        max_examples=int(MORE or 150),
        deadline=None,
        derandomize=MORE is None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(stocked=st.integers(0, 8), played=batches)
    def example(stocked: int, played: list[tuple[list[tuple[str, int, int]], int]]) -> None:
        async def piece() -> None:
            level = await Level.made(stage, stocked)
            for wanted, ending in played:
                actions = [action for one in wanted if (action := level.action(*one)) is not None]
                if actions:
                    await level.together(actions, trials=int(ending == 1))
                if ending == 0:
                    await level.wait(TTL + 1)

        stage.play(piece)

    example()
    report = report_of(url)
    assert [finding.message for finding in report.findings if "not settled" not in finding.message] == []


def covered(answer: Any) -> int:
    """What is covered of the one claim that the answer shows."""
    (only,) = answer.reservation.lines[0].allocations
    units: int = only.covered_quantity
    return units


def test_a_count_and_a_look_at_the_claims_that_it_uncovers_may_share_a_transaction(stage: Stage) -> None:
    """Nothing was short when the transaction began, so nobody's place was read; then it is needed after all."""

    async def piece() -> None:
        level = await Level.made(stage, 5)
        first, second = level.create(3, held=False), level.create(2, held=False)
        await level.together([first])
        await level.together([second])
        one, other = first.request.reservation_id, second.request.reservation_id
        assert not stage.read_all_places
        answers = await level.together([level.show(other), level.count(4), level.show(other), level.show(one)])
        assert stage.read_all_places
        assert [covered(answer) for answer in (answers[0], *answers[2:])] == [2, 1, 3]

    stage.play(piece)


def test_coverage_moves_on_in_the_transaction_in_which_older_claims_close(stage: Stage) -> None:
    async def piece() -> None:
        level = await Level.made(stage, 4)
        lapsing, leaving, waiting = level.create(2, held=True), level.create(2, held=False), level.create(5, held=False)
        for action in (lapsing, leaving, waiting):
            await level.together([action])
        _, older, mine = (action.request.reservation_id for action in (lapsing, leaving, waiting))
        level.now = stage.clock.go(TTL + 1)
        level.model.pass_time(level.now)
        release = Action(pb.ReleaseReservationRequest(reservation_id=older), lambda model: model.release([older]))
        answers = await level.together([level.show(mine), release, level.show(mine), level.create(3, held=False)])
        assert not stage.read_all_places
        assert [covered(answer) for answer in (answers[0], *answers[2:])] == [2, 4, 0]

    stage.play(piece)


def test_a_trial_that_makes_a_level_short_shows_it_and_leaves_the_others_covered(stage: Stage) -> None:
    async def piece() -> None:
        level = await Level.made(stage, 2)
        own = level.create(2, held=False)
        await level.together([own])
        answers = await level.together([level.show(own.request.reservation_id), level.create(3, held=False)], trials=1)
        assert [covered(answer) for answer in answers] == [2, 0]

    stage.play(piece)
