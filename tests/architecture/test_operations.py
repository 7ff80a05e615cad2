"""Dashboards, alerts and the runbook name what a live server shows, and nothing else."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import promql_parser
import pytest
import yaml

from tests.support import server as servers
from tests.support.metrics import Scrape, until
from tests.support.postgres import Cluster
from tests.support.refusals import refused
from tests.support.server import ROOT
from tests.support.world import Shop, unique

OPERATIONS = ROOT / "server" / "operations"
RULES = yaml.safe_load((OPERATIONS / "alerts.yml").read_text())
ALERTS = [rule for group in RULES["groups"] for rule in group["rules"]]
DASHBOARD = json.loads((OPERATIONS / "dashboard.json").read_text())
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]


def expressions() -> dict[str, str]:
    """Every expression, by where it stands."""
    found = {rule["alert"]: rule["expr"] for rule in ALERTS}
    for panel in PANELS:
        for target in panel["targets"]:
            # What Grafana fills in.
            filled = target["expr"].replace("$__rate_interval", "5m").replace("$job", ".*").replace("$instance", ".*")
            found[f"{panel['title']} {target['refId']}"] = filled
    return found


def selectors(node: Any) -> Iterator[Any]:
    """Every selector of an expression that was parsed."""
    if isinstance(node, promql_parser.VectorSelector):
        yield node
    for part in ("vector_selector", "expr", "lhs", "rhs", "param"):
        inner = getattr(node, part, None)
        if inner is not None:
            yield from selectors(inner)
    for inner in getattr(node, "args", None) or ():
        yield from selectors(inner)


@pytest.fixture(scope="module")
def seen() -> Iterator[Scrape]:
    """What a server shows after a bit of everything."""
    cluster = Cluster()
    try:
        with cluster.database() as url, servers.serving(url, workers="2", books_check_seconds="0.1") as server:
            client = server.client()
            shop = Shop(client)
            item, place = shop.stocked(5)
            shop.reserve((item, place, 1), request_id=unique("once"))
            refused(lambda: shop.reserve((item, place, 9)))
            shop.get(item, place)
            until(lambda: Scrape(server.metrics).of("holdfast_books_proven_timestamp_seconds"))
            until(lambda: Scrape(server.metrics).sum("holdfast_background_done_total", work="relay") > 0)
            refused(lambda: shop.get("iitem_nothing", place))
            yield Scrape(server.metrics)
            client.close()
    finally:
        cluster.close()


def test_expressions_parse_and_name_metrics_and_labels_of_a_live_server(seen: Scrape) -> None:
    named = set()
    for where, expression in expressions().items():
        found = list(selectors(promql_parser.parse(expression)))
        assert found, where
        for selector in found:
            samples = seen.of(selector.name)
            # Errors of the database are there when there has been one.
            if selector.name != "holdfast_engine_failures_total":
                assert samples, f"{where}: no such metric: {selector.name}"
                labels = {name for sample in samples for name in sample.labels} | {"job", "instance"}
                for matcher in selector.matchers.matchers:
                    assert matcher.name in labels, f"{where}: {selector.name} has no label {matcher.name}"
            named.add(selector.name)
    assert len(named) > 40


def test_a_name_that_no_server_shows_would_be_found(seen: Scrape) -> None:
    (selector,) = selectors(promql_parser.parse("sum by (le) (rate(holdfast_never_was_bucket[5m])) > 1"))
    assert selector.name == "holdfast_never_was_bucket"
    assert seen.of(selector.name) == []


def test_every_alert_says_how_urgent_it_is_what_is_wrong_and_where_that_is_explained() -> None:
    assert len(ALERTS) >= 15
    assert len({rule["alert"] for rule in ALERTS}) == len(ALERTS)
    sections = {
        anchor(title) for title in re.findall(r"^## (.+)$", (OPERATIONS / "runbook.md").read_text(), re.MULTILINE)
    }
    told = set()
    for rule in ALERTS:
        assert rule["labels"]["severity"] in ("page", "ticket"), rule["alert"]
        assert rule["annotations"]["summary"].endswith("."), rule["alert"]
        page, _, section = rule["annotations"]["runbook"].partition("#")
        assert page == "runbook.md" and section in sections, rule["alert"]
        told.add(section)
        for label in re.findall(r"\$labels\.(\w+)", rule["annotations"]["summary"]):
            assert re.search(rf"by \([^)]*\b{label}\b[^)]*\)", rule["expr"]), f"{rule['alert']}: {label} is summed away"
    assert sections == told, "a section for each alert, and no other"


def anchor(title: str) -> str:
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def test_every_section_of_the_runbook_says_what_to_do() -> None:
    for section in re.split(r"^## ", (OPERATIONS / "runbook.md").read_text(), flags=re.MULTILINE)[1:]:
        title = section.splitlines()[0]
        for part in ("**Means**", "**Look at**", "**Do**"):
            assert section.count(part) == 1, f"{title}: {part}"
        for link in re.findall(r"\]\(#([\w-]+)\)", section):
            assert link in {rule["annotations"]["runbook"].partition("#")[2] for rule in ALERTS}, f"{title}: {link}"


def test_the_runbook_names_settings_metrics_and_log_lines_that_there_are(seen: Scrape) -> None:
    text = (OPERATIONS / "runbook.md").read_text()
    sources = "".join(path.read_text() for path in (ROOT / "server" / "holdfast_server").rglob("*.py"))
    for name in set(re.findall(r"holdfast_[a-z_]+", text)):
        assert f'"{name.removeprefix("holdfast_")}"' in sources, name
    for lines in re.findall(r"log lines? ((?:`[a-z_]+`(?:, | or | and )?)+)", text):
        for event in re.findall(r"`([a-z_]+)`", lines):
            assert f'"{event}"' in sources, event


def test_the_page_of_metrics_lists_exactly_those_that_a_server_shows(seen: Scrape) -> None:
    page = (OPERATIONS / "README.md").read_text()
    listed = set(re.findall(r"^\| `([a-z_]+)` \|", page, re.MULTILINE))
    shown = {line.split()[2] for line in seen.text.splitlines() if line.startswith("# TYPE ")}
    assert listed == shown | {"holdfast_engine_failures_total"}


def test_the_dashboard_can_be_imported() -> None:
    assert DASHBOARD["title"] == "Holdfast"
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(set(ids)) == len(ids)
    assert {one["name"] for one in DASHBOARD["templating"]["list"]} == {"datasource", "job", "instance"}
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24, panel["title"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken, f"{panel['title']} lies on another one"
        taken |= cells
    for panel in PANELS:
        assert panel["datasource"]["uid"] == "${datasource}", panel["title"]


def test_rules_are_well_formed() -> None:
    for rule in ALERTS:
        assert set(rule) - {"for"} == {"alert", "expr", "labels", "annotations"}, rule["alert"]
        assert promql_parser.parse_duration(rule.get("for", "1s")).total_seconds() <= 3600, rule["alert"]
        assert set(rule["annotations"]) == {"summary", "runbook"}, rule["alert"]
    promtool = shutil.which("promtool")
    if promtool is not None:  # what it says besides is welcome where it is there
        done = subprocess.run([promtool, "check", "rules", OPERATIONS / "alerts.yml"], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
