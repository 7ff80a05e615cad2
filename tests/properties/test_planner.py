"""The planner against brute force, on stock so small that everything can be tried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast_server.availability.model import (
    Backorder,
    Goods,
    LineWanted,
    Offer,
    OffersByItem,
    Place,
    Plan,
    Sold,
    Split,
    StockKey,
    Terms,
)
from holdfast_server.availability.rules import needs, plan, plan_plain, quantities
from holdfast_server.availability.rules.planner import Planner

ITEMS = ("a", "b", "c")
LOCATIONS = ("near", "mid", "far")

Offers = Mapping[StockKey, Offer]
Places = Mapping[str, Place]

rooms = st.none() | st.integers(0, 4)
places_of_three = st.fixed_dictionaries({one: st.builds(Place, st.integers(1, 2), st.just(True)) for one in LOCATIONS})
places_some_closed = st.fixed_dictionaries(
    {one: st.builds(Place, st.integers(1, 2), st.integers(0, 4).map(bool)) for one in LOCATIONS}
)
levels = st.dictionaries(
    st.builds(StockKey, st.sampled_from(ITEMS), st.sampled_from(LOCATIONS)),
    st.builds(Offer, st.integers(-2, 6), rooms),
    max_size=9,
)
scopes = st.lists(st.sampled_from(LOCATIONS), unique=True).map(tuple)
goods = st.one_of(
    st.sampled_from(ITEMS).map(lambda item: (Goods(item), None)),
    st.dictionaries(st.sampled_from(ITEMS), st.integers(1, 3), min_size=1).map(lambda kit: (Goods(""), kit)),
)


@st.composite
def lines(draw: st.DrawFn, *, most: int = 8) -> LineWanted:
    """Any line: an item or a kit, from one location or a scope, on any terms."""
    what, kit = draw(goods)
    scope = draw(st.none() | scopes)
    terms = Terms(draw(st.sampled_from(Backorder)), draw(st.sampled_from(Split)), scope)
    location = draw(st.sampled_from(LOCATIONS)) if scope is None else ""
    return LineWanted("", what, draw(st.integers(1, most)), location, terms, kit and Sold("kit", kit))


fixed_lines = lines().filter(lambda line: line.terms.scope is None)


@st.composite
def plain_lines(draw: st.DrawFn) -> LineWanted:
    """Lines as most are: an item from one location, without backorder."""
    return LineWanted(
        "", Goods(draw(st.sampled_from(ITEMS))), draw(st.integers(1, 5)), draw(st.sampled_from(LOCATIONS))
    )


def scope_of(line: LineWanted) -> Sequence[str]:
    return (line.location_id,) if line.terms.scope is None else line.terms.scope or LOCATIONS


def open_levels(line: LineWanted, offers: Offers, places: Places) -> list[str]:
    """Where the line could be whole."""
    return [
        location
        for location in scope_of(line)
        if places[location].is_active and all(StockKey(item, location) in offers for item in line.parts)
    ]


# --- soundness: always, for any lines together ------------------------------------------------------


def check_sound(asked: Sequence[LineWanted], offers: Offers, places: Places, made: Plan) -> None:
    from_stock: Counter[StockKey] = Counter()
    promised: Counter[StockKey] = Counter()
    for share in (share for shares in made.shares for share in shares):
        assert share.quantity > 0
        assert places[share.location_id].is_active
        promised[share.key] += share.quantity
        if not share.on_backorder:
            from_stock[share.key] += share.quantity
    for key, quantity in from_stock.items():
        assert quantity <= max(0, offers[key].available)
    for key in {share.key for shares in made.shares for share in shares if share.on_backorder}:
        room = offers[key].backorder_room
        assert room is None or promised[key] - offers[key].available <= room
    for line, shares in zip(asked, made.shares, strict=True):
        if shares:
            check_line(line, made, shares)


def check_line(line: LineWanted, made: Plan, shares: Sequence[tuple[str, str, int, bool]]) -> None:
    """Everything that was asked for, from where it may come, and in no more pieces than the line allows."""
    got: Counter[str] = Counter()
    by_location: dict[str, Counter[str]] = {}
    for item, location, quantity, _ in shares:
        assert location in scope_of(line)
        got[item] += quantity
        by_location.setdefault(location, Counter())[item] += quantity
    assert got == Counter({item: required * line.quantity for item, required in line.parts.items()})
    assert len({(item, location) for item, location, _, _ in shares}) == len(shares)
    backordered = any(on_backorder for *_, on_backorder in shares)
    assert line.terms.allows_backorder or not backordered
    if line.terms.split is Split.NEVER or line.terms.scope is None or backordered:
        assert len(by_location) == 1
    if line.terms.split is Split.WHOLE_UNITS:
        for units in by_location.values():
            assert len({units[item] / required for item, required in line.parts.items()}) == 1


@settings(max_examples=600, deadline=None)
@given(st.lists(lines(), min_size=1, max_size=3), levels, places_some_closed)
def test_no_level_ever_promises_what_it_does_not_have(asked: list[LineWanted], offers: Offers, places: Places) -> None:
    made = plan(asked, offers, places)
    check_sound(asked, offers, places, made)
    failing = {one.line_index for one in made.shortages} | {limit.shortage.line_index for limit in made.limits}
    assert failing == {index for index, shares in enumerate(made.shares) if not shares}
    assert (made.refusal is not None) == bool(failing)
    assert set(made.keys) <= set(needs(asked, offers, places))
    assert plan(asked, offers, places) == made
    for one in made.shortages:
        assert one.requested > one.available >= 0 or asked[one.line_index].terms.scope is None


@settings(max_examples=300, deadline=None)
@given(st.lists(lines(), min_size=1, max_size=3), levels, places_some_closed)
def test_levels_that_cannot_matter_do_not_matter(asked: list[LineWanted], offers: Offers, places: Places) -> None:
    wanted = set(needs(asked, offers, places))
    without = {key: offer for key, offer in offers.items() if key in wanted}
    assert plan(asked, without, places) == plan(asked, offers, places)


# --- exactness: one line alone ----------------------------------------------------------------------


def feasible(line: LineWanted, offers: Offers, places: Places) -> bool:
    """Whether there is any way at all to serve the line from stock as its split mode allows."""
    parts, everywhere = line.parts, [one for one in scope_of(line) if places[one].is_active]

    def has(item: str, location: str) -> int:
        offer = offers.get(StockKey(item, location))
        return max(0, offer.available) if offer else 0

    def whole(units: Sequence[int]) -> bool:
        return all(
            required * count <= has(item, location)
            for location, count in zip(everywhere, units, strict=True)
            for item, required in parts.items()
        )

    if line.terms.split is Split.ANY:
        return all(
            any(
                all(count <= has(item, location) for location, count in zip(everywhere, counts, strict=True))
                for counts in ways(required * line.quantity, len(everywhere))
            )
            for item, required in parts.items()
        )
    found = [units for units in ways(line.quantity, len(everywhere)) if whole(units)]
    return bool(found) if line.terms.split is Split.WHOLE_UNITS else any(line.quantity in units for units in found)


def ways(total: int, places: int) -> Iterator[tuple[int, ...]]:
    """Every way to divide so many units among so many places."""
    if not places:
        return
    for head in product(range(total + 1), repeat=places - 1):
        if sum(head) <= total:
            yield *head, total - sum(head)


def backorderable(line: LineWanted, offers: Offers, places: Places) -> bool:
    """Whether one location could promise all of it, if more than it has."""

    def permits(key: StockKey, wanted: int) -> bool:
        room = offers[key].backorder_room
        return room is None or wanted - offers[key].available <= max(0, room)

    def fits(key: StockKey, wanted: int) -> bool:
        return wanted <= offers[key].available or permits(key, wanted)

    return line.terms.allows_backorder and any(
        all(fits(StockKey(item, location), required * line.quantity) for item, required in line.parts.items())
        for location in open_levels(line, offers, places)
    )


@settings(max_examples=600, deadline=None)
@given(lines(most=4), levels, places_some_closed)
def test_one_line_is_served_whenever_it_can_be(line: LineWanted, offers: Offers, places: Places) -> None:
    made = plan([line], offers, places)
    in_stock = feasible(line, offers, places)
    assert (made.refusal is None) == (in_stock or backorderable(line, offers, places))
    assert any(share.on_backorder for share in made.shares[0]) == (made.refusal is None and not in_stock)


@settings(max_examples=400, deadline=None)
@given(lines(), levels, places_some_closed)
def test_each_split_mode_accepts_exactly_what_was_said(line: LineWanted, offers: Offers, places: Places) -> None:
    told = quantities(line, offers, places)
    assert told.single_location <= told.whole_units <= told.pooled
    for split in Split:
        terms = Terms(Backorder.DENY, split, line.terms.scope)
        for quantity, accepted in ((told.under(split), True), (told.under(split) + 1, False)):
            asked = LineWanted("", line.goods, quantity, line.location_id, terms, line.sold)
            if quantity:
                assert (plan([asked], offers, places).refusal is None) is accepted


# --- several lines ----------------------------------------------------------------------------------


@settings(max_examples=400, deadline=None)
@given(st.lists(lines(), min_size=1, max_size=3), levels, places_of_three)
def test_where_one_location_could_serve_all_lines_they_are_served(
    asked: list[LineWanted], offers: Offers, places: Places
) -> None:
    demand: dict[str, Counter[str]] = {location: Counter() for location in LOCATIONS}
    for line in asked:
        for location in scope_of(line):
            demand[location].update({item: required * line.quantity for item, required in line.parts.items()})
    common = set.intersection(*(set(scope_of(line)) for line in asked))
    could = any(
        all(
            StockKey(item, location) in offers and wanted <= offers[StockKey(item, location)].available
            for item, wanted in demand[location].items()
        )
        for location in common
    )
    made = plan(asked, offers, places)
    assert made.refusal is None or not could
    assert not could or not any(share.on_backorder for shares in made.shares for share in shares)


@settings(max_examples=400, deadline=None)
@given(lines(), st.lists(fixed_lines, max_size=2), levels, places_some_closed)
def test_a_plan_made_again_from_its_own_levels_holds(
    one: LineWanted, others: list[LineWanted], offers: Offers, places: Places
) -> None:
    """What was seen without locks and is still so under them is promised without a second look.

    So it is with one line in a scope. Of several, each finds less choice among the levels of the plan, and they may
    take turns in another order: then all levels must be looked at.
    """
    asked = [one, *others]
    made = plan(asked, offers, places)
    if made.refusal is None:
        assert plan(asked, {key: offers[key] for key in made.keys}, places).shares == made.shares


@settings(max_examples=300, deadline=None)
@given(st.lists(plain_lines(), min_size=1, max_size=3), levels, places_some_closed)
def test_the_short_cut_for_plain_lines_is_no_other_way(asked: list[LineWanted], offers: Offers, places: Places) -> None:
    general = Planner(asked, offers, places).plan()
    short_cut = plan_plain(asked, offers, places)
    assert [tuple(shares) for shares in general.shares] == [tuple(shares) for shares in short_cut.shares]
    assert list(general.shortages) == list(short_cut.shortages)
    assert plan(asked, offers, places) == short_cut
    assert not general.limits


@settings(max_examples=300, deadline=None)
@given(st.lists(lines(), min_size=1, max_size=3), levels, places_some_closed)
def test_offers_by_item_are_the_same_offers(asked: list[LineWanted], offers: Offers, places: Places) -> None:
    units: dict[str, dict[str, int]] = {item_id: {} for item_id in ITEMS}
    rooms: dict[str, dict[str, int | None]] = {item_id: {} for item_id in ITEMS}
    for (item_id, location_id), offer in offers.items():
        units[item_id][location_id], rooms[item_id][location_id] = offer
    by_item = OffersByItem(units, rooms)
    assert dict(by_item) == offers
    assert len(by_item) == len(offers)
    assert plan(asked, by_item, places) == plan(asked, offers, places)
    assert set(needs(asked, by_item, places)) == set(needs(asked, offers, places))
    assert [quantities(one, by_item, places) for one in asked] == [quantities(one, offers, places) for one in asked]
