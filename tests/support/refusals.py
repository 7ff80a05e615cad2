"""What a refused call says, read as a client reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import grpc
import pytest
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status
from holdfast.inventory.v1 import errors_pb2

DOMAIN = "inventory.holdfast"


@dataclass
class Refusal:
    code: str
    reason: str
    message: str
    metadata: dict[str, str]
    fields: list[str] = field(default_factory=list)
    resource: tuple[str, str] | None = None
    retry: bool = False
    shortage: Any = None


def read(status: status_pb2.Status) -> Refusal:
    """A google.rpc.Status, which must have exactly one ErrorInfo and stay under 4 KiB."""
    assert status.ByteSize() <= 4096
    infos = []
    refusal = Refusal(_name_of(status.code), "", status.message, {})
    for detail in status.details:
        for kind in (
            error_details_pb2.ErrorInfo,
            error_details_pb2.BadRequest,
            error_details_pb2.ResourceInfo,
            error_details_pb2.RetryInfo,
            errors_pb2.StockShortage,
        ):
            message: Any = kind()
            if not detail.Is(kind.DESCRIPTOR):
                continue
            detail.Unpack(message)
            if kind is error_details_pb2.ErrorInfo:
                infos.append(message)
            elif kind is error_details_pb2.BadRequest:
                refusal.fields = [violation.field for violation in message.field_violations]
            elif kind is error_details_pb2.ResourceInfo:
                refusal.resource = (message.resource_type, message.resource_name)
            elif kind is error_details_pb2.RetryInfo:
                refusal.retry = True
            else:
                refusal.shortage = message
    (info,) = infos
    assert info.domain == DOMAIN
    assert f"ERROR_REASON_{info.reason}" in errors_pb2.ErrorReason.keys()  # noqa: SIM118 - an enum wrapper, not a dict
    refusal.reason = info.reason
    refusal.metadata = dict(info.metadata)
    return refusal


def _name_of(code: int) -> str:
    return next(one.name for one in grpc.StatusCode if one.value[0] == code)


def refused(call: Callable[[], Any]) -> Refusal:
    """The refusal of a call that must be refused."""
    with pytest.raises(grpc.RpcError) as caught:
        call()
    return read_error(caught.value)


def read_error(error: Any) -> Refusal:
    status = rpc_status.from_call(error)
    assert status is not None, f"no rich status: {error.code()} {error.details()}"
    refusal = read(status)
    assert error.code().name == refusal.code
    assert error.details() == refusal.message
    return refusal
