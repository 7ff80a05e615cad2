"""What a server shows by HTTP, as a scraper and a probe see it."""

from __future__ import annotations

import urllib.error
import urllib.request
from functools import partial
from typing import Any

from prometheus_client.parser import text_string_to_metric_families

from tests.support import waiting


def get(address: str, path: str) -> tuple[int, str]:
    """Status and text of a page."""
    try:
        with urllib.request.urlopen(f"http://{address}{path}", timeout=10) as answer:
            return int(answer.status), answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


class Scrape:
    """All samples of one look."""

    def __init__(self, address: str) -> None:
        status, self.text = get(address, "/metrics")
        assert status == 200, self.text
        self.families = {family.name: family for family in text_string_to_metric_families(self.text)}
        self.samples = [sample for family in self.families.values() for sample in family.samples]
        self.names = {sample.name for sample in self.samples}

    def of(self, name: str, **labels: str) -> list[Any]:
        """The samples of a name that have these labels."""
        return [one for one in self.samples if one.name == name and labels.items() <= one.labels.items()]

    def sum(self, name: str, **labels: str) -> float:
        """Their sum; a sample that is not there counts for nothing."""
        return float(sum(one.value for one in self.of(name, **labels)))

    def one(self, name: str, **labels: str) -> float:
        """The value of the only such sample."""
        (found,) = self.of(name, **labels)
        value: float = found.value
        return value


until = partial(waiting.until, seconds=90)
"""The same with the time that a server of several processes may take on a busy machine."""
