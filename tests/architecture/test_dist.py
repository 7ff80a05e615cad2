"""The packages of the server: the same bytes each time, complete, and nothing else in them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ["server/holdfast_server", "server/migrations", "generated/python", "pyproject.toml", "README.md", "LICENSE"]


def build(place: Path, *, mode: int, seconds: int) -> dict[str, bytes]:
    """Archives by name, built from a copy in another place, with other rights and other times."""
    for name in NEEDED:
        source, target = ROOT / name, place / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"), copy_function=shutil.copyfile)
        else:
            shutil.copyfile(source, target)
    for path in place.rglob("*"):
        if path.is_file():
            path.chmod(mode)
        os.utime(path, (seconds, seconds))
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--directory", place / "dist"], cwd=place, check=True,
        capture_output=True, env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"},
    )  # fmt: skip
    return {path.name: path.read_bytes() for path in (place / "dist").iterdir()}


def test_two_builds_in_two_places_at_two_times_are_equal_in_bytes_and_complete(tmp_path: Path) -> None:
    first = build(tmp_path / "one", mode=0o644, seconds=1_600_000_000)
    assert first == build(tmp_path / "another" / "place", mode=0o600, seconds=1_750_000_000)
    wheel, archive = (next(name for name in first if name.endswith(end)) for end in (".whl", ".tar.gz"))
    with zipfile.ZipFile(tmp_path / "one" / "dist" / wheel) as packed:
        inside = set(packed.namelist())
    assert {"holdfast_server/__main__.py", "holdfast/inventory/v1/inventory_service_pb2.py"} <= inside
    steps = {path.name for path in (ROOT / "server/migrations/versions").glob("*.py")}
    assert {f"holdfast_server/migrations/versions/{name}" for name in steps} <= inside
    assert {name.split("/")[0].split("-")[0] for name in inside} == {"holdfast", "holdfast_server"}
    with tarfile.open(tmp_path / "one" / "dist" / archive) as packed_source:
        tops = {"/".join(name.split("/")[1:3]) for name in packed_source.getnames()}
    assert tops <= {
        "server/holdfast_server", "server/migrations", "generated/python", "README.md", "LICENSE", "pyproject.toml",
        "PKG-INFO", ".gitignore",
    }  # fmt: skip
