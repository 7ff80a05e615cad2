"""Which mode a server would run in, and in one sentence each why it must not start so.

Dev mode serves one tenant without credentials, to this machine only. Production asks for TLS and for identity: there
is no way in between, and one override, which says what it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import orjson

from holdfast_server.identity import rules
from holdfast_server.identity.model import SCOPES
from holdfast_server.kernel.errors import Refused
from holdfast_server.runtime.certificates import TlsFiles, TlsUnusable, check
from holdfast_server.runtime.settings import ClientCertificate, Settings

MESH = "HOLDFAST_INSECURE_BEHIND_MESH=yes"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class ModeRefused(Exception):
    """Settings that no server starts with; the text says what is missing, or too much."""


def check_mode(settings: Settings) -> None:
    """Refuse what is not safe, or not what was meant. Raises ModeRefused with the first sentence."""
    for problem in problems(settings):
        raise ModeRefused(problem)


def problems(settings: Settings) -> Iterator[str]:
    """What is wrong with the settings of a server, in sentences."""
    yield from _dev(settings) if settings.is_dev else _production(settings)


def tls_files(settings: Settings) -> TlsFiles | None:
    """The files to serve TLS with; None: there is none."""
    if settings.tls_certificate is None or settings.tls_key is None:
        return None
    return TlsFiles(settings.tls_certificate, settings.tls_key, settings.tls_client_ca)


def _key_set(place: str) -> Iterator[str]:
    """A file is there from the start; an issuer may be away for a while."""
    from holdfast_server.identity.rules.tokens import KeySet

    try:
        usable = KeySet.read(orjson.loads(Path(place).read_bytes())).keys
    except (OSError, ValueError):
        yield f"jwt_jwks: {place} holds no key set that can be read"
        return
    if not usable:
        yield f"jwt_jwks: {place} holds no key of RS256, ES256 or EdDSA"


def has_identity(settings: Settings) -> bool:
    """Whether the settings say who may come, whatever keys the database holds."""
    return bool(settings.jwt_jwks) or bool(settings.client_certificates)


NO_IDENTITY = (
    "there is no identity: make a key with `holdfast keys create`, or set jwt_jwks, or tls_client_ca with "
    "client_certificates"
)


def _dev(settings: Settings) -> Iterator[str]:
    given = [
        name
        for name in ("tls_certificate", "tls_key", "tls_client_ca", "client_certificates", "jwt_jwks")
        if getattr(settings, name)
    ]
    if given:
        yield f"{given[0]} is set, but dev mode has no TLS and no identity: give a database URL, and no --dev"
    if settings.insecure_behind_mesh:
        yield f"{MESH} is set, but dev mode has no TLS anyway: leave it out"


def _production(settings: Settings) -> Iterator[str]:
    yield from _transport(settings)
    yield from _certificates(settings)
    yield from _tokens(settings)


def _transport(settings: Settings) -> Iterator[str]:
    if settings.tls_certificate is not None and settings.tls_key is None:
        yield "tls_certificate is set without tls_key: TLS needs both"
    elif settings.tls_key is not None and settings.tls_certificate is None:
        yield "tls_key is set without tls_certificate: TLS needs both"
    elif settings.tls_certificate is None and settings.tls_client_ca is not None:
        yield "tls_client_ca is set without TLS: set tls_certificate and tls_key too"
    elif settings.tls_certificate is None and not settings.insecure_behind_mesh:
        yield f"there is no TLS: set tls_certificate and tls_key, or {MESH} where a mesh speaks it, or --dev to try"
    elif settings.tls_certificate is not None and settings.insecure_behind_mesh:
        yield f"{MESH} is set although there is TLS: leave out one of the two"
    elif (files := tls_files(settings)) is not None:
        try:
            check(files)
        except TlsUnusable as error:
            yield str(error)


def _certificates(settings: Settings) -> Iterator[str]:
    if settings.client_certificates and settings.tls_client_ca is None:
        yield "client_certificates are set without tls_client_ca: nobody would be asked for a certificate"
    for one in settings.client_certificates:
        problem = _problem_of(one)
        if problem:
            yield f"client_certificates: {one.alternative_name or one.common_name}: {problem}"


def _problem_of(one: ClientCertificate) -> str | None:
    try:
        rules.tenant_id(one.tenant)
        rules.check_scopes(one.scopes)
    except Refused as error:
        return error.message
    return None if one.scopes else f"scopes must name one of {', '.join(SCOPES)}"


def _tokens(settings: Settings) -> Iterator[str]:
    if not settings.jwt_jwks:
        for name in ("jwt_issuer", "jwt_audience"):
            if getattr(settings, name):
                yield f"{name} is set without jwt_jwks: tokens need their issuer's keys"
                return
        return
    for name in ("jwt_issuer", "jwt_audience"):
        if not getattr(settings, name):
            yield f"jwt_jwks is set without {name}: tokens of anybody, or for anybody, would be good"
    parts = urlsplit(settings.jwt_jwks)
    if parts.scheme not in ("http", "https"):
        yield from _key_set(settings.jwt_jwks)
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        yield "jwt_jwks is an http:// URL: whoever stands between could sign tokens; use https:// or a file"
