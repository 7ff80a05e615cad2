"""What the battery must reach, and how it tells what it did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.battery.stage import OUTAGE_SECONDS, Report, Size

FAULTS = 500
INPUTS = 100_000
KINDS = ("lost", "phantom", "drift", "oversold")


def show_stage(report: Report) -> None:
    """One line as soon as a stage has ended, and what it found."""
    verdict = "ok" if report.is_sound else "RED"
    figures = f" {report.figures}" if report.figures else ""
    print(f"{report.stage:12} {verdict:4} {report.seconds:7.1f} s{figures}", flush=True)
    for finding in report.findings[:30]:
        print(f"    {finding}", flush=True)


def missed(reports: Sequence[Report]) -> list[str]:
    """The bars of a whole run that were not reached."""
    faults = sum(sum(report.faults.values()) for report in reports)
    inputs = sum(report.inputs for report in reports)
    outage = max((report.longest_outage for report in reports), default=0.0)
    found = []
    if faults < FAULTS:
        found.append(f"{faults} faults are fewer than {FAULTS}")
    if inputs < INPUTS:
        found.append(f"{inputs} inputs are fewer than {INPUTS}")
    if outage > OUTAGE_SECONDS:
        found.append(f"an outage of {outage:.2f} s is longer than {OUTAGE_SECONDS} s")
    return found


def show(reports: Sequence[Report], not_reached: Sequence[str]) -> None:
    """The table."""
    table = Table(title="battery")
    for column in ("stage", "seconds", "faults", "acknowledged", "refused", "unknown", *KINDS, "outage s", "inputs"):
        table.add_column(column, justify="left" if column == "stage" else "right")
    for one in reports:
        table.add_row(
            one.stage if one.is_sound else f"{one.stage} (red)",
            f"{one.seconds:.1f}",
            str(sum(one.faults.values())),
            str(one.acknowledged),
            str(one.refused),
            str(one.unknown),
            *(str(one.count(kind)) for kind in KINDS),
            f"{one.longest_outage:.2f}",
            str(one.inputs),
        )
    console = Console(width=160)
    console.print(table)
    codes: Counter[str] = Counter()
    for one in reports:
        codes.update(one.codes)
    console.print(f"answers: {', '.join(f'{name} {count}' for name, count in codes.most_common())}")
    for bar in not_reached:
        console.print(f"not reached: {bar}")


def as_json(seed: int, size: Size, reports: Sequence[Report], not_reached: Sequence[str]) -> dict[str, Any]:
    """Everything, for machines."""
    return {
        "seed": seed,
        "size": size.value,
        "faults": sum(sum(report.faults.values()) for report in reports),
        "acknowledged": sum(report.acknowledged for report in reports),
        **{kind: sum(report.count(kind) for report in reports) for kind in KINDS},
        "longest_outage_seconds": max((report.longest_outage for report in reports), default=0.0),
        "inputs": sum(report.inputs for report in reports),
        "not_reached": list(not_reached),
        "stages": [_plain(report) for report in reports],
    }


def _plain(report: Report) -> dict[str, Any]:
    """A report's fields, counters as plain mappings."""
    values = {one.name: getattr(report, one.name) for one in fields(report)}
    plain = {name: dict(value) if isinstance(value, Counter) else value for name, value in values.items()}
    return {**plain, "findings": [asdict(finding) for finding in report.findings]}
