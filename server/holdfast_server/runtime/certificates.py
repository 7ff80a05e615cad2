"""The files that TLS is served with: where they are, and whether they fit together."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path


class TlsUnusable(Exception):
    """Certificates that nobody can be served with; the text says which file, and why."""


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """Where the server's certificate chain and key are, and the authority that clients must have theirs from."""

    certificate: Path
    key: Path
    client_ca: Path | None = None

    @property
    def all(self) -> list[Path]:
        """Those that there are."""
        return [self.certificate, self.key, *([self.client_ca] if self.client_ca else [])]


def check(files: TlsFiles) -> None:
    """Refuse files that cannot be read, are no certificate and key in PEM, or do not belong together."""
    for path in files.all:
        try:
            path.read_bytes()
        except OSError as error:
            raise TlsUnusable(f"{path} cannot be read: {error.strerror}") from None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(files.certificate, files.key, password=lambda: b"")
    except (ssl.SSLError, ValueError) as error:
        reason = getattr(error, "reason", "") or ""
        if "MISMATCH" in reason:
            raise TlsUnusable(f"{files.key} is not the key of {files.certificate}") from None
        raise TlsUnusable(f"{files.certificate} and {files.key} are no certificate and key in PEM") from None
    if files.client_ca is not None:
        try:
            context.load_verify_locations(files.client_ca)
        except ssl.SSLError:
            raise TlsUnusable(f"{files.client_ca} holds no certificate in PEM") from None
