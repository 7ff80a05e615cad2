"""Events as they are kept: plain records, derived from movements or added by decisions, as versioned JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import orjson

from holdfast_server.engine.posting import Event
from holdfast_server.ledger.model import BUCKET_FIELD, Level, Movement

FORMAT_VERSION: Final = 1


def level_changed(level: Level, before: Mapping[str, int], rows: Sequence[Movement]) -> Event:
    """`level.changed`: before and after of every bucket that a posting moved, and why."""
    fields = {BUCKET_FIELD[row.bucket] for row in rows}
    first = rows[0]
    return Event(
        "level.changed",
        f"{first.item_id}/{first.location_id}",
        {
            "item_id": first.item_id,
            "location_id": first.location_id,
            "version": level.version,
            "posting_id": first.posting_id,
            "request_id": first.request_id,
            "actor": first.actor,
            "reason": first.reason.name,
            "before": {name: before[name] for name in sorted(fields)},
            "after": {name: getattr(level, name) for name in sorted(fields)},
        },
    )


def encode(batch_id: str, at: datetime, events: Sequence[Event]) -> bytes:
    """All events of one transaction as JSON: {"v": 1, "at", "events": [{"id", "type", "resource", …payload}]}.

    An event's id is the transaction's id and its place in it, so that a reader can drop what it has seen.
    """
    return orjson.dumps(
        {
            "v": FORMAT_VERSION,
            "at": at,
            "events": [
                {"id": f"{batch_id}.{n}", "type": event.type, "resource": event.resource, **event.payload}
                for n, event in enumerate(events)
            ],
        }
    )
