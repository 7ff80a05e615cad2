"""Lists, page after page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from google.protobuf.message import Message

Q = TypeVar("Q", bound=Message)
R = TypeVar("R", bound=Message)


def pages(method: Callable[[Q], R], request: Q) -> Iterator[R]:
    """The pages of a list, the first as the request says and then as far as there are more.

    for page in pages(holdfast.inventory.ListInventoryItems, request):
        for item in page.items: …
    """
    asked: Any = copy_of(request)
    while True:
        page: Any = method(asked)
        yield page
        if not page.next_page_token:
            return
        asked.page_token = page.next_page_token


def copy_of(request: Q) -> Q:
    """The same again: the caller's message stays as it is."""
    made = type(request)()
    made.CopyFrom(request)
    return made
