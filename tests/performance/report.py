"""What a run leaves behind: results as JSON, a table for people, and a plot of what was reached against its bar."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any, Final

from tests.performance.harness import ROOT, Row, Side

HERE: Final = Path(__file__).resolve().parent
RECORDS: Final = HERE / "results"
"""Where a run is kept that is worth showing: these files are committed."""

SPENDERS: Final = ("server", "postgres", "load")


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table, measured some times; `is_floor` says that it must be at least `bar`, else at most."""

    name: str
    what: str
    values: Sequence[float]
    unit: str
    bar: float
    is_floor: bool = False

    @property
    def value(self) -> float:
        """The median."""
        return statistics.median(self.values)

    @property
    def is_met(self) -> bool:
        """Whether it reaches its bar."""
        return self.value >= self.bar if self.is_floor else self.value <= self.bar

    @property
    def verdict(self) -> str:
        """For people."""
        return "met" if self.is_met else "MISSED"

    @property
    def shown(self) -> str:
        """The median with its unit."""
        return _with_unit(self.value, self.unit)

    @property
    def spread(self) -> str:
        """From the least to the most."""
        return f"{min(self.values):,.{_digits(self.unit)}f}–{max(self.values):,.{_digits(self.unit)}f}"

    @property
    def goal(self) -> str:
        """The bar, and on which side of it is well."""
        return f"{'≥' if self.is_floor else '≤'} {_with_unit(self.bar, self.unit)}"


def _digits(unit: str) -> int:
    return 0 if unit == "MB" else 2


def _with_unit(value: float, unit: str) -> str:
    return f"{value:,.{_digits(unit)}f}{'' if unit == '×' else ' '}{unit}"


def ratios(rows: Sequence[Row], sides: Mapping[str, Side]) -> list[Figure]:
    """Rows of rates as figures."""
    return [Figure(row.name, row.what, row.by_round(dict(sides)), "×", row.bar, is_floor=True) for row in rows]


def write(stem: str, figures: Sequence[Figure], sides: Mapping[str, Side], *, is_record: bool, **more: Any) -> None:
    """`<stem>.json`, and for the eye `<stem>` as table and plot (that of the whole table by their plain names)."""
    ordered = sorted(figures, key=lambda one: int(one.name.lstrip("P")) if one.name.startswith("P") else 99)
    folder = RECORDS if is_record else HERE
    folder.mkdir(exist_ok=True)
    table, plot = ("table", "plot") if stem == "full" else (f"{stem}-table", f"{stem}-plot")
    told = _results(ordered, sides) | more
    (folder / f"{stem}.json").write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    (folder / f"{table}.md").write_text(_table(ordered, sides, told))
    (folder / f"{plot}.svg").write_text(_plot(ordered))
    print(f"\nwritten: {(folder / f'{table}.md').relative_to(ROOT)}, {plot}.svg and {stem}.json beside it")


