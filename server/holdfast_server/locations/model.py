"""Nouns of locations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import Enum
from typing import Any, Final

DEFAULT_PRIORITY: Final = 100
ADDRESS_FIELDS: Final = (
    "address_1",
    "address_2",
    "company",
    "city",
    "province",
    "postal_code",
    "country_code",
    "phone",
)


@dataclass(frozen=True, slots=True)
class Location:
    """Where stock is. `address` has the keys of `ADDRESS_FIELDS` that are not empty; degrees are WGS 84."""

    id: str
    create_time: datetime
    update_time: datetime
    name: str = ""
    address: Mapping[str, str] = field(default_factory=dict)
    latitude: float | None = None
    longitude: float | None = None
    priority: int = DEFAULT_PRIORITY
    active: bool = True
    metadata: Mapping[str, str] = field(default_factory=dict)
    version: int = 1
    fingerprint: bytes = b""
    delete_time: datetime | None = None

    @property
    def is_deleted(self) -> bool:
        """Whether the location was deleted and not undeleted since."""
        return self.delete_time is not None


LOCATION_FIELDS: Final = tuple(one.name for one in fields(Location))

Fields = Mapping[str, Any]
"""Values of fields that a caller has given."""


@dataclass(frozen=True, slots=True)
class LocationFact:
    """What commands of other slices need to know of a location."""

    id: str
    is_active: bool
    is_deleted: bool
    priority: int = DEFAULT_PRIORITY


class LocationSort(Enum):
    """The orders of a list."""

    CREATE_TIME = "create_time"
    CREATE_TIME_DESC = "create_time_desc"
    ID = "id"
    PRIORITY = "priority"


@dataclass(frozen=True, slots=True)
class LocationFilter:
    """Which locations a list shows; empty parts match all."""

    ids: tuple[str, ...] = ()
    q: str = ""
    active: bool | None = None
    country_code: str = ""
    channel_id: str = ""
    show_deleted: bool = False
