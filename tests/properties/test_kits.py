"""What is said of kits, and what is promised: against brute force over everything behind the wire.

Each example has items, locations and kits of its own in one database; the books are checked at the end.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from google.protobuf.duration_pb2 import Duration
from holdfast.inventory.v1 import catalog_service_pb2 as catalog_pb
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import stock_location_service_pb2 as locations_pb
from holdfast.inventory.v1 import types_pb2 as types
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast_server.kernel.errors import InsufficientStock
from tests.support.books import assert_books
from tests.support.house import House, house
from tests.support.postgres import Cluster
from tests.support.world import components, numbers

ITEMS = ("x", "y", "z")
PLACES = ("near", "mid", "far")
MODES = ("NEVER", "WHOLE_UNITS", "ANY")

Stock = Mapping[tuple[str, str], int]
_examples = itertools.count()


@dataclass(frozen=True)
class Kits:
    """Kits by name, each of items and of kits before it."""

    parts: Mapping[str, Mapping[str, int]]

    def leaves(self, name: str) -> dict[str, int]:
        """Units of each item that one unit takes, in the plainest words there are."""
        total: dict[str, int] = {}
        for part, units in self.parts[name].items():
            below = self.leaves(part) if part in self.parts else {part: 1}
            for item, needed in below.items():
                total[item] = total.get(item, 0) + units * needed
        return total


@dataclass(frozen=True)
class Wish:
    """One line: goods by name, how many, where from (empty: anywhere among `among`), how it may be split."""

    goods: str
    quantity: int
    place: str
    among: tuple[str, ...]
    mode: str


@st.composite
def some_kits(draw: st.DrawFn) -> Kits:
    """One to three kits; the later ones may take the earlier ones, and share items with them."""
    parts: dict[str, Mapping[str, int]] = {}
    for name in ("kit_1", "kit_2", "kit_3")[: draw(st.integers(1, 3))]:
        goods = st.sampled_from([*ITEMS, *parts])
        parts[name] = draw(st.dictionaries(goods, st.integers(1, 2), min_size=1, max_size=3))
    return Kits(parts)


stocks = st.dictionaries(
    st.tuples(st.sampled_from(ITEMS), st.sampled_from(PLACES)), st.integers(0, 12), min_size=1, max_size=9
)
scopes = st.lists(st.sampled_from(PLACES), unique=True).map(tuple)
held = st.lists(st.tuples(st.sampled_from(ITEMS), st.sampled_from(PLACES), st.integers(1, 4)), max_size=3)


@st.composite
def wishes(draw: st.DrawFn, kits: Kits) -> Wish:
    goods = draw(st.sampled_from([*kits.parts, *ITEMS]))
    place = draw(st.sampled_from(["", "", *PLACES]))
    among = () if place else draw(scopes)
    return Wish(goods, draw(st.integers(1, 4)), place, among, draw(st.sampled_from(MODES)))


@dataclass(frozen=True)
class Shopful:
    """One example's worth of stock: its names end in the example's number."""

    home: House
    suffix: str
    kits: Kits

    def id(self, name: str) -> str:
        return f"{'variant' if name in self.kits.parts else 'id'}_{name}_{self.suffix}"

    async def ask(self, request: Any) -> Any:
        return await self.home.ask("default", request)

    async def fill(self, stock: Stock, held: Sequence[tuple[str, str, int]]) -> dict[tuple[str, str], int]:
        """Make everything; what is available of each level after the holds that found something."""
        for place in PLACES:
            location = types.StockLocation(id=self.id(place), name="Warehouse")
            await self.ask(locations_pb.CreateStockLocationRequest(location=location))
        for item in ITEMS:
            await self.ask(pb.CreateInventoryItemRequest(item=types.InventoryItem(id=self.id(item))))
        for (item, place), units in stock.items():
            level = types.InventoryLevel(
                inventory_item_id=self.id(item), location_id=self.id(place), stocked_quantity=units
            )
            await self.ask(pb.CreateInventoryLevelRequest(level=level))
        for name, parts in self.kits.parts.items():
            made = components({self.id(part): units for part, units in parts.items()})
            variant = catalog_pb.ProductVariant(id=self.id(name), components=made)
            await self.ask(catalog_pb.UpsertProductVariantRequest(variant=variant))
        left = dict(stock)
        for item, place, units in held:
            if left.get((item, place), 0) >= units:
                left[item, place] -= units
                wish = Wish(item, units, place, (), "NEVER")
                await self.ask(pb.CreateReservationRequest(lines=[self.line(wish)], ttl=Duration(seconds=600)))
        return left

    def line(self, wish: Wish) -> Any:
        goods = "variant_id" if wish.goods in self.kits.parts else "inventory_item_id"
        place: dict[str, Any] = {"scope": types.StockScope(location_ids=[self.id(one) for one in wish.among])}
        if wish.place:
            place = {"location_id": self.id(wish.place)}
        return types.LineInput(
            quantity=wish.quantity, split=f"SPLIT_MODE_{wish.mode}", **{goods: self.id(wish.goods)}, **place
        )

    async def check(self, *wanted: Wish) -> Any:
        return await self.ask(pb.ConfirmInventoryRequest(lines=[self.line(one) for one in wanted]))

    async def reserve(self, *wanted: Wish, validate_only: bool = False) -> Any:
        """The reservation, or None where it is refused for want of stock and for nothing else."""
        lines = [self.line(one) for one in wanted]
        try:
            return await self.ask(pb.CreateReservationRequest(lines=lines, validate_only=validate_only))
        except InsufficientStock:
            return None


# --- brute force ------------------------------------------------------------------------------------


def could_be(parts: Mapping[str, int], quantity: int, where: Sequence[str], mode: str, left: Stock) -> bool:
    """Whether there is any way at all to serve so many units from these places."""

    def whole(units: Sequence[int]) -> bool:
        return all(
            needed * count <= left.get((item, place), 0)
            for place, count in zip(where, units, strict=True)
            for item, needed in parts.items()
            if count
        )

    if mode == "ANY":
        return all(
            any(
                all(count <= left.get((item, place), 0) for place, count in zip(where, counts, strict=True))
                for counts in ways(needed * quantity, len(where))
            )
            for item, needed in parts.items()
        )
    found = [units for units in ways(quantity, len(where)) if whole(units)]
    return any(mode == "WHOLE_UNITS" or quantity in units for units in found)


def ways(total: int, places: int) -> Iterator[tuple[int, ...]]:
    """Every way to divide so many units among so many places."""
    for head in itertools.product(range(total + 1), repeat=places - 1):
        if sum(head) <= total:
            yield *head, total - sum(head)


def most_of(parts: Mapping[str, int], where: Sequence[str], mode: str, left: Stock) -> int:
    """The largest quantity that could be; what can be of n units can be of fewer."""
    quantity = 0
    while could_be(parts, quantity + 1, where, mode, left):
        quantity += 1
    return quantity


# --- scenarios --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def in_a_house(cluster: Cluster) -> Iterator[Callable[[Callable[[House], Awaitable[None]]], None]]:
    """Runs scenarios in one house, one after the other; the books must be right in the end."""
    loop = asyncio.new_event_loop()
    with cluster.database() as url:
        context = house(url)
        home = loop.run_until_complete(context.__aenter__())
        try:
            yield lambda scenario: loop.run_until_complete(scenario(home))  # type: ignore[arg-type]
        finally:
            loop.run_until_complete(context.__aexit__(None, None, None))
            loop.close()
        assert_books(url)


quietly = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@settings(quietly, max_examples=60)
@given(some_kits(), stocks, held, scopes)
def test_one_line_is_promised_as_many_as_was_said_and_not_one_more(
    in_a_house: Callable[..., None],
    kits: Kits,
    stock: Stock,
    held: Sequence[tuple[str, str, int]],
    among: tuple[str, ...],
) -> None:
    async def scenario(home: House) -> None:
        shop = Shopful(home, str(next(_examples)), kits)
        left = await shop.fill(stock, held)
        places = [shop.id(one) for one in among or PLACES]
        for name in kits.parts:
            request = catalog_pb.GetVariantAvailabilityRequest(
                variant_id=shop.id(name), scope=types.StockScope(location_ids=places)
            )
            said = (await shop.ask(request)).availability
            expected = tuple(most_of(kits.leaves(name), among or PLACES, mode, left) for mode in MODES)
            assert numbers(said) == expected
            assert said.purchasable == (expected[1] > 0)
            alone = {
                place: most_of(kits.leaves(name), [place], "NEVER", left)
                for place in sorted(among or PLACES, key=shop.id)
            }
            assert [(one.location_id, one.whole_units_quantity) for one in said.locations] == [
                (shop.id(place), units) for place, units in alone.items() if units
            ]
            for mode, most in zip(MODES, expected, strict=True):
                more = Wish(name, most + 1, "", among, mode)
                assert not (await shop.check(more)).sufficient
                assert await shop.reserve(more, validate_only=True) is None
                if most:
                    just = Wish(name, most, "", among, mode)
                    answer = await shop.check(just)
                    assert answer.sufficient
                    assert numbers(answer.lines[0]) == expected
                    made = (await shop.reserve(just)).reservation
                    check_line(shop, just, made.lines[0], left)
                    await shop.ask(pb.ReleaseReservationRequest(reservation_id=made.id))

    in_a_house(scenario)


@settings(quietly, max_examples=200)
@given(some_kits(), stocks, held, st.data())
def test_a_yes_to_many_lines_holds_and_a_no_is_refused(
    in_a_house: Callable[..., None],
    kits: Kits,
    stock: Stock,
    held: Sequence[tuple[str, str, int]],
    data: st.DataObject,
) -> None:
    """A line at a place where its item has no level is refused by another name than want of stock."""
    wanted = [
        one
        for one in data.draw(st.lists(wishes(kits), min_size=1, max_size=4))
        if one.goods in kits.parts or not one.place or (one.goods, one.place) in stock
    ]

    async def scenario(home: House) -> None:
        shop = Shopful(home, str(next(_examples)), kits)
        left = await shop.fill(stock, held)
        answer = await shop.check(*wanted)
        made = await shop.reserve(*wanted)
        assert answer.sufficient == all(one.sufficient for one in answer.lines)
        assert (made is not None) == answer.sufficient
        if made is None:
            return
        taken: dict[tuple[str, str], int] = {}
        for wish, line in zip(wanted, made.reservation.lines, strict=True):
            for key, units in check_line(shop, wish, line, left).items():
                taken[key] = taken.get(key, 0) + units
        assert all(units <= left[key] for key, units in taken.items())

    if wanted:
        in_a_house(scenario)


def check_line(shop: Shopful, wish: Wish, line: Any, left: Stock) -> dict[tuple[str, str], int]:
    """What a line was promised, which must be all of it, from where it may come, in no more pieces than it allows."""
    parts = shop.kits.leaves(wish.goods) if wish.goods in shop.kits.parts else {wish.goods: 1}
    item_of = {shop.id(item): item for item in ITEMS}
    place_of = {shop.id(place): place for place in PLACES}
    taken = {(item_of[one.inventory_item_id], place_of[one.location_id]): one.quantity for one in line.allocations}
    assert len(taken) == len(line.allocations)
    assert {item_of[one.inventory_item_id]: one.required_quantity for one in line.allocations} == parts
    for item, needed in parts.items():
        assert sum(units for (one, _), units in taken.items() if one == item) == needed * wish.quantity
    used = {place for _, place in taken}
    assert used <= set([wish.place] if wish.place else wish.among or PLACES)
    assert all(units <= left[key] for key, units in taken.items())
    assert len(used) == 1 or (wish.mode != "NEVER" and not wish.place)
    if wish.mode == "WHOLE_UNITS":
        for place in used:
            assert len({taken.get((item, place), 0) / needed for item, needed in parts.items()}) == 1
    assert (line.quantity, line.open_quantity) == (wish.quantity, wish.quantity)
    return taken
