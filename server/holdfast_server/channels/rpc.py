"""Sales channel messages to commands and queries, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from google.protobuf.message import Message
from holdfast.inventory.v1 import sales_channel_service_pb2 as pb
from holdfast.inventory.v1.events_pb2 import Event

from holdfast_server.channels.commands import ChannelCommands
from holdfast_server.channels.model import Channel, ChannelFilter, ChannelSort
from holdfast_server.channels.queries import ChannelQueries
from holdfast_server.kernel.etags import etag
from holdfast_server.kernel.submission import Submission
from holdfast_server.transport import shapes
from holdfast_server.transport.call import Call
from holdfast_server.transport.changes import tell_change
from holdfast_server.transport.lists import Listing
from holdfast_server.transport.tokens import PageTokens

_UPDATABLE: Final = ("name", "active", "metadata")
_OUTPUT: Final = ("location_ids", "etag", "create_time", "update_time", "delete_time")
_SORTS: Final = {0: ChannelSort.CREATE_TIME, 1: ChannelSort.CREATE_TIME, 2: ChannelSort.ID}
_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "name": lambda channel: shapes.required_text("channel.name", channel.name),
    "active": lambda channel: channel.active if channel.HasField("active") else True,
    "metadata": lambda channel: shapes.metadata("channel.metadata", channel.metadata),
}


def _given(channel: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: _READERS[name](channel) for name in names}


class ChannelsRpc:
    """SalesChannelService."""

    def __init__(self, commands: ChannelCommands, queries: ChannelQueries, tokens: PageTokens) -> None:
        self._commands = commands
        self._queries = queries
        self._tokens = tokens

    async def CreateSalesChannel(self, request: pb.CreateSalesChannelRequest, call: Call) -> bytes:
        """Make a channel."""
        shapes.request_id(request.request_id)
        chosen = shapes.checked_id("channel.id", request.channel.id)
        given = _given(request.channel, _UPDATABLE)
        submission = _submission(call, request, pb.CreateSalesChannelResponse, chosen_id=chosen)
        return await self._commands.create(call.principal, chosen, given, submission)

    async def UpdateSalesChannel(self, request: pb.UpdateSalesChannelRequest, call: Call) -> bytes:
        """Change some fields of a channel."""
        shapes.request_id(request.request_id)
        channel_id = shapes.required_id("channel.id", request.channel.id)
        paths = request.update_mask.paths
        names = shapes.update_paths(request.channel, paths, updatable=_UPDATABLE, immutable=("id",), output=_OUTPUT)
        given = _given(request.channel, names)
        submission = _submission(call, request, pb.UpdateSalesChannelResponse)
        return await self._commands.update(call.principal, channel_id, given, request.channel.etag, submission)

    async def DeleteSalesChannel(self, request: pb.DeleteSalesChannelRequest, call: Call) -> bytes:
        """Delete a channel."""
        shapes.request_id(request.request_id)
        channel_id = shapes.required_id("channel_id", request.channel_id)
        submission = _submission(call, request, pb.DeleteSalesChannelResponse)
        return await self._commands.delete(call.principal, channel_id, request.etag, submission)

    async def UndeleteSalesChannel(self, request: pb.UndeleteSalesChannelRequest, call: Call) -> bytes:
        """Bring a deleted channel back."""
        shapes.request_id(request.request_id)
        channel_id = shapes.required_id("channel_id", request.channel_id)
        submission = _submission(call, request, pb.UndeleteSalesChannelResponse)
        return await self._commands.undelete(call.principal, channel_id, submission)

    async def LinkStockLocations(self, request: pb.LinkStockLocationsRequest, call: Call) -> bytes:
        """Let locations serve a channel."""
        channel_id, location_ids = _links(request)
        submission = _submission(call, request, pb.LinkStockLocationsResponse)
        return await self._commands.link(call.principal, channel_id, location_ids, submission)

    async def UnlinkStockLocations(self, request: pb.UnlinkStockLocationsRequest, call: Call) -> bytes:
        """Let locations serve a channel no longer."""
        channel_id, location_ids = _links(request)
        submission = _submission(call, request, pb.UnlinkStockLocationsResponse)
        return await self._commands.unlink(call.principal, channel_id, location_ids, submission)

    async def GetSalesChannel(self, request: pb.GetSalesChannelRequest, call: Call) -> Message:
        """One channel."""
        channel_id = shapes.required_id("channel_id", request.channel_id)
        found = await self._queries.by_id(call.principal, channel_id, call.deadline)
        return pb.GetSalesChannelResponse(channel=message(found))

    async def ListSalesChannels(self, request: pb.ListSalesChannelsRequest, call: Call) -> Message:
        """Channels by filter."""
        given = request.filter
        wanted = ChannelFilter(
            ids=tuple(shapes.ids("filter.ids", given.ids)),
            q=shapes.text("filter.q", given.q),
            active=given.active if given.HasField("active") else None,
            location_id=shapes.checked_id("filter.location_id", given.location_id),
            show_deleted=request.show_deleted,
        )
        sort = shapes.known_enum("sort", request.sort, _SORTS)
        listing = Listing(self._tokens, call, request, "channels", sort, request.show_deleted)
        found = await self._queries.page(call.principal, wanted, sort, listing.page, call.deadline)
        return listing.answer(pb.ListSalesChannelsResponse(), found, message)


def _submission(call: Call, request: Message, response: Any, *, chosen_id: str = "") -> Submission[Channel]:
    return call.submission(request, response, lambda one: response(channel=message(one)), chosen_id=chosen_id)


def _links(request: Any) -> tuple[str, list[str]]:
    shapes.request_id(request.request_id)
    channel_id = shapes.required_id("channel_id", request.channel_id)
    return channel_id, shapes.distinct_ids("location_ids", request.location_ids)


def message(channel: Channel) -> pb.SalesChannel:
    """A channel as the contract shows it."""
    made = pb.SalesChannel(
        id=channel.id,
        name=channel.name,
        active=channel.active,
        location_ids=channel.location_ids,
        metadata=channel.metadata,
        etag=etag(channel.version),
        create_time=shapes.timestamp(channel.create_time),
        update_time=shapes.timestamp(channel.update_time),
    )
    if channel.delete_time is not None:
        made.delete_time.CopyFrom(shapes.timestamp(channel.delete_time))
    return made


def tell(event: Event, payload: Mapping[str, Any]) -> None:
    """What became of a channel, for an event."""
    tell_change(event.sales_channel_changed, payload, Channel, message)
