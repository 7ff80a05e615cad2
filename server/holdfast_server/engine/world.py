"""The working set of one transaction: what was read under the locks, moved on by each accepted decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeVar, cast

from holdfast_server.engine.events import low_stock_event, moved_event
from holdfast_server.engine.posting import Decision, Event, Kind, Posting, Row, Writer
from holdfast_server.kernel.clock import milliseconds
from holdfast_server.kernel.ids import mint, ulid
from holdfast_server.ledger import rules
from holdfast_server.ledger.model import (
    NO_CAUSE,
    Allocation,
    Header,
    Level,
    Move,
    Movement,
    Reason,
    ReservationState,
    StockKey,
)
from holdfast_server.ledger.records import Record, level_record, reservation_record

T = TypeVar("T")

EXPIRY_ACTOR: Final = "system:expiry"
"""Who posts it when a hold's time is over."""


class Unread(Exception):
    """A decision looked at something that was not read: it is made again in the next transaction."""


class Author(NamedTuple):
    """Who does something, in which posting, by which request."""

    posting_id: str
    actor: str
    request_id: str


@dataclass(frozen=True, slots=True)
class Uncovering:
    """Stock of a level fell and claims lost it: those that reach beyond what is left, and stand before `place`."""

    key: StockKey
    stocked_before: int
    stocked_after: int
    place: tuple[int, int] | None
    reason: Reason
    author: Author


