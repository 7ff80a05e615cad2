"""Units that leave, are put back, and come back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from holdfast_server.kernel.errors import NotCovered, OverReturn, ResourceNotFound
from holdfast_server.ledger.model import (
    PLAIN,
    Allocation,
    Bucket,
    Header,
    Level,
    Move,
    Reason,
    ReservationState,
    StockKey,
)
from holdfast_server.reservations.model import Fulfillment, FulfillmentEntry, LineWanted, Part, ReturnLine
from holdfast_server.reservations.rules.claims import (
    at,
    changed,
    expired,
    not_active,
    of_allocation,
    of_line,
    open_units,
    units_of,
)

# --- fulfil -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Departure:
    """Units of a claim that leave; `location_id` is where from when it is not where they are promised, else empty."""

    claim: Allocation
    quantity: int
    location_id: str = ""


def departures(claims: Sequence[Allocation], parts: Sequence[Part]) -> list[Departure]:
    """What leaves: all that is open, or what the parts name, each line's oldest claims first."""
    if not parts:
        return [Departure(claim, claim.open) for claim in claims if claim.open]
    by_id = {claim.id: claim for claim in claims}
    left = open_units(claims)
    found = []
    for part in parts:
        for claim_id, quantity in units_of(claims, part, left).items():
            left[claim_id] -= quantity
            claim = by_id[claim_id]
            elsewhere = part.location_id if part.location_id != claim.location_id and not claim.is_free else ""
            found.append(Departure(claim, quantity, elsewhere))
    return found


def wanted_elsewhere(one: Departure) -> LineWanted:
    """What a departure from another place wants promised there: from stock, since it leaves at once."""
    return at(one.claim, one.quantity, one.location_id)._replace(terms=PLAIN, sold=None)


def units_by_claim(leaving: Sequence[Departure]) -> dict[str, int]:
    """How many units of each claim leave, from wherever."""
    units: dict[str, int] = {}
    for one in leaving:
        units[one.claim.id] = units.get(one.claim.id, 0) + one.quantity
    return units


def check_covered(leaving: Sequence[Departure], covered: Callable[[Allocation], int]) -> None:
    """Refuse units that are not there yet, or that older claims come first for."""
    units = units_by_claim(leaving)
    for claim in {one.claim.id: one.claim for one in leaving}.values():
        if units[claim.id] > covered(claim):
            raise NotCovered(claim.id, requested=units[claim.id], covered=covered(claim))


def check_there(leaving: Sequence[Departure], levels: Mapping[StockKey, Level]) -> None:
    """Refuse units that are not there at all, whoever's turn it is."""
    wanted: dict[StockKey, int] = {}
    for one in leaving:
        if one.claim.is_free:
            continue
        wanted[one.claim.key] = wanted.get(one.claim.key, 0) + one.quantity
        if wanted[one.claim.key] > levels[one.claim.key].stocked:
            raise NotCovered(one.claim.id, requested=one.quantity, covered=levels[one.claim.key].stocked)


def overtaking(leaving: Sequence[Departure], covered: Callable[[Allocation], int]) -> list[Allocation]:
    """The claims whose units leave before their turn."""
    units = units_by_claim(leaving)
    claims = {one.claim.id: one.claim for one in leaving}
    return [claim for claim in claims.values() if units[claim.id] > covered(claim)]


def fulfil(
    leaving: Sequence[Departure], fulfillment_id: str
) -> tuple[list[Allocation], list[Move], list[FulfillmentEntry]]:
    """Units leave: out of stock and out of what is promised, in one step; one entry per claim."""
    units = units_by_claim(leaving)
    claims = {one.claim.id: one.claim for one in leaving}
    changes = [changed(claim, fulfilled=claim.fulfilled + units[claim.id]) for claim in claims.values()]
    moves = [
        Move(claim.key, bucket, -units[claim.id], Reason.FULFILLED, claim.reservation_id, claim.id, fulfillment_id)
        for claim in claims.values()
        for bucket in (() if claim.is_free else (Bucket.STOCKED, Bucket.RESERVED))
    ]
    entries = [
        FulfillmentEntry(claim.id, claim.item_id, claim.location_id, units[claim.id]) for claim in claims.values()
    ]
    return changes, moves, entries


# --- put back ---------------------------------------------------------------------------------------


def named(fulfillments: Sequence[Fulfillment], fulfillment_id: str) -> Fulfillment:
    """The fulfillment of the reservation that has the id."""
    for one in fulfillments:
        if one.id == fulfillment_id:
            return one
    raise ResourceNotFound("Fulfillment", fulfillment_id)


