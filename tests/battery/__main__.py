"""The battery: everything that can go wrong, done on purpose, and the books afterwards.

    python -m tests.battery [--size ci|full|soak] [--seed N] [--stages a,b] [--report FILE]

The seed is printed first; the same seed does the same things again. Exits with 1 where anything was found.
"""

from __future__ import annotations

import argparse
import json
import secrets
import sys
from pathlib import Path

from tests.battery import bars
from tests.battery.stage import Report, Size, run
from tests.battery.stages import NARROW, STAGES


def main() -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", choices=[size.value for size in Size], default=Size.CI.value)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1 << 31))
    parser.add_argument("--stages", default=",".join(STAGES), help=f"of {', '.join(STAGES)}")
    parser.add_argument("--report", type=Path, help="where the figures are written as JSON")
    given = parser.parse_args()
    size = Size(given.size)
    names = given.stages.split(",")
    print(f"seed {given.seed}, size {size.value}, stages {given.stages}", flush=True)
    reports = []
    for name in names:
        report = run(name, {**STAGES, **NARROW}[name], seed=given.seed, size=size)
        bars.show_stage(report)
        reports.append(report)
    missed = bars.missed(reports) if size is not Size.CI and names == list(STAGES) else []
    bars.show(reports, missed)
    if given.report is not None:
        given.report.write_text(json.dumps(bars.as_json(given.seed, size, reports, missed), indent=1) + "\n")
    return 0 if all(_sound(report) for report in reports) and not missed else 1


def _sound(report: Report) -> bool:
    return report.is_sound


if __name__ == "__main__":
    sys.exit(main())
