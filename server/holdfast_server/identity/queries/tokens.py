"""Tokens that were looked at. Apart from the rest, since who takes no tokens need not load what reads them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from holdfast_server.identity import rules
from holdfast_server.identity.rules import tokens
from holdfast_server.kernel.errors import CredentialsInvalid
from holdfast_server.kernel.principal import Principal

MAX_REMEMBERED: Final = 10_000


class Tokens:
    """Tokens of one issuer; those that were found good are remembered until they expire, or its keys change."""

    def __init__(self, issuer: tokens.Issuer) -> None:
        self._issuer = issuer
        self._keys = tokens.KeySet()
        self._good: dict[bytes, tokens.Bearer] = {}
        self.on_unknown: Callable[[], None] = lambda: None

    def learn(self, keys: tokens.KeySet) -> None:
        """Take these for the issuer's keys from now on; a token of an older one is good no longer."""
        self._keys = keys
        self._good.clear()

    def principal(self, presented: str) -> Principal:
        """Whom a token stands for. Raises CredentialsInvalid."""
        mark = rules.digest(presented)
        bearer = self._good.get(mark)
        if bearer is None:
            try:
                bearer = tokens.read(presented, self._issuer, self._keys)
            except tokens.UnknownSigner:
                self.on_unknown()
                raise CredentialsInvalid from None
            if len(self._good) >= MAX_REMEMBERED:
                self._good.clear()
            self._good[mark] = bearer
        if bearer.expires_at <= time.time():
            del self._good[mark]
            raise CredentialsInvalid
        return bearer.principal
