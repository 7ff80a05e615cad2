"""Stages that are tests of the suite: what they try is part of the battery, and stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree as Xml

from tests.battery.stage import Bench, Stage
from tests.support.server import ROOT

PASSED, FAILED = 0, 1


def tests(*nodes: str, rounds: int = 1) -> Stage:  # noqa: PT028 - no test, but a stage made of some
    """A stage that runs some tests; in a whole battery so many times, each time in another order."""

    def stage(bench: Bench) -> None:
        for number in range(bench.pick(ci=1, full=rounds)):
            _run(bench, nodes, seed=bench.seed + number)

    return stage


def _run(bench: Bench, nodes: tuple[str, ...], seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.xml"
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            f"--randomly-seed={seed % (1 << 32)}",
        ]
        done = subprocess.run(
            [*command, f"--junitxml={told}", *nodes],
            cwd=ROOT,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTEST_ADDOPTS": ""},
        )
        if done.returncode not in (PASSED, FAILED):
            bench.report.find("broken", f"the tests did not run: {done.stdout[-500:]}{done.stderr[-500:]}")
            return
        suite = Xml.parse(told).getroot().find("testsuite")
        assert suite is not None
        bench.report.figures["tests"] = bench.report.figures.get("tests", 0) + int(suite.get("tests", "0"))
        for case in suite.iter("testcase"):
            for failure in (*case.findall("failure"), *case.findall("error")):
                text = re.sub(r"\s+", " ", failure.get("message") or "")[:300]
                bench.report.find("red", f"{case.get('name')}: {text}")
