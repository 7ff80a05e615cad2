"""Pieces that several commands share: a posting about one reservation, what is given back, what is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from holdfast_server.engine.posting import Decision, Event, Posting
from holdfast_server.engine.world import World
from holdfast_server.kernel.errors import BackorderLimit, InsufficientStock, Refused
from holdfast_server.kernel.principal import Principal
from holdfast_server.kernel.submission import Submission
from holdfast_server.ledger.model import Allocation, Header, Move, StockKey
from holdfast_server.ledger.records import reservation_record
from holdfast_server.ledger.rules import by_level, check_ranges
from holdfast_server.reservations import rules
from holdfast_server.reservations.commands.promising import Fact
from holdfast_server.reservations.model import Fulfillment, Part, Reservation


def about(
    who: Principal, submission: Submission[Any], decide: Any, reservation_id: str, *, facts: Sequence[Fact] = ()
) -> Posting[Any]:
    """A posting about one reservation that exists."""
    return Posting(who, submission, decide, reservations=[reservation_id], facts=facts, wants_coverage=True)


class Replaced:
    """The hold whose place a new reservation takes: what it frees, and what becomes of it."""

    def __init__(self, before: Header, was: Sequence[Allocation], after: Header) -> None:
        self.before, self.was, self.after = before, was, after
        self.changes, self.moves = rules.claims.release(was, rules.claims.open_units(was))
        self.freed: dict[StockKey, int] = {}
        for move in self.moves:
            self.freed[move.key] = self.freed.get(move.key, 0) - move.delta

    @classmethod
    def found(cls, world: World, reservation_id: str, by: str) -> Replaced:
        """The hold by its id; refuses what is no hold, live or expired, or was replaced before."""
        before = rules.claims.found(world.reservation(reservation_id), reservation_id)
        rules.promise.check_replaceable(before)
        return cls(before, world.allocations(reservation_id), rules.promise.replaced(before, by, at=world.at))

    def join(self, decision: Decision[Any]) -> None:
        """Make it part of the decision that takes its place."""
        claims = rules.claims.with_changes(self.was, self.changes)
        name = "reservation.released" if self.changes else "reservation.updated"
        decision.moves = [*self.moves, *decision.moves]
        decision.claims = self.changes
        decision.headers = [self.after]
        decision.events = [happened(name, self.before, self.was, self.after, claims), *decision.events]


def given_back(world: World, headers: Sequence[Header], parts: Sequence[Part]) -> Decision[Sequence[Reservation]]:
    """What is open of the reservations is given back: all of it, or the parts of it that are named."""
    everything = [claim for header in headers for claim in world.allocations(header.id)]
    units = rules.claims.open_units(everything)
    if parts:
        left, units = units, {}
        for part in parts:
            for claim_id, quantity in rules.claims.units_of(everything, part, left, newest_first=True).items():
                left[claim_id] -= quantity
                units[claim_id] = units.get(claim_id, 0) + quantity
    decision: Decision[list[Reservation]] = Decision([])
    moves, claims, after, events = [], [], [], []
    for before in headers:
        was = world.allocations(before.id)
        changes, back = rules.claims.release(was, units)
        now = rules.claims.with_changes(was, changes)
        header = rules.claims.next_header(before, now, at=world.at) if changes else before
        decision.result.append(Reservation(header, now, world.covered))
        if changes:
            moves += back
            claims += changes
            after.append(header)
            events.append(happened("reservation.released", before, was, header, now))
    decision.moves, decision.claims, decision.headers, decision.events = moves, claims, after, events
    return decision  # type: ignore[return-value]


def check_balances(world: World, moves: Sequence[Move]) -> None:
    """Refuse moves after which a bucket would be beyond what may be counted."""
    check_ranges((world.levels[key], [move for _, move in group]) for key, group in by_level(moves).items())


def changed(before: Sequence[Allocation], after: Sequence[Allocation]) -> list[Allocation]:
    """The claims that were there before and are not what they were."""
    was = {claim.id: claim for claim in before}
    return [claim for claim in after if claim.id in was and was[claim.id] != claim]


def in_order(claims: Sequence[Allocation]) -> list[Allocation]:
    """Claims in the order of their lines, oldest first within a line."""
    return sorted(claims, key=lambda claim: claim.age) if len(claims) > 1 else list(claims)


def by_line(short: InsufficientStock | BackorderLimit, lines: Sequence[Allocation]) -> Refused:
    """The same shortages, named by the lines of the reservation instead of by what was wanted anew."""
    named = [replace(one, line_index=lines[one.line_index].line_index) for one in short.shortages]
    return InsufficientStock(named) if isinstance(short, InsufficientStock) else short.of(named[0])


def as_it_is(world: World, header: Header) -> Reservation:
    """The reservation as a replay finds it now."""
    return Reservation(header, world.allocations(header.id), world.covered)


def happened(
    name: str,
    before: Header | None,
    was: Sequence[Allocation],
    after: Header,
    claims: Sequence[Allocation],
    *,
    fulfillment: Fulfillment | None = None,
) -> Event:
    """What became of a reservation: all of it, before and after."""
    payload = {
        "before": None if before is None else reservation_record(before, was),
        "after": reservation_record(after, claims),
    }
    if fulfillment is not None:
        payload["fulfillment_id"] = fulfillment.id  # type: ignore[assignment]
    return Event(name, after.id, payload)
