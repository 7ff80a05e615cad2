"""The check of licences, on a copy of what it reads: each way to break a rule is broken and seen."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-supply" / "bin" / "python"
READ = [
    "server/supply", "requirements/runtime.txt", "clients/python/requirements", "clients/python/pyproject.toml",
    "clients/node/package-lock.json", "clients/java/pom.xml", "clients/go/go.mod", "generated/go/go.mod",
]  # fmt: skip


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in READ:
        source, target = ROOT / name, tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy(source, target)
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    return tmp_path


def check(checkout: Path) -> tuple[int, list[str]]:
    done = subprocess.run(
        [PYTHON, "server/supply/licences.py"], cwd=checkout, capture_output=True, text=True, check=False
    )
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout.splitlines()


def edit(checkout: Path, name: str, old: str, new: str) -> None:
    path = checkout / name
    text = path.read_text()
    assert old in text, name
    path.write_text(text.replace(old, new))


def test_everything_that_is_shipped_is_under_an_allowed_licence(checkout: Path) -> None:
    pins = [line for line in (ROOT / "requirements/runtime.txt").read_text().splitlines() if line[:1].isalnum()]
    sentence = f"licences are as allowed: {len(pins)} packages of the server, and what four clients demand"
    assert check(checkout) == (0, [sentence])


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "server/supply/licences.toml", '"MIT", ', "",
            "alembic==1.20.1 is under MIT, which licences.toml does not allow",
        ),
        (
            "server/supply/licences.toml", '[exceptions.psycopg]\nlicence = "LGPL-3.0-only"',
            '[exceptions.psycopg]\nlicence = "LGPL-2.1-only"',
            "psycopg==3.3.9 is under LGPL-3.0-only, and was let in for LGPL-2.1-only: decide anew",
        ),
        (
            "server/supply/licences.toml", "[go]\n", '[go]\n"example.com/gone" = "MIT"\n',
            "licences.toml: [go] example.com/gone is of no use any more: take it out",
        ),
        (
            "server/supply/licences.toml", '"google.golang.org/grpc" = "Apache-2.0"\n', "",
            "google.golang.org/grpc is not in licences.toml: read its licence and write it under [go]",
        ),
        (
            "server/supply/licences.toml", '"com.google.code.gson:gson" = "Apache-2.0"',
            '"com.google.code.gson:gson" = "GPL-3.0-only"',
            "com.google.code.gson:gson is under GPL-3.0-only, which licences.toml does not allow",
        ),
        (
            "requirements/runtime.txt", "colorama==0.4.6", "colorama==0.4.7",
            "colorama==0.4.7 declares no licence that we know how to read: see [spelled] and [elsewhere]",
        ),
        (
            "clients/node/package-lock.json", '"license": "(Apache-2.0 AND BSD-3-Clause)"',
            '"license": "(Apache-2.0 AND SSPL-1.0)"',
            "@bufbuild/protobuf@2.17.0 is under (Apache-2.0 AND SSPL-1.0), which licences.toml does not allow",
        ),
        (
            "clients/node/package-lock.json", '"license": "(Apache-2.0 AND BSD-3-Clause)"',
            '"license": "SEE LICENSE IN LICENSE"',
            "@bufbuild/protobuf@2.17.0 is under SEE LICENSE IN LICENSE, which licences.toml does not allow",
        ),
        (
            "clients/python/pyproject.toml", '"grpcio>=1.76"', '"grpcio>=1.76", "pytest"',
            "pytest (clients/python/requirements/floor.txt) is not judged: the server has no such package",
        ),
        (
            "clients/python/pyproject.toml", '"grpcio>=1.76"', '"grpcio>=1.76", "left-pad"',
            "left-pad is not pinned by clients/python/requirements/floor.txt",
        ),
    ],
)  # fmt: skip
def test_a_licence_that_is_not_allowed_is_named(checkout: Path, file: str, old: str, new: str, said: str) -> None:
    edit(checkout, file, old, new)
    code, told = check(checkout)
    assert code == 1
    assert said in told


def test_one_allowed_side_of_a_choice_is_enough_and_both_halves_of_a_sum_are_needed(checkout: Path) -> None:
    lock = "clients/node/package-lock.json"
    edit(checkout, lock, "(Apache-2.0 AND BSD-3-Clause)", "(GPL-2.0-only OR BSD-3-Clause)")
    assert check(checkout)[0] == 0
    edit(checkout, lock, "(GPL-2.0-only OR BSD-3-Clause)", "(GPL-2.0-only AND BSD-3-Clause)")
    assert check(checkout)[0] == 1
