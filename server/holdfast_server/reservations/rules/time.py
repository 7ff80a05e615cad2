"""Time: extending a hold, confirming it in time or late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from holdfast_server.ledger.model import Allocation, Backorder, Header, ReservationState
from holdfast_server.reservations.model import LineWanted
from holdfast_server.reservations.rules.claims import at, check_live, not_active


def extend(
    header: Header, claims: Sequence[Allocation], ttl: timedelta, *, at: datetime
) -> tuple[Header, list[Allocation]] | None:
    """The hold with the later of its old expiry and now + ttl; None where nothing changes.

    A confirmed reservation lives on anyway.
    """
    check_live(header)
    later = at + ttl
    if header.expire_time is None or later <= header.expire_time:
        return None
    changes = [replace(claim, expire_time=later) for claim in claims if claim.open]
    return replace(header, expire_time=later, version=header.version + 1, update_time=at), changes


def confirm(claims: Sequence[Allocation]) -> list[Allocation]:
    """The claims without an expiry; they keep their places."""
    return [replace(claim, expire_time=None) for claim in claims if claim.expire_time is not None]


def check_confirmable(header: Header) -> None:
    """Refuse what is neither live nor expired, and what another reservation took the place of."""
    if header.replaced_by or not (header.state.is_live or header.state is ReservationState.EXPIRED):
        raise not_active(header)


def lost(claims: Sequence[Allocation]) -> list[Allocation]:
    """The claims whose time ran out, in the order of their lines."""
    return [claim for claim in claims if claim.expired]


def wanted_again(claim: Allocation, *, on_backorder: bool) -> LineWanted:
    """What a lapsed claim asks for: the same units at the same place."""
    backorder = Backorder.ALLOW if on_backorder else claim.terms.backorder
    wanted = at(claim, claim.expired, claim.location_id)
    return wanted._replace(terms=replace(wanted.terms, backorder=backorder))
