"""Variant messages to commands and queries, and back."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from google.protobuf.message import Message
from holdfast.inventory.v1 import catalog_service_pb2 as pb
from holdfast.inventory.v1.events_pb2 import Event

from holdfast_server.kernel.errors import FieldInvalid, FieldRequired
from holdfast_server.kernel.etags import etag
from holdfast_server.kernel.principal import Principal
from holdfast_server.kernel.submission import Submission
from holdfast_server.transport import shapes
from holdfast_server.transport.call import Call
from holdfast_server.transport.changes import tell_change
from holdfast_server.transport.lists import Listing
from holdfast_server.transport.tokens import PageTokens
from holdfast_server.variants.commands import VariantCommands
from holdfast_server.variants.model import GIVEN, Component, Variant, VariantFilter, VariantSort
from holdfast_server.variants.queries import VariantQueries

Quantities = Callable[[Principal, Sequence[str], float], Awaitable[Mapping[str, int]]]
"""Whole units of variants that could be sold, by a deadline; variants without stock are absent."""

MAX_COMPONENTS: Final = 100
_MEASURES: Final = ("weight", "length", "height", "width")
_TEXTS: Final = ("product_id", "title", "sku", "barcode", "ean", "upc", "hs_code", "mid_code", "material")
_MAPS: Final = ("options", "metadata")
_SORTS: Final = {0: VariantSort.CREATE_TIME, 1: VariantSort.CREATE_TIME, 2: VariantSort.PRODUCT}
_is_country: Final = re.compile("[A-Z]{2}").fullmatch


def _text(name: str) -> Callable[[Any], str]:
    return lambda variant: shapes.text(f"variant.{name}", getattr(variant, name))


def _measure(name: str) -> Callable[[Any], int | None]:
    field = f"variant.{name}"
    return lambda variant: shapes.quantity(field, getattr(variant, name), 0) if variant.HasField(name) else None


def _map(name: str) -> Callable[[Any], dict[str, str]]:
    return lambda variant: shapes.metadata(f"variant.{name}", getattr(variant, name))


def _country(variant: Any) -> str:
    value = str(variant.origin_country)
    if value and _is_country(value) is None:
        raise FieldInvalid("variant.origin_country", "must be two upper-case letters (ISO 3166-1 alpha-2)")
    return value


def _components(variant: Any) -> tuple[Component, ...]:
    field = "variant.components"
    shapes.count(field, variant.components, MAX_COMPONENTS, required=False)
    found = [_component(f"{field}[{index}]", one) for index, one in enumerate(variant.components)]
    shapes.distinct(field, [(one.item_id, one.variant_id) for one in found])
    return tuple(found)


def _component(field: str, given: Any) -> Component:
    name = given.WhichOneof("component")
    if name is None:
        raise FieldRequired(f"{field}.component")
    named = shapes.required_id(f"{field}.{name}", getattr(given, name))
    units = shapes.quantity(f"{field}.required_quantity", given.required_quantity)
    return Component(units, item_id=named) if name == "inventory_item_id" else Component(units, variant_id=named)


_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    **{name: _text(name) for name in _TEXTS},
    **{name: _measure(name) for name in _MEASURES},
    **{name: _map(name) for name in _MAPS},
    "origin_country": _country,
    "variant_rank": lambda variant: variant.variant_rank,
    "manage_inventory": lambda variant: variant.manage_inventory if variant.HasField("manage_inventory") else True,
    "allow_backorder": lambda variant: variant.allow_backorder,
    "components": _components,
}


class VariantsRpc:
    """The RPCs of CatalogService about the variants themselves. `quantities` says how many there are of them."""

    def __init__(
        self, commands: VariantCommands, queries: VariantQueries, tokens: PageTokens, quantities: Quantities
    ) -> None:
        self._commands = commands
        self._queries = queries
        self._tokens = tokens
        self._quantities = quantities

    async def UpsertProductVariant(self, request: pb.UpsertProductVariantRequest, call: Call) -> bytes:
        """Make a variant, or replace what is said of it."""
        shapes.request_id(request.request_id)
        chosen = shapes.checked_id("variant.id", request.variant.id)
        given = {name: _READERS[name](request.variant) for name in GIVEN}
        submission = _submission(call, request, pb.UpsertProductVariantResponse)
        return await self._commands.upsert(call.principal, chosen, given, request.variant.etag, submission)

    async def DeleteProductVariant(self, request: pb.DeleteProductVariantRequest, call: Call) -> bytes:
        """Delete a variant."""
        shapes.request_id(request.request_id)
        variant_id = shapes.required_id("variant_id", request.variant_id)
        submission = _submission(call, request, pb.DeleteProductVariantResponse)
        return await self._commands.delete(call.principal, variant_id, request.etag, submission)

    async def UndeleteProductVariant(self, request: pb.UndeleteProductVariantRequest, call: Call) -> bytes:
        """Bring a deleted variant back."""
        shapes.request_id(request.request_id)
        variant_id = shapes.required_id("variant_id", request.variant_id)
        submission = _submission(call, request, pb.UndeleteProductVariantResponse)
        return await self._commands.undelete(call.principal, variant_id, submission)

    async def GetProductVariant(self, request: pb.GetProductVariantRequest, call: Call) -> Message:
        """One variant."""
        variant_id = shapes.required_id("variant_id", request.variant_id)
        found = await self._queries.by_id(call.principal, variant_id, call.deadline)
        units = await self._units(call, [found])
        return pb.GetProductVariantResponse(variant=message(found, units))

    async def BatchGetProductVariants(self, request: pb.BatchGetProductVariantsRequest, call: Call) -> Message:
        """Several variants."""
        ids = shapes.distinct_ids("ids", request.ids)
        found = await self._queries.by_ids(call.principal, ids, call.deadline)
        units = await self._units(call, list(found.values()))
        return pb.BatchGetProductVariantsResponse(
            variants=[message(found[one], units) for one in ids if one in found],
            missing_ids=[one for one in ids if one not in found],
        )

    async def ListProductVariants(self, request: pb.ListProductVariantsRequest, call: Call) -> Message:
        """Variants by filter."""
        given = request.filter
        wanted = VariantFilter(
            ids=tuple(shapes.ids("filter.ids", given.ids)),
            skus=tuple(shapes.texts("filter.skus", given.skus)),
            product_id=shapes.text("filter.product_id", given.product_id),
            q=shapes.text("filter.q", given.q),
            item_id=shapes.checked_id("filter.inventory_item_id", given.inventory_item_id),
            show_deleted=request.show_deleted,
        )
        sort = shapes.known_enum("sort", request.sort, _SORTS)
        listing = Listing(self._tokens, call, request, "variants", sort, request.show_deleted)
        found = await self._queries.page(call.principal, wanted, sort, listing.page, call.deadline)
        units = await self._units(call, found.rows)
        return listing.answer(pb.ListProductVariantsResponse(), found, lambda one: message(one, units))

    async def _units(self, call: Call, found: Sequence[Variant]) -> Mapping[str, int]:
        ids = [one.id for one in found if one.manage_inventory and not one.is_deleted]
        return await self._quantities(call.principal, ids, call.deadline) if ids else {}


def _submission(call: Call, request: Message, response: Any) -> Submission[Variant]:
    return call.submission(request, response, lambda variant: response(variant=message(variant)))


def message(variant: Variant, units: Mapping[str, int] | None = None) -> pb.ProductVariant:
    """A variant as the contract shows it. `units` are how many there are of variants."""
    made = pb.ProductVariant(
        id=variant.id,
        components=[_part(one) for one in variant.components],
        etag=etag(variant.version),
        create_time=shapes.timestamp(variant.create_time),
        update_time=shapes.timestamp(variant.update_time),
        **{
            name: getattr(variant, name)
            for name in GIVEN
            if name != "components" and getattr(variant, name) is not None
        },
    )
    if variant.delete_time is not None:
        made.delete_time.CopyFrom(shapes.timestamp(variant.delete_time))
    if units is not None:
        made.inventory_quantity = units.get(variant.id, 0)
    return made


def _part(component: Component) -> pb.VariantComponent:
    if component.item_id:
        return pb.VariantComponent(inventory_item_id=component.item_id, required_quantity=component.required_quantity)
    return pb.VariantComponent(variant_id=component.variant_id, required_quantity=component.required_quantity)


def tell(event: Event, payload: Mapping[str, Any]) -> None:
    """What became of a variant, for an event."""

    def shown(variant: Variant) -> pb.ProductVariant:
        parts: Sequence[Any] = variant.components
        return message(replace(variant, components=[Component(**part) for part in parts]))

    tell_change(event.product_variant_changed, payload, Variant, shown)
