"""What this process knows of tenants and keys. It is read in the background: no call ever waits for it.

So a flood of keys that nobody has made costs the database nothing. What the operator changes is noticed after
`REFRESH_SECONDS` at most, plus the time of one read. While the database is away, what was known stays known: there is
nothing that it opens.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from hmac import compare_digest
from typing import Protocol

from holdfast_server.identity import rules
from holdfast_server.identity.model import NOBODY, Key, Known
from holdfast_server.identity.rules.certificates import Certificates
from holdfast_server.kernel.errors import CredentialsInvalid, CredentialsMissing, TenantSuspended
from holdfast_server.kernel.principal import Principal


class Keyring:
    """The keys that are good, by id, each with the principal that it stands for."""

    def __init__(self) -> None:
        self._known = NOBODY
        self._good: Mapping[str, _Held] = {}
        self._next_expiry: datetime | None = None
        self.on_change: list[Callable[[Known], None]] = []

    @property
    def known(self) -> Known:
        """What was read last."""
        return self._known

    def learn(self, known: Known, now: datetime | None = None) -> None:
        """Take this for what there is, and tell whoever wants to hear of it."""
        self._known = known
        self._take(now or datetime.now(UTC))
        for tell in self.on_change:
            tell(known)

    def expire(self, now: datetime) -> None:
        """Leave out what has expired by now."""
        if self._next_expiry is not None and now >= self._next_expiry:
            self._take(now)

    def _take(self, now: datetime) -> None:
        """The keys that are good now, and when the next one of them is not."""
        before = self._good
        self._good = {
            key.id: before[key.id] if key.id in before and before[key.id].key == key else _Held(key)
            for key in self._known.keys
            if key.is_good(now)
        }
        expiries = [held.key.expire_time for held in self._good.values() if held.key.expire_time is not None]
        self._next_expiry = min(expiries, default=None)

    def used(self) -> list[tuple[str, str]]:
        """Tenants and ids of the keys that were used since this was asked last."""
        used = [held for held in self._good.values() if held.used]
        for held in used:
            held.used = False
        return [(held.key.tenant_id, held.key.id) for held in used]

    def principal(self, presented: str) -> Principal:
        """Whom a key stands for. Raises CredentialsInvalid or TenantSuspended; compares in constant time."""
        held = self._good.get(rules.id_of(presented))
        if held is None or not compare_digest(held.key.digest, rules.digest(presented)):
            raise CredentialsInvalid
        self.check_tenant(held.principal.tenant_id)
        held.used = True
        return held.principal

    def is_good(self, key_id: str) -> bool:
        """Whether a key opens anything now."""
        return key_id in self._good

    def check_tenant(self, tenant_id: str) -> None:
        """Refuse a tenant that there is not, or that is suspended."""
        tenant = self._known.tenants.get(tenant_id)
        if tenant is None:
            raise CredentialsInvalid
        if not tenant.is_live:
            raise TenantSuspended


class _Held:
    """A key that is good, and whether it was used lately."""

    __slots__ = ("key", "principal", "used")

    def __init__(self, key: Key) -> None:
        self.key = key
        self.principal = rules.principal_of(key)
        self.used = False


class Accepts(Protocol):
    """Tokens of an issuer."""

    def principal(self, presented: str) -> Principal:
        """Whom a token stands for. Raises CredentialsInvalid."""


class Recognition:
    """Whom a call's credential stands for: a key, a token or, where it has neither, the connection's certificate."""

    def __init__(
        self, keyring: Keyring, accepted: Accepts | None = None, certificates: Certificates | None = None
    ) -> None:
        self._keyring = keyring
        self._tokens = accepted
        self._certificates = certificates

    @property
    def knows_certificates(self) -> bool:
        """Whether a certificate can stand for somebody."""
        return self._certificates is not None

    def bearer(self, presented: str) -> Principal:
        """Whom a key or token stands for. Raises CredentialsInvalid or TenantSuspended."""
        if rules.is_key(presented):
            return self._keyring.principal(presented)
        if self._tokens is None:
            raise CredentialsInvalid
        who = self._tokens.principal(presented)
        self._keyring.check_tenant(who.tenant_id)
        return who

    def is_welcome(self, who: Principal) -> bool:
        """Whether somebody who was let in would be let in still, as far as that is known without the credential."""
        tenant = self._keyring.known.tenants.get(who.tenant_id)
        if tenant is None or not tenant.is_live or (who.expires_at is not None and who.expires_at <= time.time()):
            return False
        kind, _, name = who.subject.partition(":")
        return kind != rules.KEY or self._keyring.is_good(name)

    def certificate(self, facts: Mapping[str, Sequence[bytes]]) -> Principal:
        """Whom a connection's certificate stands for. Raises CredentialsMissing too, where it has none."""
        if self._certificates is None:
            raise CredentialsMissing
        who = self._certificates.principal(facts)
        self._keyring.check_tenant(who.tenant_id)
        return who
