"""Events as they are kept: plain records, derived from movements or added by decisions, as versioned JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import orjson

from holdfast_server.engine.posting import Event
from holdfast_server.ledger.model import Level, StockKey
from holdfast_server.ledger.records import Record, level_record, moved_record

FORMAT_VERSION: Final = 2


def level_event(name: str, key: StockKey, before: Record | None, after: Level | None, **facts: Any) -> Event:
    """What became of a level: whole records of before and after. `facts` say why and who."""
    return _about(key, name, before=before, after=None if after is None else level_record(after), **facts)


def moved_event(name: str, before: Record, level: Level, **facts: Any) -> Event:
    """The same where only quantities moved: what the record of before says of settings holds after it too."""
    return _about(level.key, name, before=before, after=moved_record(before, level), **facts)


def low_stock_event(level: Level) -> Event:
    """A level has fallen to its threshold."""
    return _about(level.key, "level.low_stock", level=level_record(level), threshold=level.low_stock_threshold)


def _about(key: StockKey, name: str, **facts: Any) -> Event:
    item_id, location_id = key
    return Event(name, f"{item_id}/{location_id}", {"item_id": item_id, "location_id": location_id, **facts})


def encode(batch_id: str, at: datetime, events: Sequence[Event]) -> bytes:
    """All events of one transaction as JSON.

    {"v": 2, "at", "events": [{"id", "type", "resource", "request_id", "actor", "posting_id", "payload": {…}}]}

    An event's id is made of the transaction's id and its place in it, so that a reader can drop what it has seen.
    """
    mark = batch_id.partition("_")[2]
    return orjson.dumps(
        {
            "v": FORMAT_VERSION,
            "at": at,
            "events": [
                {
                    "id": f"evt_{mark}.{n}",
                    "type": event.type,
                    "resource": event.resource,
                    "request_id": event.request_id,
                    "actor": event.actor,
                    "posting_id": event.posting_id,
                    "payload": event.payload,
                }
                for n, event in enumerate(events)
            ],
        }
    )