class World:
    """What decisions see, and what they have come to so far.

    Every question is answered as if the asking posting were alone and came after those already accepted.
    """

    def __init__(self, tenant_id: str) -> None:
        self.tenant_id = tenant_id
        self.at: datetime = cast("datetime", None)
        self.levels: dict[StockKey, Level] = {}
        self.locked: set[StockKey] = set()
        self.unsettled: set[StockKey] = set()
        self.headers: dict[str, Header] = {}
        self.claims: dict[str, dict[str, Allocation]] = {}
        self.facts: dict[tuple[Kind[Any], str], Any] = {}
        self.asked: set[tuple[Kind[Any], str]] = set()
        self.earlier: dict[str, int] = {}
        # what has to be written, once an accepted decision has an effect
        self.has_effects = False
        self.new_levels: dict[StockKey, Level] = {}
        self.moved: dict[StockKey, Level] = {}
        self.settled: dict[StockKey, Level] = {}
        self.movements: list[Movement] = []
        self.new_headers: dict[str, Header] = {}
        self.changed_headers: dict[str, Header] = {}
        self.changed_texts: dict[str, Header] = {}
        self.new_claims: dict[str, Allocation] = {}
        self.changed_claims: dict[str, Allocation] = {}
        self.rows: dict[Writer, dict[Any, Any]] = {}
        self.events: list[Event] = []
        self.uncoverings: list[Uncovering] = []
        # open units that this transaction took from claims of a level, by the claim's place in the order
        self._closed: dict[StockKey, list[tuple[tuple[int, int], int]]] = {}

    def fork(self) -> World:
        """A world to try things in: what is accepted there leaves this one as it is."""
        twin = copy(self)
        for name, value in vars(self).items():
            if isinstance(value, (dict, list, set)):
                setattr(twin, name, copy(value))
        twin.levels = {key: replace(level) for key, level in self.levels.items()}
        twin.claims = {reservation_id: dict(claims) for reservation_id, claims in self.claims.items()}
        twin._closed = {key: list(closed) for key, closed in self._closed.items()}
        twin.rows = {writer: dict(rows) for writer, rows in self.rows.items()}
        return twin

    # --- questions --------------------------------------------------------------------------------

    def need(
        self,
        posting: Posting[Any],
        levels: Iterable[StockKey] = (),
        facts: Iterable[tuple[Kind[Any], str]] = (),
    ) -> None:
        """See to it that these are locked and read: if not, the posting asks for them and is decided again."""
        missing_levels = [key for key in dict.fromkeys(levels) if key not in self.locked]
        missing_facts = [fact for fact in dict.fromkeys(facts) if fact not in self.asked]
        if missing_levels or missing_facts:
            posting.levels = [*posting.levels, *missing_levels]
            posting.facts = [*posting.facts, *missing_facts]
            raise Unread

    def level(self, key: StockKey) -> Level | None:
        """The level, or None where the item is not stocked (never was, or was deleted)."""
        level = self.levels.get(key)
        return None if level is None or level.delete_time is not None else level

    def buried_level(self, key: StockKey) -> Level | None:
        """A deleted level, whose version goes on when it is created again."""
        level = self.levels.get(key)
        return level if level is not None and level.is_deleted else None

    def reservation(self, reservation_id: str) -> Header | None:
        """The reservation's header, if there is such a reservation."""
        return self.headers.get(reservation_id)

    def allocations(self, reservation_id: str) -> list[Allocation]:
        """The reservation's claims in the order of its lines, oldest first within a line."""
        claims = self.claims.get(reservation_id, {})
        return sorted(claims.values(), key=lambda claim: claim.age)

    def find(self, kind: Kind[T], thing_id: str) -> T | None:
        """A thing of another slice, read under the locks; the posting named it."""
        return cast("T | None", self.facts.get((kind, thing_id)))

    def levels_of_item(self, item_id: str, *, buried: bool = False) -> list[Level]:
        """The item's live levels, with `buried` also the deleted ones; the posting asked for all of them."""
        levels = self.levels.items()
        return [level for key, level in levels if key[0] == item_id and (buried or not level.is_deleted)]

    def levels_of_location(self, location_id: str) -> list[Level]:
        """The location's live levels; the posting asked for all of them."""
        return [level for key, level in self.levels.items() if key[1] == location_id and not level.is_deleted]

    def covered(self, claim: Allocation) -> int:
        """Units of the claim that stock reaches after older claims on its level had theirs."""
        if not claim.open or claim.is_free:
            return claim.open
        level = self.levels[claim.key]
        if level.reserved <= level.stocked:
            return claim.open
        earlier = self.earlier.get(claim.id)
        if earlier is None:
            raise Unread(claim.id)
        earlier -= sum(units for other, units in self._closed.get(claim.key, ()) if other < claim.place)
        return rules.covered(stocked=level.stocked, earlier_open=earlier, open_quantity=claim.open)

    # --- time -------------------------------------------------------------------------------------

    def settle(self, lapsed: Sequence[Allocation], bounds: Mapping[StockKey, datetime | None]) -> None:
        """Close the claims whose time is over, before anything is decided; `bounds` are the levels' next expiries.

        It is written together with what is accepted, or not at all: whoever comes next settles them again. The
        header of a reservation that is locked is closed too, and told of; others are left to the sweeper.
        """
        due = [header for header in self.headers.values() if header.has_lapsed(self.at)]
        before = {header.id: reservation_record(header, self.allocations(header.id)) for header in due}
        groups: dict[StockKey, list[Allocation]] = {}
        for claim in lapsed:
            groups.setdefault(claim.key, []).append(claim)
        for key, bound in bounds.items():
            self.levels[key].next_expiry = bound
            self.moved[key] = self.levels[key]
        for key, claims in groups.items():
            self._settle_level(key, claims)
        for header in due:
            self._close(header, before[header.id])

    def _settle_level(self, key: StockKey, claims: Sequence[Allocation]) -> None:
        level = self.levels[key]
        record = level_record(level)
        moves: list[tuple[int, Move]] = []
        for entry, claim in enumerate(claims):
            closed, move = rules.lapse(claim)
            moves.append((entry, move))
            level.held -= claim.open
            self._closed.setdefault(key, []).append((claim.place, claim.open))
            self.changed_claims[claim.id] = closed
            if claim.reservation_id in self.claims:
                self.claims[claim.reservation_id][claim.id] = closed
        self._post(level, moves, record, self._expiry_author(), short=False, reason=Reason.EXPIRED)

    def _close(self, header: Header, before: Record) -> None:
        for claim in self.allocations(header.id):
            if claim.is_free and claim.open:
                self.claims[header.id][claim.id] = self.changed_claims[claim.id] = rules.lapse(claim)[0]
        claims = self.allocations(header.id)
        if any(claim.open for claim in claims):
            return  # some of its levels have more lapsed claims than one transaction settles
        closed = replace(header, state=ReservationState.EXPIRED, version=header.version + 1, update_time=self.at)
        self.headers[header.id] = self.changed_headers[header.id] = closed
        payload = {"before": before, "after": reservation_record(closed, claims)}
        self._tell(Event("reservation.expired", header.id, payload), self._expiry_author())

    def _expiry_author(self) -> Author:
        return Author(new_posting_id(self.at), EXPIRY_ACTOR, "")

    # --- acceptance -------------------------------------------------------------------------------

    def accept(self, posting: Posting[Any], decision: Decision[Any], posting_id: str) -> None:
        """Make the decision part of the world, and of what will be written."""
        self.has_effects = True
        author = Author(posting_id, posting.principal.subject, posting.submission.request_id)
        for event in decision.events:  # first: a level is told of before what moves on it
            self._tell(event, author)
        for level in decision.begins:
            self.levels[level.key] = level
            (self.new_levels if level.is_new else self.settled)[level.key] = level
        if decision.moves or decision.claims or decision.adds or decision.opens:
            self._move(decision, author)
        for level in decision.settled:
            self._settle(level)
        for level in (*decision.begins, *decision.settled):
            self._note_low(level, author)
        for header in decision.headers:
            self.headers[header.id] = header
            pending = self.new_headers if header.id in self.new_headers else self.changed_headers
            pending[header.id] = header
        for header in decision.texts:
            if header.id not in self.new_headers:
                self.changed_texts[header.id] = header
        for kind, thing_id, thing in decision.facts:
            self.facts[kind, thing_id] = thing
        for row in decision.rows:
            self._write(row)

    def _move(self, decision: Decision[Any], author: Author) -> None:
        """Claims and balances together: a level's record of before is taken before either has changed."""
        groups = rules.by_level(decision.moves)
        held, expiries = self._held(decision)
        records = {key: level_record(self.levels[key]) for key in dict.fromkeys((*groups, *held))}
        for key, delta in held.items():
            self.levels[key].held += delta
        for key, expire_time in expiries.items():
            level = self.levels[key]
            level.next_expiry = expire_time if level.next_expiry is None else min(level.next_expiry, expire_time)
        for key, moves in groups.items():
            level = self.levels[key]
            stocked = level.stocked
            short = key in decision.may_leave_short
            self._post(level, moves, records[key], author, short=short, decision=decision)
            self._note_uncovering(level, stocked, decision, moves[0][1].reason, author)
        for key in held:
            if key not in groups:
                self._only_held(self.levels[key], records[key], author)
        self._keep_claims(decision)

    def _post(
        self,
        level: Level,
        moves: Sequence[tuple[int, Move]],
        before: Record,
        author: Author,
        *,
        short: bool,
        decision: Decision[Any] | None = None,
        reason: Reason | None = None,
    ) -> None:
        rows = rules.post(
            level,
            moves,
            cause=NO_CAUSE if decision is None else decision.cause,
            posting_id=author.posting_id,
            at=self.at,
            actor=author.actor,
            request_id=author.request_id,
            may_leave_short=short,
        )
        self.movements.extend(rows)
        if level.key not in self.new_levels:
            self.moved[level.key] = level
        name = (rows[0].reason if reason is None else reason).name
        self._tell(moved_event("level.changed", before, level, reason=name), author)
        if level.low_stock_threshold is not None:
            self._note_low(level, author)

    def _note_low(self, level: Level, author: Author) -> None:
        """Keep in mind whether the level is low, and tell of it when it becomes so."""
        was_low, level.is_low = level.is_low, rules.low_stock(level)
        if level.is_low and not was_low:
            self._tell(low_stock_event(level), author)

    def _only_held(self, level: Level, before: Record, author: Author) -> None:
        """A hold became an order: nothing moved, and yet the level's row and what it shows have changed."""
        level.update_time = self.at
        if level.key not in self.new_levels:
            self.moved[level.key] = level
        self._tell(moved_event("level.held_changed", before, level), author)

    def _held(self, decision: Decision[Any]) -> tuple[dict[StockKey, int], dict[StockKey, datetime]]:
        """By how much the held units of each level change, and the earliest expiry that comes new to it."""
        held: dict[StockKey, int] = {}
        expiries: dict[StockKey, datetime] = {}
        new = [claim for _, claims in decision.opens for claim in claims if claim.expire_time is not None]
        for claim in (*new, *decision.adds, *decision.claims):
            known = self.claims.get(claim.reservation_id, {}).get(claim.id)
            delta = claim.held - (0 if known is None else known.held)
            if delta:
                held[claim.key] = held.get(claim.key, 0) + delta
            if claim.expire_time is not None and not claim.is_free:
                expiries[claim.key] = min(claim.expire_time, expiries.get(claim.key, claim.expire_time))
        return {key: delta for key, delta in held.items() if delta}, expiries

    def _note_uncovering(
        self, level: Level, stocked: int, decision: Decision[Any], reason: Reason, author: Author
    ) -> None:
        """Remember where stock fell below what claims had reached; who lost it is looked up before the commit."""
        key = level.key
        if level.stocked >= stocked:
            return
        overtaken = [claim.place for claim in decision.overtakes if claim.key == key]
        if overtaken:
            self.uncoverings.append(Uncovering(key, stocked, level.stocked, max(overtaken), reason, author))
        elif key in decision.may_leave_short and level.reserved > level.stocked:
            self.uncoverings.append(Uncovering(key, stocked, level.stocked, None, reason, author))

    def _keep_claims(self, decision: Decision[Any]) -> None:
        for claim in decision.claims:
            self._replace_claim(claim)
        added = list(decision.adds)
        for header, claims in decision.opens:
            self.headers[header.id] = self.new_headers[header.id] = header
            self.claims[header.id] = {}
            added += claims
        for claim in added:
            self.claims[claim.reservation_id][claim.id] = self.new_claims[claim.id] = claim
        self._place(added)

    def _place(self, added: Sequence[Allocation]) -> None:
        """New claims stand last: before them is everything else that is promised there."""
        after: dict[StockKey, int] = {}
        if len(added) > 1:
            added = sorted(added, key=lambda one: one.place, reverse=True)
        for claim in added:
            if claim.is_free:
                continue
            key = claim.key
            behind = after[key] = after.get(key, 0) + claim.open
            closed = sum(units for _, units in self._closed.get(key, ()))
            self.earlier[claim.id] = self.levels[key].reserved - behind + closed

    def _settle(self, level: Level) -> None:
        self.levels[level.key] = level
        if level.key in self.new_levels:
            self.new_levels[level.key] = level
        else:
            self.settled[level.key] = level
            if level.key in self.moved:
                self.moved[level.key] = level

    def _replace_claim(self, claim: Allocation) -> None:
        claims = self.claims[claim.reservation_id]
        closed = claims[claim.id].open - claim.open
        if closed:
            self._closed.setdefault(claim.key, []).append((claim.place, closed))
        claims[claim.id] = claim
        pending = self.new_claims if claim.id in self.new_claims else self.changed_claims
        pending[claim.id] = claim

    def _write(self, row: Row) -> None:
        self.rows.setdefault(row.writer, {})[row.key] = row.record

    def _tell(self, event: Event, author: Author) -> None:
        type_, resource, payload, *_ = event
        self.events.append(Event(type_, resource, payload, author.request_id, author.actor, author.posting_id))

    def tell_uncovered(self, uncovering: Uncovering, reservation_ids: Sequence[str]) -> None:
        """Announce which reservations lost stock, latest first."""
        level = self.levels[uncovering.key]
        payload = {
            "item_id": level.key.item_id,
            "location_id": level.key.location_id,
            "stocked_before": uncovering.stocked_before,
            "stocked_after": uncovering.stocked_after,
            "reserved": level.reserved,
            "reservation_ids": list(reservation_ids),
            "reason": uncovering.reason.name,
        }
        resource = f"{level.key.item_id}/{level.key.location_id}"
        self._tell(Event("level.uncovered", resource, payload), uncovering.author)


def new_posting_id(at: datetime) -> str:
    """The id of a posting that was decided at an instant."""
    return f"post_{ulid(milliseconds(at))}"


def new_batch_id() -> str:
    """The id under which a transaction's commit can be found again."""
    return mint("batch")
