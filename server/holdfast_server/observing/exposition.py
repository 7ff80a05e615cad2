"""Families of samples, as Prometheus reads them; and those of several processes in one text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from holdfast_server.kernel.figures import Histogram

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
PREFIX: Final = "holdfast_"


class Families:
    """Collects samples by family. Every sample carries the labels that are given once for all."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = dict(labels)
        self._families: dict[str, Metric] = {}

    def counter(self, name: str, about: str, value: float, **labels: str) -> None:
        """One value of a counter; its name ends in `_total`."""
        assert name.endswith("_total"), name
        family = self._family(name.removesuffix("_total"), about, "counter")
        family.add_sample(PREFIX + name, {**labels, **self._labels}, value)

    def gauge(self, name: str, about: str, value: float | None, **labels: str) -> None:
        """One value of a gauge; what is not known is left out."""
        family = self._family(name, about, "gauge")
        if value is not None:
            family.add_sample(PREFIX + name, {**labels, **self._labels}, value)

    def histogram(self, name: str, about: str, value: Histogram, **labels: str) -> None:
        """One histogram."""
        family = self._family(name, about, "histogram")
        every = {**labels, **self._labels}
        for bound, count in value.cumulative():
            family.add_sample(f"{PREFIX}{name}_bucket", {**every, "le": bound}, count)
        family.add_sample(f"{PREFIX}{name}_count", every, value.count)
        family.add_sample(f"{PREFIX}{name}_sum", every, value.total)

    def add(self, family: Metric) -> None:
        """A family that somebody else made."""
        for sample in family.samples:
            sample.labels.update(self._labels)
        self._families[family.name] = family

    def collect(self) -> Iterator[Metric]:
        """All of them: a collector, as the library calls it."""
        yield from self._families.values()

    def text(self) -> bytes:
        """All of them as text."""
        from prometheus_client.exposition import generate_latest

        return bytes(generate_latest(self))

    def _family(self, name: str, about: str, kind: str) -> Metric:
        from prometheus_client.metrics_core import Metric

        found = self._families.get(name)
        if found is None:
            found = self._families[name] = Metric(PREFIX + name, about, kind)
        return found


def merged(texts: Iterable[bytes]) -> bytes:
    """Several texts as one: each family's head once, then its samples from everywhere. They tell themselves apart."""
    families: dict[bytes, list[bytes]] = {}
    for text in texts:
        head: list[bytes] = []
        samples: list[bytes] = []
        for line in text.splitlines():
            if line.startswith(b"# HELP "):
                head = [line]
            elif line.startswith(b"# TYPE "):
                samples = families.setdefault(b"\n".join([*head, line]), [])
            elif line:
                samples.append(line)
    return b"".join(b"\n".join([head, *samples, b""]) for head, samples in families.items())
