"""Shapes of requests: what can be told to be wrong from the message alone, with the field's name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Sized
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final, NamedTuple

from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

from holdfast_server.kernel.clock import EPOCH
from holdfast_server.kernel.errors import (
    BatchTooLarge,
    DuplicateEntry,
    FieldInvalid,
    FieldMaskInvalid,
    FieldRequired,
    QuantityOutOfRange,
)
from holdfast_server.kernel.ids import ID_PATTERN, REQUEST_ID_PATTERN
from holdfast_server.kernel.paging import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE
from holdfast_server.kernel.quantity import MAX_QUANTITY
from holdfast_server.ledger.model import PLAIN, Backorder, Split, Terms

MAX_TEXT: Final = 255
MAX_DESCRIPTION: Final = 4000
MAX_METADATA_ENTRIES: Final = 50
MAX_METADATA_BYTES: Final = 8192
MAX_LINES: Final = 500
MAX_BATCH: Final = 1000

_is_id = ID_PATTERN.fullmatch
_is_request_id = REQUEST_ID_PATTERN.fullmatch


def required_id(field: str, value: str) -> str:
    """An id that must be there."""
    if not value:
        raise FieldRequired(field)
    return checked_id(field, value)


def checked_id(field: str, value: str) -> str:
    """An id that may be empty."""
    if value and _is_id(value) is None:
        raise FieldInvalid(field, "must be 1 to 64 characters of A-Z a-z 0-9 _ . : - and start with one of the first")
    return value


def request_id(value: str) -> None:
    """The request id, which may be empty."""
    if value and _is_request_id(value) is None:
        raise FieldInvalid("request_id", "must be 1 to 128 printable ASCII characters")


def text(field: str, value: str, limit: int = MAX_TEXT) -> str:
    """Text of at most `limit` characters, without NUL."""
    if len(value) > limit:
        raise FieldInvalid(field, f"must have at most {limit} characters")
    if "\x00" in value:
        raise FieldInvalid(field, "must not contain NUL")
    return value


def required_text(field: str, value: str, limit: int = MAX_TEXT) -> str:
    """Text that must not be empty."""
    if not value:
        raise FieldRequired(field)
    return text(field, value, limit)


def metadata(field: str, entries: Mapping[str, str]) -> dict[str, str]:
    """The caller's own key-value pairs: at most 50 entries and 8 KiB together."""
    if not entries:
        return {}
    if len(entries) > MAX_METADATA_ENTRIES:
        raise FieldInvalid(field, f"must have at most {MAX_METADATA_ENTRIES} entries")
    pairs = dict(entries)
    if sum(len(key.encode()) + len(value.encode()) for key, value in pairs.items()) > MAX_METADATA_BYTES:
        raise FieldInvalid(field, f"must have at most {MAX_METADATA_BYTES} bytes together")
    for key, value in pairs.items():
        if not key:
            raise FieldInvalid(field, "must not have an empty key")
        if "\x00" in key or "\x00" in value:
            raise FieldInvalid(f"{field}[{key!r}]", "must not contain NUL")
    return pairs


def quantity(field: str, value: int, minimum: int = 1) -> int:
    """A quantity from `minimum` to 10^15."""
    if not minimum <= value <= MAX_QUANTITY:
        raise QuantityOutOfRange(field, value, minimum=minimum, maximum=MAX_QUANTITY)
    return value


def available_bounds(field: str, wanted: Any) -> tuple[int | None, int | None]:
    """The least and the most that a filter wants to be available, each None where it does not say; may be negative."""
    names = ("min_available_quantity", "max_available_quantity")
    least, most = (
        quantity(f"{field}.{name}", getattr(wanted, name), -MAX_QUANTITY) if wanted.HasField(name) else None
        for name in names
    )
    return least, most


def delta(field: str, value: int) -> int:
    """A change of a quantity: up to 10^15 either way, and not zero."""
    if value == 0:
        raise FieldRequired(field)
    if not -MAX_QUANTITY <= value <= MAX_QUANTITY:
        raise QuantityOutOfRange(field, value, minimum=-MAX_QUANTITY, maximum=MAX_QUANTITY)
    return value


def count(field: str, entries: Sized, limit: int, *, required: bool = True) -> None:
    """A repeated field of at most `limit` entries."""
    if required and not len(entries):
        raise FieldRequired(field)
    if len(entries) > limit:
        raise BatchTooLarge(field, count=len(entries), limit=limit)


def ids(field: str, values: Sequence[str], limit: int = MAX_BATCH, *, required: bool = False) -> list[str]:
    """A list of ids."""
    count(field, values, limit, required=required)
    return [required_id(f"{field}[{index}]", value) for index, value in enumerate(values)]


def distinct_ids(field: str, values: Sequence[str], limit: int = MAX_BATCH) -> list[str]:
    """A list of ids, at least one, each named once."""
    found = ids(field, values, limit, required=True)
    distinct(field, found)
    return found


def distinct(field: str, keys: Sequence[Any]) -> None:
    """Entries of which none repeats an earlier one."""
    if len(set(keys)) == len(keys):
        return
    first: dict[Any, int] = {}
    for index, key in enumerate(keys):
        if key in first:
            raise DuplicateEntry(f"{field}[{index}]", first=f"{field}[{first[key]}]")
        first[key] = index


def texts(field: str, values: Sequence[str], limit: int = MAX_BATCH) -> list[str]:
    """A list of texts, none of them empty."""
    count(field, values, limit, required=False)
    return [required_text(f"{field}[{index}]", value) for index, value in enumerate(values)]


def page_size(value: int) -> int:
    """Rows of a page: 50 unless said, at most 1000 (more is lowered)."""
    if value < 0:
        raise FieldInvalid("page_size", "must not be negative")
    return min(value, MAX_PAGE_SIZE) or DEFAULT_PAGE_SIZE


