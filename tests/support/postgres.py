"""A PostgreSQL of the tests' own: one cluster per worker process, a fresh migrated database for whoever asks."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from holdfast_server.runtime import migrate
from holdfast_server.runtime.postgres import EmbeddedPostgres

# A crash of the machine may take test data with it; a crash of the database may not, and does not.
THROWAWAY = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "400",
    "shared_buffers": "64MB",
    "log_min_messages": "fatal",
}
TEMPLATE = "holdfast_template"


class Cluster:
    """One running cluster and the databases made in it."""

    def __init__(self, options: dict[str, str] | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
        self.folder.chmod(0o711)
        self.postgres = EmbeddedPostgres(self.folder / "state", {**THROWAWAY, **(options or {})})
        self.admin_url = self.postgres.start()
        self._names = (f"test_{os.getpid()}_{number}" for number in itertools.count())
        self._run(f"CREATE DATABASE {TEMPLATE}")
        migrate.upgrade(self.url_of(TEMPLATE))

    def url_of(self, name: str) -> str:
        return self.admin_url.rpartition("/")[0] + "/" + name

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    @contextmanager
    def database(self, *, migrated: bool = True) -> Iterator[str]:
        """The URL of a database that exists for as long."""
        name = next(self._names)
        self._run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE if migrated else 'template0'}")
        try:
            yield self.url_of(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    @contextmanager
    def copy(self, url: str) -> Iterator[str]:
        """The URL of a copy of a database that nobody is connected to; it exists for as long."""
        name = next(self._names)
        self._run(f"CREATE DATABASE {name} TEMPLATE {url.rpartition('/')[2]} STRATEGY file_copy")
        try:
            yield self.url_of(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        self.postgres.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
