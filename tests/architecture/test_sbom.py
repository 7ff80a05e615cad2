"""The bill of materials: everything that is locked, and the same bytes each time."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-supply" / "bin" / "python"


def written(*, time: str = "") -> bytes:
    done = subprocess.run(
        [PYTHON, "server/supply/sbom.py"], cwd=ROOT, capture_output=True, check=True,
        env={"SOURCE_DATE_EPOCH": time} if time else {},
    )  # fmt: skip
    return done.stdout


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(written())
    return told


def locked() -> dict[tuple[str, str], set[str]]:
    pins: dict[tuple[str, str], set[str]] = {}
    for entry in re.split(r"\n(?=\w)", (ROOT / "requirements/runtime.txt").read_text()):
        name, _, version = entry.split()[0].partition("==")
        pins[name, version] = set(re.findall(r"sha256:([0-9a-f]{64})", entry))
    return pins


def test_every_pin_of_the_runtime_is_in_the_bill_with_version_hashes_and_licence(bill: dict[str, Any]) -> None:
    told = {}
    for one in bill["components"]:
        hashes = {digest["content"] for place in one["externalReferences"] for digest in place["hashes"]}
        told[one["name"].lower(), one["version"]] = hashes
        assert one["licenses"][0]["expression"], one["name"]
        assert one["purl"] == f"pkg:pypi/{one['name'].lower()}@{one['version']}"
    assert told == locked()
    assert len(told) > 30


def test_the_bill_says_who_needs_whom(bill: dict[str, Any]) -> None:
    needs = {one["ref"]: set(one["dependsOn"]) for one in bill["dependencies"]}
    references = {one["name"]: one["bom-ref"] for one in bill["components"]}
    assert set(needs) == {*references.values(), bill["metadata"]["component"]["bom-ref"]}
    assert needs[references["psycopg"]] >= {references["psycopg-binary"], references["typing-extensions"]}
    assert references["grpcio"] in needs[bill["metadata"]["component"]["bom-ref"]]
    assert set(references.values()) == set().union(*needs.values())


def test_two_bills_of_one_lock_are_equal_in_bytes_at_any_time_and_place() -> None:
    first = written()
    assert first == written(time="1700000000")
    assert b"timestamp" not in first
    assert b"serialNumber" not in first
    assert str(ROOT).encode() not in first
