"""Rules that every record of master data goes by: made once, changed under its etag, deleted and brought back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, fields
from datetime import datetime
from typing import Any, ClassVar, Final, Protocol, TypeVar

from holdfast_server.kernel.errors import EtagMismatch, ResourceDeleted, ResourceExists, ResourceNotFound
from holdfast_server.kernel.etags import matches

_NOT_TOLD: Final = frozenset({"fingerprint"})
_TIMES: Final = frozenset({"create_time", "update_time", "delete_time"})


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
    """What an event tells: the whole record before (None where it is new) and after."""
    return {"before": None if before is None else _told(before), "after": _told(after)}


def _told(record: Record) -> dict[str, Any]:
    return {one.name: getattr(record, one.name) for one in fields(record) if one.name not in _NOT_TOLD}


def retold(kind: type[R], told: Mapping[str, Any] | None) -> R | None:
    """The record that an event told of, read back from JSON; what records no longer have is left out."""
    if told is None:
        return None
    known = {one.name for one in fields(kind)}
    return kind(
        **{
            name: datetime.fromisoformat(value) if name in _TIMES and value is not None else value
            for name, value in told.items()
            if name in known
        }
    )