def reversals(fulfillment: Fulfillment, units: Mapping[str, int]) -> dict[str, int]:
    """How many units of each claim are put back: what is named, or all that is left of the fulfillment."""
    away = {entry.allocation_id: entry.away for entry in fulfillment.entries}
    if not units:
        return {claim_id: quantity for claim_id, quantity in away.items() if quantity}
    for claim_id, quantity in units.items():
        if quantity > away.get(claim_id, 0):
            raise OverReturn(claim_id, requested=quantity, returnable=away.get(claim_id, 0))
    return dict(units)


def put_back(
    claims: Sequence[Allocation], units: Mapping[str, int], fulfillment: Fulfillment
) -> tuple[list[Allocation], list[Move], Fulfillment]:
    """Units are where they left from again, promised as before: the claims keep their old places."""
    named = [claim for claim in claims if claim.id in units]
    changes = [replace(claim, fulfilled=claim.fulfilled - units[claim.id]) for claim in named]
    moves = [
        Move(claim.key, bucket, units[claim.id], Reason.REVERSED, claim.reservation_id, claim.id, fulfillment.id)
        for claim in named
        for bucket in (() if claim.is_free else (Bucket.STOCKED, Bucket.RESERVED))
    ]
    entries = [
        replace(entry, reversed=entry.reversed + units.get(entry.allocation_id, 0)) for entry in fulfillment.entries
    ]
    return changes, moves, replace(fulfillment, entries=entries)


# --- come back --------------------------------------------------------------------------------------


def check_returnable(header: Header, claims: Sequence[Allocation]) -> None:
    """Refuse a return of what has never left."""
    if any(claim.fulfilled for claim in claims):
        return
    if header.state is ReservationState.EXPIRED:
        raise expired(header)
    raise not_active(header)


@dataclass(slots=True)
class Arrival:
    """Returns on their way: the claims, the fulfillments and the moves that they come to so far."""

    claims: dict[str, Allocation]
    fulfillments: list[Fulfillment]
    moves: list[Move]


def take_back(arrival: Arrival, line: ReturnLine) -> None:
    """One line of a return: units of a line or an allocation, or of an item, which no claim answers for.

    Oldest claims first, and within a claim what left first. Raises OverReturn.
    """
    if line.item_id:
        _arrive(arrival, line, StockKey(line.item_id, line.location_id), line.quantity, None, None)
        return
    for claim, quantity in _returned(arrival, line):
        arrival.claims[claim.id] = replace(claim, returned=claim.returned + quantity)
        for fulfillment_id, units in _out_of_fulfillments(arrival, claim.id, quantity):
            _arrive(arrival, line, StockKey(claim.item_id, line.location_id), units, claim, fulfillment_id)


def _returned(arrival: Arrival, line: ReturnLine) -> list[tuple[Allocation, int]]:
    """Which claims the units count for: of a line, of each of its items as many as its sale units need."""
    claims = list(arrival.claims.values())
    if line.allocation_id:
        return _spread([of_allocation(claims, line.allocation_id)], line.quantity, line.allocation_id)
    named = of_line(claims, line.line_id)
    found = []
    for item_id in dict.fromkeys(claim.item_id for claim in named):
        leaf = [claim for claim in named if claim.item_id == item_id]
        found += _spread(leaf, line.quantity * leaf[0].required_quantity, line.line_id)
    return found


def _spread(claims: Sequence[Allocation], wanted: int, named: str) -> list[tuple[Allocation, int]]:
    room = sum(claim.fulfilled - claim.returned for claim in claims)
    if wanted > room:
        raise OverReturn(named, requested=wanted, returnable=room)
    found = []
    for claim in claims:
        units = min(wanted, claim.fulfilled - claim.returned)
        wanted -= units
        if units:
            found.append((claim, units))
    return found


def _out_of_fulfillments(arrival: Arrival, claim_id: str, quantity: int) -> list[tuple[str, int]]:
    """From which fulfillments the units are taken to have come back, oldest first."""
    taken = []
    for number, fulfillment in enumerate(arrival.fulfillments):
        entries = list(fulfillment.entries)
        for index, entry in enumerate(entries):
            units = min(quantity, entry.away) if entry.allocation_id == claim_id else 0
            if units:
                entries[index] = replace(entry, returned=entry.returned + units)
                taken.append((fulfillment.id, units))
                quantity -= units
        arrival.fulfillments[number] = replace(fulfillment, entries=entries)
    assert not quantity, f"{claim_id} has more fulfilled units than its fulfillments tell of"
    return taken


def _arrive(
    arrival: Arrival,
    line: ReturnLine,
    key: StockKey,
    quantity: int,
    claim: Allocation | None,
    fulfillment_id: str | None,
) -> None:
    bucket = line.disposition.bucket
    if bucket is not None and key.item_id:
        move = Move(key, bucket, quantity, Reason.RETURNED)
        if claim is not None:
            move = move._replace(
                reservation_id=claim.reservation_id, allocation_id=claim.id, fulfillment_id=fulfillment_id
            )
        arrival.moves.append(move)
