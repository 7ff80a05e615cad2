"""Decisions about reservations: claims and moves, or a named refusal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from holdfast_server.kernel.errors import (
    ExceedsOpen,
    LocationInactive,
    NotCovered,
    ReservationNotActive,
    ResourceNotFound,
)
from holdfast_server.ledger.model import Allocation, Bucket, Header, Level, Move, Reason, ReservationState, StockKey
from holdfast_server.ledger.rules import state_of
from holdfast_server.locations.model import LocationFact
from holdfast_server.reservations.model import FulfillmentEntry, LineWanted, Part, Texts

TYPE = "Reservation"

# --- create -----------------------------------------------------------------------------------------


def check_active(location: LocationFact) -> None:
    """Refuse to promise from a location that is closed."""
    if not location.is_active:
        raise LocationInactive(location.id)


def claims_of(
    reservation_id: str, lines: Sequence[LineWanted], levels: Mapping[StockKey, Level], mint: Callable[[str], str]
) -> list[Allocation]:
    """One claim per line, last in the order of its level's claims: its place is the version that it makes."""
    return [
        Allocation(
            mint("alloc"),
            reservation_id,
            mint("rline"),
            index,
            line.line_item_id,
            line.goods.sku,
            line.goods.item_id,
            line.location_id,
            levels[line.key].version + 1,
            index,
            1,
            line.quantity,
        )
        for index, line in enumerate(lines)
    ]


def header_of(reservation_id: str, texts: Texts, *, fingerprint: bytes, at: datetime) -> Header:
    """A new reservation, confirmed: without an expiry there is nothing to wait for."""
    return Header(
        reservation_id,
        ReservationState.CONFIRMED,
        at,
        at,
        texts.reference_type,
        texts.reference_id,
        texts.external_id,
        texts.description,
        texts.created_by,
        texts.metadata,
        1,
        fingerprint,
    )


def promise(claims: Sequence[Allocation]) -> list[Move]:
    """Units stay where they are and stop being available."""
    return [Move(c.key, Bucket.RESERVED, c.quantity, Reason.RESERVED, c.reservation_id, c.id) for c in claims]


# --- release ----------------------------------------------------------------------------------------


def found(header: Header | None, reservation_id: str) -> Header:
    """The header, which must be there."""
    if header is None:
        raise ResourceNotFound(TYPE, reservation_id)
    return header


def release(claims: Sequence[Allocation]) -> tuple[list[Allocation], list[Move]]:
    """Give back all that is open: the claims that change, and their moves. Needs no stock, so it always can."""
    changed = [replace(claim, released=claim.released + claim.open) for claim in claims if claim.open]
    moves = [
        Move(claim.key, Bucket.RESERVED, -claim.open, Reason.RELEASED, claim.reservation_id, claim.id)
        for claim in claims
        if claim.open
    ]
    return changed, moves


def next_header(header: Header, claims: Sequence[Allocation], *, at: datetime) -> Header:
    """The header after its claims have changed."""
    state = state_of(claims, has_expiry=False)
    return replace(header, state=state, version=header.version + 1, update_time=at)


def with_changes(claims: Sequence[Allocation], changed: Sequence[Allocation]) -> list[Allocation]:
    """All claims, changed ones in place of what they were."""
    by_id = {claim.id: claim for claim in changed}
    return [by_id.get(claim.id, claim) for claim in claims]


# --- fulfil -----------------------------------------------------------------------------------------


def check_active_reservation(header: Header) -> None:
    """Refuse where nothing is open any more."""
    if not header.state.is_live:
        raise ReservationNotActive(header.id, header.state.value)


def units_to_fulfil(claims: Sequence[Allocation], parts: Sequence[Part]) -> dict[str, int]:
    """Units per claim: all that is open, or what the parts name; a line takes from its oldest claim first."""
    if not parts:
        return {claim.id: claim.open for claim in claims if claim.open}
    left = {claim.id: claim.open for claim in claims}
    units: dict[str, int] = {}
    for part in parts:
        candidates = _named(claims, part)
        wanted = part.quantity
        room = sum(left[claim.id] for claim in candidates)
        if wanted > room:
            raise ExceedsOpen(part.line_id or part.allocation_id, requested=wanted, open_quantity=room)
        for claim in candidates:
            taken = min(wanted, left[claim.id])
            if taken:
                units[claim.id] = units.get(claim.id, 0) + taken
                left[claim.id] -= taken
                wanted -= taken
    return units


def _named(claims: Sequence[Allocation], part: Part) -> list[Allocation]:
    """The claims that a part names, in the order of their claims."""
    if part.allocation_id:
        named = [claim for claim in claims if claim.id == part.allocation_id]
    else:
        named = [claim for claim in claims if claim.line_id == part.line_id]
    if not named:
        raise ResourceNotFound(
            "Allocation" if part.allocation_id else "ReservationLine", part.allocation_id or part.line_id
        )
    return sorted(named, key=lambda claim: (claim.claim_seq, claim.entry))


def check_covered(claims: Sequence[Allocation], units: Mapping[str, int], covered: Mapping[str, int]) -> None:
    """Refuse units that are not there yet, or that older claims come first for."""
    for claim in claims:
        wanted = units.get(claim.id, 0)
        if wanted > covered.get(claim.id, 0):
            raise NotCovered(claim.id, requested=wanted, covered=covered.get(claim.id, 0))


def fulfil(
    claims: Sequence[Allocation], units: Mapping[str, int], fulfillment_id: str
) -> tuple[list[Allocation], list[Move], list[FulfillmentEntry]]:
    """Units leave: out of stock and out of what is promised, in one step."""
    changed: list[Allocation] = []
    moves: list[Move] = []
    entries: list[FulfillmentEntry] = []
    for claim in claims:
        quantity = units.get(claim.id, 0)
        if not quantity:
            continue
        changed.append(replace(claim, fulfilled=claim.fulfilled + quantity))
        entries.append(FulfillmentEntry(claim.id, claim.item_id, claim.location_id, quantity))
        moves += [
            Move(claim.key, bucket, -quantity, Reason.FULFILLED, claim.reservation_id, claim.id, fulfillment_id)
            for bucket in (Bucket.STOCKED, Bucket.RESERVED)
        ]
    return changed, moves, entries
