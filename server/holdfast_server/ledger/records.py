"""Levels and reservations as plain records, for events: what is zero or empty is left out, times are ISO 8601."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Any, Final

from holdfast_server.ledger.model import (
    BUCKET_FIELD,
    PLAIN,
    Allocation,
    Backorder,
    Header,
    Level,
    ReservationState,
    Split,
    StockKey,
    Terms,
)

Record = dict[str, Any]

_LEVEL_FIELDS: Final = tuple(
    one.name
    for one in fields(Level)
    if one.name not in {"key", "short", "is_low", "is_new", "next_expiry", "delete_time"}
)
_HEADER_FIELDS: Final = tuple(one.name for one in fields(Header) if one.name != "fingerprint")
_CLAIM_FIELDS: Final = tuple(one.name for one in fields(Allocation) if one.name not in {"reservation_id", "terms"})
_TIMES: Final = ("create_time", "update_time", "expire_time")
# What movements and holds change of a level; the rest are its settings.
_MOVING_FIELDS: Final = tuple(
    name for name in _LEVEL_FIELDS if name in {*BUCKET_FIELD.values(), "held", "version", "update_time"}
)
_moving_values: Final = attrgetter(*_MOVING_FIELDS)
_level_values: Final = attrgetter(*_LEVEL_FIELDS)
_header_values: Final = attrgetter(*_HEADER_FIELDS)
_claim_values: Final = attrgetter(*_CLAIM_FIELDS)


def level_record(level: Level) -> Record:
    """A level without its key."""
    record: Record = {name: value for name, value in zip(_LEVEL_FIELDS, _level_values(level), strict=True) if value}
    if level.backorder_limit is not None:
        record["backorder_limit"] = level.backorder_limit  # where no limit is said, none holds: 0 is not the same
    if level.low_stock_threshold is not None:
        record["low_stock_threshold"] = level.low_stock_threshold
    return record


def moved_record(before: Record, level: Level) -> Record:
    """The level's record after movements or holds, out of the one before them."""
    record = before.copy()
    for name, value in zip(_MOVING_FIELDS, _moving_values(level), strict=True):
        if value:
            record[name] = value
        else:
            record.pop(name, None)
    return record


def level_from_record(key: StockKey, record: Mapping[str, Any]) -> Level:
    """The level again."""
    return Level(key, **_read(record))


def reservation_record(header: Header, claims: Sequence[Allocation]) -> Record:
    """A reservation with its claims."""
    record: Record = {name: value for name, value in zip(_HEADER_FIELDS, _header_values(header), strict=True) if value}
    record["claims"] = [_claim_record(claim) for claim in claims]
    return record


def reservation_from_record(record: Mapping[str, Any]) -> tuple[Header, list[Allocation]]:
    """The reservation again, and its claims."""
    named = dict(record)
    claims = [_claim_from(one, record["id"]) for one in named.pop("claims")]
    header = Header(**_read(named))
    header.state = ReservationState(header.state)
    return header, claims


def _claim_record(claim: Allocation) -> Record:
    record = {name: value for name, value in zip(_CLAIM_FIELDS, _claim_values(claim), strict=True) if value}
    if claim.terms is not PLAIN:
        terms = claim.terms
        record["terms"] = [int(terms.backorder), int(terms.split), terms.scope, terms.channel]
    return record


def _claim_from(record: Mapping[str, Any], reservation_id: str) -> Allocation:
    named = {"line_index": 0, "line_item_id": "", "sku": "", "claim_seq": 0, "entry": 0, "item_id": "", **_read(record)}
    terms = named.pop("terms", None)
    claim = Allocation(reservation_id=reservation_id, **named)
    if terms is not None:
        backorder, split, scope, channel = terms
        claim.terms = Terms(Backorder(backorder), Split(split), None if scope is None else tuple(scope), channel)
    return claim


def _read(record: Mapping[str, Any]) -> Record:
    return {
        name: datetime.fromisoformat(value) if name in _TIMES and isinstance(value, str) else value
        for name, value in record.items()
    }
