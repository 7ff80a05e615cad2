"""From a refusal to a status: canonical code, one ErrorInfo, and the details that fit the reason."""

from __future__ import annotations

import logging
import math
from typing import Final

from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from google.rpc import code_pb2, status_pb2
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, ResourceInfo, RetryInfo
from holdfast.inventory.v1 import errors_pb2

from holdfast_server.kernel.errors import InsufficientStock, Refused
from holdfast_server.kernel.ids import ulid_now

log = logging.getLogger(__name__)

DOMAIN: Final = "inventory.holdfast"
MAX_STATUS_BYTES: Final = 4096
"""Larger trailers are dropped by several clients' gRPC libraries, with the whole error."""
MAX_SHORT_LINES: Final = 20
MAX_INT64: Final = 2**63 - 1
MAX_FACT_CHARACTERS: Final = 512
DETAILS_KEY: Final = "grpc-status-details-bin"
PUSHBACK_KEY: Final = "grpc-retry-pushback-ms"
"""What gRPC's own retries go by: when to come again."""
_TYPE_PREFIX: Final = "type.googleapis.com/"


def status_of(refusal: Refused) -> status_pb2.Status:
    """The google.rpc.Status of a refusal, under 4 KiB."""
    details: list[Message] = [_error_info(refusal)]
    if refusal.field is not None:
        violation = BadRequest.FieldViolation(
            field=_clip(refusal.field), description=_clip(refusal.message), reason=refusal.reason
        )
        details.append(BadRequest(field_violations=[violation]))
    if refusal.resource is not None:
        resource_type, resource_id = refusal.resource
        details.append(ResourceInfo(resource_type=resource_type, resource_name=_clip(resource_id)))
    if refusal.retry_after_seconds is not None:
        delay = Duration()
        delay.FromMilliseconds(math.ceil(refusal.retry_after_seconds * 1000))
        details.append(RetryInfo(retry_delay=delay))
    if isinstance(refusal, InsufficientStock):
        details.append(_shortage(refusal))
    return _status(refusal.code, _clip(refusal.message), details)


def trailers_of(status: status_pb2.Status) -> tuple[tuple[str, str | bytes], ...]:
    """The metadata that a status ends a call with: itself, and for who retries without reading it, when to."""
    details = (DETAILS_KEY, status.SerializeToString())
    if status.code != code_pb2.Code.RESOURCE_EXHAUSTED:
        return (details,)
    for packed in status.details:
        retry = RetryInfo()
        if packed.Unpack(retry):
            return (details, (PUSHBACK_KEY, str(retry.retry_delay.ToMilliseconds())))
    return (details,)


def told(method: str, refusal: Refused) -> status_pb2.Status:
    """The status of a refusal; should it not fit into one, that is our fault and not a text that leaves us."""
    try:
        return status_of(refusal)
    except Exception as error:
        return our_fault(method, error)


def unexpected(reference: str) -> status_pb2.Status:
    """INTERNAL for what is our own fault: a reference that finds the log line, and nothing else."""
    info = ErrorInfo(reason="UNEXPECTED", domain=DOMAIN, metadata={"reference": reference})
    return _status("INTERNAL", f"unexpected error, reference {reference}", [info])


def our_fault(method: str, error: Exception) -> status_pb2.Status:
    """INTERNAL with a reference. The log gets the kind of error and its sqlstate, never its text: that has values."""
    reference = ulid_now()
    log.error(
        "unexpected",
        extra={
            "method": method,
            "reference": reference,
            "error_type": type(error).__name__,
            "sqlstate": getattr(error, "sqlstate", None),
        },
        exc_info=None if hasattr(error, "sqlstate") else error,
    )
    return unexpected(reference)


def _status(code: str, message: str, details: list[Message]) -> status_pb2.Status:
    status = status_pb2.Status(code=code_pb2.Code.Value(code), message=message)
    for detail in details:
        packed = AnyMessage(type_url=_TYPE_PREFIX + detail.DESCRIPTOR.full_name, value=detail.SerializeToString())
        status.details.append(packed)
    while status.ByteSize() > MAX_STATUS_BYTES and len(status.details) > 1:
        status.details.pop()  # the ErrorInfo stands first and always stays
    return status


def _error_info(refusal: Refused) -> ErrorInfo:
    facts = {name: _clip(value) for name, value in refusal.facts.items()}
    return ErrorInfo(reason=refusal.reason, domain=DOMAIN, metadata=facts)


def _shortage(refusal: InsufficientStock) -> errors_pb2.StockShortage:
    shown = refusal.shortages[:MAX_SHORT_LINES]
    lines = [
        errors_pb2.StockShortage.Line(
            line_index=shortage.line_index,
            line_item_id=shortage.line_item_id,
            inventory_item_id=shortage.item_id,
            location_id=shortage.location_id,
            requested_quantity=min(shortage.requested, MAX_INT64),  # many kits of many units can be more
            available_quantity=shortage.available,
        )
        for shortage in shown
    ]
    detail = errors_pb2.StockShortage(lines=lines, omitted_count=len(refusal.shortages) - len(shown))
    while len(detail.lines) > 1 and detail.ByteSize() > MAX_STATUS_BYTES // 2:
        del detail.lines[-1]
        detail.omitted_count += 1
    return detail


def _clip(text: str) -> str:
    return text if len(text) <= MAX_FACT_CHARACTERS else text[: MAX_FACT_CHARACTERS - 1] + "…"
