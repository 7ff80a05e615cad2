"""Tokens: what opens, and everything that must not."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from holdfast_server.identity.model import SCOPES
from holdfast_server.identity.rules import tokens
from holdfast_server.kernel.errors import CredentialsInvalid
from tests.support.identity import AUDIENCE, ISSUER, Signer, encoded, good_claims, key_set

WHO = tokens.Issuer(ISSUER, AUDIENCE)
SIGNERS = {one.algorithm: one for one in (Signer("rsa", "RS256"), Signer("ec", "ES256"), Signer("ed", "EdDSA"))}
KEYS = tokens.KeySet.read(key_set(*SIGNERS.values()))
STRANGER = Signer("ec")


def read(token: str, issuer: tokens.Issuer = WHO, keys: tokens.KeySet = KEYS) -> tokens.Bearer:
    return tokens.read(token, issuer, keys)


@pytest.mark.parametrize("algorithm", sorted(SIGNERS))
def test_a_token_of_each_algorithm_opens_for_whom_it_names(algorithm: str) -> None:
    who = read(SIGNERS[algorithm].sign()).principal
    assert (who.tenant_id, who.subject, who.scopes) == ("acme", "jwt:backend", frozenset(SCOPES))
    assert not who.is_limited


def signed(**changes: Any) -> str:
    return SIGNERS["ES256"].sign(good_claims(**changes))


def hs_with_the_public_key() -> str:
    """The published key taken for a shared secret."""
    public = SIGNERS["RS256"].private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    body = f"{encoded({'alg': 'HS256', 'kid': 'rsa', 'typ': 'JWT'})}.{encoded(good_claims())}"
    mac = hmac.new(public, body.encode(), hashlib.sha256).digest()
    return f"{body}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def with_a_header(**header: Any) -> str:
    """A good token whose header says something else; its signature does not fit then."""
    _, body, signature = SIGNERS["ES256"].sign().split(".")
    return f"{encoded({'alg': 'ES256', 'kid': 'ec', 'typ': 'JWT', **header})}.{body}.{signature}"


def brought_along() -> str:
    """Signed by a stranger who sends the key with it."""
    return STRANGER.sign(None, jwk=STRANGER.published, jku="https://evil.example/keys", x5u="https://evil.example/c")


def of_another_curve() -> str:
    return jwt.encode(good_claims(), ec.generate_private_key(ec.SECP384R1()), "ES384", headers={"kid": "ec"})


BAD: dict[str, Callable[[], str]] = {
    "nothing": lambda: "",
    "one part": lambda: "abc",
    "no JSON": lambda: "a.b.c",
    "dots": lambda: "...",
    "no algorithm": lambda: f"{encoded({'alg': 'none', 'kid': 'ec'})}.{encoded(good_claims())}.",
    "no algorithm, in other letters": lambda: f"{encoded({'alg': 'nOnE', 'kid': 'ec'})}.{encoded(good_claims())}.",
    "an empty signature": lambda: SIGNERS["ES256"].sign().rpartition(".")[0] + ".",
    "a shared secret": lambda: jwt.encode(good_claims(), "x" * 64, "HS256", headers={"kid": "ec"}),
    "the public key as a secret": hs_with_the_public_key,
    "the algorithm of another key": lambda: with_a_header(kid="rsa"),
    "an algorithm that is not its key's": lambda: with_a_header(alg="RS256"),
    "a key id that is a path": lambda: with_a_header(kid="../../ec"),
    "a key id that is no text": lambda: with_a_header(kid=["ec"]),
    "an algorithm that is no text": lambda: with_a_header(alg=["ES256"]),
    "a critical header": lambda: SIGNERS["ES256"].sign(None, crit=["b64"], b64=False),
    "a key of its own": brought_along,
    "another curve": of_another_curve,
    "a stranger's signature": lambda: STRANGER.sign(),
    "an unknown key": lambda: Signer("new").sign(),
    "expired": lambda: signed(exp=int(time.time()) - 31),
    "not yet": lambda: signed(nbf=int(time.time()) + 60),
    "no expiry": lambda: signed(exp=None),
    "an expiry that is no number": lambda: signed(exp="tomorrow"),
    "an expiry that is not": lambda: signed(exp=float("nan")),
    "another audience": lambda: signed(aud="billing"),
    "no audience": lambda: signed(aud=None),
    "another issuer": lambda: signed(iss="https://evil.example"),
    "no issuer": lambda: signed(iss=None),
    "no subject": lambda: signed(sub=None),
    "an empty subject": lambda: signed(sub=""),
    "no tenant": lambda: signed(tenant=None),
    "a tenant that is no text": lambda: signed(tenant=["acme"]),
    "a tenant that cannot be": lambda: signed(tenant="a/../b"),
    "scopes that are neither text nor list": lambda: signed(scope={"stock.read": True}),
    "locations that are no list": lambda: signed(location_ids="sloc_1"),
    "locations that are no texts": lambda: signed(location_ids=[1]),
    "channels that are null in a list": lambda: signed(sales_channel_ids=[None]),
    "huge": lambda: signed(padding="x" * 7000),
    "changed claims": lambda: ".".join((
        SIGNERS["ES256"].sign().split(".")[0], encoded(good_claims(tenant="other")), SIGNERS["ES256"].sign().split(".")[2],
    )),
}  # fmt: skip


@pytest.mark.parametrize("how", sorted(BAD))
def test_a_bad_token_opens_nothing_and_says_not_why(how: str) -> None:
    with pytest.raises(CredentialsInvalid) as caught:
        read(BAD[how]())
    assert caught.value.facts == {}
    assert caught.value.message == "the credential is unknown, expired, revoked or damaged"


def test_clocks_may_be_a_little_apart() -> None:
    bearer = read(signed(exp=int(time.time()) - 10))
    assert bearer.expires_at > time.time()


def test_scopes_are_a_text_with_blanks_or_a_list_and_those_of_other_services_are_passed_over() -> None:
    for claim in ("stock.read billing.write ledger.read", ["stock.read", "billing.write", "ledger.read", 7]):
        assert read(signed(scope=claim)).principal.scopes == {"stock.read", "ledger.read"}
    assert read(signed(scope=None)).principal.scopes == frozenset()


def test_claims_limit_a_token_to_locations_and_channels_and_then_it_has_no_scope_of_the_whole_tenant() -> None:
    who = read(signed(location_ids=["sloc_1", "sloc_2"])).principal
    assert (who.location_ids, who.sales_channel_ids) == (frozenset({"sloc_1", "sloc_2"}), None)
    assert {"catalog.write", "ops"}.isdisjoint(who.scopes)
    assert "stock.write" in who.scopes
    who = read(signed(sales_channel_ids=[])).principal
    assert (who.location_ids, who.sales_channel_ids) == (None, frozenset())


def test_claims_are_called_as_is_set() -> None:
    named = tokens.Issuer(ISSUER, AUDIENCE, tenant_claim="https://acme.example/org", scope_claim="permissions")
    claims = {"https://acme.example/org": "acme", "permissions": ["stock.read"], "tenant": "other", "scope": "ops"}
    who = read(signed(**claims), named).principal
    assert (str(who.tenant_id), who.scopes) == ("acme", frozenset({"stock.read"}))


def test_a_key_set_is_taken_for_what_is_usable_in_it() -> None:
    weak = jwt.get_algorithm_by_name("RS256").to_jwk(rsa.generate_private_key(65537, 1024).public_key(), as_dict=True)
    document = {
        "keys": [
            {"kty": "oct", "k": "c2VjcmV0", "kid": "shared", "alg": "HS256"},
            {**weak, "kid": "weak"},
            {**SIGNERS["RS256"].published, "kid": "encrypts", "use": "enc"},
            {**SIGNERS["RS256"].published, "kid": "other", "alg": "PS256"},
            {"kty": "unheard of"},
            "not even an object",
            SIGNERS["EdDSA"].published,
        ]
    }
    assert [(key.id, key.algorithm) for key in tokens.KeySet.read(document).keys] == [("ed", "EdDSA")]
    nonsenses: tuple[Any, ...] = ([], {}, {"keys": {}}, "keys")
    for nonsense in nonsenses:
        with pytest.raises(ValueError, match="no set of keys"):
            tokens.KeySet.read(nonsense)


def test_a_token_without_a_key_id_is_read_by_the_only_key_that_it_can_be_of() -> None:
    anonymous = SIGNERS["ES256"].sign(None, kid="")
    assert read(anonymous).principal.tenant_id == "acme"
    two = tokens.KeySet.read(key_set(SIGNERS["ES256"], Signer("second")))
    with pytest.raises(CredentialsInvalid):
        read(anonymous, keys=two)
