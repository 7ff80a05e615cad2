"""The working set of one transaction: what was read under the locks, moved on by each accepted decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar, cast

from holdfast_server.engine.events import level_changed
from holdfast_server.engine.posting import Decision, Event, Kind, Posting, Row, Writer
from holdfast_server.kernel.ids import mint
from holdfast_server.ledger import rules
from holdfast_server.ledger.model import Allocation, Header, Level, Movement, StockKey

T = TypeVar("T")


class Unread(Exception):
    """A decision looked at something that an earlier one of its batch made relevant: decide it in the next."""


class World:
    """What decisions see, and what they have come to so far.

    Every question is answered as if the asking posting were alone and came after those already accepted.
    """

    def __init__(self, tenant_id: str) -> None:
        self.tenant_id = tenant_id
        self.at: datetime = cast("datetime", None)
        self.levels: dict[StockKey, Level] = {}
        self.headers: dict[str, Header] = {}
        self.claims: dict[str, dict[str, Allocation]] = {}
        self.facts: dict[tuple[Kind[Any], str], Any] = {}
        self.earlier: dict[str, int] = {}
        # what has to be written
        self.new_levels: dict[StockKey, Level] = {}
        self.moved: dict[StockKey, Level] = {}
        self.settled: dict[StockKey, Level] = {}
        self.movements: list[Movement] = []
        self.new_headers: dict[str, Header] = {}
        self.changed_headers: dict[str, Header] = {}
        self.new_claims: dict[str, Allocation] = {}
        self.changed_claims: dict[str, Allocation] = {}
        self.rows: dict[Writer, dict[Any, Any]] = {}
        self.events: list[Event] = []
        # open units that this transaction took from claims of a level, by the claim's place in the order
        self._closed: dict[StockKey, list[tuple[tuple[int, int], int]]] = {}

    @property
    def has_effects(self) -> bool:
        """Whether an accepted decision left anything to write."""
        return bool(
            self.movements
            or self.new_levels
            or self.settled
            or self.new_headers
            or self.changed_headers
            or self.changed_claims
            or self.rows
            or self.events
        )

    # --- questions --------------------------------------------------------------------------------

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
        return sorted(claims.values(), key=lambda claim: (claim.line_index, claim.claim_seq, claim.entry))

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
        level = self.levels[claim.key]
        if level.reserved <= level.stocked:
            return claim.open
        earlier = self.earlier.get(claim.id)
        if earlier is None:
            raise Unread(claim.id)
        place = (claim.claim_seq, claim.entry)
        earlier -= sum(units for other, units in self._closed.get(claim.key, ()) if other < place)
        return rules.covered(stocked=level.stocked, earlier_open=earlier, open_quantity=claim.open)

    # --- acceptance -------------------------------------------------------------------------------

    def accept(self, posting: Posting[Any], decision: Decision[Any], posting_id: str) -> None:
        """Make the decision part of the world, and of what will be written."""
        for level in decision.begins:
            self.levels[level.key] = level
            (self.new_levels if level.is_new else self.settled)[level.key] = level
        if decision.moves:
            self._post(posting, decision, posting_id)
        for level in decision.settled:
            self._settle(level)
        for header, claims in decision.opens:
            self._open(header, claims)
        for header in decision.headers:
            self.headers[header.id] = header
            pending = self.new_headers if header.id in self.new_headers else self.changed_headers
            pending[header.id] = header
        for claim in decision.claims:
            self._replace_claim(claim)
        for kind, thing_id, thing in decision.facts:
            self.facts[kind, thing_id] = thing
        for row in decision.rows:
            self._write(row)
        self.events.extend(decision.events)

    def _post(self, posting: Posting[Any], decision: Decision[Any], posting_id: str) -> None:
        for key, moves in rules.by_level(decision.moves).items():
            level = self.levels[key]
            before = level.balances()
            rows = rules.post(
                level,
                moves,
                cause=decision.cause,
                posting_id=posting_id,
                at=self.at,
                actor=posting.principal.subject,
                request_id=posting.submission.request_id,
                may_leave_short=decision.may_leave_short,
            )
            self.movements.extend(rows)
            if key not in self.new_levels:
                self.moved[key] = level
            self.events.append(level_changed(level, before, rows))

    def _settle(self, level: Level) -> None:
        self.levels[level.key] = level
        if level.key in self.new_levels:
            self.new_levels[level.key] = level
        else:
            self.settled[level.key] = level
            if level.key in self.moved:
                self.moved[level.key] = level

    def _open(self, header: Header, claims: Sequence[Allocation]) -> None:
        self.headers[header.id] = self.new_headers[header.id] = header
        self.claims[header.id] = {claim.id: claim for claim in claims}
        for claim in claims:
            self.new_claims[claim.id] = claim

    def _replace_claim(self, claim: Allocation) -> None:
        claims = self.claims[claim.reservation_id]
        closed = claims[claim.id].open - claim.open
        self._closed.setdefault(claim.key, []).append(((claim.claim_seq, claim.entry), closed))
        claims[claim.id] = claim
        pending = self.new_claims if claim.id in self.new_claims else self.changed_claims
        pending[claim.id] = claim

    def _write(self, row: Row) -> None:
        self.rows.setdefault(row.writer, {})[row.key] = row.record


def new_posting_id(ulid_text: str) -> str:
    """The id of a posting, from a ULID of the instant at which it was decided."""
    return f"post_{ulid_text}"


def new_batch_id() -> str:
    """The id under which a transaction's commit can be found again."""
    return mint("batch")
