"""What domain.md says of levels and reservations, said again in plain Python: small, slow, without a database.

Time is handed in by `pass_time`. Every operation raises Refusal before it has changed anything that `after` keeps.
Ids of lines and claims are the server's: `learn` takes them over from its answer.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from tests.support.world import counters, state

Key = tuple[str, str]
"""(item, location)"""

TOLERANCE = timedelta(milliseconds=1)
"""Decisions on one row are at least a microsecond apart, also while a clock stands still."""

ISSUES = {"SOLD", "TRANSFERRED", "CONSUMED", "RETURNED_TO_SUPPLIER"}
RECEIPTS = {"RECEIVED", "RETURNED", "INITIAL"}
ONLY_DOWN = ISSUES | {"DAMAGED", "LOST", "SPOILED"}
ONLY_UP = RECEIPTS | {"FOUND"}


class Refusal(Exception):
    """The reason for which the server must refuse."""

    @property
    def reason(self) -> str:
        return str(self.args[0])


@dataclass
class Shelf:
    """A level: units by bucket, and its settings."""

    buckets: Counter[str] = field(default_factory=Counter)
    safety: int = 0
    backorder_limit: int | None = None
    up_to_incoming: bool = False

    @property
    def room(self) -> int | None:
        """How far available may fall below 0 on backorder."""
        limits = [self.backorder_limit] if self.backorder_limit is not None else []
        if self.up_to_incoming:
            limits.append(self.buckets["INCOMING"])
        return min(limits, default=None)


class Want(NamedTuple):
    """So many units of an item from one place, or from any place in a scope (empty: everywhere)."""

    item: str
    quantity: int
    place: str = ""
    scope: tuple[str, ...] = ()
    backorder: bool = False
    splits: bool = False


class Share(NamedTuple):
    key: Key
    quantity: int
    on_backorder: bool = False


@dataclass(eq=False)
class Claim:
    """An allocation. Its place among the claims of its level is told by the server as well."""

    key: Key
    quantity: int
    id: str = ""
    seq: int = 0
    fulfilled: int = 0
    released: int = 0
    expired: int = 0
    returned: int = 0

    @property
    def open(self) -> int:
        return self.quantity - self.fulfilled - self.released - self.expired


@dataclass(eq=False)
class Line:
    """What was asked for, and how it may be served. Its claims are the oldest first."""

    want: Want
    quantity: int
    id: str = ""
    claims: list[Claim] = field(default_factory=list)

    @property
    def open(self) -> int:
        return sum(claim.open for claim in self.claims)

    @property
    def fulfilled(self) -> int:
        return sum(claim.fulfilled for claim in self.claims)


@dataclass(eq=False)
class Fulfilment:
    """Units that left together: by claim, how many, how many of them were put back and how many came back."""

    id: str
    quantity: Counter[str] = field(default_factory=Counter)
    reversed: Counter[str] = field(default_factory=Counter)
    returned: Counter[str] = field(default_factory=Counter)

    def away(self, claim: str) -> int:
        return self.quantity[claim] - self.reversed[claim] - self.returned[claim]


@dataclass(eq=False)
class Reservation:
    """A reservation. `has_lapsed`: its time closed its last units, and it was not confirmed since."""

    id: str
    lines: list[Line]
    expire_time: datetime | None
    reference: str = ""
    description: str = ""
    replaced_by: str = ""
    has_lapsed: bool = False
    etag: str = ""
    fulfilments: list[Fulfilment] = field(default_factory=list)

    @property
    def claims(self) -> list[Claim]:
        return [claim for line in self.lines for claim in line.claims]

    @property
    def live_claims(self) -> list[Claim]:
        return [claim for claim in self.claims if claim.open]

    @property
    def state(self) -> str:
        if self.live_claims:
            return "HELD" if self.expire_time is not None else "CONFIRMED"
        if any(claim.fulfilled for claim in self.claims):
            return "FULFILLED"
        return "EXPIRED" if self.has_lapsed else "RELEASED"

    def line(self, line_id: str) -> Line:
        return next(line for line in self.lines if line.id == line_id)

    def claim(self, claim_id: str) -> Claim:
        return next(claim for claim in self.claims if claim.id == claim_id)

    def named(self, ref: str) -> list[Claim]:
        """The claims of a line, oldest first, or the one that the id is of."""
        for line in self.lines:
            if line.id == ref:
                return line.claims
        return [self.claim(ref)]


Part = tuple[str, int]
"""(id of a line or a claim, units)"""


class Model:
    """All levels and reservations, and what may be done with them."""

    def __init__(self, priorities: Mapping[str, int], shelves: Mapping[Key, Shelf]) -> None:
        self.priorities = dict(priorities)
        self.shelves = dict(shelves)
        self.order: dict[Key, list[Claim]] = {key: [] for key in shelves}
        self.reservations: dict[str, Reservation] = {}
        self._leaving: Counter[Claim] = Counter()

    def after(self, operation: Callable[[Model], Any]) -> Model:
        """The model as it is when the operation is done; this one stays as it is."""
        copied = copy.deepcopy(self)
        operation(copied)
        return copied

    # --- numbers ----------------------------------------------------------------------------------

    def reserved(self, key: Key) -> int:
        return sum(claim.open for claim in self.order[key])

    def held(self, key: Key) -> int:
        claims = (claim for one in self.reservations.values() if one.state == "HELD" for claim in one.claims)
        return sum(claim.open for claim in claims if claim.key == key)

    def available(self, key: Key) -> int:
        shelf = self.shelves[key]
        return shelf.buckets["STOCKED"] - self.reserved(key) - shelf.safety

    def covered(self, claim: Claim) -> int:
        """clamp(stocked − Σ open of earlier claims, 0, open)"""
        earlier = self.order[claim.key][: self.order[claim.key].index(claim)]
        left = self.shelves[claim.key].buckets["STOCKED"] - sum(one.open for one in earlier)
        return max(0, min(left, claim.open))

    # --- stock ------------------------------------------------------------------------------------

    def adjust(self, lines: Sequence[tuple[Key, str, int]], reason: str, expected: int | None) -> None:
        """Lines of (level, bucket, delta); the first one's guard is the quantity expected."""
        for _, _, delta in lines:
            if (delta > 0 and reason in ONLY_DOWN) or (delta < 0 and reason in ONLY_UP):
                raise Refusal("FIELD_INVALID")
        key, bucket, _ = lines[0]
        self._check_expected(key, bucket, expected)
        sums: Counter[tuple[Key, str]] = Counter()
        for key, bucket, delta in lines:
            sums[key, bucket] += delta
        self._take_and_put(sums, reason)

    def count(self, key: Key, bucket: str, quantity: int, expected: int | None) -> None:
        self._check_expected(key, bucket, expected)
        self.shelves[key].buckets[bucket] = quantity

    def move(self, item: str, source: tuple[str, str], target: tuple[str, str], quantity: int, reason: str) -> None:
        """Source and target are (location, bucket)."""
        if source == target:
            raise Refusal("FIELD_INVALID")
        if source[1] == "STOCKED":
            if reason in ONLY_UP:
                raise Refusal("FIELD_INVALID")
        elif target[1] == "STOCKED" and reason in ONLY_DOWN:
            raise Refusal("FIELD_INVALID")
        out, into = ((item, source[0]), source[1]), ((item, target[0]), target[1])
        if reason in ISSUES and source[1] == "STOCKED" and quantity > max(0, self.available(out[0])):
            raise Refusal("INSUFFICIENT_STOCK")
        self._take_and_put(Counter({out: -quantity, into: quantity}), "")

    def _check_expected(self, key: Key, bucket: str, expected: int | None) -> None:
        if expected is not None and expected != self.shelves[key].buckets[bucket]:
            raise Refusal("EXPECTATION_FAILED")

    def _take_and_put(self, sums: Mapping[tuple[Key, str], int], reason: str) -> None:
        if reason in ISSUES:
            for (key, bucket), delta in sums.items():
                if bucket == "STOCKED" and -delta > max(0, self.available(key)):
                    raise Refusal("INSUFFICIENT_STOCK")
        if any(self.shelves[key].buckets[bucket] + delta < 0 for (key, bucket), delta in sums.items()):
            raise Refusal("BALANCE_OUT_OF_RANGE")
        for (key, bucket), delta in sums.items():
            self.shelves[key].buckets[bucket] += delta

    # --- planning ---------------------------------------------------------------------------------

    def plan(self, wants: Sequence[Want]) -> list[list[Share]]:
        """Shares for each want; at most one of them may be in a scope.

        What is without backorder comes first and is one demand on its level; what may be backordered and does not
        fit waits until all else has been served.
        """
        start = {key: self.available(key) for key in self.shelves}
        free = dict(start)
        shares: list[list[Share]] = [[] for _ in wants]
        demand: Counter[Key] = Counter()
        waiting: dict[int, list[Key]] = {}
        is_short = False
        turns = sorted(range(len(wants)), key=lambda n: (not wants[n].place, wants[n].backorder))
        for n in turns:
            want = wants[n]
            keys = self._candidates(want, free)
            if want.place and not want.backorder:
                demand[keys[0]] += want.quantity
                found = [Share(keys[0], want.quantity)] if demand[keys[0]] <= start[keys[0]] else []
            else:
                found = _from_stock(want, keys, free)
            if not found and want.backorder:
                waiting[n] = keys
            is_short = is_short or not (found or want.backorder)
            shares[n] = found
            for share in found:
                free[share.key] -= share.quantity
        is_beyond = False
        for n, keys in waiting.items():
            quantity = wants[n].quantity
            place = next((key for key in keys if self._permits(key, free[key] - quantity)), None)
            if place is None:
                is_beyond = True
            else:
                shares[n] = [Share(place, quantity, on_backorder=quantity > free[place])]
                free[place] -= quantity
        if is_short:
            raise Refusal("INSUFFICIENT_STOCK")
        if is_beyond:
            raise Refusal("BACKORDER_LIMIT")
        return shares

    def _candidates(self, want: Want, free: Mapping[Key, int]) -> list[Key]:
        if want.place:
            return [(want.item, want.place)]
        keys = [(want.item, location) for location in want.scope or self.priorities]
        return sorted(keys, key=lambda key: (self.priorities[key[1]], -free[key], key[1]))

    def _permits(self, key: Key, left: int) -> bool:
        room = self.shelves[key].room
        return room is None or left >= 0 or -left <= room

    # --- promises ---------------------------------------------------------------------------------

    def create(
        self,
        reservation_id: str,
        wants: Sequence[Want],
        *,
        expire_time: datetime | None,
        replaces: str = "",
        reference: str = "",
    ) -> None:
        old = self.reservations.get(replaces)
        if old is not None and (old.replaced_by or old.state not in ("HELD", "EXPIRED")):
            raise Refusal("RESERVATION_NOT_ACTIVE")
        if old is not None:
            _give_back(old.claims, sum(claim.open for claim in old.claims))
            old.replaced_by = reservation_id
        shares = self.plan(wants)
        made = Reservation(reservation_id, [Line(want, want.quantity) for want in wants], expire_time, reference)
        self.reservations[reservation_id] = made
        self._promise(list(zip(made.lines, shares, strict=True)))

    def _promise(self, parts: Sequence[tuple[Line, Sequence[Share]]]) -> list[Claim]:
        """New claims behind all others; of those made together, what is there before what is on backorder."""
        flat = [(line, share) for line, shares in parts for share in shares]
        made = [Claim(share.key, share.quantity) for _, share in flat]
        for n in sorted(range(len(flat)), key=lambda n: flat[n][1].on_backorder):
            self.order[made[n].key].append(made[n])
        for (line, _), claim in zip(flat, made, strict=True):
            line.claims.append(claim)
        return made

    def update(
        self,
        reservation_id: str,
        *,
        adds: Sequence[Want] = (),
        sets: Sequence[Part] = (),
        removes: Sequence[str] = (),
        moves: Sequence[tuple[str, int | None, str]] = (),
        description: str | None = None,
    ) -> None:
        """Only the increase needs stock; what the same update makes free counts."""
        one = self.reservations[reservation_id]
        named = [line_id for line_id, _ in sets] + list(removes)
        if len(set(named)) < len(named):
            raise Refusal("DUPLICATE_ENTRY")
        _check_live(one)
        wanted: list[tuple[Line, Want]] = []
        for line_id in removes:
            line = one.line(line_id)
            _give_back(line.claims, line.open)
            line.quantity = line.fulfilled
        for line_id, quantity in sets:
            line = one.line(line_id)
            have = line.open + line.fulfilled
            if quantity < have:
                _give_back(line.claims[::-1], have - quantity)
            elif quantity > have:
                wanted.append((line, _growth(line, quantity - have)))
            line.quantity = quantity
        for claim_id, units, location in moves:
            claim = one.claim(claim_id)
            if location == claim.key[1]:
                raise Refusal("FIELD_INVALID")
            quantity = claim.open if units is None else units
            if not quantity:
                raise Refusal("EXCEEDS_OPEN")
            _give_back([claim], quantity)
            line = next(line for line in one.lines if claim in line.claims)
            wanted.append((line, line.want._replace(quantity=quantity, place=location, scope=())))
        new = [Line(want, want.quantity) for want in adds]
        wanted += [(line, line.want) for line in new]
        shares = self.plan([want for _, want in wanted])
        one.lines += new
        self._promise([(line, share) for (line, _), share in zip(wanted, shares, strict=True)])
        if description is not None:
            one.description = description

    # --- time -------------------------------------------------------------------------------------

    def pass_time(self, now: datetime) -> None:
        """A hold is live while now < expire_time; then its units are free."""
        for one in self.reservations.values():
            if one.state == "HELD" and one.expire_time is not None and one.expire_time <= now:
                one.has_lapsed = True
                for claim in one.claims:
                    claim.expired += claim.open

    def extend(self, reservation_id: str, expire_time: datetime) -> None:
        one = self.reservations[reservation_id]
        _check_live(one)
        if one.expire_time is not None:
            one.expire_time = max(one.expire_time, expire_time)

    def confirm(self, reservation_id: str, *, on_backorder: bool) -> bool:
        """Whether it had expired and is promised anew."""
        one = self.reservations[reservation_id]
        if one.replaced_by or one.state in ("RELEASED", "FULFILLED"):
            raise Refusal("RESERVATION_NOT_ACTIVE")
        is_late = one.state == "EXPIRED"
        if is_late:
            lost = [(line, claim) for line in one.lines for claim in line.claims if claim.expired]
            wants = [
                line.want._replace(
                    quantity=claim.expired, place=claim.key[1], scope=(), backorder=on_backorder or line.want.backorder
                )
                for line, claim in lost
            ]
            shares = self.plan(wants)
            self._promise([(line, share) for (line, _), share in zip(lost, shares, strict=True)])
        one.expire_time = None
        one.has_lapsed = False
        return is_late

    # --- giving back ------------------------------------------------------------------------------

    def release(self, ids: Iterable[str], parts: Sequence[Part] = ()) -> None:
        named = [self.reservations[one] for one in ids]
        for one in named if not parts else ():
            _give_back(one.claims, sum(claim.open for claim in one.claims))
        for ref, quantity in parts:
            (one,) = named
            _give_back(one.named(ref)[::-1], quantity)

    # --- leaving and coming back ------------------------------------------------------------------

    def fulfil(
        self,
        reservation_id: str,
        parts: Sequence[tuple[str, int, str]] = (),
        *,
        releases_rest: bool = False,
        out_of_turn: bool = False,
    ) -> None:
        """Parts are (line or claim, units, other location or nothing); none: all that is open."""
        one = self.reservations[reservation_id]
        _check_live(one)
        leaving: Counter[Claim] = Counter()
        apart: list[tuple[Claim, int, str]] = []
        left = {claim: claim.open for claim in one.claims}
        for ref, quantity, location in parts or [(claim.id, claim.open, "") for claim in one.claims if claim.open]:
            for claim, units in _take(one.named(ref), quantity, left):
                if location and location != claim.key[1]:
                    apart.append((claim, units, location))
                else:
                    leaving[claim] += units
        wants = [Want(claim.key[0], units, location) for claim, units, location in apart]
        if out_of_turn:
            shares = [[Share((want.item, want.place), want.quantity)] for want in wants]
        else:
            shares = self.plan(wants)
        self._check_leaving(leaving, [share for found in shares for share in found], out_of_turn=out_of_turn)
        for claim, units, _ in apart:
            claim.released += units
        lines = [next(line for line in one.lines if claim in line.claims) for claim, _, _ in apart]
        for claim in self._promise(list(zip(lines, shares, strict=True))):
            leaving[claim] += claim.quantity
        self._leave(leaving)
        self._leaving = leaving  # `learn_fulfilment` tells of them, once the new claims have their ids
        if releases_rest:
            _give_back(one.claims, sum(claim.open for claim in one.claims))
        one.expire_time = None

    def _check_leaving(self, leaving: Mapping[Claim, int], elsewhere: Sequence[Share], *, out_of_turn: bool) -> None:
        if not out_of_turn:
            if any(units > self.covered(claim) for claim, units in leaving.items()):
                raise Refusal("NOT_COVERED")
            return
        taken: Counter[Key] = Counter()
        for claim, units in leaving.items():
            taken[claim.key] += units
        for share in elsewhere:
            taken[share.key] += share.quantity
        if any(units > self.shelves[key].buckets["STOCKED"] for key, units in taken.items()):
            raise Refusal("NOT_COVERED")

    def _leave(self, leaving: Mapping[Claim, int]) -> None:
        for claim, units in leaving.items():
            claim.fulfilled += units
            self.shelves[claim.key].buckets["STOCKED"] -= units

    def reverse(self, reservation_id: str, fulfilment_id: str, parts: Sequence[Part] = ()) -> None:
        one = self.reservations[reservation_id]
        done = next(done for done in one.fulfilments if done.id == fulfilment_id)
        units = dict(parts) or {claim: done.away(claim) for claim in done.quantity}
        for claim_id, quantity in units.items():
            if quantity > done.away(claim_id):
                raise Refusal("OVER_RETURN")
        for claim_id, quantity in units.items():
            claim = one.claim(claim_id)
            done.reversed[claim_id] += quantity
            claim.fulfilled -= quantity
            self.shelves[claim.key].buckets["STOCKED"] += quantity

    def receive(self, reservation_id: str, ref: str, quantity: int, location: str, bucket: str | None) -> None:
        """One line of a return; without a bucket the units are thrown away. `ref` may be an item: nobody's return."""
        if not reservation_id:
            if bucket:
                self.shelves[ref, location].buckets[bucket] += quantity
            return
        one = self.reservations[reservation_id]
        if not any(claim.fulfilled for claim in one.claims):
            raise Refusal("RESERVATION_EXPIRED" if one.state == "EXPIRED" else "RESERVATION_NOT_ACTIVE")
        claims = one.named(ref)
        room = {claim: claim.fulfilled - claim.returned for claim in claims}
        if quantity > sum(room.values()):
            raise Refusal("OVER_RETURN")
        if bucket:
            self.shelves[claims[0].key[0], location].buckets[bucket] += quantity
        for claim, units in _take(claims, quantity, room):
            claim.returned += units
            left = units
            for done in one.fulfilments:
                back = min(left, done.away(claim.id))
                done.returned[claim.id] += back
                left -= back

    # --- what the server has told -----------------------------------------------------------------

    def learn(self, shown: Any) -> None:
        """Take over ids of new lines and claims, the etag, and the expiry to the microsecond from a reservation."""
        one = self.reservations[shown.id]
        one.etag = shown.etag
        assert shown.HasField("expire_time") == (one.expire_time is not None)
        if one.expire_time is not None:
            told = shown.expire_time.ToDatetime(tzinfo=UTC)
            assert abs(told - one.expire_time) < TOLERANCE
            one.expire_time = told
        for line, told_line in zip(one.lines, shown.lines, strict=True):
            line.id = told_line.line_id
            for claim, told in zip(line.claims, told_line.allocations, strict=True):
                assert claim.id in ("", told.id)
                claim.id, claim.seq = told.id, told.claim_seq
        for key in {claim.key for claim in one.claims}:
            seqs = [claim.seq for claim in self.order[key] if claim.id]
            assert seqs == sorted(seqs), "a new claim stands last"

    def learn_fulfilment(self, reservation_id: str, fulfilment_id: str) -> None:
        """What left just now is a fulfilment with this id."""
        done = Fulfilment(fulfilment_id, Counter({claim.id: units for claim, units in self._leaving.items()}))
        self.reservations[reservation_id].fulfilments.append(done)
        self._leaving = Counter()

    def picture(self, reservation_id: str) -> Picture:
        """A reservation as it must be shown, but for ids and times."""
        one = self.reservations[reservation_id]
        return Picture(
            one.state,
            one.replaced_by,
            one.reference,
            one.description,
            [(line.quantity, [self._shown(claim) for claim in line.claims]) for line in one.lines],
        )

    def _shown(self, claim: Claim) -> tuple[Any, ...]:
        units = (claim.quantity, claim.open, claim.fulfilled, claim.released, claim.expired, claim.returned)
        return (*claim.key, *units, self.covered(claim))


