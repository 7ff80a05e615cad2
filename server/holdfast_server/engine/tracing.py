"""What somebody who follows calls into their transactions must be able to do; who that is the engine does not know."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from holdfast_server.engine.posting import Posting


class BatchTracer(Protocol):
    """Follows postings."""

    def submitted(self, posting: Posting[Any]) -> None:
        """A posting sets out; called where its caller waits. May leave a mark in its `origin`."""

    def batch(self, postings: Sequence[Posting[Any]]) -> AbstractContextManager[None]:
        """The time in which these postings share a transaction, its reruns included."""
