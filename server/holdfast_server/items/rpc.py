"""Item messages to commands and queries, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from google.protobuf.message import Message
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import types_pb2 as types
from holdfast.inventory.v1.events_pb2 import Event

from holdfast_server.items.commands import ItemCommands
from holdfast_server.items.model import UPDATABLE, Item, ItemFilter, ItemSort, Totals
from holdfast_server.items.queries import ItemQueries
from holdfast_server.kernel.errors import FieldInvalid, FieldRequired
from holdfast_server.kernel.etags import etag
from holdfast_server.kernel.submission import Submission
from holdfast_server.transport import batches, shapes
from holdfast_server.transport.call import Call
from holdfast_server.transport.changes import tell_change
from holdfast_server.transport.lists import Listing
from holdfast_server.transport.tokens import PageTokens

_MEASURES: Final = ("weight", "length", "height", "width")
_SHORT_TEXTS: Final = (
    "sku",
    "title",
    "thumbnail",
    "barcode",
    "ean",
    "upc",
    "hs_code",
    "mid_code",
    "material",
)
_OUTPUT: Final = (
    "etag",
    "create_time",
    "update_time",
    "delete_time",
    "stocked_quantity",
    "reserved_quantity",
    "available_quantity",
    "incoming_quantity",
)
_SORTS: Final = {0: ItemSort.CREATE_TIME, 1: ItemSort.CREATE_TIME, 2: ItemSort.CREATE_TIME_DESC, 3: ItemSort.ID}
_is_country: Final = re.compile("[A-Z]{2}").fullmatch


def _measure(name: str) -> Callable[[Any], int | None]:
    return lambda item: shapes.quantity(f"item.{name}", getattr(item, name), 0) if item.HasField(name) else None


def _country(item: Any) -> str:
    value = str(item.origin_country)
    if value and _is_country(value) is None:
        raise FieldInvalid("item.origin_country", "must be two upper-case letters (ISO 3166-1 alpha-2)")
    return value


def _scale(item: Any) -> int:
    if not 0 <= item.quantity_scale <= 6:
        raise FieldInvalid("item.quantity_scale", "must be 0 to 6")
    return int(item.quantity_scale)


def _short_text(name: str) -> Callable[[Any], str]:
    return lambda item: shapes.text(f"item.{name}", getattr(item, name))


_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    **{name: _short_text(name) for name in _SHORT_TEXTS},
    **{name: _measure(name) for name in _MEASURES},
    "description": lambda item: shapes.text("item.description", item.description, shapes.MAX_DESCRIPTION),
    "origin_country": _country,
    "requires_shipping": lambda item: item.requires_shipping if item.HasField("requires_shipping") else True,
    "unit_of_measure": lambda item: shapes.text("item.unit_of_measure", item.unit_of_measure, 64) or "each",
    "quantity_scale": _scale,
    "metadata": lambda item: shapes.metadata("item.metadata", item.metadata),
}


class ItemsRpc:
    """The item RPCs of InventoryService."""

    def __init__(self, commands: ItemCommands, queries: ItemQueries, tokens: PageTokens) -> None:
        self._commands = commands
        self._queries = queries
        self._tokens = tokens

    async def CreateInventoryItem(self, request: pb.CreateInventoryItemRequest, call: Call) -> bytes:
        """Make an item."""
        shapes.request_id(request.request_id)
        chosen = shapes.checked_id("item.id", request.item.id)
        given = {name: _READERS[name](request.item) for name in UPDATABLE}
        response = pb.CreateInventoryItemResponse
        submission: Submission[Item] = call.submission(
            request, response, lambda item: response(item=message(item)), chosen_id=chosen
        )
        return await self._commands.create(call.principal, chosen, given, submission)

    async def BatchCreateInventoryItems(self, request: pb.BatchCreateInventoryItemsRequest, call: Call) -> bytes:
        """Make many items."""
        return await batches.each(
            "BatchCreateInventoryItems", request.entries, lambda entry: self.CreateInventoryItem(entry, call)
        )

    async def UpdateInventoryItem(self, request: pb.UpdateInventoryItemRequest, call: Call) -> bytes:
        """Change some fields of an item."""
        shapes.request_id(request.request_id)
        item_id = shapes.required_id("item.id", request.item.id)
        names = shapes.update_paths(
            request.item, request.update_mask.paths, updatable=UPDATABLE, immutable=("id",), output=_OUTPUT
        )
        given = {name: _READERS[name](request.item) for name in names}
        response = pb.UpdateInventoryItemResponse
        submission: Submission[Item] = call.submission(request, response, lambda item: response(item=message(item)))
        return await self._commands.update(call.principal, item_id, given, request.item.etag, submission)

    async def DeleteInventoryItem(self, request: pb.DeleteInventoryItemRequest, call: Call) -> bytes:
        """Delete an item."""
        shapes.request_id(request.request_id)
        item_id = shapes.required_id("inventory_item_id", request.inventory_item_id)
        response = pb.DeleteInventoryItemResponse
        submission: Submission[Item] = call.submission(request, response, lambda item: response(item=message(item)))
        return await self._commands.delete(call.principal, item_id, request.etag, submission)

    async def UndeleteInventoryItem(self, request: pb.UndeleteInventoryItemRequest, call: Call) -> bytes:
        """Bring a deleted item back."""
        shapes.request_id(request.request_id)
        item_id = shapes.required_id("inventory_item_id", request.inventory_item_id)
        sku = await self._queries.sku_of(call.principal, item_id, call.deadline)
        response = pb.UndeleteInventoryItemResponse
        submission: Submission[Item] = call.submission(request, response, lambda item: response(item=message(item)))
        return await self._commands.undelete(call.principal, item_id, sku, submission)

    async def GetInventoryItem(self, request: pb.GetInventoryItemRequest, call: Call) -> Message:
        """One item."""
        match request.WhichOneof("item"):
            case "inventory_item_id":
                item_id = shapes.required_id("inventory_item_id", request.inventory_item_id)
                shown = await self._queries.by_id(call.principal, item_id, call.deadline)
            case "sku":
                sku = shapes.required_text("sku", request.sku)
                shown = await self._queries.by_sku(call.principal, sku, call.deadline)
            case None:
                raise FieldRequired("item")
        return pb.GetInventoryItemResponse(item=message(*shown))

    async def BatchGetInventoryItems(self, request: pb.BatchGetInventoryItemsRequest, call: Call) -> Message:
        """Several items."""
        ids = shapes.distinct_ids("ids", request.ids)
        found = await self._queries.by_ids(call.principal, ids, call.deadline)
        return pb.BatchGetInventoryItemsResponse(
            items=[message(*found[one]) for one in ids if one in found],
            missing_ids=[one for one in ids if one not in found],
        )

    async def ListInventoryItems(self, request: pb.ListInventoryItemsRequest, call: Call) -> Message:
        """Items by filter."""
        given = request.filter
        least, most = shapes.available_bounds("filter", given)
        wanted = ItemFilter(
            ids=tuple(shapes.ids("filter.ids", given.ids)),
            skus=tuple(shapes.texts("filter.skus", given.skus)),
            sku_prefix=shapes.text("filter.sku_prefix", given.sku_prefix),
            q=shapes.text("filter.q", given.q),
            location_id=shapes.checked_id("filter.location_id", given.location_id),
            requires_shipping=given.requires_shipping if given.HasField("requires_shipping") else None,
            min_available=least,
            max_available=most,
            low_stock=given.low_stock,
            show_deleted=request.show_deleted,
        )
        sort = shapes.known_enum("sort", request.sort, _SORTS)
        listing = Listing(self._tokens, call, request, "items", sort, request.show_deleted)
        found = await self._queries.page(call.principal, wanted, sort, listing.page, call.deadline)
        return listing.answer(pb.ListInventoryItemsResponse(), found, lambda shown: message(*shown))


def message(item: Item, totals: Totals | None = None) -> types.InventoryItem:
    """An item as the contract shows it."""
    made = types.InventoryItem(
        id=item.id,
        requires_shipping=item.requires_shipping,
        etag=etag(item.version),
        create_time=shapes.timestamp(item.create_time),
        update_time=shapes.timestamp(item.update_time),
        **{
            name: getattr(item, name)
            for name in UPDATABLE
            if name != "requires_shipping" and getattr(item, name) is not None
        },
    )
    if item.delete_time is not None:
        made.delete_time.CopyFrom(shapes.timestamp(item.delete_time))
    if totals is not None:
        made.stocked_quantity = totals.stocked
        made.reserved_quantity = totals.reserved
        made.available_quantity = totals.available
        made.incoming_quantity = totals.incoming
    return made


def tell(event: Event, payload: Mapping[str, Any]) -> None:
    """What became of an item, for an event."""
    tell_change(event.item_changed, payload, Item, message)
