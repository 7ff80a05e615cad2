"""Lists: the page that a request's token leads to, and the answer with the token of the next one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from google.protobuf.message import Message

from holdfast_server.kernel.paging import Page, PageRequest
from holdfast_server.transport import shapes
from holdfast_server.transport.call import Call
from holdfast_server.transport.tokens import PageTokens

R = TypeVar("R", bound=Message)
T = TypeVar("T")

MAX_PAGE_BYTES: Final = 3 << 20
"""Clients refuse messages of more than 4 MiB: a page ends before."""


class Listing:
    """One call of a list. `page` is what it asks for.

    `field` is the response's field of rows. Tokens are good for that list with this filter and `order` only.
    """

    def __init__(self, tokens: PageTokens, call: Call, request: Any, field: str, *order: object) -> None:
        self._tokens = tokens
        self._call = call
        self._field = field
        self._scope = f"{field}|{order}|{request.filter.SerializeToString(deterministic=True).hex()}"
        size = shapes.page_size(request.page_size)
        self.page = PageRequest(size, tokens.read(call, request.page_token, self._scope))

    def answer(self, response: R, found: Page[T], message: Callable[[T], Message]) -> R:
        """The response with as many rows as fit into 3 MiB, the first in any case, and where to go on.

        A page that knows how far the events reached says it as the cursor to follow them from.
        """
        shown = getattr(response, self._field)
        room = MAX_PAGE_BYTES
        for row in found.rows:
            made = message(row)
            room -= made.ByteSize()
            if room < 0 and shown:
                break
            shown.append(made)
        goes_on = found.has_more or len(shown) < len(found.rows)
        position = found.position(found.rows[len(shown) - 1]) if goes_on else found.end
        response.next_page_token = self._tokens.write(self._call, position, self._scope)  # type: ignore[attr-defined]
        if found.head is not None:
            response.cursor = self._tokens.cursor(self._call, found.head)  # type: ignore[attr-defined]
        return response
