"""What was answered, counted by method, code and reason: an addition or two per call."""

from __future__ import annotations

from holdfast_server.kernel.figures import LATENCY_SECONDS, Histogram

OK = ("OK", "")


class MethodFigures:
    """The answers of one method, by code and reason, and how long unary ones took."""

    __slots__ = ("answers", "seconds")

    def __init__(self) -> None:
        self.answers: dict[tuple[str, str], int] = {OK: 0}
        self.seconds = Histogram(LATENCY_SECONDS)

    def answered(self, code: str, reason: str) -> None:
        """Count one answer."""
        key = (code, reason)
        self.answers[key] = self.answers.get(key, 0) + 1


class Figures:
    """The figures of all methods that are bound."""

    def __init__(self) -> None:
        self.methods: dict[str, MethodFigures] = {}

    def of(self, method: str) -> MethodFigures:
        """One method's, made when it is bound; two services' methods of one name share them."""
        return self.methods.setdefault(method, MethodFigures())

    def count(self, method: str, code: str) -> int:
        """How often a method was answered with a code, whatever the reason."""
        return sum(count for (found, _), count in self.of(method).answers.items() if found == code)

    @property
    def total(self) -> int:
        """How many calls were answered."""
        return sum(sum(one.answers.values()) for one in self.methods.values())
