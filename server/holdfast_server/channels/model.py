"""Nouns of sales channels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import Enum
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Channel:
    """Where goods are sold. `location_ids` are the locations that are linked to it, in the order of their ids.

    A link to a location that is deleted stays, so that it serves the channel again when it is undeleted.
    """

    id: str
    create_time: datetime
    update_time: datetime
    name: str = ""
    active: bool = True
    metadata: Mapping[str, str] = field(default_factory=dict)
    version: int = 1
    fingerprint: bytes = b""
    delete_time: datetime | None = None
    location_ids: tuple[str, ...] = ()

    @property
    def is_deleted(self) -> bool:
        """Whether the channel was deleted and not undeleted since."""
        return self.delete_time is not None


CHANNEL_FIELDS: Final = tuple(one.name for one in fields(Channel) if one.name != "location_ids")
"""What stands in a channel's own row; its links are rows of their own."""

Fields = Mapping[str, Any]
"""Values of fields that a caller has given."""


@dataclass(frozen=True, slots=True)
class ChannelFact:
    """What commands and reads of other slices need to know of a channel.

    `location_ids` are those of the linked locations that live, active or not, in the order of their ids.
    """

    id: str
    is_active: bool
    is_deleted: bool
    location_ids: tuple[str, ...] = ()


class ChannelSort(Enum):
    """The orders of a list."""

    CREATE_TIME = "create_time"
    ID = "id"


@dataclass(frozen=True, slots=True)
class ChannelFilter:
    """Which channels a list shows; empty parts match all."""

    ids: tuple[str, ...] = ()
    q: str = ""
    active: bool | None = None
    location_id: str = ""
    show_deleted: bool = False
