"""What a refused call says, as an exception with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import grpc
from google.rpc import code_pb2, status_pb2
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, RetryInfo
from holdfast.inventory.v1 import errors_pb2

DETAILS = "grpc-status-details-bin"


class ShortLine(NamedTuple):
    """A line that could not be promised: what it asked for, and the most that it could have had, in stock units."""

    line_index: int
    line_item_id: str
    inventory_item_id: str
    location_id: str
    requested_quantity: int
    available_quantity: int


class HoldfastError(grpc.RpcError):
    """A refusal. Branch on `reason`, never on the message.

    `reason` is an `ErrorReason` without its prefix, empty where the error did not come from Holdfast (a connection
    that broke, say). `metadata` are the dynamic parts of the message; `fields` the paths of invalid fields; `shortage`
    the short lines of INSUFFICIENT_STOCK; `retry_after` the seconds after which to come back, None: not said.
    """

    def __init__(self, status: status_pb2.Status) -> None:
        super().__init__(status.message)
        self.status = status
        self.message: str = status.message
        self.reason = ""
        self.metadata: Mapping[str, str] = {}
        self.fields: list[str] = []
        self.shortage: list[ShortLine] = []
        self.retry_after: float | None = None
        for detail in status.details:
            self._take(detail)

    def _take(self, detail: Any) -> None:
        for kind in (ErrorInfo, BadRequest, RetryInfo, errors_pb2.StockShortage):
            if not detail.Is(kind.DESCRIPTOR):
                continue
            found: Any = kind()
            detail.Unpack(found)
            if kind is ErrorInfo:
                self.reason, self.metadata = found.reason, dict(found.metadata)
            elif kind is BadRequest:
                self.fields = [one.field for one in found.field_violations]
            elif kind is RetryInfo:
                self.retry_after = found.retry_delay.ToTimedelta().total_seconds()
            else:
                self.shortage = [
                    ShortLine(
                        line.line_index,
                        line.line_item_id,
                        line.inventory_item_id,
                        line.location_id,
                        line.requested_quantity,
                        line.available_quantity,
                    )
                    for line in found.lines
                ]

    def code(self) -> grpc.StatusCode:
        """The canonical code."""
        return grpc.StatusCode[code_pb2.Code.Name(self.status.code)]

    def details(self) -> str:
        """The message, as grpc names it."""
        return self.message

    def __str__(self) -> str:
        return f"{self.reason or self.code().name}: {self.message}"


def error_of(error: grpc.RpcError | status_pb2.Status) -> HoldfastError:
    """A failed call's error, or the one of a batch's entry, as a HoldfastError."""
    if isinstance(error, HoldfastError):
        return error
    if isinstance(error, status_pb2.Status):
        return HoldfastError(error)
    call: Any = error
    for key, value in call.trailing_metadata() or ():
        if key == DETAILS:
            return HoldfastError(status_pb2.Status.FromString(value))
    return HoldfastError(status_pb2.Status(code=code_pb2.Code.Value(call.code().name), message=call.details() or ""))


def outcomes(results: Iterable[Any]) -> list[Any]:
    """The results of a Batch* call in the order of its entries: each the entry's answer, or a HoldfastError."""
    return [error_of(one.error) if one.HasField("error") else one.value for one in results]
