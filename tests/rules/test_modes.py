"""Every way of starting a server wrongly, and the one sentence that each is answered with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from holdfast_server.modes import ModeRefused, check_mode
from holdfast_server.runtime.settings import Settings
from tests.support.identity import Authority, Signer, key_set

URL = "postgresql://db.example/stock"
CERTIFICATE = {"common_name": "shop", "tenant": "acme", "scopes": ["stock.read"]}


@pytest.fixture(autouse=True)
def no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("DEV", "DATABASE_URL"):
        monkeypatch.delenv(f"HOLDFAST_{name}", raising=False)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("tls")
    authority = Authority(folder)
    chain, key = authority.issue("server", "127.0.0.1")
    other, _ = authority.issue("other", "127.0.0.1")
    nonsense = folder / "nonsense.pem"
    nonsense.write_text("nothing of the sort")
    keys, empty = folder / "keys.json", folder / "empty.json"
    keys.write_text(json.dumps(key_set(Signer("first"))))
    empty.write_text('{"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}')
    return {
        "CHAIN": str(chain), "KEY": str(key), "OTHER": str(other), "CA": str(authority.ca_file), "NONSENSE": str(nonsense),
        "MISSING": str(folder / "missing.pem"), "KEYS": str(keys), "NO_KEYS": str(empty),
    }  # fmt: skip


def settings(files: dict[str, str], given: dict[str, Any]) -> Settings:
    return Settings(
        **{name: files.get(value, value) if isinstance(value, str) else value for name, value in given.items()}
    )


PRODUCTION = {"database_url": URL}
TLS = {**PRODUCTION, "tls_certificate": "CHAIN", "tls_key": "KEY"}
JWT = {**TLS, "jwt_jwks": "KEYS", "jwt_issuer": "https://issuer.example", "jwt_audience": "holdfast"}
MTLS = {**TLS, "tls_client_ca": "CA"}

WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "dev mode with TLS": ({"tls_certificate": "CHAIN"}, "tls_certificate is set, but dev mode has no TLS and no identity"),
    "dev mode with a key": ({"tls_key": "KEY"}, "tls_key is set, but dev mode has no TLS"),
    "dev mode with mTLS": ({"tls_client_ca": "CA"}, "tls_client_ca is set, but dev mode has no TLS"),
    "dev mode with tokens": ({"jwt_jwks": "keys.json"}, "jwt_jwks is set, but dev mode has no TLS and no identity"),
    "dev mode with certificates": ({"client_certificates": [CERTIFICATE]}, "client_certificates is set, but dev mode"),
    "dev mode behind a mesh": ({"insecure_behind_mesh": "yes"}, "HOLDFAST_INSECURE_BEHIND_MESH=yes is set, but dev mode"),
    "dev mode with a database, and TLS": ({**TLS, "dev": True}, "tls_certificate is set, but dev mode"),
    "no TLS": (PRODUCTION, "there is no TLS: set tls_certificate and tls_key"),
    "a certificate without its key": ({**PRODUCTION, "tls_certificate": "CHAIN"}, "tls_certificate is set without tls_key"),
    "a key without its certificate": ({**PRODUCTION, "tls_key": "KEY"}, "tls_key is set without tls_certificate"),
    "mTLS without TLS": ({**PRODUCTION, "tls_client_ca": "CA"}, "tls_client_ca is set without TLS"),
    "mTLS behind a mesh": (
        {**PRODUCTION, "tls_client_ca": "CA", "insecure_behind_mesh": "yes"}, "tls_client_ca is set without TLS",
    ),
    "TLS behind a mesh": ({**TLS, "insecure_behind_mesh": "yes"}, "is set although there is TLS: leave out one"),
    "a certificate that is not there": ({**TLS, "tls_certificate": "MISSING"}, "cannot be read: No such file"),
    "a key that is not there": ({**TLS, "tls_key": "MISSING"}, "cannot be read: No such file"),
    "an authority that is not there": ({**MTLS, "tls_client_ca": "MISSING"}, "cannot be read: No such file"),
    "a certificate that is none": ({**TLS, "tls_certificate": "NONSENSE"}, "are no certificate and key in PEM"),
    "a key that is none": ({**TLS, "tls_key": "NONSENSE"}, "are no certificate and key in PEM"),
    "a key of another certificate": ({**TLS, "tls_certificate": "OTHER"}, "is not the key of"),
    "an authority that is none": ({**MTLS, "tls_client_ca": "NONSENSE"}, "holds no certificate in PEM"),
    "certificates without mTLS": ({**TLS, "client_certificates": [CERTIFICATE]}, "are set without tls_client_ca"),
    "a certificate with a scope that there is not": (
        {**MTLS, "client_certificates": [{**CERTIFICATE, "scopes": ["stock.steal"]}]},
        "client_certificates: shop: scope stock.steal is none of availability.read",
    ),
    "a certificate without scopes": (
        {**MTLS, "client_certificates": [{**CERTIFICATE, "scopes": []}]}, "client_certificates: shop: scopes must name one",
    ),
    "a certificate of a tenant that cannot be": (
        {**MTLS, "client_certificates": [{**CERTIFICATE, "tenant": "a/b"}]}, "client_certificates: shop: tenant must be",
    ),
    "tokens of anybody": ({**JWT, "jwt_issuer": ""}, "jwt_jwks is set without jwt_issuer"),
    "tokens for anybody": ({**JWT, "jwt_audience": ""}, "jwt_jwks is set without jwt_audience"),
    "an issuer without keys": ({**JWT, "jwt_jwks": ""}, "jwt_issuer is set without jwt_jwks"),
    "an audience without keys": ({**TLS, "jwt_audience": "holdfast"}, "jwt_audience is set without jwt_jwks"),
    "keys that are not there": ({**JWT, "jwt_jwks": "MISSING"}, "holds no key set that can be read"),
    "keys that are none": ({**JWT, "jwt_jwks": "NONSENSE"}, "holds no key set that can be read"),
    "keys of no use": ({**JWT, "jwt_jwks": "NO_KEYS"}, "holds no key of RS256, ES256 or EdDSA"),
    "keys that anybody could exchange": ({**JWT, "jwt_jwks": "http://issuer.example/keys"}, "jwt_jwks is an http:// URL"),
}  # fmt: skip

INVALID: dict[str, tuple[dict[str, Any], str]] = {
    "dev mode for everybody": ({"listen": "0.0.0.0:50051"}, "listen: 0.0.0.0 is not a loopback address"),
    "dev mode for everybody on IPv6": ({"listen": "[::]:50051"}, r"\\[::\\] is not a loopback address".replace("\\\\", "\\")),
    "dev mode with a database for everybody": (
        {**PRODUCTION, "dev": True, "listen": "10.0.0.1:50051"}, "listen: 10.0.0.1 is not a loopback address",
    ),
    "a mesh that is half meant": ({**PRODUCTION, "insecure_behind_mesh": "true"}, "insecure_behind_mesh"),
    "a certificate without a name": (
        {**MTLS, "client_certificates": [{**CERTIFICATE, "common_name": ""}]}, "needs alternative_name or common_name",
    ),
    "a certificate with a misspelt word": (
        {**MTLS, "client_certificates": [{**CERTIFICATE, "scope": ["stock.read"]}]}, "Extra inputs are not permitted",
    ),
}  # fmt: skip

RIGHT: dict[str, dict[str, Any]] = {
    "dev mode": {},
    "dev mode with a database": {**PRODUCTION, "dev": True},
    "TLS": TLS,
    "TLS for everybody": {**TLS, "listen": "0.0.0.0:50051"},
    "behind a mesh": {**PRODUCTION, "insecure_behind_mesh": "yes", "listen": "0.0.0.0:50051"},
    "tokens": JWT,
    "tokens by a URL": {**JWT, "jwt_jwks": "https://issuer.example/keys"},
    "tokens of a neighbour": {**JWT, "jwt_jwks": "http://127.0.0.1:9/keys"},
    "mTLS beside keys": MTLS,
    "mTLS": {**MTLS, "client_certificates": [CERTIFICATE]},
}


@pytest.mark.parametrize("way", sorted(WRONG))
def test_a_wrong_way_is_told_in_one_sentence(files: dict[str, str], way: str) -> None:
    given, sentence = WRONG[way]
    with pytest.raises(ModeRefused) as caught:
        check_mode(settings(files, given))
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("way", sorted(INVALID))
def test_a_setting_that_cannot_be_is_refused_as_such(files: dict[str, str], way: str) -> None:
    given, sentence = INVALID[way]
    with pytest.raises(ValidationError, match=sentence):
        settings(files, given)


@pytest.mark.parametrize("way", sorted(RIGHT))
def test_a_right_way_is_not_refused(files: dict[str, str], way: str) -> None:
    check_mode(settings(files, RIGHT[way]))


def test_a_server_describes_itself_in_dev_mode_and_elsewhere_only_when_asked_to(files: dict[str, str]) -> None:
    told = [(one.reflects, one.tells_of_channels) for one in (settings(files, {}), settings(files, TLS))]
    assert told == [(True, True), (False, False)]
    asked = settings(files, {**TLS, "reflection": True, "channelz": True})
    assert (asked.reflects, asked.tells_of_channels) == (True, True)
