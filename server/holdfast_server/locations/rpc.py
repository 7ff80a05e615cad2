"""Location messages to commands and queries, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from google.protobuf.message import Message
from google.type.latlng_pb2 import LatLng
from holdfast.inventory.v1 import stock_location_service_pb2 as pb
from holdfast.inventory.v1 import types_pb2 as types
from holdfast.inventory.v1.events_pb2 import Event

from holdfast_server.kernel.errors import FieldInvalid
from holdfast_server.kernel.etags import etag
from holdfast_server.kernel.submission import Submission
from holdfast_server.locations.commands import LocationCommands
from holdfast_server.locations.model import (
    ADDRESS_FIELDS,
    DEFAULT_PRIORITY,
    Location,
    LocationFilter,
    LocationSort,
)
from holdfast_server.locations.queries import LocationQueries
from holdfast_server.transport import shapes
from holdfast_server.transport.call import Call
from holdfast_server.transport.changes import tell_change
from holdfast_server.transport.lists import Listing
from holdfast_server.transport.tokens import PageTokens

_UPDATABLE: Final = ("name", "address", "coordinates", "priority", "active", "metadata")
_OUTPUT: Final = ("etag", "create_time", "update_time", "delete_time")
_MAX_PRIORITY: Final = 1_000_000
_SORTS: Final = {
    0: LocationSort.CREATE_TIME,
    1: LocationSort.CREATE_TIME,
    2: LocationSort.CREATE_TIME_DESC,
    3: LocationSort.ID,
    4: LocationSort.PRIORITY,
}
_is_country: Final = re.compile("[A-Z]{2}").fullmatch


def _country(field: str, value: str) -> str:
    if value and _is_country(value) is None:
        raise FieldInvalid(field, "must be two upper-case letters (ISO 3166-1 alpha-2)")
    return value


def _address(location: Any) -> dict[str, Any]:
    given = location.address
    _country("location.address.country_code", given.country_code)
    texts = {name: shapes.text(f"location.address.{name}", getattr(given, name)) for name in ADDRESS_FIELDS}
    return {"address": {name: value for name, value in texts.items() if value}}


def _coordinates(location: Any) -> dict[str, Any]:
    if not location.HasField("coordinates"):
        return {"latitude": None, "longitude": None}
    latitude, longitude = location.coordinates.latitude, location.coordinates.longitude
    if not -90 <= latitude <= 90:
        raise FieldInvalid("location.coordinates.latitude", "must be -90 to 90 degrees")
    if not -180 <= longitude <= 180:
        raise FieldInvalid("location.coordinates.longitude", "must be -180 to 180 degrees")
    return {"latitude": latitude, "longitude": longitude}


def _priority(location: Any) -> dict[str, Any]:
    priority = location.priority if location.HasField("priority") else DEFAULT_PRIORITY
    if not 0 <= priority <= _MAX_PRIORITY:
        raise FieldInvalid("location.priority", f"must be 0 to {_MAX_PRIORITY}")
    return {"priority": priority}


_READERS: Final[Mapping[str, Callable[[Any], dict[str, Any]]]] = {
    "name": lambda location: {"name": shapes.required_text("location.name", location.name)},
    "address": _address,
    "coordinates": _coordinates,
    "priority": _priority,
    "active": lambda location: {"active": location.active if location.HasField("active") else True},
    "metadata": lambda location: {"metadata": shapes.metadata("location.metadata", location.metadata)},
}


def _given(location: Any, names: tuple[str, ...] | list[str]) -> dict[str, Any]:
    return {key: value for name in names for key, value in _READERS[name](location).items()}


class LocationsRpc:
    """StockLocationService."""

    def __init__(self, commands: LocationCommands, queries: LocationQueries, tokens: PageTokens) -> None:
        self._commands = commands
        self._queries = queries
        self._tokens = tokens

    async def CreateStockLocation(self, request: pb.CreateStockLocationRequest, call: Call) -> bytes:
        """Make a location."""
        shapes.request_id(request.request_id)
        chosen = shapes.checked_id("location.id", request.location.id)
        given = _given(request.location, _UPDATABLE)
        response = pb.CreateStockLocationResponse
        submission: Submission[Location] = call.submission(
            request, response, lambda one: response(location=message(one)), chosen_id=chosen
        )
        return await self._commands.create(call.principal, chosen, given, submission)

    async def UpdateStockLocation(self, request: pb.UpdateStockLocationRequest, call: Call) -> bytes:
        """Change some fields of a location."""
        shapes.request_id(request.request_id)
        location_id = shapes.required_id("location.id", request.location.id)
        paths = request.update_mask.paths
        names = shapes.update_paths(request.location, paths, updatable=_UPDATABLE, immutable=("id",), output=_OUTPUT)
        given = _given(request.location, names)
        response = pb.UpdateStockLocationResponse
        submission: Submission[Location] = call.submission(
            request, response, lambda one: response(location=message(one))
        )
        return await self._commands.update(call.principal, location_id, given, request.location.etag, submission)

    async def DeleteStockLocation(self, request: pb.DeleteStockLocationRequest, call: Call) -> bytes:
        """Delete a location."""
        shapes.request_id(request.request_id)
        location_id = shapes.required_id("location_id", request.location_id)
        response = pb.DeleteStockLocationResponse
        submission: Submission[Location] = call.submission(
            request, response, lambda one: response(location=message(one))
        )
        return await self._commands.delete(call.principal, location_id, request.etag, submission)

    async def UndeleteStockLocation(self, request: pb.UndeleteStockLocationRequest, call: Call) -> bytes:
        """Bring a deleted location back."""
        shapes.request_id(request.request_id)
        location_id = shapes.required_id("location_id", request.location_id)
        response = pb.UndeleteStockLocationResponse
        submission: Submission[Location] = call.submission(
            request, response, lambda one: response(location=message(one))
        )
        return await self._commands.undelete(call.principal, location_id, submission)

    async def GetStockLocation(self, request: pb.GetStockLocationRequest, call: Call) -> Message:
        """One location."""
        location_id = shapes.required_id("location_id", request.location_id)
        found = await self._queries.by_id(call.principal, location_id, call.deadline)
        return pb.GetStockLocationResponse(location=message(found))

    async def BatchGetStockLocations(self, request: pb.BatchGetStockLocationsRequest, call: Call) -> Message:
        """Several locations."""
        ids = shapes.distinct_ids("ids", request.ids)
        found = await self._queries.by_ids(call.principal, ids, call.deadline)
        return pb.BatchGetStockLocationsResponse(
            locations=[message(found[one]) for one in ids if one in found],
            missing_ids=[one for one in ids if one not in found],
        )

    async def ListStockLocations(self, request: pb.ListStockLocationsRequest, call: Call) -> Message:
        """Locations by filter."""
        given = request.filter
        wanted = LocationFilter(
            ids=tuple(shapes.ids("filter.ids", given.ids)),
            q=shapes.text("filter.q", given.q),
            active=given.active if given.HasField("active") else None,
            country_code=_country("filter.country_code", given.country_code),
            channel_id=shapes.checked_id("filter.sales_channel_id", given.sales_channel_id),
            show_deleted=request.show_deleted,
        )
        sort = shapes.known_enum("sort", request.sort, _SORTS)
        listing = Listing(self._tokens, call, request, "locations", sort, request.show_deleted)
        found = await self._queries.page(call.principal, wanted, sort, listing.page, call.deadline)
        return listing.answer(pb.ListStockLocationsResponse(), found, message)


def message(location: Location) -> types.StockLocation:
    """A location as the contract shows it."""
    made = types.StockLocation(
        id=location.id,
        name=location.name,
        priority=location.priority,
        active=location.active,
        metadata=location.metadata,
        etag=etag(location.version),
        create_time=shapes.timestamp(location.create_time),
        update_time=shapes.timestamp(location.update_time),
    )
    if location.address:
        made.address.CopyFrom(types.Address(**location.address))
    if location.latitude is not None and location.longitude is not None:
        made.coordinates.CopyFrom(LatLng(latitude=location.latitude, longitude=location.longitude))
    if location.delete_time is not None:
        made.delete_time.CopyFrom(shapes.timestamp(location.delete_time))
    return made


def tell(event: Event, payload: Mapping[str, Any]) -> None:
    """What became of a location, for an event."""
    tell_change(event.location_changed, payload, Location, message)
