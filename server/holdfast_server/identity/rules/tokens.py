"""JSON web tokens: which are good, and whom they stand for. Keys come from an issuer's published set and nowhere else.

Which algorithm is right is a matter of the key and never of the token: so neither `none`, nor a public key taken for a
shared secret, nor a key that the token itself brings, opens anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from holdfast_server.identity.model import SCOPES, Grant
from holdfast_server.identity.rules import principal, tenant_id
from holdfast_server.kernel.errors import CredentialsInvalid, Refused
from holdfast_server.kernel.principal import Principal

MAX_CHARACTERS: Final = 6144
"""Longer ones are not looked at; all metadata of a call has 8 KiB at most."""
MAX_SUBJECT_CHARACTERS: Final = 200
MIN_RSA_BITS: Final = 2048
MAX_KEYS: Final = 100
REQUIRED: Final = ("exp", "iss", "aud", "sub")


@dataclass(frozen=True, slots=True)
class Issuer:
    """Whose tokens are good, for whom they must be made, and what their claims are called."""

    issuer: str
    audience: str
    leeway_seconds: float = 30.0
    tenant_claim: str = "tenant"
    scope_claim: str = "scope"
    location_claim: str = "location_ids"
    channel_claim: str = "sales_channel_ids"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key of the issuer's, and the one algorithm that it is for."""

    id: str
    algorithm: str
    public: Any


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom a token stands for, and until when (seconds since 1970)."""

    principal: Principal
    expires_at: float


@dataclass(frozen=True, slots=True)
class KeySet:
    """The keys that an issuer has published."""

    keys: Sequence[SigningKey] = ()
    by_id: Mapping[str, SigningKey] = field(default_factory=dict)

    @classmethod
    def read(cls, document: Any) -> KeySet:
        """The usable keys of a JWKS: RSA of 2048 bits or more, P-256 and Ed25519. Raises ValueError for anything else.

        What is for encryption, or symmetric, or of another curve is passed over.
        """
        if not isinstance(document, dict) or not isinstance(document.get("keys"), list):
            raise ValueError("is no set of keys")
        keys = [key for one in document["keys"][:MAX_KEYS] if (key := _signing_key(one)) is not None]
        return cls(keys, {key.id: key for key in keys if key.id})

    def find(self, key_id: str, algorithm: str) -> SigningKey | None:
        """The key that a token's header names; where it names none, the only one there is for the algorithm."""
        if key_id:
            found = self.by_id.get(key_id)
            return found if found is not None and found.algorithm == algorithm else None
        fitting = [key for key in self.keys if key.algorithm == algorithm]
        return fitting[0] if len(fitting) == 1 else None


def _signing_key(one: Any) -> SigningKey | None:
    if not isinstance(one, dict) or one.get("use", "sig") != "sig" or "verify" not in one.get("key_ops", ["verify"]):
        return None
    try:
        public = jwt.PyJWK({name: value for name, value in one.items() if name != "alg"}).key
    except (jwt.PyJWTError, ValueError, TypeError, KeyError):
        return None
    algorithm = _algorithm_of(public)
    if algorithm is None or one.get("alg", algorithm) != algorithm:
        return None
    key_id = one.get("kid", "")
    return SigningKey(key_id if isinstance(key_id, str) else "", algorithm, public)


def _algorithm_of(public: Any) -> str | None:
    match public:
        case RSAPublicKey() if public.key_size >= MIN_RSA_BITS:
            return "RS256"
        case EllipticCurvePublicKey() if isinstance(public.curve, SECP256R1):
            return "ES256"
        case Ed25519PublicKey():
            return "EdDSA"
        case _:
            return None


class UnknownSigner(CredentialsInvalid):
    """The token names a key that is not known here, which may be one that is new."""


def read(token: str, issuer: Issuer, keys: KeySet) -> Bearer:
    """Whom a token stands for. Raises CredentialsInvalid, whatever is wrong; UnknownSigner for a key not known."""
    if len(token) > MAX_CHARACTERS:
        raise CredentialsInvalid
    try:
        header = jwt.get_unverified_header(token)
        key_id = header.get("kid", "")
        key = keys.find(key_id if isinstance(key_id, str) else "", header.get("alg", ""))
        if key is None or "crit" in header:
            raise UnknownSigner
        claims = jwt.decode(
            token,
            key.public,
            algorithms=[key.algorithm],
            audience=issuer.audience,
            issuer=issuer.issuer,
            leeway=issuer.leeway_seconds,
            options={"require": list(REQUIRED)},
        )
    except (jwt.PyJWTError, ValueError, TypeError):
        raise CredentialsInvalid from None
    expires_at = float(claims["exp"]) + issuer.leeway_seconds
    return Bearer(replace(_principal(claims, issuer), expires_at=expires_at), expires_at)


def _principal(claims: Mapping[str, Any], issuer: Issuer) -> Principal:
    tenant, subject = claims.get(issuer.tenant_claim), claims["sub"]
    if not isinstance(tenant, str) or not isinstance(subject, str) or not subject:
        raise CredentialsInvalid
    try:
        named = tenant_id(tenant)
    except Refused:
        raise CredentialsInvalid from None
    grant = Grant(
        _scopes(claims.get(issuer.scope_claim, "")),
        _ids(claims, issuer.location_claim),
        _ids(claims, issuer.channel_claim),
    )
    return principal(named, f"jwt:{subject[:MAX_SUBJECT_CHARACTERS]}", grant)


def _scopes(claim: Any) -> frozenset[str]:
    """Those of ours; a token may have scopes of other services too."""
    given = claim.split() if isinstance(claim, str) else claim
    if not isinstance(given, list):
        raise CredentialsInvalid
    return frozenset(SCOPES).intersection(one for one in given if isinstance(one, str))


def _ids(claims: Mapping[str, Any], name: str) -> frozenset[str] | None:
    """Ids that a claim limits the token to; None where it has no such claim. An empty one leaves nothing."""
    if name not in claims:
        return None
    given = claims[name]
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise CredentialsInvalid
    return frozenset(given)
