"""The contract: what every message, RPC and enum keeps to, over the descriptors; and the tool's checks can fail."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import descriptor_pb2

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).with_name("json_names.json")
BUF = Path(sys.executable).parent / "buf"
PACKAGE = "holdfast.inventory.v1"
KEEPING_ROOM = (
    "StockMovement", "Allocation", "FulfillmentEntry", "LineInput", "ReservationPart", "VariantComponent",
)  # fmt: skip
LIST_ROWS_FIRST = 1


@pytest.fixture(scope="module")
def files() -> list[Any]:
    whole = descriptor_pb2.FileDescriptorSet.FromString(
        (ROOT / "generated" / "descriptors" / "holdfast_inventory_v1.binpb").read_bytes()
    )
    return [file for file in whole.file if file.package == PACKAGE]


def messages(files: list[Any]) -> Iterator[tuple[str, Any]]:
    def nested(prefix: str, message: Any) -> Iterator[tuple[str, Any]]:
        yield prefix + message.name, message
        for inner in message.nested_type:
            yield from nested(f"{prefix}{message.name}.", inner)

    for file in files:
        for message in file.message_type:
            yield from nested("", message)


def methods(files: list[Any]) -> dict[str, Any]:
    return {method.name: method for file in files for service in file.service for method in service.method}


def by_name(files: list[Any]) -> dict[str, dict[str, Any]]:
    return {name: {field.name: field for field in message.field} for name, message in messages(files)}


def is_read(method: Any) -> bool:
    return bool(method.options.idempotency_level == descriptor_pb2.MethodOptions.NO_SIDE_EFFECTS)


def test_every_mutation_can_be_repeated_and_says_what_it_came_to(files: list[Any]) -> None:
    fields = by_name(files)
    for name, method in methods(files).items():
        if is_read(method):
            assert "request_id" not in fields[f"{name}Request"], name
        elif method.client_streaming:
            # Each message of the stream is a mutation of its own.
            assert "request_id" in fields[f"{name}Request"], name
            assert "request_id" in fields[f"{name}Response"], name
        elif name.startswith("Batch"):
            assert "entries" in fields[f"{name}Request"], name
            assert "request_id" not in fields[f"{name}Request"], name
        else:
            assert "request_id" in fields[f"{name}Request"], name
            assert fields[f"{name}Response"]["mutation"].type_name == f".{PACKAGE}.MutationInfo", name


def test_reads_are_named_and_marked_as_such(files: list[Any]) -> None:
    for name, method in methods(files).items():
        reading = name == "ConfirmInventory" or name.startswith(("Get", "BatchGet", "List", "Watch", "Verify"))
        assert is_read(method) == reading, name


def test_every_request_and_response_belongs_to_one_rpc(files: list[Any]) -> None:
    for name, method in methods(files).items():
        assert method.input_type == f".{PACKAGE}.{name}Request"
        assert method.output_type == f".{PACKAGE}.{name}Response"


def test_every_list_pages(files: list[Any]) -> None:
    fields = by_name(files)
    lists = [name for name in methods(files) if name.startswith("List")]
    assert len(lists) == 9
    for name in lists:
        asked = {"page_size", "page_token", "filter"} | ({"cursor"} if name == "ListEvents" else {"sort"})
        assert asked <= set(fields[f"{name}Request"]), name
        assert "next_page_token" in fields[f"{name}Response"], name
        rows = [one for one in fields[f"{name}Response"].values() if one.number == LIST_ROWS_FIRST]
        assert rows[0].label == descriptor_pb2.FieldDescriptorProto.LABEL_REPEATED, name


def test_every_batch_answers_in_one_shape(files: list[Any]) -> None:
    fields = by_name(files)
    for name, shape in fields.items():
        if name.endswith("Response.Result"):
            assert {(one.name, one.number) for one in shape.values()} == {("value", 1), ("error", 2)}, name
            assert fields[name.removesuffix(".Result")]["results"].number == 1


def test_room_is_kept_for_lots_serials_owners_and_supply(files: list[Any]) -> None:
    fields = by_name(files)
    kept = [*KEEPING_ROOM, *(name for name in fields if name.endswith("Request.Line"))]
    assert len(kept) == len(KEEPING_ROOM) + 5
    for name in kept:
        assert not [one.name for one in fields[name].values() if 40 <= one.number <= 49], name
    text = "".join(path.read_text() for path in (ROOT / "protos" / "holdfast").rglob("*.proto"))
    assert len(re.findall(r"Numbers 40 to 49 are kept free", text)) == len(kept)


def test_enums_are_nested_and_begin_with_unspecified(files: list[Any]) -> None:
    assert {enum.name for file in files for enum in file.enum_type} == {"ErrorReason", "Scope"}
    for name, message in messages(files):
        for enum in message.enum_type:
            assert enum.value[0].number == 0
            assert enum.value[0].name.endswith("_UNSPECIFIED"), (name, enum.name)


def test_json_names_do_not_change(files: list[Any]) -> None:
    """A golden file: JSON names are as much the contract as numbers are. Made anew by deleting it."""
    names = {name: [field.json_name for field in message.field] for name, message in messages(files)}
    if not GOLDEN.exists():
        GOLDEN.write_text(json.dumps(names, indent=1, sort_keys=True) + "\n")
    golden = json.loads(GOLDEN.read_text())
    changed = {name for name, fields in golden.items() if names.get(name, [])[: len(fields)] != fields}
    assert changed == set()
    assert set(names) == set(golden), "new messages: delete the golden file and run this again"


def test_every_reason_is_a_class_of_its_own_or_served_later(files: list[Any]) -> None:
    from holdfast.inventory.v1 import errors_pb2

    from holdfast_server.kernel import errors

    ours = {
        one.reason: one.code
        for one in vars(errors).values()
        if isinstance(one, type) and issubclass(one, errors.Refused) and "reason" in vars(one)
    }
    text = (ROOT / "protos/holdfast/inventory/v1/errors.proto").read_text()
    told = dict(re.findall(r"  // ([A-Z_]+)\. .*\n(?:  // .*\n)*?  ERROR_REASON_(\w+) =", text))
    comments = {reason: code for code, reason in re.findall(r"  // ([A-Z_]+)\. [^\n]*\n  ERROR_REASON_(\w+) =", text)}
    assert told
    later = {name for line, name in re.findall(r"  // ([^\n]*later\.)\n  ERROR_REASON_(\w+) =", text) if line}
    reasons = {name.removeprefix("ERROR_REASON_") for name in errors_pb2.ErrorReason.keys()} - {"UNSPECIFIED"}  # noqa: SIM118
    assert reasons == set(ours) | later | {"UNEXPECTED"}
    assert {name: comments[name] for name in ours} == ours


# --- the tool ---------------------------------------------------------------------------------------


def tool(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = checkout / "protos" / "tools" / "contract.py"
    # On a machine without Node, Go and Maven the suite checks what can be made there; `make check` in CI checks all.
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    command = [sys.executable, str(program), *arguments]
    return subprocess.run(command, cwd=checkout, capture_output=True, text=True, env=environment)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The contract in a repository of its own, to be spoiled."""
    shutil.copytree(ROOT / "protos", tmp_path / "protos", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    shutil.copy(ROOT / "buf.yaml", tmp_path)
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    for command in (("init", "-q", "-b", "main"), ("add", "-A"), (*identity, "commit", "-qm", "contract")):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    return tmp_path


def spoil(copy: Path, path: str, old: str, new: str) -> None:
    file = copy / "protos" / path
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


SHIPPED, DRAFT = "holdfast/inventory/v1/types.proto", "draft/holdfast/inventory/v1/types.proto"


def test_the_contract_passes_its_own_checks(copy: Path) -> None:
    for arguments in (("lint",), ("format", "--check"), ("breaking",), ("draft",)):
        done = tool(copy, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "path", "old", "new", "said"),
    [
        (("lint",), SHIPPED, "  // City.\n", "", "comment"),
        (("lint",), DRAFT, "string city = 4;", "string City = 4;", "lower_snake_case"),
        (("format", "--check"), SHIPPED, "  string city = 4;", "    string city = 4;", "city"),
        (("breaking",), SHIPPED, "string city = 4;", "int64 city = 4;", "changed type"),
        (("breaking",), SHIPPED, "  // City.\n  string city = 4;\n", "", "deleted"),
        (("draft",), DRAFT, "string city = 4;", "string city = 14;", "city"),
        (("draft",), DRAFT, "string city = 4;", "int64 city = 4;", "changed type"),
    ],
)
def test_each_check_can_fail(copy: Path, arguments: tuple[str, ...], path: str, old: str, new: str, said: str) -> None:
    spoil(copy, path, old, new)
    done = tool(copy, *arguments)
    assert done.returncode != 0
    assert said in done.stdout + done.stderr


def test_what_is_generated_is_current_and_a_change_is_noticed(copy: Path) -> None:
    if not (ROOT / ".venv-codegen").exists():
        pytest.fail("the generators are not installed: `make test` installs them")
    (copy / ".venv-codegen").symlink_to(ROOT / ".venv-codegen")
    if (ROOT / ".tools").exists():
        (copy / ".tools").symlink_to(ROOT / ".tools")
    shutil.copytree(ROOT / "generated", copy / "generated", ignore=shutil.ignore_patterns("__pycache__"))
    assert tool(copy, "gen-check").returncode == 0
    page = copy / "generated" / "docs" / "types.md"
    page.write_text(page.read_text() + "\n")
    done = tool(copy, "gen-check")
    assert (done.returncode, "docs/types.md" in done.stdout or "types.md" in done.stdout) == (1, True)
    spoil(copy, SHIPPED, "  // City.\n", "  // The city.\n")
    tool(copy, "gen")
    assert tool(copy, "gen-check").returncode == 0
