"""What all decisions share: finding claims, changing them so that they always add up, and the header that follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from holdfast_server.availability.model import Goods, LineWanted, Sold
from holdfast_server.kernel.errors import (
    ExceedsOpen,
    ReservationExpired,
    ReservationNotActive,
    ResourceNotFound,
)
from holdfast_server.ledger.model import Allocation, Bucket, Header, Move, Reason, ReservationState
from holdfast_server.ledger.rules import state_of
from holdfast_server.reservations.model import Part

TYPE: Final = "Reservation"


def found(header: Header | None, reservation_id: str) -> Header:
    """The header, which must be there."""
    if header is None:
        raise ResourceNotFound(TYPE, reservation_id)
    return header


def check_live(header: Header) -> None:
    """Refuse where nothing is open any more."""
    if header.state is ReservationState.EXPIRED and not header.replaced_by:
        raise expired(header)
    if not header.state.is_live:
        raise not_active(header)


def expired(header: Header) -> ReservationExpired:
    """The refusal of a reservation whose time has run out."""
    assert header.expire_time is not None, f"{header.id} has expired and says not when"
    return ReservationExpired(header.id, header.expire_time.isoformat())


def not_active(header: Header) -> ReservationNotActive:
    """The refusal of a reservation that the command cannot change."""
    return ReservationNotActive(header.id, header.state.value, replaced_by=header.replaced_by)


# --- claims -----------------------------------------------------------------------------------------


def of_line(claims: Iterable[Allocation], line_id: str) -> list[Allocation]:
    """The claims of a line, oldest first."""
    named = [claim for claim in claims if claim.line_id == line_id]
    if not named:
        raise ResourceNotFound("ReservationLine", line_id)
    return sorted(named, key=lambda claim: claim.number)


def of_allocation(claims: Iterable[Allocation], allocation_id: str) -> Allocation:
    """The claim with the id."""
    for claim in claims:
        if claim.id == allocation_id:
            return claim
    raise ResourceNotFound("Allocation", allocation_id)


def units_of(
    claims: Sequence[Allocation], part: Part, available: Mapping[str, int], *, newest_first: bool = False
) -> dict[str, int]:
    """How many units of which claims a part names, out of what is `available` of each.

    A line names whole sale units: of each of its items `required_quantity` times as many, oldest claims first
    unless `newest_first`. Raises ExceedsOpen for more than there is.
    """
    if part.allocation_id:
        claim = of_allocation(claims, part.allocation_id)
        return _taken([claim], part.quantity, available, part.allocation_id)
    named = of_line(claims, part.line_id)
    taken: dict[str, int] = {}
    for item_id in dict.fromkeys(claim.item_id for claim in named):
        leaf = [claim for claim in named if claim.item_id == item_id]
        ordered = leaf[::-1] if newest_first else leaf
        taken |= _taken(ordered, part.quantity * leaf[0].required_quantity, available, part.line_id)
    return taken


def _taken(candidates: Sequence[Allocation], wanted: int, available: Mapping[str, int], named: str) -> dict[str, int]:
    room = sum(available.get(claim.id, 0) for claim in candidates)
    if wanted > room:
        raise ExceedsOpen(named, requested=wanted, open_quantity=room)
    taken: dict[str, int] = {}
    for claim in candidates:
        units = min(wanted, available.get(claim.id, 0))
        if units:
            taken[claim.id] = units
            wanted -= units
    return taken


def open_units(claims: Iterable[Allocation]) -> dict[str, int]:
    """What is open of each claim."""
    return {claim.id: claim.open for claim in claims if claim.open}


def changed(claim: Allocation, **counters: int) -> Allocation:
    """The claim with other counters. What is closed is not held any more."""
    after = replace(claim, **counters)  # type: ignore[arg-type]
    return after if after.open or after.expire_time is None else replace(after, expire_time=None)


def with_changes(claims: Sequence[Allocation], changes: Sequence[Allocation]) -> list[Allocation]:
    """All claims, changed ones in place of what they were."""
    by_id = {claim.id: claim for claim in changes}
    return [by_id.get(claim.id, claim) for claim in claims]


def release(claims: Sequence[Allocation], units: Mapping[str, int]) -> tuple[list[Allocation], list[Move]]:
    """Give back units: the claims that change, and their moves. Needs no stock, so it always can."""
    given = [(claim, units[claim.id]) for claim in claims if units.get(claim.id)]
    moves = [
        Move(claim.key, Bucket.RESERVED, -quantity, Reason.RELEASED, claim.reservation_id, claim.id)
        for claim, quantity in given
        if not claim.is_free
    ]
    return [changed(claim, released=claim.released + quantity) for claim, quantity in given], moves


# --- what is wanted anew ----------------------------------------------------------------------------


def at(claim: Allocation, quantity: int, location_id: str) -> LineWanted:
    """Units of a claim's item at a location, on the terms of its line."""
    terms = replace(claim.terms, scope=None, channel="")
    parts = {} if claim.is_free else {claim.item_id: 1}
    return LineWanted(claim.line_item_id, Goods(claim.item_id), quantity, location_id, terms, sold_as(claim, parts))


def sold_as(claim: Allocation, parts: Mapping[str, int]) -> Sold | None:
    """The variant that a claim's line names, taking what it is said to take; None for an item."""
    if not claim.variant_id:
        return None
    return Sold(claim.variant_id, parts, is_managed=not claim.is_free, as_made=True)


# --- header -----------------------------------------------------------------------------------------


def touched(header: Header, *, at: datetime) -> Header:
    """The header after something of its claims has changed that says nothing of its state."""
    return replace(header, version=header.version + 1, update_time=at)


def next_header(header: Header, claims: Sequence[Allocation], *, at: datetime, confirms: bool = False) -> Header:
    """The header after its claims have changed; with `confirms` its time does not run out any more."""
    is_held = header.state is ReservationState.HELD and not confirms
    return replace(
        header,
        state=state_of(claims, is_held=is_held),
        version=header.version + 1,
        update_time=at,
        expire_time=None if confirms else header.expire_time,
    )
