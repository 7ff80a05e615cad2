"""Decisions about credentials: what a new key is, what a text says of itself, and whom it stands for."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from typing import Final

from holdfast_server.identity.model import SCOPES, WHOLE_TENANT, Grant, Key, KeyKind
from holdfast_server.kernel.errors import FieldInvalid, FieldRequired
from holdfast_server.kernel.ids import TenantId
from holdfast_server.kernel.principal import Principal, Storefront

KEY: Final = "key"
"""How the ledger names those who came with a key, before its id."""
ID_CHARACTERS: Final = 16
SECRET_BYTES: Final = 32
MAX_TENANT_CHARACTERS: Final = 64
MAX_HOLDS: Final = 1000
_PREFIX_CHARACTERS: Final = len(KeyKind.SERVICE.value) + 1
_TENANT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]*")
_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_DURATION: Final = re.compile(r"(\d{1,6})([smhd])")
_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def tenant_id(text: str) -> TenantId:
    """The id of a tenant, checked."""
    if len(text) > MAX_TENANT_CHARACTERS or not _TENANT.fullmatch(text):
        raise FieldInvalid("tenant", "must be 1 to 64 of A-Z a-z 0-9 _ . : - and begin with a letter or digit")
    return TenantId(text)


def duration(field: str, text: str) -> timedelta:
    """`90d`, `12h`, `30m`, `45s`."""
    found = _DURATION.fullmatch(text)
    if not found or not int(found[1]):
        raise FieldInvalid(field, "must be a number of days, hours, minutes or seconds such as 90d")
    return timedelta(seconds=int(found[1]) * _SECONDS[found[2]])


# --- keys -------------------------------------------------------------------------------------------


def key_id(entropy: bytes) -> str:
    """The part of a key by which it is found and named."""
    return "".join(_ALPHABET[byte & 31] for byte in entropy[:ID_CHARACTERS])


def token(kind: KeyKind, name: str, entropy: bytes) -> str:
    """The whole key out of 256 random bits: `hf_sk_<id>_<43 characters>`."""
    assert len(entropy) == SECRET_BYTES
    return f"{kind.value}_{name}_{urlsafe_b64encode(entropy).rstrip(b'=').decode()}"


def digest(presented: str) -> bytes:
    """What is kept of a key. Of 256 random bits nothing slower is needed."""
    return sha256(presented.encode()).digest()


def is_key(presented: str) -> bool:
    """Whether a text looks like one of our keys."""
    return presented.startswith("hf_")


def id_of(presented: str) -> str:
    """The id that a key names; anything at all where it is none of ours."""
    return presented[_PREFIX_CHARACTERS : _PREFIX_CHARACTERS + ID_CHARACTERS]


def asked_grant(
    kind: KeyKind,
    scopes: Iterable[str],
    location_ids: Iterable[str],
    channel_ids: Iterable[str],
    *,
    holds: int,
    low: int,
    coarse: bool,
) -> Grant:
    """What the operator asks for; a publishable key has one channel, and the scopes that follow from it."""
    scopes, locations, channels = frozenset(scopes), frozenset(location_ids), frozenset(channel_ids)
    if kind is KeyKind.SERVICE:
        if holds or coarse:
            raise FieldInvalid("holds" if holds else "coarse", "is for publishable keys")
        return Grant(scopes, locations or None, channels or None)
    if len(channels) != 1:
        raise FieldInvalid("channel", "must be given once: a publishable key is for one sales channel")
    if scopes or locations:
        raise FieldInvalid("scope" if scopes else "location", "is for service keys: a publishable key has its own")
    (channel,) = channels
    allowed = {"availability.read", "reservation.write"} if holds else {"availability.read"}
    return Grant(frozenset(allowed), None, channels, Storefront(channel, not coarse, low, holds))


def check_grant(grant: Grant, kind: KeyKind) -> None:
    """Refuse what a key must not be given."""
    if not grant.scopes:
        raise FieldRequired("scope")
    check_scopes(grant.scopes)
    beyond = sorted(grant.scopes & WHOLE_TENANT)
    if grant.is_limited and beyond:
        raise FieldInvalid("scope", f"{beyond[0]} is about the whole tenant: a limited key cannot have it")
    if kind is KeyKind.PUBLISHABLE:
        assert grant.storefront is not None
        if not 0 <= grant.storefront.live_holds <= MAX_HOLDS:
            raise FieldInvalid("holds", f"must be 0 to {MAX_HOLDS}")
        if grant.storefront.low_quantity < 1:
            raise FieldInvalid("low", "must be 1 or more")


def check_scopes(scopes: Iterable[str]) -> None:
    """Refuse scopes that there are not."""
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown:
        raise FieldInvalid("scope", f"{unknown[0]} is none of {', '.join(SCOPES)}")


# --- principals -------------------------------------------------------------------------------------


def principal_of(key: Key) -> Principal:
    """Whom a key stands for; the ledger names it by its id."""
    return principal(TenantId(key.tenant_id), f"{KEY}:{key.id}", key.grant)


def principal(tenant: TenantId, subject: str, grant: Grant) -> Principal:
    """A caller with what it was granted; whoever is limited has nothing that is about the whole tenant."""
    scopes = grant.scopes - WHOLE_TENANT if grant.is_limited else grant.scopes
    return Principal(tenant, subject, scopes, grant.location_ids, grant.sales_channel_ids, grant.storefront)
