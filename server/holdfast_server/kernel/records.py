"""Rules that every record of master data goes by: made once, changed under its etag, deleted and brought back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, fields
from datetime import datetime
from typing import Any, ClassVar, Final, Protocol, TypeVar

from holdfast_server.kernel.errors import EtagMismatch, ResourceDeleted, ResourceExists, ResourceNotFound
from holdfast_server.kernel.etags import matches

_NOT_TOLD: Final = frozenset({"fingerprint", "create_time", "update_time"})


class Record(Protocol):
    """A frozen dataclass of master data. `version` makes its etag; `fingerprint` is of the call that chose its id."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def id(self) -> str:
        """Read-only, as the class says."""

    @property
    def version(self) -> int:
        """Read-only, as the class says."""

    @property
    def fingerprint(self) -> bytes:
        """Read-only, as the class says."""

    @property
    def delete_time(self) -> datetime | None:
        """Read-only, as the class says."""


R = TypeVar("R", bound=Record)


def made_before(existing: R, resource_type: str, fingerprint: bytes) -> R:
    """The record that this very call made before; any other call finds its id taken."""
    if existing.delete_time is not None:
        raise ResourceDeleted(resource_type, existing.id)
    check_same_call(resource_type, existing.id, made_by=existing.fingerprint, fingerprint=fingerprint)
    return existing


def check_same_call(resource_type: str, resource_id: str, *, made_by: bytes, fingerprint: bytes) -> None:
    """Refuse an id that is taken, unless this is the call that took it (a call without a fingerprint never is)."""
    if not fingerprint or made_by != fingerprint:
        raise ResourceExists(resource_type, resource_id)


def found(record: R | None, resource_type: str, resource_id: str) -> R:
    """The record, which must be there, deleted or not."""
    if record is None:
        raise ResourceNotFound(resource_type, resource_id)
    return record


def live(record: R | None, resource_type: str, resource_id: str) -> R:
    """The record, which must be there and not deleted."""
    there = found(record, resource_type, resource_id)
    if there.delete_time is not None:
        raise ResourceDeleted(resource_type, resource_id)
    return there


def check_etag(given: str, version: int, resource_type: str, resource_id: str) -> None:
    """Refuse an etag of another version than the present one."""
    if not matches(given, version):
        raise EtagMismatch(resource_type, resource_id)


def differing(record: Record, given: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the given fields that would change the record."""
    return {name: value for name, value in given.items() if getattr(record, name) != value}


def changes(before: R | None, after: R) -> dict[str, Any]:
    """What an event tells: all fields of a new record; of a changed one those that differ, before and after."""
    names = [one.name for one in fields(after) if one.name not in _NOT_TOLD]
    if before is None:
        return {"after": {name: getattr(after, name) for name in names}}
    differ = [name for name in names if getattr(before, name) != getattr(after, name)]
    return {
        "before": {name: getattr(before, name) for name in differ},
        "after": {name: getattr(after, name) for name in differ},
    }