def _results(figures: Sequence[Figure], sides: Mapping[str, Side]) -> dict[str, Any]:
    head = ["git", "rev-parse", "--short", "HEAD"]
    return {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "cpus": os.cpu_count(),
        "commit": subprocess.run(head, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip(),
        "figures": [
            {
                "name": one.name,
                "what": one.what,
                "value": round(one.value, 3),
                "range": [round(min(one.values), 3), round(max(one.values), 3)],
                "unit": one.unit,
                "at_least" if one.is_floor else "at_most": one.bar,
                "met": one.is_met,
            }
            for one in figures
        ],
        "sides": {
            name: {
                "per_second": [round(sample.rate) for sample in one.samples],
                "cpu_micros": {who: round(one.micros(who)) for who in SPENDERS},
            }
            for name, one in sides.items()
        },
    }


# --- the table ------------------------------------------------------------------------------------


def _table(figures: Sequence[Figure], sides: Mapping[str, Side], told: Mapping[str, Any]) -> str:
    lines = ["| # | what | measured | range | bar | |", "|---|---|--:|--:|--:|---|"]
    lines += [
        f"| {one.name} | {one.what} | {one.shown} | {one.spread} | {one.goal} | {one.verdict} |" for one in figures
    ]
    if sides:
        lines += ["", "| side | per second | range | server | PostgreSQL | load |", "|---|--:|--:|--:|--:|--:|"]
        lines += [
            f"| {name} | {one.rate:,.0f} | {one.spread} | "
            + " | ".join(f"{one.micros(who):,.0f}" for who in SPENDERS)
            + " |"
            for name, one in sides.items()
        ]
    lines += [
        "",
        f"Measured {told['time']} at {told['commit']} on {told['cpus']} cores, which load, server and PostgreSQL share. "
        "Medians of the rounds, and from the least to the most of them; the last three columns are CPU microseconds "
        "per unit of work, by who spent them.",
    ]
    return "\n".join(lines) + "\n"


# --- the plot -------------------------------------------------------------------------------------

_WIDTH: Final = 920
_LEFT: Final = 430
_RIGHT: Final = 170
_STEP: Final = 26
_MOST: Final = 2.2
"""How many times its bar a figure may be before it runs off the plot, which is then said by an arrow."""
_STYLE: Final = """
text { font: 13px system-ui, sans-serif; fill: #24292f; }
.head { font-weight: 600; } .soft { fill: #57606a; } .value { font-variant-numeric: tabular-nums; }
.met { fill: #2da44e; } .missed { fill: #cf222e; } .line { stroke: #24292f; stroke-dasharray: 4 3; }
.whisker { stroke: #24292f; stroke-width: 1.5; opacity: .75; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; } .soft { fill: #9198a1; } .met { fill: #3fb950; } .missed { fill: #f85149; }
  .line, .whisker { stroke: #e6edf3; }
}"""


def _plot(figures: Sequence[Figure]) -> str:
    """Bars of measured against wanted, so that one line is everybody's bar; whiskers from the least to the most."""
    body: list[str] = []
    top = 24
    for title, some in (
        ("To be at least: right of the line is reached", [one for one in figures if one.is_floor]),
        ("To be at most: left of the line is kept", [one for one in figures if not one.is_floor]),
    ):
        if some:
            body += _group(title, some, top)
            top += _STEP * (len(some) + 1) + 20
    height = top - 10
    label = "What was measured against its bar, a bar for each line of the table"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        f'role="img" aria-label="{label}">\n<style>{_STYLE}\n</style>\n' + "\n".join(body) + "\n</svg>\n"
    )


def _group(title: str, figures: Sequence[Figure], top: int) -> list[str]:
    bar = _at(1)
    bottom = top + _STEP * len(figures) + 14
    lines = [f'<text class="head" x="10" y="{top}">{escape(title)}</text>']
    for number, one in enumerate(figures):
        lines += _bar(one, top + _STEP * number + 14)
    lines.append(f'<line class="line" x1="{bar}" x2="{bar}" y1="{top + 8}" y2="{bottom}"/>')
    return lines


def _bar(one: Figure, top: int) -> list[str]:
    middle, text = top + 10, top + 15
    reached, low, high = (_at(value / one.bar) for value in (one.value, min(one.values), max(one.values)))
    beyond = " →" if one.value / one.bar > _MOST else ""
    return [
        f'<text x="10" y="{text}"><tspan class="soft">{escape(one.name)}</tspan> {escape(one.what)}</text>',
        f'<rect class="{"met" if one.is_met else "missed"}" x="{_LEFT}" y="{top + 3}" rx="2" height="14" '
        f'width="{max(1, reached - _LEFT)}"/>',
        f'<path class="whisker" fill="none" d="M{low} {middle - 4}v8M{low} {middle}H{high}M{high} {middle - 4}v8"/>',
        f'<text class="value" x="{_WIDTH - _RIGHT + 12}" y="{text}">{escape(one.shown)}{beyond} '
        f'<tspan class="soft">{escape(one.goal)}</tspan></text>',
    ]


def _at(share: float) -> int:
    """Where a share of the bar lies."""
    return round(_LEFT + min(share, _MOST) / _MOST * (_WIDTH - _LEFT - _RIGHT))
