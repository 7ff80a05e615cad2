"""The import contracts hold, and each one breaks when it is violated."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# contract → (module that is made guilty, what is planted in it)
PLANTED = {
    "tiers": ("kernel/quantity.py", "from holdfast_server.ledger import model"),
    "rooms": ("levels/rules.py", "from holdfast_server.levels import store"),
    "pure": ("reservations/rules/time.py", "import asyncio"),
    "wire": ("engine/events.py", "import grpc"),
    "sql": ("reservations/queries.py", "import sqlalchemy"),
    "thin": ("items/rpc.py", "from holdfast_server.items import store"),
    "one-transaction": ("reservations/commands/promising.py", "from holdfast_server.levels import commands"),
    "leaves": ("reservations/queries.py", "from holdfast_server.items import rpc"),
}


def lint(checkout: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "lint-imports"
    chosen = [argument for name in contracts for argument in ("--contract", name)]
    return subprocess.run(
        [str(program), "--no-cache", *chosen],
        cwd=checkout,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": f"{checkout / 'server'}:{checkout / 'generated' / 'python'}", "PATH": "/usr/bin:/bin"},
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package as it is, to be spoiled."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for folder in ("server/holdfast_server", "generated/python"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_the_house_is_as_its_contracts_say() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


def test_every_contract_is_proven_here() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    ids = {line.split('"')[1] for line in text.splitlines() if line.startswith('id = "')}
    assert ids == set(PLANTED)


@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_violation_breaks_the_contract(copy: Path, contract: str) -> None:
    module, statement = PLANTED[contract]
    guilty = copy / "server" / "holdfast_server" / module
    guilty.write_text(f"{guilty.read_text()}\n{statement}\n")
    done = lint(copy, contract)
    assert done.returncode == 1, done.stdout
    assert "BROKEN" in done.stdout


def test_a_new_folder_must_declare_its_tier(copy: Path) -> None:
    (copy / "server" / "holdfast_server" / "transfers").mkdir()
    (copy / "server" / "holdfast_server" / "transfers" / "__init__.py").write_text("")
    assert lint(copy, "tiers").returncode == 1
