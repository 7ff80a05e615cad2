"""Credentials of all sorts, made by the tests themselves: an authority, keys, signed tokens, and who publishes keys."""

from __future__ import annotations

import asyncio
import base64
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jwt
import trustme
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from holdfast_server.identity import commands, rules
from holdfast_server.identity.model import SCOPES, KeyKind
from tests.support.server import Security

ISSUER = "https://issuer.example"
AUDIENCE = "holdfast"
SOON = 60.0
"""Far longer than a server needs to notice anything."""


def run(work: Callable[[], Any]) -> Any:
    """What a coroutine gives, also where a loop runs already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(work())).result()


# --- tenants and keys -------------------------------------------------------------------------------


def make_tenant(url: str, name: str) -> None:
    run(lambda: commands.create_tenant(url, name))


def suspend(url: str, name: str, *, suspended: bool = True) -> None:
    run(lambda: commands.set_suspended(url, name, suspended=suspended))


def revoke(url: str, key: str) -> None:
    run(lambda: commands.revoke_key(url, rules.id_of(key)))


def make_key(
    url: str,
    tenant: str = "acme",
    *scopes: str,
    locations: tuple[str, ...] = (),
    channels: tuple[str, ...] = (),
    seconds: float | None = None,
) -> str:
    """A service key with these scopes, all of them where none is named."""
    limited = bool(locations or channels)
    given = scopes or tuple(set(SCOPES) - ({"ops", "catalog.write"} if limited else set()))
    grant = rules.asked_grant(KeyKind.SERVICE, given, locations, channels, holds=0, low=5, coarse=False)
    lives = None if seconds is None else timedelta(seconds=seconds)
    made = run(lambda: commands.create_key(url, tenant, KeyKind.SERVICE, "test", grant, lives))
    return str(made[1])


def make_publishable(url: str, channel: str, tenant: str = "acme", *, holds: int = 0, coarse: bool = False) -> str:
    grant = rules.asked_grant(KeyKind.PUBLISHABLE, (), (), (channel,), holds=holds, low=5, coarse=coarse)
    made = run(lambda: commands.create_key(url, tenant, KeyKind.PUBLISHABLE, "page", grant, None))
    return str(made[1])


# --- certificates -----------------------------------------------------------------------------------


class Authority:
    """A certificate authority with its folder of files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ca = trustme.CA()
        self.root = self.ca.cert_pem.bytes()
        self.ca_file = folder / "ca.pem"
        self.ca_file.write_bytes(self.root)

    def issue(self, name: str, *identities: str, common_name: str | None = None) -> tuple[Path, Path]:
        """Files of a new certificate chain and its key."""
        made = self.ca.issue_cert(*identities, common_name=common_name)
        chain, key = self.folder / f"{name}.pem", self.folder / f"{name}-key.pem"
        for path, content in (
            (chain, b"".join(one.bytes() for one in made.cert_chain_pems)),
            (key, made.private_key_pem.bytes()),
        ):
            beside = path.with_suffix(".new")
            beside.write_bytes(content)
            beside.replace(path)
        return chain, key

    @property
    def security(self) -> Security:
        """Of a client without a certificate."""
        return Security(self.root)

    def client(self, *identities: str, common_name: str | None = None) -> Security:
        """Of a client with a certificate."""
        made = self.ca.issue_cert(*identities, common_name=common_name)
        chain = b"".join(one.bytes() for one in made.cert_chain_pems)
        return Security(self.root, chain, made.private_key_pem.bytes())

    def settings(self) -> dict[str, str]:
        """Those of a production server for 127.0.0.1."""
        chain, key = self.issue("server", "127.0.0.1", "localhost")
        return {"dev": "false", "tls_certificate": str(chain), "tls_key": str(key)}


# --- tokens -----------------------------------------------------------------------------------------


class Signer:
    """A key pair of an issuer's, with its id and algorithm."""

    def __init__(self, key_id: str, algorithm: str = "ES256") -> None:
        self.id = key_id
        self.algorithm = algorithm
        self.private: Any
        match algorithm:
            case "RS256":
                self.private = rsa.generate_private_key(65537, 2048)
            case "EdDSA":
                self.private = ed25519.Ed25519PrivateKey.generate()
            case _:
                self.private = ec.generate_private_key(ec.SECP256R1())

    @property
    def published(self) -> dict[str, Any]:
        """Its public half, as a JWK."""
        algorithms = jwt.get_algorithm_by_name(self.algorithm)
        made = json.loads(algorithms.to_jwk(self.private.public_key()))
        return {**made, "kid": self.id, "use": "sig", "alg": self.algorithm}

    def sign(self, claims: Mapping[str, Any] | None = None, **headers: Any) -> str:
        """A token of these claims, or of good ones."""
        given = good_claims() if claims is None else dict(claims)
        return jwt.encode(given, self.private, self.algorithm, headers={"kid": self.id, **headers})


def good_claims(**changes: Any) -> dict[str, Any]:
    """Claims that are accepted; a change of None leaves one out."""
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "backend",
        "exp": int(time.time()) + 600,
        "tenant": "acme",
        "scope": " ".join(SCOPES),
        **changes,
    }
    return {name: value for name, value in claims.items() if value is not None}


def key_set(*signers: Signer) -> dict[str, Any]:
    return {"keys": [one.published for one in signers]}


def encoded(part: Any) -> str:
    """A part of a token."""
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


class Publication:
    """What an issuer publishes over HTTP."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.asked = 0
        self.address = ""
        self.hangs = threading.Event()
        self.goes_on = threading.Event()


@contextmanager
def publishing(document: Any) -> Iterator[Publication]:
    """A loopback HTTP server with the document."""
    published = Publication(document)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            published.asked += 1
            if published.hangs.is_set():
                published.goes_on.wait(20)
            raw = json.dumps(published.document).encode()
            with suppress(BrokenPipeError, ConnectionResetError):  # who has waited too long has gone
                self.send_response(200)
                self.end_headers()
                self.wfile.write(raw)

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    published.address = f"http://127.0.0.1:{server.server_port}/keys"
    try:
        yield published
    finally:
        published.goes_on.set()
        server.shutdown()
        server.server_close()
