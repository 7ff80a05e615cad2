"""Decisions about reservations, items and tokens, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from holdfast_server.availability.model import Share
from holdfast_server.items import rules as items
from holdfast_server.items.model import Item
from holdfast_server.kernel.clock import from_milliseconds, milliseconds
from holdfast_server.kernel.errors import (
    BatchTooLarge,
    DuplicateEntry,
    EtagMismatch,
    ExceedsOpen,
    FieldInvalid,
    NotCovered,
    OverReturn,
    PageTokenInvalid,
    Refused,
    ReservationExpired,
    ReservationNotActive,
    ResourceDeleted,
    ResourceExists,
    ResourceNotFound,
    SkuTaken,
)
from holdfast_server.kernel.etags import etag, matches
from holdfast_server.kernel.ids import ID_PATTERN, mint, ulid, ulid_milliseconds
from holdfast_server.ledger.model import (
    PLAIN,
    Allocation,
    Backorder,
    Bucket,
    Header,
    Level,
    Reason,
    ReservationState,
    Split,
    StockKey,
    Terms,
)
from holdfast_server.levels.model import Goods
from holdfast_server.reservations.model import (
    Disposition,
    Edit,
    Fulfillment,
    FulfillmentEntry,
    LineWanted,
    Part,
    Relocation,
    ReturnLine,
    SetLine,
)
from holdfast_server.reservations.rules import claims, edit, leaving, promise, time
from holdfast_server.reservations.rules.edit import growth
from holdfast_server.transport.call import Call
from holdfast_server.transport.tokens import PageTokens

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LATER = NOW + timedelta(minutes=10)
HELD, CONFIRMED = ReservationState.HELD, ReservationState.CONFIRMED
FULFILLED, RELEASED, EXPIRED = ReservationState.FULFILLED, ReservationState.RELEASED, ReservationState.EXPIRED


def header(state: ReservationState = CONFIRMED, **fields: Any) -> Header:
    return Header("res", state, NOW, NOW, **fields)


def claim(
    name: str, quantity: int, *, line: str = "l1", item: str = "a", at: str = "here", seq: int = 1, **fields: Any
) -> Allocation:
    given = {"required_quantity": 1, "line_quantity": quantity, **fields}
    return Allocation(name, "res", line, 0, "", "", item, at, seq, 0, quantity=quantity, **given)


OLD, NEW = claim("old", 3, seq=2, number=0), claim("new", 4, seq=9, number=1)
OTHER = claim("other", 5, line="l2", fulfilled=1)
CLAIMS = [NEW, OLD, OTHER]


# --- claims -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "newest_first", "expected"),
    [
        (Part("l1", "", 2), False, {"old": 2}),
        (Part("l1", "", 5), False, {"old": 3, "new": 2}),
        (Part("l1", "", 2), True, {"new": 2}),
        (Part("l1", "", 5), True, {"new": 4, "old": 1}),
        (Part("", "new", 4), True, {"new": 4}),
        (Part("l2", "", 4), False, {"other": 4}),
    ],
)
def test_a_part_names_the_oldest_units_or_the_newest(part: Part, newest_first: bool, expected: dict[str, int]) -> None:
    assert claims.units_of(CLAIMS, part, claims.open_units(CLAIMS), newest_first=newest_first) == expected


def test_a_claim_is_as_old_as_it_is_in_its_reservation_wherever_it_stands_on_its_level() -> None:
    moved = [claim("moved", 4, at="a quiet place", seq=1, number=1), claim("left", 3, seq=50, number=0)]
    units = claims.open_units(moved)
    assert claims.units_of(moved, Part("l1", "", 4), units) == {"left": 3, "moved": 1}
    assert claims.units_of(moved, Part("l1", "", 1), units, newest_first=True) == {"moved": 1}


def test_a_part_of_a_kit_line_names_whole_units_of_each_of_its_items() -> None:
    kit = [claim("x", 6, item="x", required_quantity=3), claim("y", 4, item="y", required_quantity=2)]
    assert claims.units_of(kit, Part("l1", "", 2), claims.open_units(kit)) == {"x": 6, "y": 4}
    assert claims.units_of(kit, Part("l1", "", 1), claims.open_units(kit)) == {"x": 3, "y": 2}
    assert claims.units_of(kit, Part("", "x", 1), claims.open_units(kit)) == {"x": 1}


@pytest.mark.parametrize(
    ("part", "refusal"),
    [
        (Part("l1", "", 8), ExceedsOpen),
        (Part("", "other", 5), ExceedsOpen),
        (Part("l3", "", 1), ResourceNotFound),
        (Part("", "nobody", 1), ResourceNotFound),
    ],
)
def test_a_part_is_of_what_is_there(part: Part, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        claims.units_of(CLAIMS, part, claims.open_units(CLAIMS))


def test_releasing_gives_back_what_is_named_and_ends_the_hold_of_what_is_closed() -> None:
    held = [replace(one, expire_time=LATER) for one in (OLD, NEW)]
    changes, moves = claims.release(held, {"old": 3, "new": 1, "nobody": 7})
    assert [(one.id, one.released, one.open, one.expire_time) for one in changes] == [
        ("old", 3, 0, None),
        ("new", 1, 3, LATER),
    ]
    assert [(move.bucket, move.delta, move.reason, move.allocation_id) for move in moves] == [
        (Bucket.RESERVED, -3, Reason.RELEASED, "old"),
        (Bucket.RESERVED, -1, Reason.RELEASED, "new"),
    ]


@pytest.mark.parametrize(
    ("state", "fields", "refusal"),
    [
        (HELD, {}, None),
        (CONFIRMED, {}, None),
        (FULFILLED, {}, ReservationNotActive),
        (RELEASED, {"replaced_by": "x"}, ReservationNotActive),
        (EXPIRED, {"expire_time": NOW}, ReservationExpired),
        (EXPIRED, {"expire_time": NOW, "replaced_by": "x"}, ReservationNotActive),
    ],
)
def test_only_a_live_reservation_is_changed(
    state: ReservationState, fields: dict[str, Any], refusal: type[Refused] | None
) -> None:
    if refusal is None:
        claims.check_live(header(state, **fields))
        return
    with pytest.raises(refusal):
        claims.check_live(header(state, **fields))


@pytest.mark.parametrize(
    ("state", "given", "confirms", "expected"),
    [
        (HELD, [OLD], False, (HELD, LATER)),
        (HELD, [OLD], True, (CONFIRMED, None)),
        (CONFIRMED, [OLD], False, (CONFIRMED, LATER)),
        (HELD, [replace(OLD, released=3)], False, (RELEASED, LATER)),
        (CONFIRMED, [replace(OLD, released=2, fulfilled=1)], False, (FULFILLED, LATER)),
        (FULFILLED, [OLD], False, (CONFIRMED, LATER)),
        (EXPIRED, [replace(OLD, expired=3), NEW], True, (CONFIRMED, None)),
    ],
)
def test_the_state_follows_from_the_claims(
    state: ReservationState, given: list[Allocation], confirms: bool, expected: tuple[ReservationState, Any]
) -> None:
    after = claims.next_header(header(state, expire_time=LATER), given, at=LATER, confirms=confirms)
    assert (after.state, after.expire_time) == expected
    assert (after.version, after.update_time, after.create_time) == (2, LATER, NOW)


# --- time -------------------------------------------------------------------------------------------

HOLD = header(HELD, expire_time=LATER)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(5, None), (10, None), (11, NOW + timedelta(minutes=11)), (600, NOW + timedelta(hours=10))],
)
def test_a_hold_ends_at_the_later_of_both_times(minutes: int, expected: datetime | None) -> None:
    held = [replace(OLD, expire_time=LATER), replace(NEW, released=4)]
    extended = time.extend(HOLD, held, timedelta(minutes=minutes), at=NOW)
    if expected is None:
        assert extended is None
        return
    assert extended is not None
    after, changes = extended
    assert (after.expire_time, after.state, after.version) == (expected, HELD, 2)
    assert [(one.id, one.expire_time) for one in changes] == [("old", expected)]


def test_a_confirmed_reservation_needs_no_more_time() -> None:
    assert time.extend(header(CONFIRMED), [OLD], timedelta(days=1), at=NOW) is None


def test_confirming_takes_the_time_off_and_keeps_the_place() -> None:
    (kept,) = time.confirm([replace(OLD, expire_time=LATER), replace(NEW, released=4)])
    assert (kept.id, kept.expire_time, kept.claim_seq, kept.open) == ("old", None, 2, 3)


@pytest.mark.parametrize(
    ("state", "replaced_by", "allowed"),
    [
        (HELD, "", True), (CONFIRMED, "", True), (EXPIRED, "", True), (EXPIRED, "x", False), (FULFILLED, "", False),
        (RELEASED, "", False),
    ],
)  # fmt: skip
def test_what_lives_or_has_expired_is_confirmed(state: ReservationState, replaced_by: str, allowed: bool) -> None:
    if allowed:
        time.check_confirmable(header(state, replaced_by=replaced_by))
        return
    with pytest.raises(ReservationNotActive):
        time.check_confirmable(header(state, replaced_by=replaced_by))


def test_a_lapsed_claim_wants_the_same_units_at_the_same_place() -> None:
    scoped = Terms(Backorder.DENY, Split.ANY, ("here", "there"))
    lapsed = replace(OLD, released=1, expired=2, terms=scoped)
    assert time.lost([lapsed, NEW]) == [lapsed]
    wanted = time.wanted_again(lapsed, on_backorder=False)
    assert (wanted.goods.item_id, wanted.quantity, wanted.location_id) == ("a", 2, "here")
    assert (wanted.terms.scope, wanted.terms.allows_backorder) == (None, False)
    assert time.wanted_again(lapsed, on_backorder=True).terms.allows_backorder


# --- edits ------------------------------------------------------------------------------------------


def changes_of(given: Sequence[Allocation], wanted: Edit) -> tuple[dict[str, tuple[int, int]], list[tuple[str, int]]]:
    """{claim: (open, what its line asks for)} of what changes, and [(location, quantity)] of what is wanted anew."""
    made = edit.draft(given, wanted)
    changed = {one.id: (one.open, one.line_quantity) for one in made.changes(given)}
    return changed, [(want.location_id, want.quantity) for _, want in made.wants]


TWO = [claim("old", 3, seq=2, line_quantity=7), claim("new", 4, seq=9, line_quantity=7)]
PART = [claim("old", 3, seq=2, line_quantity=7, fulfilled=2), claim("new", 4, seq=9, line_quantity=7)]


@pytest.mark.parametrize(
    ("given", "wanted", "changed", "anew"),
    [
        (TWO, Edit(sets=[SetLine("l1", 7)]), {}, []),
        (TWO, Edit(sets=[SetLine("l1", 9)]), {"old": (3, 9), "new": (4, 9)}, [("here", 2)]),
        (TWO, Edit(sets=[SetLine("l1", 5)]), {"old": (3, 5), "new": (2, 5)}, []),
        (TWO, Edit(sets=[SetLine("l1", 2)]), {"old": (2, 2), "new": (0, 2)}, []),
        (PART, Edit(sets=[SetLine("l1", 2)]), {"old": (0, 2), "new": (0, 2)}, []),
        (PART, Edit(sets=[SetLine("l1", 8)]), {"old": (1, 8), "new": (4, 8)}, [("here", 1)]),
        (TWO, Edit(removes=["l1"]), {"old": (0, 0), "new": (0, 0)}, []),
        (PART, Edit(removes=["l1"]), {"old": (0, 2), "new": (0, 2)}, []),
        (TWO, Edit(moves=[Relocation("new", None, "there")]), {"new": (0, 7)}, [("there", 4)]),
        (TWO, Edit(moves=[Relocation("new", 1, "there")]), {"new": (3, 7)}, [("there", 1)]),
        (
            TWO,
            Edit(moves=[Relocation("new", 1, "there"), Relocation("new", None, "beyond")]),
            {"new": (0, 7)},
            [("there", 1), ("beyond", 3)],
        ),
    ],
)
def test_an_edit_frees_the_newest_and_wants_only_what_is_more(
    given: list[Allocation], wanted: Edit, changed: dict[str, tuple[int, int]], anew: list[tuple[str, int]]
) -> None:
    assert changes_of(given, wanted) == (changed, anew)


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (Edit(sets=[SetLine("l9", 1)]), ResourceNotFound),
        (Edit(removes=["l9"]), ResourceNotFound),
        (Edit(moves=[Relocation("nobody", 1, "there")]), ResourceNotFound),
        (Edit(moves=[Relocation("new", 5, "there")]), ExceedsOpen),
        (Edit(moves=[Relocation("new", 3, "there"), Relocation("new", 2, "beyond")]), ExceedsOpen),
        (Edit(moves=[Relocation("new", 1, "here")]), FieldInvalid),
        (Edit(removes=["l1"], moves=[Relocation("new", None, "there")]), ExceedsOpen),
        (Edit(sets=[SetLine("l1", 1)]), ExceedsOpen),
        (Edit(adds=[LineWanted("", Goods("a"), 1, "here")] * 500), BatchTooLarge),
    ],
)
def test_an_edit_is_of_what_is_there(wanted: Edit, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        edit.draft(PART, wanted)


@pytest.mark.parametrize(
    ("wanted", "first"),
    [
        (Edit(sets=[SetLine("l1", 1), SetLine("l1", 1)]), "set_lines[0]"),
        (Edit(sets=[SetLine("l2", 1), SetLine("l1", 1)], removes=["l3", "l1"]), "set_lines[1]"),
        (Edit(removes=["l1", "l1"]), "remove_line_ids[0]"),
    ],
)
def test_a_line_becomes_one_thing(wanted: Edit, first: str) -> None:
    with pytest.raises(DuplicateEntry) as refusal:
        edit.check_once(wanted)
    assert refusal.value.facts["first_field"] == first


SCOPE = ("here", "there")


@pytest.mark.parametrize(
    ("terms", "places", "expected"),
    [
        (PLAIN, ["here"], ("here", None)),
        (PLAIN, ["there"], ("there", None)),
        (Terms(split=Split.NEVER, scope=SCOPE), ["here"], ("here", None)),
        (Terms(split=Split.NEVER, scope=SCOPE), ["here", "there"], ("", SCOPE)),
        (Terms(split=Split.WHOLE_UNITS, scope=SCOPE), ["here"], ("", SCOPE)),
        (Terms(split=Split.ANY, scope=()), ["here"], ("", ())),
    ],
)
def test_a_line_grows_where_it_may(terms: Terms, places: list[str], expected: tuple[str, Any]) -> None:
    line = [claim(f"c{n}", 2, at=place, seq=n, terms=terms) for n, place in enumerate(places)]
    wanted = growth(line, 3)
    assert (wanted.location_id, wanted.terms.scope) == expected
    assert (wanted.quantity, wanted.terms.split) == (3, terms.split)


# --- leaving ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], [("new", 4, ""), ("old", 3, ""), ("other", 4, "")]),
        ([Part("l1", "", 5)], [("old", 3, ""), ("new", 2, "")]),
        ([Part("", "new", 1), Part("l1", "", 5)], [("new", 1, ""), ("old", 3, ""), ("new", 2, "")]),
        ([Part("", "new", 1, "there"), Part("", "new", 1, "here")], [("new", 1, "there"), ("new", 1, "")]),
    ],
)
def test_what_leaves_are_the_oldest_claims_of_a_line(parts: list[Part], expected: list[tuple[str, int, str]]) -> None:
    found = leaving.departures(CLAIMS, parts)
    assert [(one.claim.id, one.quantity, one.location_id) for one in found] == expected


def test_no_more_leaves_than_is_open() -> None:
    with pytest.raises(ExceedsOpen):
        leaving.departures(CLAIMS, [Part("l1", "", 7), Part("", "old", 1)])


def departing(**units: int) -> list[leaving.Departure]:
    by_id = {one.id: one for one in CLAIMS}
    return [leaving.Departure(by_id[name], quantity) for name, quantity in units.items()]


def test_what_leaves_must_be_covered_or_be_there_at_least() -> None:
    reach = {"old": 3, "new": 1, "other": 0}

    def covered(one: Allocation) -> int:
        return reach[one.id]

    leaving.check_covered(departing(old=3, new=1), covered)
    for units in ({"old": 3, "new": 2}, {"other": 1}):
        with pytest.raises(NotCovered):
            leaving.check_covered(departing(**units), covered)
    assert [one.id for one in leaving.overtaking(departing(old=3, new=2, other=1), covered)] == ["new", "other"]
    levels = {StockKey("a", "here"): Level(StockKey("a", "here"), "ilev", NOW, NOW, stocked=4, reserved=11)}
    leaving.check_there(departing(new=2, other=2), levels)
    with pytest.raises(NotCovered):
        leaving.check_there(departing(new=2, other=3), levels)


def test_fulfilling_takes_out_of_stock_and_out_of_what_is_promised() -> None:
    changed, moves, entries = leaving.fulfil([*departing(old=1), *departing(old=2, other=1)], "ful")
    assert [(one.id, one.fulfilled, one.open) for one in changed] == [("old", 3, 0), ("other", 2, 3)]
    assert [(move.bucket, move.delta, move.reason, move.fulfillment_id) for move in moves] == [
        (Bucket.STOCKED, -3, Reason.FULFILLED, "ful"), (Bucket.RESERVED, -3, Reason.FULFILLED, "ful"),
        (Bucket.STOCKED, -1, Reason.FULFILLED, "ful"), (Bucket.RESERVED, -1, Reason.FULFILLED, "ful"),
    ]  # fmt: skip
    assert [(entry.allocation_id, entry.quantity) for entry in entries] == [("old", 3), ("other", 1)]


def parcel(name: str, **entries: tuple[int, int, int]) -> Fulfillment:
    """(quantity, reversed, returned) by claim."""
    made = [FulfillmentEntry(one, "a", "here", *numbers) for one, numbers in entries.items()]
    return Fulfillment(name, "res", NOW, made)


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ({}, {"old": 2, "new": 1}),
        ({"old": 1}, {"old": 1}),
        ({"old": 2, "new": 1}, {"old": 2, "new": 1}),
        ({"old": 3}, None),
        ({"other": 1}, None),
        ({"nobody": 1}, None),
    ],
)
def test_no_more_is_put_back_than_is_still_away(named: dict[str, int], expected: dict[str, int] | None) -> None:
    sent = parcel("ful", old=(4, 1, 1), new=(1, 0, 0), other=(2, 2, 0))
    if expected is not None:
        assert leaving.reversals(sent, named) == expected
        return
    with pytest.raises(OverReturn):
        leaving.reversals(sent, named)


def test_what_is_put_back_is_promised_again_in_its_old_place() -> None:
    gone = [replace(OLD, fulfilled=3), replace(NEW, fulfilled=1)]
    changes, moves, after = leaving.put_back(gone, {"old": 2}, parcel("ful", old=(3, 0, 0), new=(1, 0, 0)))
    assert [(one.id, one.open, one.fulfilled, one.claim_seq) for one in changes] == [("old", 2, 1, 2)]
    assert [(move.bucket, move.delta, move.reason) for move in moves] == [
        (Bucket.STOCKED, 2, Reason.REVERSED), (Bucket.RESERVED, 2, Reason.REVERSED),
    ]  # fmt: skip
    assert [(entry.quantity, entry.reversed, entry.away) for entry in after.entries] == [(3, 2, 1), (1, 0, 1)]


# --- coming back ------------------------------------------------------------------------------------

GONE = [replace(OLD, fulfilled=3), replace(NEW, fulfilled=2, returned=1)]
PARCELS = [parcel("first", old=(2, 0, 0), new=(1, 0, 1)), parcel("second", old=(1, 0, 0), new=(2, 1, 0))]


def come_back(*lines: ReturnLine) -> leaving.Arrival:
    arrival = leaving.Arrival({one.id: one for one in GONE}, list(PARCELS), [])
    for one in lines:
        leaving.take_back(arrival, one)
    return arrival


def back(quantity: int, disposition: Disposition = Disposition.RESTOCK, **what: str) -> ReturnLine:
    named = {"line_id": "", "allocation_id": "", "item_id": "", **what}
    return ReturnLine(quantity=quantity, location_id="there", disposition=disposition, **named)


@pytest.mark.parametrize(
    ("line", "counted", "arrived"),
    [
        (back(1, line_id="l1"), {"old": 1, "new": 1}, [(Bucket.STOCKED, 1, "first")]),
        (back(3, line_id="l1"), {"old": 3, "new": 1}, [(Bucket.STOCKED, 2, "first"), (Bucket.STOCKED, 1, "second")]),
        (
            back(4, Disposition.DAMAGED, line_id="l1"),
            {"old": 3, "new": 2},
            [(Bucket.DAMAGED, 2, "first"), (Bucket.DAMAGED, 1, "second"), (Bucket.DAMAGED, 1, "second")],
        ),
        (back(1, allocation_id="new"), {"old": 0, "new": 2}, [(Bucket.STOCKED, 1, "second")]),
        (back(2, Disposition.DISCARD, allocation_id="old"), {"old": 2, "new": 1}, []),
        (back(9, Disposition.QUARANTINE, item_id="a"), {"old": 0, "new": 1}, [(Bucket.QUARANTINE, 9, None)]),
    ],
)
def test_what_comes_back_is_of_the_oldest_claim_and_left_first(
    line: ReturnLine, counted: dict[str, int], arrived: list[tuple[Bucket, int, str | None]]
) -> None:
    arrival = come_back(line)
    assert {one.id: one.returned for one in arrival.claims.values()} == counted
    assert [(move.bucket, move.delta, move.fulfillment_id) for move in arrival.moves] == arrived
    assert {move.key.location_id for move in arrival.moves} <= {"there"}


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        ([back(5, line_id="l1")], OverReturn),
        ([back(2, allocation_id="new")], OverReturn),
        ([back(3, line_id="l1"), back(2, line_id="l1")], OverReturn),
        ([back(1, line_id="l9")], ResourceNotFound),
        ([back(1, allocation_id="nobody")], ResourceNotFound),
    ],
)
def test_no_more_comes_back_than_has_left(lines: list[ReturnLine], refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        come_back(*lines)


@pytest.mark.parametrize(
    ("state", "given", "refusal"),
    [
        (FULFILLED, GONE, None),
        (CONFIRMED, GONE, None),
        (CONFIRMED, [OLD], ReservationNotActive),
        (RELEASED, [replace(OLD, released=3)], ReservationNotActive),
        (EXPIRED, [replace(OLD, expired=3)], ReservationExpired),
    ],
)
def test_only_what_has_left_comes_back(
    state: ReservationState, given: list[Allocation], refusal: type[Refused] | None
) -> None:
    named = header(state, expire_time=NOW if state is EXPIRED else None)
    if refusal is None:
        leaving.check_returnable(named, given)
        return
    with pytest.raises(refusal):
        leaving.check_returnable(named, given)


# --- promises ---------------------------------------------------------------------------------------


def test_claims_stand_behind_all_others_and_those_on_backorder_last() -> None:
    numbers = count()

    def numbered(prefix: str) -> str:
        return f"{prefix}{next(numbers)}"

    wanted = LineWanted("li", Goods("a"), 5, "here")
    lines = [promise.line_of("res", wanted, index, numbered) for index in range(2)]
    shares = [
        [Share("a", "here", 2, on_backorder=True)],
        [Share("a", "here", 1), Share("a", "there", 4)],
    ]
    levels = {
        StockKey("a", place): Level(StockKey("a", place), "ilev", NOW, NOW, version=version)
        for place, version in (("here", 7), ("there", 3))
    }
    wants = [LineWanted("", Goods("a"), 1)] * 2
    made = promise.claims_of(lines, wants, shares, levels, numbered, expire_time=LATER)
    assert [(one.line_id, one.location_id, one.quantity, one.place, one.expire_time) for one in made] == [
        ("rline0", "here", 2, (8, 2), LATER),
        ("rline1", "here", 1, (8, 0), LATER),
        ("rline1", "there", 4, (4, 1), LATER),
    ]
    assert {(one.line_item_id, one.line_quantity) for one in made} == {("li", 5)}
    assert promise.backordered(shares) == {StockKey("a", "here")}
    assert [(move.delta, move.reason) for move in promise.promise(made)] == [
        (2, Reason.RESERVED), (1, Reason.RESERVED), (4, Reason.RESERVED),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "replaced_by", "after"),
    [
        (HELD, "", RELEASED), (EXPIRED, "", EXPIRED), (EXPIRED, "x", None), (RELEASED, "x", None), (RELEASED, "", None),
        (CONFIRMED, "", None), (FULFILLED, "", None),
    ],
)  # fmt: skip
def test_only_a_hold_is_replaced_and_only_once(
    state: ReservationState, replaced_by: str, after: ReservationState | None
) -> None:
    old = header(state, replaced_by=replaced_by)
    if after is None:
        with pytest.raises(ReservationNotActive):
            promise.check_replaceable(old)
        return
    promise.check_replaceable(old)
    gone = promise.replaced(old, "new", at=LATER)
    assert (gone.state, gone.replaced_by, gone.version, gone.update_time) == (after, "new", 2, LATER)


# --- items ------------------------------------------------------------------------------------------

ITEM = Item(id="i", create_time=NOW, update_time=NOW, sku="S", fingerprint=b"f")


def test_making_an_item_again_is_the_same_item_and_another_is_refused() -> None:
    again = items.create(ITEM, "i", item_id="i", given={}, fingerprint=b"f", at=NOW)
    assert again is ITEM
    with pytest.raises(ResourceExists):
        items.create(ITEM, None, item_id="i", given={}, fingerprint=b"g", at=NOW)
    gone = items.delete(ITEM, [], item_id="i", etag="", at=NOW)
    with pytest.raises(ResourceDeleted):
        items.create(gone, None, item_id="i", given={}, fingerprint=b"f", at=NOW)
    with pytest.raises(SkuTaken):
        items.create(None, "j", item_id="i", given={"sku": "S"}, fingerprint=b"", at=NOW)


def test_an_update_that_changes_nothing_is_no_update() -> None:
    assert items.update(ITEM, "i", [], item_id="i", given={"sku": "S"}, etag="v1", at=NOW) is ITEM
    changed = items.update(ITEM, None, [], item_id="i", given={"title": "T"}, etag="", at=NOW)
    assert (changed.title, changed.version) == ("T", 2)
    with pytest.raises(EtagMismatch):
        items.update(ITEM, None, [], item_id="i", given={}, etag="v2", at=NOW)
    with pytest.raises(SkuTaken):
        items.update(ITEM, "j", [], item_id="i", given={"sku": "T"}, etag="", at=NOW)


# --- words ------------------------------------------------------------------------------------------


def test_ids_sort_by_time_and_keep_it() -> None:
    early, late = ulid(1_700_000_000_000), ulid(1_700_000_000_001)
    assert early < late
    assert ulid_milliseconds(f"post_{early}") == 1_700_000_000_000
    assert ulid_milliseconds("post_x") is None
    assert ulid_milliseconds("post_" + "U" * 26) is None
    assert ID_PATTERN.fullmatch(mint("iitem"))
    assert from_milliseconds(milliseconds(NOW)) == NOW


def test_an_empty_etag_names_every_version() -> None:
    assert matches("", 7)
    assert matches(etag(7), 7)
    assert not matches(etag(6), 7)


def test_a_refusal_inside_a_batch_names_the_entry() -> None:
    moved = FieldInvalid("item.sku", "is wrong").at("entries[3]")
    assert (moved.field, moved.facts["field"]) == ("entries[3].item.sku", "entries[3].item.sku")
    assert moved.message == "entries[3].item.sku is wrong"


def test_a_page_token_holds_for_its_call_and_scope() -> None:
    from holdfast_server.kernel.ids import TenantId
    from holdfast_server.kernel.principal import Principal

    tokens = PageTokens(lambda tenant: tenant.encode())
    mine, yours = (Call(Principal(TenantId(name), "s"), 0.0, "c") for name in ("mine", "yours"))
    token = tokens.write(mine, ("x", 3, None), "list")
    assert tokens.read(mine, token, "list") == ("x", 3, None)
    assert tokens.read(mine, "", "list") is None
    assert tokens.write(mine, None, "list") == ""
    for call, scope, given in (
        (yours, "list", token),
        (mine, "other", token),
        (mine, "list", token + "x"),
        (mine, "list", "€"),
    ):
        with pytest.raises(PageTokenInvalid):
            tokens.read(call, given, scope)