def known_enum(field: str, value: int, known: Mapping[int, Any]) -> Any:
    """The meaning of an enum value; a number that this server does not know is refused."""
    if value not in known:
        raise FieldInvalid(field, f"has the unknown value {value}")
    return known[value]


def instant(field: str, message: Any, value: Timestamp) -> datetime | None:
    """A timestamp field as an instant, to the microsecond; None when it is absent."""
    if not message.HasField(field.rpartition(".")[2]):
        return None
    try:
        value.ToNanoseconds()
        return value.ToDatetime(tzinfo=EPOCH.tzinfo)
    except (ValueError, OverflowError):
        raise FieldInvalid(field, "is not a valid time") from None


MAX_TTL: Final = timedelta(days=366)


def ttl(field: str, message: Any, *, required: bool = False) -> timedelta | None:
    """How long something is held, to the microsecond: more than 0, at most 366 days; None when it is absent."""
    if not message.HasField(field):
        if required:
            raise FieldRequired(field)
        return None
    value: Duration = getattr(message, field)
    try:
        value.ToNanoseconds()
        found = value.ToTimedelta()
    except (ValueError, OverflowError):
        raise FieldInvalid(field, "is not a valid duration") from None
    if value.nanos < 0 < value.seconds:
        raise FieldInvalid(field, "is not a valid duration")
    if not timedelta(0) < found <= MAX_TTL:
        raise FieldInvalid(field, "must be more than 0 and at most 366 days")
    return found


@lru_cache(maxsize=256)
def timestamp(value: datetime) -> Timestamp:
    """An instant as a protobuf Timestamp, which is shared: it is to be copied into messages and never changed."""
    since = value - EPOCH
    return Timestamp(seconds=since.days * 86400 + since.seconds, nanos=since.microseconds * 1000)


class LineShape(NamedTuple):
    """A LineInput whose shape is right: an item by id or by sku, or a variant, how many, where and on which terms.

    Of `item_id`, `sku` and `variant_id` one is given; `location_id` is empty where the terms have a scope.
    """

    line_item_id: str
    item_id: str
    sku: str
    quantity: int
    location_id: str
    terms: Terms = PLAIN
    variant_id: str = ""


_BACKORDERS: Final = {int(one): one for one in Backorder}
_SPLITS: Final = {0: Split.NEVER} | {int(one): one for one in Split}


def line_inputs(lines: Sequence[Any], field: str = "lines", *, required: bool = True) -> list[LineShape]:
    """The lines of a request: at most 500 and, where required, one; each with goods, quantity and place."""
    count(field, lines, MAX_LINES, required=required)
    return [_line_input(f"{field}[{index}]", line) for index, line in enumerate(lines)]


def _line_input(field: str, line: Any) -> LineShape:
    item_id, sku, variant_id = "", "", ""
    if line.WhichOneof("goods") == "variant_id":
        variant_id = required_id(f"{field}.variant_id", line.variant_id)
    else:
        item_id, sku = goods(field, line, "goods")
    place = line.WhichOneof("place")
    if place is None:
        raise FieldRequired(f"{field}.place")
    fixed = place == "location_id"
    return LineShape(
        text(f"{field}.line_item_id", line.line_item_id),
        item_id,
        sku,
        quantity(f"{field}.quantity", line.quantity),
        required_id(f"{field}.location_id", line.location_id) if fixed else "",
        _terms(field, line, None if fixed else scope(f"{field}.scope", line.scope)),
        variant_id,
    )


def _terms(field: str, line: Any, where: tuple[str, ...] | None) -> Terms:
    backorder, split = line.backorder, line.split
    if where is None and not backorder and not split:
        return PLAIN
    return Terms(
        known_enum(f"{field}.backorder", backorder, _BACKORDERS),
        known_enum(f"{field}.split", split, _SPLITS),
        where,
        "" if where is None else checked_id(f"{field}.scope.sales_channel_id", line.scope.sales_channel_id),
    )


def scope(field: str, message: Any) -> tuple[str, ...]:
    """The locations of a StockScope, each once and at most 500; empty: every active one."""
    found = ids(f"{field}.location_ids", message.location_ids, MAX_LINES)
    distinct(f"{field}.location_ids", found)
    return tuple(found)


def goods(field: str, message: Any, oneof: str) -> tuple[str, str]:
    """Item id and sku as a message names its goods; one of them is empty. `field` may be empty."""
    prefix = f"{field}." if field else ""
    match message.WhichOneof(oneof):
        case "inventory_item_id":
            return required_id(f"{prefix}inventory_item_id", message.inventory_item_id), ""
        case "sku":
            return "", required_text(f"{prefix}sku", message.sku)
        case _:
            raise FieldRequired(f"{prefix}{oneof}")


def update_paths(
    resource: Any,
    mask: Iterable[str] | None,
    *,
    updatable: Sequence[str],
    immutable: Sequence[str],
    output: Sequence[str],
) -> list[str]:
    """Which fields an update sets (AIP-134): those of the mask, or without one the populated ones.

    `*` stands for all updatable fields. Output-only and immutable paths are passed over here; whether an immutable
    field would change is for the caller to see, who knows its present value. An unknown path is refused.
    """
    paths = list(mask or ())
    if not paths:
        populated = {descriptor.name for descriptor, _ in resource.ListFields()}
        return [name for name in updatable if name in populated]
    wanted: list[str] = []
    for path in paths:
        if path == "*":
            wanted.extend(updatable)
        elif path in updatable:
            wanted.append(path)
        elif path not in output and path not in immutable:
            raise FieldMaskInvalid(path)
    return list(dict.fromkeys(wanted))
