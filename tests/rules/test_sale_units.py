"""The counters of a line out of those of its claims, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest

from holdfast_server.ledger.model import Allocation
from holdfast_server.reservations.model import LineUnits, sale_units

Units = tuple[str, int, int, int, int, int, int]
"""(item, units per sale unit, promised, fulfilled, released, expired, returned)"""


def claims(*found: Units) -> list[Allocation]:
    return [
        Allocation(f"a{n}", "res", "l", 0, "", "", item, "here", n, 0, per_unit, *units)
        for n, (item, per_unit, *units) in enumerate(found)
    ]


CASES: Sequence[tuple[str, list[Units], LineUnits]] = [
    ("an item's line adds up", [("x", 1, 4, 1, 1, 0, 1), ("x", 1, 3, 0, 0, 3, 0)], LineUnits(2, 1, 1, 3, 1)),
    ("a kit as it was promised", [("x", 2, 6, 0, 0, 0, 0), ("y", 1, 3, 0, 0, 0, 0)], LineUnits(3, 0, 0, 0, 0)),
    ("a part shipped singly is no kit yet", [("x", 2, 6, 1, 0, 0, 0), ("y", 1, 3, 0, 0, 0, 0)], LineUnits(3, 0, 0, 0, 0)),
    ("nor when the rest is given back", [("x", 2, 6, 1, 5, 0, 0), ("y", 1, 3, 0, 3, 0, 0)], LineUnits(0, 0, 3, 0, 0)),
    ("two of three kits have left", [("x", 2, 6, 4, 0, 0, 0), ("y", 1, 3, 2, 0, 0, 0)], LineUnits(1, 2, 0, 0, 0)),
    ("all of one part has left", [("x", 2, 6, 6, 0, 0, 0), ("y", 1, 3, 0, 0, 0, 0)], LineUnits(3, 0, 0, 0, 0)),
    ("the scarcer part says how many left", [("x", 2, 6, 5, 1, 0, 0), ("y", 1, 3, 3, 0, 0, 0)], LineUnits(0, 2, 1, 0, 0)),
    ("half a kit came back", [("x", 2, 6, 6, 0, 0, 3), ("y", 1, 3, 3, 0, 0, 3)], LineUnits(0, 3, 0, 0, 1)),
    ("one of three is given back", [("x", 2, 6, 0, 2, 0, 0), ("y", 1, 3, 0, 1, 0, 0)], LineUnits(2, 0, 1, 0, 0)),
    ("a single unit given back leaves the kit open", [("x", 2, 6, 0, 1, 0, 0), ("y", 1, 3, 0, 0, 0, 0)], LineUnits(3, 0, 0, 0, 0)),
    ("all expired", [("x", 2, 6, 0, 0, 6, 0), ("y", 1, 3, 0, 0, 3, 0)], LineUnits(0, 0, 0, 3, 0)),
    ("one given back, two expired", [("x", 2, 6, 0, 2, 4, 0), ("y", 1, 3, 0, 1, 2, 0)], LineUnits(0, 0, 1, 2, 0)),
    (
        "expired and promised anew",
        [("x", 2, 6, 0, 0, 6, 0), ("y", 1, 3, 0, 0, 3, 0), ("x", 2, 6, 0, 0, 0, 0), ("y", 1, 3, 0, 0, 0, 0)],
        LineUnits(3, 0, 0, 3, 0),
    ),
    (
        "grown by two, in other places",
        [("x", 2, 6, 0, 0, 0, 0), ("y", 1, 3, 0, 0, 0, 0), ("x", 2, 3, 0, 0, 0, 0), ("x", 2, 1, 0, 0, 0, 0), ("y", 1, 2, 0, 0, 0, 0)],
        LineUnits(5, 0, 0, 0, 0),
    ),
    (
        "one part split over places",
        [("x", 3, 4, 4, 0, 0, 0), ("x", 3, 2, 1, 0, 0, 0), ("y", 1, 2, 2, 0, 0, 0)],
        LineUnits(1, 1, 0, 0, 0),
    ),
    ("goods without stock count as they are", [("", 1, 9, 2, 3, 0, 1)], LineUnits(4, 2, 3, 0, 1)),
]  # fmt: skip


@pytest.mark.parametrize(("found", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_line_counts_in_sale_units(found: list[Units], expected: LineUnits) -> None:
    assert sale_units(claims(*found)) == expected


def test_a_line_of_one_item_that_never_moved_always_adds_up() -> None:
    for promised, gone, given, lost in product(range(1, 6), range(4), range(4), range(4)):
        if gone + given + lost <= promised:
            units = sale_units(claims(("x", 1, promised, gone, given, lost, 0)))
            assert units == LineUnits(promised - gone - given - lost, gone, given, lost, 0)


def test_each_unit_of_a_kit_is_open_gone_given_back_or_lost_whatever_happened_to_its_parts() -> None:
    for x in product(range(5), repeat=3):
        for y in product(range(3), repeat=3):
            if sum(x) > 4 or sum(y) > 2:
                continue
            units = sale_units(claims(("x", 2, 4, *x, 0), ("y", 1, 2, *y, 0)))
            assert min(units) >= 0
            assert units.open + units.fulfilled + units.released + units.expired == 2
