"""Watching and listing events, as clients do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from google.protobuf.empty_pb2 import Empty
from holdfast.inventory.v1 import event_service_pb2 as pb

from tests.support.server import Client
from tests.support.world import Shop

NOW = {"now": Empty()}
EARLIEST = {"earliest": Empty()}


class Watch:
    """One stream of events, read at its user's pace."""

    def __init__(self, call: Any) -> None:
        self.call = call
        self.cursor = next(call).cursor  # the first message is where it stands

    def message(self) -> Any:
        """The next message; its cursor is kept."""
        message = next(self.call)
        self.cursor = message.cursor
        return message

    def events(self, count: int) -> list[Any]:
        """So many events, from as many messages as they come in."""
        found: list[Any] = []
        while len(found) < count:
            found += self.message().events
        assert len(found) == count
        return found

    def checkpoint(self) -> str:
        """The cursor of the next message, which must be one without events."""
        message = self.message()
        assert not message.events
        return str(message.cursor)


@contextmanager
def watching(client: Client, start: dict[str, Any] | str, **wanted: Any) -> Iterator[Watch]:
    """A watch from a cursor or another start, for as long."""
    given = {"cursor": start} if isinstance(start, str) else start
    call = client.events.WatchEvents(pb.WatchEventsRequest(filter=pb.EventFilter(**wanted), **given), timeout=60)
    try:
        yield Watch(call)
    finally:
        call.cancel()


def listed(client: Client, cursor: str = "", page_size: int = 1000, **wanted: Any) -> list[Any]:
    """All events after a cursor, page by page."""
    found: list[Any] = []
    token = ""
    while True:
        answer = client.events.ListEvents(
            pb.ListEventsRequest(cursor=cursor, page_size=page_size, page_token=token, filter=pb.EventFilter(**wanted))
        )
        found += answer.events
        token = answer.next_page_token
        if not token:
            return found


def head(client: Client) -> str:
    """The cursor after everything that was done before: an item is made for it, and waited for."""
    with watching(client, NOW) as watch:
        marker = Shop(client).item()
        while True:
            for event in watch.message().events:
                if event.resource == marker:
                    return str(event.cursor)


def kinds(events: list[Any]) -> list[str]:
    """The types of some events."""
    return [one.type for one in events]
