"""The bill of materials of the server: CycloneDX of the runtime lock, with hashes, licences and who needs whom.

cyclonedx-py reads the lock; what it cannot know from there is added: licences from the packages themselves, the graph
from the notes that the lock keeps. The same lock gives the same bytes: no time, no random number, no address.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import licences
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT: Final = Path(__file__).resolve().parents[2]
TOOLS: Final = Path(sys.executable).parent
ITSELF: Final = "-r requirements/runtime.in"


class Incomplete(Exception):
    """The bill lacks what it must have; the text says what."""


def main() -> int:
    """Write the bill, to a file or to standard output."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--output", type=Path)
    given = parser.parse_args()
    try:
        text = json.dumps(bill(), indent=2, sort_keys=True) + "\n"
    except Incomplete as error:
        print(error, file=sys.stderr)
        return 1
    problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if problem is not None:
        print(f"the bill of materials is no valid CycloneDX: {problem}", file=sys.stderr)
        return 1
    if given.output:
        given.output.parent.mkdir(parents=True, exist_ok=True)
        given.output.write_text(text)
        print(f"{given.output}: {len(licences.pins(licences.RUNTIME))} packages")
    else:
        sys.stdout.write(text)
    return 0


def bill() -> dict[str, Any]:
    """The whole bill."""
    told = _read_lock()
    rules = licences.read_rules()
    here = licences.installed([str(path) for path in ROOT.glob(".venv/lib/python3*/site-packages")])
    needed_by = read_needed_by(licences.RUNTIME.read_text())
    root = told["metadata"]["component"]
    references = {licences.canonical(one["name"]): one["purl"] for one in told["components"]}
    for one in told["components"]:
        name = licences.canonical(one["name"])
        licence = licences.licence_of(name, one["version"], rules, here)
        if licence is None:
            raise Incomplete(f"{name}=={one['version']} has no licence that we can read: see `make licences`")
        one["bom-ref"] = one["purl"]
        one["licenses"] = [{"expression": licence, "acknowledgement": "declared"}]
        # A hash stands for each file of the release; where the files lie differs from place to place.
        for files in one["externalReferences"]:
            files["url"] = one["purl"]
            files["comment"] = "one hash for each file of this release that may be installed"
        one.pop("description", None)
    told["components"].sort(key=lambda one: str(one["purl"]))
    told["dependencies"] = _graph(str(root["bom-ref"]), references, needed_by)
    return told


def _read_lock() -> dict[str, Any]:
    """What cyclonedx-py makes of the lock."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "bill.json")
        subprocess.run(
            [
                TOOLS / "cyclonedx-py", "requirements", "--output-reproducible", "--spec-version=1.6",
                "--pyproject=pyproject.toml", "--output-file", output, licences.RUNTIME,
            ],
            cwd=ROOT,
            check=True,
            # Without SOURCE_DATE_EPOCH, which would put a time into it. It warns of the graph that it cannot know.
            env={"PYTHONWARNINGS": "ignore::UserWarning"},
        )  # fmt: skip
        told: dict[str, Any] = json.loads(output.read_text())
    return told


def read_needed_by(lock: str) -> dict[str, set[str]]:
    """Package → who needs it, from the lock's `# via` notes; our own list of needs is called ITSELF."""
    needed_by: dict[str, set[str]] = {}
    current: set[str] = set()
    for line in lock.splitlines():
        if pin := licences.PIN.match(line):
            current = needed_by.setdefault(licences.canonical(pin["name"]), set())
        elif note := re.match(r"\s+#\s+(?:via\s*)?(?P<who>\S.*)?$", line):
            current |= {note["who"]} if note["who"] else set()
    return needed_by


def _graph(root: str, references: Mapping[str, str], needed_by: Mapping[str, set[str]]) -> list[dict[str, Any]]:
    needs: dict[str, set[str]] = {root: set(), **{reference: set() for reference in references.values()}}
    for name, reference in references.items():
        if not needed_by.get(name):
            raise Incomplete(f"the lock does not say who needs {name}")
        for who in needed_by[name]:
            needs[root if who == ITSELF else references[licences.canonical(who)]].add(reference)
    return [{"ref": who, "dependsOn": sorted(what)} for who, what in sorted(needs.items())]


if __name__ == "__main__":
    sys.exit(main())
