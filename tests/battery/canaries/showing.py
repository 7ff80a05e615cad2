"""A copy of the server with a bug in it, and what a stage of the battery says to that."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.battery.canaries.mutants import Mutant
from tests.support.server import ROOT

SECONDS = 600


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a stage said. It is right when it found the bug, or nothing where there is none."""

    name: str
    stage: str
    is_right: bool
    shown: str
    seconds: float


class Rotten(Exception):
    """A text that a mutant replaces is not there exactly once: the product has moved on, the mutant must too."""


def show(mutant: Mutant, *, seed: int) -> Verdict:
    """The stage must turn red, and for the reason that was meant."""
    with tempfile.TemporaryDirectory(prefix="holdfast-canary-") as folder:
        started = time.monotonic()
        Path(folder).chmod(0o755)
        findings = _run(mutant.stage, copy_with(mutant, Path(folder)), seed)
        meant = [one for one in findings if re.search(mutant.shows, one)]
        shown = meant[0] if meant else f"not found; {findings[:3]}"
        return Verdict(mutant.name, mutant.stage, bool(meant), shown, time.monotonic() - started)


def show_unchanged(stage: str, *, seed: int) -> Verdict:
    """The stage must find nothing."""
    started = time.monotonic()
    findings = _run(stage, ROOT / "server", seed)
    return Verdict("(none)", stage, not findings, "; ".join(findings)[:300] or "nothing", time.monotonic() - started)


def copy_with(mutant: Mutant, folder: Path) -> Path:
    """The server's folder, copied, with the bug in it."""
    made = folder / "server"
    unwanted = shutil.ignore_patterns("__pycache__", "decisions")
    shutil.copytree(ROOT / "server", made, ignore=unwanted)
    for edit in mutant.edits:
        path = made / edit.file
        text = path.read_text()
        if text.count(edit.old) != 1:
            raise Rotten(f"{mutant.name}: in {edit.file} this stands {text.count(edit.old)} times:\n{edit.old}")
        path.write_text(text.replace(edit.old, edit.new))
        compile(path.read_text(), str(path), "exec")
    return made


def _run(stage: str, server: Path, seed: int) -> list[str]:
    """What the stage finds in that server, as sentences."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "tests.battery", "--size", "ci", "--seed", str(seed), "--stages", stage]
        done = subprocess.run(
            [*command, "--report", str(report)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            env={**os.environ, "PYTHONPATH": str(server)},
        )
        if not report.exists():
            return [f"- broken: the stage did not end: {done.stderr[-500:]}"]
        (told,) = json.loads(report.read_text())["stages"]
        return [f"{one['invariant']} {one['kind']}: {one['message']}" for one in told["findings"]]
