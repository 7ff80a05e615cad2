"""Page tokens and cursors of events: opaque, bound to a tenant, and the same on every server of one database.

A page token is also bound to its list, filter and order; a cursor is good for every filter.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from hashlib import blake2b
from hmac import compare_digest
from typing import Final

import orjson

from holdfast_server.kernel.errors import FieldInvalid, PageTokenInvalid
from holdfast_server.kernel.paging import Position
from holdfast_server.transport.call import Call

_MAC_BYTES: Final = 16
_MAX_TOKEN_CHARACTERS: Final = 4096
_CURSOR: Final = "cursor"
"""The scope of cursors. Scopes of lists hold a `|`, so that none of them is this one."""


class PageTokens:
    """Makes and reads page tokens and cursors. `key_of` gives the secret in the tenant's row."""

    def __init__(self, key_of: Callable[[str], bytes]) -> None:
        self._key_of = key_of

    def write(self, call: Call, position: Position | None, scope: str) -> str:
        """The token that continues after `position`; empty where there is no next page.

        `scope` names the list with its filter and order: a token is good for the same scope only.
        """
        if position is None:
            return ""
        return self._sealed(call, position, scope)

    def read(self, call: Call, token: str, scope: str) -> Position | None:
        """Where the page starts; None for the first. Raises PageTokenInvalid for any token not issued for it."""
        if not token:
            return None
        position = self._opened(call, token, scope)
        if position is None:
            raise PageTokenInvalid
        return position

    def cursor(self, call: Call, place: Position) -> str:
        """The cursor of a place in the tenant's events."""
        return self._sealed(call, place, _CURSOR)

    def place(self, call: Call, field: str, cursor: str) -> Position:
        """The place that a cursor names. Raises FieldInvalid for any that was not issued to this tenant."""
        place = self._opened(call, cursor, _CURSOR)
        if place is None:
            raise FieldInvalid(field, "was not issued by this service")
        return place

    def _sealed(self, call: Call, position: Position, scope: str) -> str:
        payload = orjson.dumps([*position])
        return urlsafe_b64encode(self._mac(call, payload, scope) + payload).rstrip(b"=").decode()

    def _opened(self, call: Call, token: str, scope: str) -> Position | None:
        """What was sealed; None for what was not sealed for this tenant and scope."""
        if len(token) > _MAX_TOKEN_CHARACTERS:
            return None
        try:
            raw = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        except ValueError:
            return None
        payload = raw[_MAC_BYTES:]
        if not compare_digest(raw[:_MAC_BYTES], self._mac(call, payload, scope)):
            return None
        return tuple(orjson.loads(payload))

    def _mac(self, call: Call, payload: bytes, scope: str) -> bytes:
        tenant_id = call.principal.tenant_id
        digest = blake2b(digest_size=_MAC_BYTES, key=self._key_of(tenant_id)[:64])
        for part in (tenant_id.encode(), scope.encode(), payload):
            digest.update(len(part).to_bytes(4, "big"))
            digest.update(part)
        return digest.digest()
