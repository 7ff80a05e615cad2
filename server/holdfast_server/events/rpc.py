"""Event messages to queries, and back."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from contextlib import aclosing
from typing import Any, Final

from holdfast.inventory.v1 import event_service_pb2 as pb
from holdfast.inventory.v1 import events_pb2 as events

from holdfast_server.events.model import Batch, EventFilter, Gone, Happening, Place, Seen
from holdfast_server.events.queries import EventQueries
from holdfast_server.kernel.errors import CursorExpired, FieldRequired, WatchTooSlow
from holdfast_server.kernel.paging import Position
from holdfast_server.transport import shapes
from holdfast_server.transport.batches import delimited
from holdfast_server.transport.call import Call
from holdfast_server.transport.lists import MAX_PAGE_BYTES
from holdfast_server.transport.streams import NotRead
from holdfast_server.transport.tokens import PageTokens

log = logging.getLogger(__name__)

Teller = Callable[[events.Event, Mapping[str, Any]], None]
"""Fills in what happened, out of an event's payload with its `actor` and its `posting_id`; of a type that it does not
know it leaves the payload unset."""

MAX_TYPES: Final = 100
MAX_EVENTS: Final = 100
MAX_BYTES: Final = 1 << 20
"""Of one message of a watch, unless a single event is larger."""
_PAGE_EVENTS: Final = b"\x0a"  # field 1 of ListEventsResponse
_WATCH_EVENTS: Final = b"\x12"  # field 2 of WatchEventsResponse


class EventsRpc:
    """EventService. `tellers` are by the first word of the types that they tell of."""

    def __init__(
        self, queries: EventQueries, tokens: PageTokens, tellers: Mapping[str, Teller], *, checkpoint_seconds: float
    ) -> None:
        self._queries = queries
        self._tokens = tokens
        self._tellers = tellers
        self._checkpoint_seconds = checkpoint_seconds

    async def ListEvents(self, request: pb.ListEventsRequest, call: Call) -> bytes:
        """Events after a cursor."""
        wanted = _filter(request.filter)
        size = shapes.page_size(request.page_size)
        scope = f"events|{request.filter.SerializeToString(deterministic=True).hex()}"
        continued = self._tokens.read(call, request.page_token, scope)
        try:
            start = await self._list_start(request, call, continued)
            page = await self._queries.page(call.principal, start, wanted, size)
        except Gone as gone:
            raise self._expired(call, gone) from None
        return self._page(call, page.seen, scope, has_more=page.has_more)

    async def WatchEvents(
        self, request: pb.WatchEventsRequest, call: Call
    ) -> AsyncGenerator[pb.WatchEventsResponse | bytes, None]:
        """Events as they happen."""
        wanted = _filter(request.filter)
        try:
            start = await self._watch_start(request, call)
            sent = self._tokens.cursor(call, start)
            watching = self._queries.watch(call.principal, start, wanted, self._checkpoint_seconds)
            async with aclosing(watching):
                async for seen in watching:
                    for cursor, message in self._messages(call, seen):
                        try:
                            yield message
                        except NotRead:
                            raise WatchTooSlow(sent) from None
                        sent = cursor
        except Gone as gone:
            raise self._expired(call, gone) from None

    # --- where to start ---------------------------------------------------------------------------

    async def _list_start(self, request: pb.ListEventsRequest, call: Call, continued: Position | None) -> Place:
        if continued is not None:
            return Place(*continued)  # type: ignore[arg-type]
        if request.cursor:
            return self._place(call, request.cursor)
        return await self._queries.oldest(call.principal)

    async def _watch_start(self, request: pb.WatchEventsRequest, call: Call) -> Place:
        match request.WhichOneof("start"):
            case "cursor":
                if not request.cursor:
                    raise FieldRequired("cursor")
                return self._place(call, request.cursor)
            case "now":
                return await self._queries.head(call.principal)
            case "earliest":
                return await self._queries.oldest(call.principal)
            case None:
                raise FieldRequired("start")

    def _place(self, call: Call, cursor: str) -> Place:
        return Place(*self._tokens.place(call, "cursor", cursor))  # type: ignore[arg-type]

    def _expired(self, call: Call, gone: Gone) -> CursorExpired:
        return CursorExpired(self._tokens.cursor(call, gone.oldest))

    # --- messages ---------------------------------------------------------------------------------

    def _page(self, call: Call, seen: Seen, scope: str, *, has_more: bool) -> bytes:
        """The answer with as many events as fit, one at least; what is left out begins the next page."""
        parts: list[bytes] = []
        place, room = seen.place, MAX_PAGE_BYTES
        for batch, index in seen.found:
            made = self._event(call, batch, index)
            room -= len(made)
            if room < 0 and parts:
                has_more = True
                break
            parts.append(delimited(_PAGE_EVENTS, made))
            place = batch.after(index)
        else:
            place = seen.place
        end = pb.ListEventsResponse(
            next_page_token=self._tokens.write(call, place if has_more else None, scope),
            cursor=self._tokens.cursor(call, place),
        )
        return b"".join((*parts, end.SerializeToString()))

    def _messages(self, call: Call, seen: Seen) -> Iterator[tuple[str, bytes]]:
        """What was seen as messages of bounded size, each with its cursor; a checkpoint where nothing was found."""
        parts: list[bytes] = []
        place, size = seen.place, 0
        for batch, index in seen.found:
            made = delimited(_WATCH_EVENTS, self._event(call, batch, index))
            if parts and (len(parts) == MAX_EVENTS or size + len(made) > MAX_BYTES - 1024):
                yield self._message(call, parts, place)
                parts, size = [], 0
            parts.append(made)
            size += len(made)
            place = batch.after(index)
        yield self._message(call, parts, seen.place)

    def _message(self, call: Call, parts: list[bytes], place: Place) -> tuple[str, bytes]:
        cursor = self._tokens.cursor(call, place)
        return cursor, b"".join((pb.WatchEventsResponse(cursor=cursor).SerializeToString(), *parts))

    def _event(self, call: Call, batch: Batch, index: int) -> bytes:
        """The bytes of an event: made once for everybody who is told of it."""
        made = batch.made.get(index)
        if made is None:
            cursor = self._tokens.cursor(call, batch.after(index))
            made = batch.made[index] = self._message_of(batch.events[index], cursor).SerializeToString()
        return made

    def _message_of(self, event: Happening, cursor: str) -> events.Event:
        message = events.Event(
            cursor=cursor,
            event_id=event.id,
            type=event.type,
            resource=event.resource,
            occurred_time=shapes.timestamp(event.time),
            request_id=event.request_id,
        )
        teller = self._tellers.get(event.type.partition(".")[0])
        if teller is not None and event.payload is not None:
            teller(message, {**event.payload, "actor": event.actor, "posting_id": event.posting_id})
        return message


def _filter(given: pb.EventFilter) -> EventFilter:
    return EventFilter(
        frozenset(shapes.texts("filter.types", given.types, MAX_TYPES)),
        frozenset(shapes.ids("filter.inventory_item_ids", given.inventory_item_ids)),
        frozenset(shapes.ids("filter.location_ids", given.location_ids)),
        frozenset(shapes.ids("filter.reservation_ids", given.reservation_ids)),
    )
