"""Where lines are served from, as tables: a, b, c are items, near, far and other ones are locations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from holdfast_server.availability.model import (
    Backorder,
    Facts,
    Goods,
    LineWanted,
    Offer,
    Place,
    Plan,
    Sold,
    Split,
    StockKey,
    Terms,
)
from holdfast_server.availability.rules import check_known, needs, plan, quantities
from holdfast_server.kernel.errors import BackorderLimit, InsufficientStock, ResourceNotFound

NEVER, WHOLE, ANY = Split.NEVER, Split.WHOLE_UNITS, Split.ANY
EVERYWHERE: tuple[str, ...] = ()


def at(location: str, quantity: int, item: str = "a", *, kit: Any = None, allow: bool = False) -> LineWanted:
    """A line that names its location."""
    terms = Terms(Backorder.ALLOW if allow else Backorder.AS_VARIANT)
    return LineWanted("", Goods("" if kit else item), quantity, location, terms, kit and Sold("kit", kit))


def within(
    scope: Sequence[str], quantity: int, item: str = "a", *, kit: Any = None, split: Split = NEVER, allow: bool = False
) -> LineWanted:
    """A line that names a scope."""
    terms = Terms(Backorder.ALLOW if allow else Backorder.DENY, split, tuple(scope))
    return LineWanted("", Goods("" if kit else item), quantity, "", terms, kit and Sold("kit", kit))


def offers(stock: Mapping[str, Any]) -> dict[StockKey, Offer]:
    """'a near': available, or (available, how far below 0 backorder may go); no limit unless said."""
    made = {}
    for name, numbers in stock.items():
        item, location = name.split()
        made[StockKey(item, location)] = Offer(*numbers) if isinstance(numbers, tuple) else Offer(numbers)
    return made


PLACES = {"near": Place(1), "mid": Place(2), "far": Place(3), "gone": Place(0, is_active=False)}


def planned(lines: Sequence[LineWanted], stock: Mapping[str, Any], places: Mapping[str, Place] = PLACES) -> Plan:
    return plan(lines, offers(stock), places)


def told(made: Plan) -> list[list[str]]:
    """'5 a near' is from stock, '5 a near!' on backorder."""
    return [
        [f"{share.quantity} {share.item_id} {share.location_id}{'!' if share.on_backorder else ''}" for share in shares]
        for shares in made.shares
    ]


def served(lines: Sequence[LineWanted], stock: Mapping[str, Any], places: Mapping[str, Place] = PLACES) -> Any:
    made = planned(lines, stock, places)
    made.check()
    return told(made)


# --- lines that name their location -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([at("near", 5)], []),
        ([at("near", 6)], [(0, 6, 5)]),
        ([at("near", 2), at("near", 3)], []),
        ([at("near", 2), at("near", 4)], [(1, 6, 5)]),
        ([at("near", 6), at("near", 1)], [(0, 6, 5), (1, 7, 5)]),
        ([at("near", 1, "b"), at("near", 5), at("near", 1, "b")], [(0, 1, -2), (2, 2, -2)]),
        ([at("far", 1)], [(0, 1, 0)]),
        ([at("gone", 1)], [(0, 1, 0)]),
        ([at("nowhere", 1)], [(0, 1, 0)]),
    ],
)
def test_lines_on_one_level_are_one_demand(lines: list[LineWanted], expected: list[tuple[int, int, int]]) -> None:
    stock = {"a near": 5, "b near": -2, "a gone": 7, "a nowhere": 7}
    # A line in a scope leads past the short cut for such lines, and must not change what is said of them.
    for more in ([], [within(["mid"], 1, "c")]):
        made = planned([*lines, *more], {**stock, "c mid": 1})
        assert [(one.line_index, one.requested, one.available) for one in made.shortages] == expected
        assert [index for index, shares in enumerate(made.shares) if not shares] == [one[0] for one in expected]


def test_a_fixed_kit_takes_every_part_from_its_location() -> None:
    kit = {"a": 2, "b": 1}
    assert served([at("near", 3, kit=kit)], {"a near": 6, "b near": 3}) == [["6 a near", "3 b near"]]
    short = planned([at("near", 3, kit=kit), at("near", 1, "b")], {"a near": 6, "b near": 3}).shortages
    assert [(one.line_index, one.item_id, one.requested, one.available) for one in short] == [(1, "b", 4, 3)]
    short = planned([at("near", 3, kit=kit)], {"a near": 6}).shortages
    assert [(one.item_id, one.requested, one.available) for one in short] == [("b", 3, 0)]


def test_a_fixed_line_is_backordered_as_far_as_the_level_permits() -> None:
    assert served([at("near", 3, allow=True)], {"a near": (3, 0)}) == [["3 a near"]]
    assert served([at("near", 5, allow=True)], {"a near": (3, 2)}) == [["5 a near!"]]
    assert served([at("near", 2, allow=True)], {"a near": (-8, 10)}) == [["2 a near!"]]
    assert served([at("near", 500, allow=True)], {"a near": 3}) == [["500 a near!"]]
    refusal = planned([at("near", 6, allow=True)], {"a near": (3, 2)}).refusal
    assert isinstance(refusal, BackorderLimit)
    assert (refusal.facts["requested_quantity"], refusal.facts["available_quantity"]) == ("6", "3")
    assert refusal.facts["limit_quantity"] == "2"
    assert planned([at("near", 1, allow=True)], {"a near": (-2, 2)}).limits[0].shortage.requested == 1


def test_where_nothing_is_stocked_nothing_can_be_backordered() -> None:
    for line in (at("far", 1, allow=True), at("gone", 1, allow=True), within(["far", "gone"], 1, allow=True)):
        made = planned([line], {"a near": 5, "a gone": 5})
        assert isinstance(made.refusal, InsufficientStock)
        assert [(one.requested, one.available) for one in made.shortages] == [(1, 0)]


def test_only_the_part_of_a_kit_that_is_missing_is_on_backorder() -> None:
    kit = {"a": 2, "b": 1}
    assert served([at("near", 2, kit=kit, allow=True)], {"a near": 3, "b near": (2, 0)}) == [["4 a near!", "2 b near"]]
    assert planned([at("near", 2, kit=kit, allow=True)], {"a near": 3, "b near": (1, 0)}).limits[0].limit == 0


# --- the choice of a location -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scope", "stock", "priorities", "expected"),
    [
        (["far", "near"], {"a near": 5, "a far": 9}, (1, 2, 3), "near"),
        (["far", "near"], {"a near": 4, "a far": 9}, (1, 2, 3), "far"),
        (["far", "near"], {"a near": 5, "a far": 9}, (7, 7, 7), "far"),
        (["far", "near"], {"a near": 9, "a far": 9}, (7, 7, 7), "far"),
        (["near", "far"], {"a near": 9, "a far": 9}, (7, 7, 7), "far"),
        (EVERYWHERE, {"a near": 4, "a mid": 5, "a far": 9, "a gone": 9}, (1, 2, 3), "mid"),
        (["far"], {"a near": 5, "a far": 9}, (1, 2, 3), "far"),
    ],
)
def test_a_line_goes_to_the_first_that_holds_it_whole(
    scope: list[str], stock: dict[str, int], priorities: tuple[int, ...], expected: str
) -> None:
    places = dict(zip(("near", "mid", "far"), map(Place, priorities), strict=True)) | {"gone": PLACES["gone"]}
    assert served([within(scope, 5)], stock, places) == [[f"5 a {expected}"]]


def test_one_location_for_all_lines_comes_before_the_nearest_for_each() -> None:
    stock = {"a near": 9, "b near": 1, "a mid": 2, "b mid": 2, "a far": 9, "b far": 9}
    assert served([within(EVERYWHERE, 2), within(EVERYWHERE, 2, "b")], stock) == [["2 a mid"], ["2 b mid"]]
    assert served([within(EVERYWHERE, 2), within(EVERYWHERE, 1)], stock) == [["2 a near"], ["1 a near"]]
    # What fixed lines take is gone before.
    assert served([within(EVERYWHERE, 2), at("mid", 1), within(EVERYWHERE, 2, "b")], stock) == [
        ["2 a far"], ["1 a mid"], ["2 b far"],
    ]  # fmt: skip


def test_the_smallest_margin_over_the_lines_decides_between_equals() -> None:
    places = {"near": Place(), "far": Place()}
    stock = {"a near": 100, "b near": 3, "a far": 6, "b far": 5}
    assert served([within(EVERYWHERE, 2), within(EVERYWHERE, 2, "b")], stock, places) == [["2 a far"], ["2 b far"]]
    assert served([within(EVERYWHERE, 2)], stock, places) == [["2 a near"]]


def test_lines_with_the_least_choice_are_placed_first() -> None:
    stock = {"a near": 5, "a far": 3}
    # Both together fit nowhere; the one that can only go near goes there, though it comes later.
    assert served([within(EVERYWHERE, 3), within(["near"], 5)], stock) == [["3 a far"], ["5 a near"]]
    # Of two with the same choice the larger one.
    assert served([within(EVERYWHERE, 3), within(EVERYWHERE, 5)], stock) == [["3 a far"], ["5 a near"]]
    # Of two that are alike the first.
    assert served([within(EVERYWHERE, 3), within(EVERYWHERE, 3)], stock) == [["3 a near"], ["3 a far"]]


def test_lines_that_must_be_split_leave_the_others_whole() -> None:
    stock = {"a near": 4, "a far": 5}
    lines = [within(EVERYWHERE, 5, split=WHOLE), within(EVERYWHERE, 4)]
    assert served(lines, stock) == [["5 a far"], ["4 a near"]]
    lines = [within(EVERYWHERE, 6, split=WHOLE), within(EVERYWHERE, 3)]
    assert served(lines, stock) == [["1 a near", "5 a far"], ["3 a near"]]


# --- splitting --------------------------------------------------------------------------------------

LAMP = {"a": 5, "b": 1}
"""A is 2 X and a B, B is 3 X and a Y: five X and one Y."""


@pytest.mark.parametrize(
    ("stock", "expected"),
    [
        ({"a near": 11, "b near": 5, "a far": 4, "b far": 10}, (2, 2, 3)),
        ({"a near": 10, "b near": 2, "a far": 10, "b far": 5}, (2, 4, 4)),
        ({"a near": 10, "b far": 5}, (0, 0, 2)),
        ({"a near": 10, "b near": 2, "a far": -10, "b far": 5}, (2, 2, 2)),
        ({"a gone": 10, "b gone": 5}, (0, 0, 0)),
        ({"a near": 10}, (0, 0, 0)),
    ],
)
def test_what_the_split_modes_accept_of_a_kit(stock: dict[str, int], expected: tuple[int, int, int]) -> None:
    line = within(EVERYWHERE, 1, kit=LAMP)
    assert quantities(line, offers(stock), PLACES) == expected
    for split, most in zip(Split, expected, strict=True):
        for wanted, accepted in ((most, True), (most + 1, False)):
            if wanted:
                asked = within(EVERYWHERE, wanted, kit=LAMP, split=split)
                assert (planned([asked], stock).refusal is None) is accepted


@pytest.mark.parametrize(
    ("scope", "expected"),
    [(["near"], (4, 4, 4)), (["far", "near"], (7, 11, 11)), (EVERYWHERE, (7, 11, 11)), (["gone"], (0, 0, 0))],
)
def test_what_the_split_modes_accept_of_an_item(scope: list[str], expected: tuple[int, int, int]) -> None:
    stock = offers({"a near": 4, "a far": 7, "a mid": -3, "a gone": 9})
    assert quantities(within(scope, 1), stock, PLACES) == expected
    assert quantities(at("near", 1), stock, PLACES) == (4, 4, 4)
    assert quantities(at("mid", 1), stock, PLACES) == (0, 0, 0)


def test_a_line_is_split_in_the_order_of_its_candidates() -> None:
    stock = {"a near": 4, "a mid": -3, "a far": 7}
    assert served([within(EVERYWHERE, 9, split=WHOLE)], stock) == [["4 a near", "5 a far"]]
    assert served([within(EVERYWHERE, 7, split=WHOLE)], stock) == [["7 a far"]]
    assert served([within(EVERYWHERE, 11, split=ANY)], stock) == [["4 a near", "7 a far"]]
    assert told(planned([within(EVERYWHERE, 12, split=ANY)], stock)) == [[]]


def test_whole_kits_are_taken_before_parts_are_pooled() -> None:
    stock = {"a near": 11, "b near": 5, "a far": 4, "b far": 10}
    assert served([within(EVERYWHERE, 3, kit=LAMP, split=ANY)], stock) == [["11 a near", "3 b near", "4 a far"]]
    stock = {"a near": 10, "b near": 2, "a far": 10, "b far": 5}
    assert served([within(EVERYWHERE, 3, kit=LAMP, split=WHOLE)], stock) == [
        ["10 a near", "2 b near", "5 a far", "1 b far"]
    ]
    # Parts are pooled also from where the kit cannot be whole.
    assert served([within(EVERYWHERE, 2, kit=LAMP, split=ANY)], {"a near": 10, "b far": 5}) == [
        ["10 a near", "2 b far"]
    ]


# --- backorder --------------------------------------------------------------------------------------


def test_backorder_is_the_last_resort_and_wholly_at_one_location() -> None:
    stock = {"a near": (1, 4), "a mid": (0, 6), "a far": 5}
    assert served([within(EVERYWHERE, 5, allow=True)], stock) == [["5 a far"]]
    assert served([within(["near", "mid"], 5, allow=True)], stock) == [["5 a near!"]]
    assert served([within(["near", "mid"], 6, allow=True)], stock) == [["6 a mid!"]]
    assert served([within(EVERYWHERE, 6, split=WHOLE, allow=True)], stock) == [["1 a near", "5 a far"]]
    assert served([within(EVERYWHERE, 7, split=WHOLE, allow=True)], stock) == [["7 a far!"]]
    refusal = planned([within(["near", "mid"], 7, allow=True)], stock).refusal
    assert isinstance(refusal, BackorderLimit)
    assert refusal.facts["location_id"] == "mid"
    assert (refusal.facts["requested_quantity"], refusal.facts["limit_quantity"]) == ("7", "6")


def test_backorders_share_the_room_of_their_level() -> None:
    stock = {"a near": (2, 5)}
    lines = [at("near", 4, allow=True), at("near", 3, allow=True)]
    assert served(lines, stock) == [["4 a near!"], ["3 a near!"]]
    made = planned([*lines, at("near", 1, allow=True)], stock)
    # The one unit is from stock, the next four need two more, and then there is room for two.
    assert told(made) == [["4 a near!"], [], ["1 a near"]]
    assert [(limit.shortage.line_index, limit.shortage.requested, limit.limit) for limit in made.limits] == [(1, 8, 5)]


def test_lines_without_backorder_have_the_stock_first() -> None:
    stock = {"a near": 5}
    assert served([at("near", 4, allow=True), at("near", 3)], stock) == [["4 a near!"], ["3 a near"]]
    lines = [within(["near"], 4, allow=True), within(["near"], 3)]
    assert served(lines, stock) == [["4 a near!"], ["3 a near"]]
    assert served([at("near", 6, allow=True), within(["near"], 5)], stock) == [["6 a near!"], ["5 a near"]]


def test_insufficient_stock_is_named_before_a_backorder_limit() -> None:
    made = planned([at("near", 9, allow=True), within(["near"], 8), at("mid", 1)], {"a near": (5, 0)})
    assert isinstance(made.refusal, InsufficientStock)
    assert [one.line_index for one in made.shortages] == [1, 2]
    assert [limit.shortage.line_index for limit in made.limits] == [0]
    with pytest.raises(InsufficientStock):
        made.check()


def test_a_short_line_in_a_scope_says_what_it_could_have_had() -> None:
    stock = {"a near": 4, "a far": 7}
    for split, most in ((NEVER, 7), (WHOLE, 11), (ANY, 11)):
        (short,) = planned([within(EVERYWHERE, 12, split=split)], stock).shortages
        assert (short.item_id, short.location_id, short.requested, short.available) == ("a", "", 12, most)
    made = planned([within(EVERYWHERE, 7), within(EVERYWHERE, 6)], stock)
    assert told(made) == [["7 a far"], []]
    assert [(one.line_index, one.requested, one.available) for one in made.shortages] == [(1, 6, 4)]


# --- what a plan rests on ---------------------------------------------------------------------------


def test_a_plan_names_its_levels_and_all_that_could_matter() -> None:
    stock = offers({"a near": 4, "a far": 7, "a gone": 9, "b far": 1, "c near": 2})
    lines = [within(EVERYWHERE, 5), at("mid", 1, "c"), within(["near", "far"], 1, "b")]
    assert plan([lines[0], lines[2]], stock, PLACES).keys == [StockKey("a", "far"), StockKey("b", "far")]
    assert needs(lines, stock, PLACES) == [
        StockKey("a", "near"), StockKey("a", "far"), StockKey("c", "mid"), StockKey("b", "far"),
    ]  # fmt: skip


def test_goods_and_named_places_must_exist() -> None:
    facts = Facts({}, PLACES, frozenset({"a"}), datetime(2026, 1, 1, tzinfo=UTC))
    check_known([at("near", 1), within(EVERYWHERE, 1), within(["far", "gone"], 1)], facts)
    unknown = [
        (at("near", 1, "b"), ("InventoryItem", "b")),
        (LineWanted("", Goods("", "SKU"), 1, "nowhere"), ("InventoryItem", "SKU")),
        (at("nowhere", 1), ("StockLocation", "nowhere")),
        (within(["far", "nowhere"], 1), ("StockLocation", "nowhere")),
    ]
    for line, resource in unknown:
        with pytest.raises(ResourceNotFound) as caught:
            check_known([at("near", 1), line], facts)
        assert caught.value.resource == resource
