"""The recipes of grpcurl and the scenarios of ghz: complete, current, and run as they are shown."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import descriptor_pb2
from holdfast.inventory.v1 import inventory_service_pb2 as pb

from clients.recipes import generate
from clients.recipes.generate import ANY, Recipe, Table
from tests.support import server as servers
from tests.support.books import assert_books
from tests.support.postgres import Cluster
from tests.support.server import RunningServer
from tests.support.world import Shop, state

TOOLS = generate.ROOT / ".tools" / "bin"
CALLS = 20
# As ghz names them.
CODES = {0: "OK", 9: "FailedPrecondition"}


@pytest.fixture(scope="module")
def table() -> Table:
    return generate.load()


@pytest.fixture
def empty_server(cluster: Cluster) -> Iterator[RunningServer]:
    """A server that nobody else has touched: the recipes choose their ids."""
    with cluster.database() as url, servers.serving(url) as running:
        yield running


def need(*tools: str) -> None:
    missing = [name for name in tools if not (TOOLS / name).exists()]
    if not missing:
        return
    said = f"{' and '.join(missing)} not installed: run `make tools`"
    if os.environ.get("CI"):
        pytest.fail(said)
    pytest.skip(f"NOT TESTED, the recipes were not run: {said}")


def described() -> dict[str, descriptor_pb2.MethodDescriptorProto]:
    """Every RPC of the package by `Service/Method`, out of the shipped descriptors."""
    files = descriptor_pb2.FileDescriptorSet.FromString((generate.ROOT / generate.DESCRIPTORS).read_bytes())
    return {
        f"{service.name}/{method.name}": method
        for file in files.file
        if file.package == generate.PACKAGE
        for service in file.service
        for method in service.method
    }


def test_every_rpc_has_a_recipe_and_a_scenario_or_a_reason_for_none(table: Table) -> None:
    rpcs = set(described())
    assert len(rpcs) > 60
    assert {recipe.call for recipe in table.recipes if recipe.call and not recipe.reason} == rpcs
    assert {recipe.call for recipe in (*table.recipes, *table.prepare) if recipe.call} <= rpcs
    loaded = {scenario.call for scenario in table.scenarios}
    assert loaded | set(table.exemptions) == rpcs
    assert not loaded & set(table.exemptions)
    assert all(len(reason) > 20 for reason in table.exemptions.values())


def test_every_recipe_says_what_to_expect(table: Table) -> None:
    for recipe in table.recipes:
        assert recipe.purpose, recipe.title
        assert recipe.expect or recipe.text, recipe.title
    assert {"INSUFFICIENT_STOCK", "FIELD_INVALID", "RESOURCE_NOT_FOUND", "REQUEST_ID_REUSED"} <= {
        recipe.reason for recipe in table.recipes
    }


def test_pages_and_data_files_are_current(table: Table) -> None:
    assert generate.stale(table) == [], "run clients/recipes/generate.py"


def test_links_of_the_pages_lead_somewhere() -> None:
    for page in (generate.GRPCURL / "README.md", generate.GHZ / "README.md"):
        text = page.read_text()
        headings = {generate._anchor(line.lstrip("# ")) for line in text.splitlines() if line.startswith("#")}
        for target in re.findall(r"\]\(([^)]+)\)", text):
            path, _, anchor = target.partition("#")
            if path:
                assert (page.parent / path).exists(), target
            else:
                assert f"#{anchor}" in headings, target


# --- run as shown ---------------------------------------------------------------------------------


def shown(page: Path) -> list[str]:
    """The commands of a page: everything in its bash blocks."""
    return re.findall(r"^```bash\n(.*?)\n```$", page.read_text(), flags=re.MULTILINE | re.DOTALL)


def run_shell(script: str, server: RunningServer, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HOST": server.address, **variables}
    return subprocess.run(
        ["bash", "-u"], input=script, cwd=generate.ROOT, env=environment, capture_output=True, text=True, timeout=120
    )


class Ran:
    """What one block of a page came to."""

    def __init__(self, folder: Path, number: int) -> None:
        self.code = int((folder / f"{number}.code").read_text())
        self.out = (folder / f"{number}.out").read_text()
        self.err = (folder / f"{number}.err").read_text()


def run_blocks(blocks: list[str], server: RunningServer, folder: Path) -> list[Ran]:
    """Blocks in one shell, so that values kept by one are there for the next, and each with its own output."""
    parts = []
    for number, block in enumerate(blocks):
        path = folder / str(number)
        parts.append(f"{{\n{block}\n}} >{path}.out 2>{path}.err </dev/null\necho $? >{path}.code\n")
    done = run_shell("".join(parts), server)
    assert done.returncode == 0, done.stderr
    return [Ran(folder, number) for number in range(len(blocks))]


def at(path: str, answer: Any) -> list[Any]:
    """The values at a path; those that are not there are left out."""
    found = [answer]
    for name, index in re.findall(r"([^.\[\]]+)|\[(\d*)\]", path):
        if name:
            found = [one[name] for one in found if isinstance(one, dict) and name in one]
        elif index:
            found = [one[int(index)] for one in found if isinstance(one, list) and int(index) < len(one)]
        else:
            found = [each for one in found if isinstance(one, list) for each in one]
    return found


def meets(expected: Any, path: str, answer: Any) -> bool:
    found = at(path, answer)
    if expected == ANY:
        return bool(found) and all(found)
    if "[]" in path and isinstance(expected, list):
        return found == expected
    return expected in found


def answer_of(recipe: Recipe, ran: Ran, *, streams: bool) -> Any:
    documents = generate.json_documents(ran.err if recipe.reason else ran.out)
    if streams and not recipe.reason:
        return documents
    assert len(documents) == 1, recipe.title
    return documents[0]


def test_the_page_of_grpcurl_runs_from_top_to_bottom(table: Table, empty_server: RunningServer, tmp_path: Path) -> None:
    need("grpcurl")
    blocks = shown(generate.GRPCURL / "README.md")
    assert blocks == [generate.SETUP, *(generate.shell(recipe) for recipe in table.recipes)]
    kept = [" ".join(f"${name}" for name in recipe.keep) for recipe in table.recipes]
    said = [f"\necho {names} >{tmp_path}/{number}.kept" if names else "" for number, names in enumerate(kept, 1)]
    setup, *ran = run_blocks(
        [blocks[0], *(block + more for block, more in zip(blocks[1:], said, strict=True))], empty_server, tmp_path
    )
    assert setup.code == 0
    methods = described()
    for number, (recipe, one) in enumerate(zip(table.recipes, ran, strict=True), 1):
        what = f"{recipe.title}: exit {one.code}\n{one.out}\n{one.err}"
        assert one.code == (64 + recipe.code if recipe.code else 0), what
        for text in recipe.text:
            assert text in one.out, what
        if recipe.raw and not recipe.expect:
            continue
        method = methods.get(recipe.call)
        answer = answer_of(recipe, one, streams=bool(method and method.server_streaming))
        for path, expected in recipe.expect.items():
            assert meets(expected, path, answer), f"{path} is not {expected!r} but {at(path, answer)}\n{what}"
        if recipe.reason:
            assert recipe.reason in at("details[].reason", answer), what
            assert answer["code"] == recipe.code, what
        if recipe.shows:
            assert answer == json.loads(recipe.shows), what
        if recipe.keep:
            values = [at(path, answer)[0] for path in recipe.keep.values()]
            assert (tmp_path / f"{number}.kept").read_text().split() == values, what
    assert_books(empty_server.database_url)


def test_the_scenarios_of_ghz_run_in_their_order(table: Table, empty_server: RunningServer, tmp_path: Path) -> None:
    need("grpcurl", "ghz")
    blocks = shown(generate.GHZ / "README.md")
    assert blocks == [
        generate.LOAD,
        *(generate.shell(recipe) for recipe in table.prepare),
        "\n".join(generate.load_command(scenario) for scenario in table.scenarios),
    ]
    numbers = {"N": str(CALLS), "C": "2", "CONNECTIONS": "1", "OUTPUT": "json"}
    *ready, loads = run_blocks(
        ["\n".join([f"{name}={value}" for name, value in numbers.items()]), *blocks], empty_server, tmp_path
    )
    assert [one.code for one in ready] == [0] * len(ready), "".join(one.err for one in ready)
    reports = generate.json_documents(loads.out)
    assert len(reports) == len(table.scenarios), loads.err
    for scenario, report in zip(table.scenarios, reports, strict=True):
        assert report["options"]["call"] == f"{generate.PACKAGE}.{scenario.call}"
        assert report["statusCodeDistribution"] == {CODES[scenario.code]: CALLS}, (
            scenario.name,
            report.get("errorDistribution"),
        )
    _assert_entries_did_what_they_say(empty_server)
    assert_books(empty_server.database_url)


def _assert_entries_did_what_they_say(server: RunningServer) -> None:
    """Batches and streams answer OK whatever becomes of their entries, so what they made is counted."""
    client = server.client()
    shop = Shop(client)
    try:
        made = client.inventory.ListReservations(pb.ListReservationsRequest(page_size=1000)).reservations
        assert len(made) == 6 * CALLS  # one life each, hot, two in a batch, two on a stream
        assert sum(state(one) == "RELEASED" for one in made) == 3 * CALLS
        assert sum(one.description == "Changed" for one in made) == 2 * CALLS
        items = client.inventory.ListInventoryItems(pb.ListInventoryItemsRequest(page_size=1000)).items
        assert len(items) == 2 + 3 * CALLS
        levels = client.inventory.ListInventoryLevels(pb.ListInventoryLevelsRequest(page_size=1000)).levels
        assert len(levels) == 2 + 2 * CALLS
        for reason in ("REASON_FOUND", "REASON_SOLD"):
            assert len(shop.movements(reasons=[reason])) == CALLS
    finally:
        client.close()
