"""What became of a record, as an event of the contract tells it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from google.protobuf.message import Message

from holdfast_server.kernel.records import Record, retold

R = TypeVar("R", bound=Record)


def tell_change(change: Any, payload: Mapping[str, Any], record_type: type[R], message: Callable[[R], Message]) -> None:
    """Fill in `before` and `after` of a change; the side on which there was no record stays empty."""
    for shown, told in ((change.before, payload["before"]), (change.after, payload["after"])):
        record = retold(record_type, told)
        if record is not None:
            shown.CopyFrom(message(record))
