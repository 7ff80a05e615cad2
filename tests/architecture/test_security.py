"""What SECURITY.md says of scopes is what the contract says, and a method without one is not served."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import descriptor_pb2, descriptor_pool
from holdfast.inventory.v1 import options_pb2

from holdfast_server.identity.model import SCOPES, WHOLE_TENANT
from holdfast_server.transport.authentication import scope_of, scope_text
from holdfast_server.transport.server import bind
from tests.rpc.test_authorization import METHODS

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "SECURITY.md"


def table() -> str:
    """The table of scopes, out of the contract."""
    comments = dict(
        re.findall(
            r"  // `([a-z.]+)`\. (.*)\n  SCOPE_", (ROOT / "protos/holdfast/inventory/v1/options.proto").read_text()
        )
    )
    rows = ["| scope | what it allows | RPCs |", "|---|---|---|"]
    for scope in SCOPES:
        names = ", ".join(sorted(method.name for method in METHODS if scope_of(method) == scope))
        rows.append(f"| `{scope}` | {comments[scope]} | {names} |")
    return "\n".join(rows)


def test_the_page_lists_every_method_under_its_scope() -> None:
    """To write it anew: put what `table` gives between the two marks."""
    written = re.search(r"<!-- scopes -->\n(.*?)\n<!-- /scopes -->", PAGE.read_text(), re.DOTALL)
    assert written
    assert written[1].strip() == table()


def test_scopes_are_those_of_the_contract() -> None:
    named = [scope_text(name) for name in options_pb2.Scope.keys() if name != "SCOPE_UNSPECIFIED"]  # noqa: SIM118
    assert tuple(named) == SCOPES
    assert set(SCOPES) > WHOLE_TENANT
    assert {scope_of(method) for method in METHODS} == set(SCOPES)


def test_a_method_without_a_scope_is_not_served() -> None:
    file = descriptor_pb2.FileDescriptorProto(name="unscoped.proto", package="unscoped", syntax="proto3")
    file.message_type.add(name="Nothing")
    service = file.service.add(name="Loose")
    service.method.add(name="Take", input_type=".unscoped.Nothing", output_type=".unscoped.Nothing")
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(file.SerializeToString())

    class Room:
        async def Take(self, request: Any, call: Any) -> Any:
            raise AssertionError

    mechanics: Any = None
    with pytest.raises(TypeError, match=r"unscoped\.Loose\.Take has no scope"):
        bind(pool.FindServiceByName("unscoped.Loose"), [Room()], mechanics)
