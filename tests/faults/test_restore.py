"""The page on backups, run as it is written: what was acknowledged before an instant comes back, and nothing after it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from holdfast_server.runtime import ports
from holdfast_server.runtime.postgres import EmbeddedPostgres
from tests.faults.test_kills import (
    Shopper,
    assert_nothing_lost,
    crowd_of,
    settle,
    until_all_is_told,
    until_nothing_is_held,
)
from tests.support import server as servers
from tests.support.refusals import refused
from tests.support.server import ROOT
from tests.support.standby import run_as
from tests.support.waiting import until
from tests.support.watching import head, listed
from tests.support.world import Shop, adjust_request

pytestmark = pytest.mark.faults

PAGE = ROOT / "server" / "operations" / "backup.md"
BLOCK = re.compile(r"^( *)<!-- run as (postgres|service): (\w+) -->\n *```bash\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def commands() -> dict[str, tuple[str, str]]:
    """The page's commands by name: who runs them, and their text."""
    found = BLOCK.findall(PAGE.read_text())
    return {name: (who, textwrap.dedent(text)) for _, who, name, text in found}


# The wheel that brings PostgreSQL has a pg_verifybackup that crashes whatever it is asked, its version even. This does of
# it what the page needs: every file of the manifest is read again and compared.
STAND_IN = r"""#!/bin/bash
set -euo pipefail
cd "$1"
sed -n 's/.*"Path": "\([^"]*\)".*"Checksum": "\([0-9a-f]*\)".*/\2  \1/p' backup_manifest > ../manifest.sha256
test "$(wc -l < ../manifest.sha256)" -gt 900
sha256sum --check --quiet ../manifest.sha256
"""


class Operator:
    """Follows the page on one machine, as the accounts that it names."""

    def __init__(self, postgres: EmbeddedPostgres, folder: Path) -> None:
        self.postgres = postgres
        self.commands = commands()
        self.done: list[str] = []
        binaries = postgres._prepare()
        tools = folder / "bin"
        tools.mkdir()
        if subprocess.run([binaries / "pg_verifybackup", "--version"], capture_output=True).returncode:
            (tools / "pg_verifybackup").write_text(STAND_IN)
        for path in (*tools.iterdir(), tools):
            path.chmod(0o755)
        self.names = {
            "PATH": f"{tools}:{binaries}:{Path(sys.executable).parent}:/usr/bin:/bin",
            "LC_ALL": "C.UTF-8",
            "PGHOST": "127.0.0.1",
            "PGPORT": str(postgres.port),
            "PGUSER": "holdfast",
            "PGPASSWORD": (postgres.home / "password").read_text().strip(),
            "ARCHIVE": str(folder / "archive"),
            "BASE": str(folder / "base"),
            "DATA": str(folder / "restored"),
            "PORT": str(ports.probe("127.0.0.1:0")),
        }

    @property
    def restored_url(self) -> str:
        return f"postgresql://holdfast:{self.names['PGPASSWORD']}@127.0.0.1:{self.names['PORT']}/holdfast"

    def does(self, name: str) -> str:
        """One block of the page to its end; what it says."""
        who, text = self.commands[name]
        script = ["bash", "-euo", "pipefail", "-c", text]
        environment = dict(self.names)
        if who == "postgres":
            script = self.postgres._command(detach=False, program=Path("/bin/bash"), arguments=script[1:])
        else:
            environment["HOLDFAST_DATABASE_URL"] = self.restored_url
        # Output into a file: the server that a block starts would hold a pipe open.
        with tempfile.TemporaryFile("w+") as out:
            code = subprocess.run(script, cwd="/", env=environment, stdout=out, stderr=out, timeout=120).returncode
            out.seek(0)
            told = out.read()
        assert code == 0, f"{name}: {told}"
        self.done.append(name)
        return told


@pytest.fixture
def operator() -> Iterator[Operator]:
    folder = Path(tempfile.mkdtemp(prefix="holdfast-restore-"))
    folder.chmod(0o711)
    # Nothing in the command line that a restored server would have to know, but for what our supervisor always gives.
    postgres = EmbeddedPostgres(folder / "state", {"fsync": "off", "max_connections": "120"})
    postgres.start()
    mine = folder / "backups"
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET max_connections = 120")
        connection.execute(f"ALTER SYSTEM SET unix_socket_directories = '{mine}'".encode())
    for path in (mine, mine / "archive"):
        path.mkdir(mode=0o700)
        os.chown(path, postgres._account.uid, postgres._account.gid)
    made = Operator(postgres, mine)
    try:
        yield made
    finally:
        if (mine / "restored" / "postmaster.pid").exists():
            run_as(postgres, postgres._prepare() / "pg_ctl", "--pgdata", made.names["DATA"], "-m", "immediate", "stop")
        postgres.stop()
        shutil.rmtree(postgres.home, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def test_the_page_brings_back_what_was_acknowledged_before_an_instant_and_nothing_after_it(operator: Operator) -> None:
    operator.does("archive")
    operator.postgres.stop()
    operator.postgres.start()
    url = operator.postgres.url
    with servers.serving(url) as running:
        client = running.client()
        shop = Shop(client)
        before = crowd_of(running.address, shop, Shopper)
        time.sleep(0.5)
        operator.does("backup")
        time.sleep(0.5)
        settle(before)
        until_nothing_is_held(before, shop)
        item, location = next(iter(before[0].sold))
        until_all_is_told(url)
        kept = head(client)
        with psycopg.connect(url) as connection:
            row = connection.execute("SELECT clock_timestamp()::text").fetchone()
        assert row is not None
        operator.names["TARGET"] = row[0]
        mistake = adjust_request((item, location, -1000), reason="LOST", request_id="a mistake")
        shop.inventory.AdjustInventory(mistake)
        after = crowd_of(running.address, shop, Shopper)
        time.sleep(0.5)
        settle(after)
        until_nothing_is_held(after, shop)
        lost = head(client)
        client.close()
    operator.does("switch")
    operator.does("archiving")
    operator.postgres.stop()
    operator.does("restore")
    operator.does("look")
    operator.does("promote")
    assert "the books are sound" in operator.does("prove")
    assert set(operator.done) == set(operator.commands), "the page has commands that nobody has tried"

    with servers.serving(operator.restored_url) as running:
        client = running.client()
        shop = Shop(client)
        assert_nothing_lost(before, shop, operator.restored_url)
        assert refused(lambda: shop.get(*next(iter(after[0].sold)))).code == "NOT_FOUND"
        assert refused(lambda: listed(client, lost)).reason == "CURSOR_EXPIRED"
        assert listed(client, kept) == []
        # What was done after the instant is done when it is sent again; what was done before it is answered again.
        again = shop.inventory.AdjustInventory(mistake)
        assert not again.mutation.replayed
        assert shop.inventory.AdjustInventory(mistake).mutation.replayed
        until(lambda: len(listed(client, kept)) == 1, "the adjustment that was sent again")
        assert refused(lambda: listed(client, lost)).reason == "CURSOR_EXPIRED"
        client.close()