class Picture(NamedTuple):
    """A reservation without ids and times; each line's claims are (item, location, counters, covered)."""

    state: str
    replaced_by: str
    reference: str
    description: str
    lines: list[tuple[int, list[tuple[Any, ...]]]]


def picture_of(shown: Any) -> Picture:
    """The same of a reservation that the server shows."""
    return Picture(
        state(shown),
        shown.replaced_by_reservation_id,
        shown.reference.id,
        shown.description,
        [(line.quantity, [_shown(told) for told in line.allocations]) for line in shown.lines],
    )


def _shown(told: Any) -> tuple[Any, ...]:
    return (told.inventory_item_id, told.location_id, *counters(told), told.covered_quantity)


# --- pieces -----------------------------------------------------------------------------------------


def _check_live(one: Reservation) -> None:
    if one.state == "EXPIRED" and not one.replaced_by:
        raise Refusal("RESERVATION_EXPIRED")
    if one.state not in ("HELD", "CONFIRMED"):
        raise Refusal("RESERVATION_NOT_ACTIVE")


def _from_stock(want: Want, keys: Sequence[Key], free: Mapping[Key, int]) -> list[Share]:
    """The first place that has all of it; else, where the want may be split, from each in turn."""
    for key in keys:
        if free[key] >= want.quantity:
            return [Share(key, want.quantity)]
    if not want.splits or want.place or sum(max(0, free[key]) for key in keys) < want.quantity:
        return []
    left, found = want.quantity, []
    for key in keys:
        units = min(left, max(0, free[key]))
        left -= units
        if units:
            found.append(Share(key, units))
    return found


def _growth(line: Line, quantity: int) -> Want:
    """A line grows in its scope; one that stays together grows where its open units are."""
    want = line.want._replace(quantity=quantity)
    open_at = {claim.key[1] for claim in line.claims if claim.open}
    if not want.place and (want.splits or len(open_at) != 1):
        return want
    place = open_at.pop() if len(open_at) == 1 else line.claims[-1].key[1]
    return want._replace(place=place, scope=())


def _take(claims: Sequence[Claim], quantity: int, left: dict[Claim, int]) -> list[tuple[Claim, int]]:
    """Units of the claims in their order, out of what is left of each."""
    if quantity > sum(left[claim] for claim in claims):
        raise Refusal("EXCEEDS_OPEN")
    taken = []
    for claim in claims:
        units = min(quantity, left[claim])
        left[claim] -= units
        quantity -= units
        if units:
            taken.append((claim, units))
    return taken


def _give_back(claims: Sequence[Claim], quantity: int) -> None:
    for claim, units in _take(claims, quantity, {claim: claim.open for claim in claims}):
        claim.released += units
