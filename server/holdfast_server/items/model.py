"""Nouns of items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import Enum
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Item:
    """What is counted. Weight is in grams, the other measures in millimetres; None = unknown."""

    id: str
    create_time: datetime
    update_time: datetime
    sku: str = ""
    title: str = ""
    description: str = ""
    thumbnail: str = ""
    barcode: str = ""
    ean: str = ""
    upc: str = ""
    origin_country: str = ""
    hs_code: str = ""
    mid_code: str = ""
    material: str = ""
    weight: int | None = None
    length: int | None = None
    height: int | None = None
    width: int | None = None
    requires_shipping: bool = True
    unit_of_measure: str = "each"
    quantity_scale: int = 0
    metadata: Mapping[str, str] = field(default_factory=dict)
    version: int = 1
    fingerprint: bytes = b""
    delete_time: datetime | None = None

    @property
    def is_deleted(self) -> bool:
        """Whether the item was deleted and not undeleted since."""
        return self.delete_time is not None


ITEM_FIELDS: Final = tuple(one.name for one in fields(Item))
UPDATABLE: Final = tuple(
    name
    for name in ITEM_FIELDS
    if name not in {"id", "create_time", "update_time", "version", "fingerprint", "delete_time"}
)
FIXED_ONCE_STOCKED: Final = ("unit_of_measure", "quantity_scale")

Fields = Mapping[str, Any]
"""Values of `UPDATABLE` fields that a caller has given."""


@dataclass(frozen=True, slots=True)
class ItemFact:
    """What commands of other slices need to know of an item."""

    id: str
    sku: str
    is_deleted: bool


@dataclass(frozen=True, slots=True)
class Totals:
    """An item's quantities over all locations; `available` counts active ones only, each as 0 or more."""

    stocked: int = 0
    reserved: int = 0
    available: int = 0
    incoming: int = 0


class ItemSort(Enum):
    """The orders of a list."""

    CREATE_TIME = "create_time"
    CREATE_TIME_DESC = "create_time_desc"
    ID = "id"


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which items a list shows; empty parts match all. Bounds of what is available are included."""

    ids: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    sku_prefix: str = ""
    q: str = ""
    location_id: str = ""
    requires_shipping: bool | None = None
    min_available: int | None = None
    max_available: int | None = None
    low_stock: bool = False
    show_deleted: bool = False
