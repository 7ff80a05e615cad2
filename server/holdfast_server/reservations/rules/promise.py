"""Promising stock: new claims for what was planned, and the moves that make them count."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from holdfast_server.availability.model import Share
from holdfast_server.kernel.errors import LocationInactive
from holdfast_server.ledger.model import (
    Allocation,
    Bucket,
    Header,
    Level,
    Move,
    Reason,
    ReservationState,
    StockKey,
)
from holdfast_server.locations.model import LocationFact
from holdfast_server.reservations.model import LineWanted, Texts
from holdfast_server.reservations.rules.claims import not_active

Mint = Callable[[str], str]
Levels = Mapping[StockKey, Level]


def check_active(location: LocationFact) -> None:
    """Refuse to promise from a location that is closed."""
    if not location.is_active:
        raise LocationInactive(location.id)


def line_of(reservation_id: str, wanted: LineWanted, index: int, mint: Mint) -> Allocation:
    """A line without claims yet: what every claim that is made for it says of it."""
    return Allocation(
        "",
        reservation_id,
        mint("rline"),
        index,
        wanted.line_item_id,
        wanted.goods.sku,
        "",
        "",
        0,
        0,
        1,
        0,
        line_quantity=wanted.quantity,
        terms=wanted.terms,
        variant_id="" if wanted.sold is None else wanted.sold.variant_id,
    )


def like(claim: Allocation, *, line_quantity: int) -> Allocation:
    """The line of a claim, asking for so many units now."""
    return replace(
        claim,
        quantity=0,
        fulfilled=0,
        released=0,
        expired=0,
        returned=0,
        line_quantity=line_quantity,
        expire_time=None,
    )


def claims_of(
    lines: Sequence[Allocation],
    wants: Sequence[LineWanted],
    shares: Sequence[Sequence[Share]],
    levels: Levels,
    mint: Mint,
    *,
    expire_time: datetime | None,
    known: Sequence[Allocation] = (),
) -> list[Allocation]:
    """Claims for the shares of each line, last in the order of their levels: their place is the version they make.

    Of claims made together, those promised from stock stand before those on backorder, which stock may not reach.
    They are given in the order of the lines, and last those of goods that no stock is kept for: claims on nothing. All
    are numbered after those that the reservation is `known` to have.
    """
    wanted = [(line, want, share) for line, want, parts in zip(lines, wants, shares, strict=True) for share in parts]
    places: Sequence[int] = range(len(wanted))
    if any(share.on_backorder for _, _, share in wanted):
        order = sorted(places, key=lambda n: wanted[n][2].on_backorder)
        places = sorted(places, key=order.__getitem__)
    claims = [
        Allocation(  # written out, as nearly every call makes one: `replace` looks at the class each time
            mint("alloc"),
            line.reservation_id,
            line.line_id,
            line.line_index,
            line.line_item_id,
            line.sku,
            share.item_id,
            share.location_id,
            levels[share.key].version + 1,
            entry,
            line.required_quantity if want.sold is None else _required(line, want, share.item_id),
            share.quantity,
            line_quantity=line.line_quantity,
            terms=line.terms,
            expire_time=expire_time,
            variant_id=line.variant_id,
            number=number,
        )
        for number, (entry, (line, want, share)) in enumerate(zip(places, wanted, strict=True), len(known))
    ]
    free = [(line, want) for line, want in zip(lines, wants, strict=True) if want.is_free]
    claims += [
        replace(
            line,
            id=mint("alloc"),
            item_id="",
            location_id=line.reservation_id,
            claim_seq=0,
            entry=number,
            quantity=want.quantity,
            expire_time=expire_time,
            number=number,
        )
        for number, (line, want) in enumerate(free, len(known) + len(wanted))
    ]
    return claims


def _required(line: Allocation, want: LineWanted, item_id: str) -> int:
    """Units of the item per sale unit: of a whole variant what it takes; of one item of a line what the line says."""
    return line.required_quantity if want.sold is None or want.goods.item_id else want.sold.parts[item_id]


def backordered(shares: Sequence[Sequence[Share]]) -> frozenset[StockKey]:
    """The levels on which more is promised than there is, as their lines allow."""
    return frozenset(share.key for parts in shares for share in parts if share.on_backorder)


def promise(claims: Sequence[Allocation]) -> list[Move]:
    """Units stay where they are and stop being available."""
    return [
        Move(c.key, Bucket.RESERVED, c.quantity, Reason.RESERVED, c.reservation_id, c.id)
        for c in claims
        if not c.is_free
    ]


def header_of(reservation_id: str, texts: Texts, *, ttl: timedelta | None, fingerprint: bytes, at: datetime) -> Header:
    """A new reservation: held for a time, or confirmed where there is nothing to wait for."""
    return Header(
        reservation_id,
        ReservationState.CONFIRMED if ttl is None else ReservationState.HELD,
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
        None if ttl is None else at + ttl,
    )


def check_replaceable(header: Header) -> None:
    """Refuse to take the place of anything but a hold, live or expired, whose place nobody has taken yet."""
    if header.replaced_by or header.state not in (ReservationState.HELD, ReservationState.EXPIRED):
        raise not_active(header)


def replaced(header: Header, by: str, *, at: datetime) -> Header:
    """The hold after another reservation took its place: given back, or expired as before."""
    state = ReservationState.RELEASED if header.state is ReservationState.HELD else header.state
    return replace(header, state=state, replaced_by=by, version=header.version + 1, update_time=at)
