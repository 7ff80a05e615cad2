"""Pages of a list: how many rows, and after which one. Opaque tokens are made of this in the transport."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

DEFAULT_PAGE_SIZE: Final = 50
MAX_PAGE_SIZE: Final = 1000

Row = TypeVar("Row")

Position = tuple[str | int | None, ...]
"""The sort key of the last row of a page: keyset paging never counts rows."""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """One page: at most `size` rows that follow `after` (None: from the start)."""

    size: int = DEFAULT_PAGE_SIZE
    after: Position | None = None

    @property
    def is_first(self) -> bool:
        """Whether it starts the list."""
        return self.after is None


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows of one page, whether there are more, and where a page that ends with one of them is continued.

    `end` is where the page has stopped to look for rows although there may be more: the next one goes on there.
    `head` is how far the published events reached in the very snapshot that the rows are of, where the list is one
    that mirrors begin with and this is its first page.
    """

    rows: Sequence[Row]
    has_more: bool
    position: Callable[[Row], Position]
    head: Position | None = None
    end: Position | None = None

    @classmethod
    def out_of(
        cls,
        found: Sequence[Row],
        page: PageRequest,
        position: Callable[[Row], Position],
        head: Position | None = None,
        end: Position | None = None,
    ) -> Page[Row]:
        """The page out of what its query found: its rows, and one more where there is a next page."""
        return cls(found[: page.size], len(found) > page.size, position, head, end)
