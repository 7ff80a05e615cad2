"""Request ids: a mutation that carries one can be sent again, by gRPC or by you, and has one effect."""

from __future__ import annotations

import uuid
from typing import Any, TypeVar

from google.protobuf.message import Message

M = TypeVar("M", bound=Message)


def filled(request: M) -> M:
    """The request with an id where it takes one and has none; also its entries. The given message stays as it is.

    A check (`validate_only`) needs none: it has no effect.
    """
    if not _lacks(request):
        return request
    copy = type(request)()
    copy.CopyFrom(request)
    _fill(copy)
    return copy


def _lacks(request: Any) -> bool:
    fields = request.DESCRIPTOR.fields_by_name
    if "request_id" in fields:
        return not request.request_id and not ("validate_only" in fields and request.validate_only)
    return "entries" in fields and any(map(_lacks, request.entries))


def _fill(request: Any) -> None:
    if "request_id" in request.DESCRIPTOR.fields_by_name:
        request.request_id = str(uuid.uuid4())
        return
    for entry in request.entries:
        if _lacks(entry):
            _fill(entry)
