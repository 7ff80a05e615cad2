"""Nouns of variants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import Enum
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Component:
    """What one unit of a variant takes: units of an item, or of another variant; the other id is empty."""

    required_quantity: int
    item_id: str = ""
    variant_id: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """What is sold. Weight is in grams, the other measures in millimetres; None = unknown."""

    id: str
    create_time: datetime
    update_time: datetime
    product_id: str = ""
    title: str = ""
    sku: str = ""
    barcode: str = ""
    ean: str = ""
    upc: str = ""
    hs_code: str = ""
    mid_code: str = ""
    origin_country: str = ""
    material: str = ""
    weight: int | None = None
    length: int | None = None
    height: int | None = None
    width: int | None = None
    variant_rank: int = 0
    options: Mapping[str, str] = field(default_factory=dict)
    manage_inventory: bool = True
    allow_backorder: bool = False
    components: Sequence[Component] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    version: int = 1
    fingerprint: bytes = b""
    delete_time: datetime | None = None

    @property
    def is_deleted(self) -> bool:
        """Whether the variant was deleted and not undeleted since."""
        return self.delete_time is not None

    @property
    def parts(self) -> list[str]:
        """The variants that it takes."""
        return [one.variant_id for one in self.components if one.variant_id]


VARIANT_FIELDS: Final = tuple(one.name for one in fields(Variant) if one.name != "components")
"""Those of a variant's own row."""
GIVEN: Final = tuple(
    one.name
    for one in fields(Variant)
    if one.name not in {"id", "create_time", "update_time", "version", "fingerprint", "delete_time"}
)
CODES: Final = ("sku", "barcode", "ean", "upc")
"""Fields of which no two live variants have the same value."""
SHARED_WITH_ITEM: Final = (
    "sku",
    "title",
    "barcode",
    "ean",
    "upc",
    "hs_code",
    "mid_code",
    "origin_country",
    "material",
    "weight",
    "length",
    "height",
    "width",
)
"""Fields that the item which a variant gets of its own has of it."""

Fields = Mapping[str, Any]
"""Values of all `GIVEN` fields."""


@dataclass(frozen=True, slots=True)
class Node:
    """A variant as a part of kits."""

    id: str
    is_deleted: bool
    is_managed: bool
    allows_backorder: bool
    components: Sequence[Component]


Kits = Mapping[str, Node]
"""Variants and whatever they take, by id."""


@dataclass(frozen=True, slots=True)
class VariantFact:
    """What commands and reads of other slices need to know of a variant.

    `leaves` are the units of each item that one unit of it takes, over all levels of kits. Items may have been
    deleted since. It is empty where no stock is kept.
    """

    id: str
    is_deleted: bool
    is_managed: bool
    allows_backorder: bool
    leaves: Mapping[str, int]


class VariantSort(Enum):
    """The orders of a list."""

    CREATE_TIME = "create_time"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class VariantFilter:
    """Which variants a list shows; empty parts match all. `item_id` is of those that take the item themselves."""

    ids: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    product_id: str = ""
    q: str = ""
    item_id: str = ""
    show_deleted: bool = False
