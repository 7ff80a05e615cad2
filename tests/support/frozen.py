"""A database behind a network that can be made to swallow everything: nobody is told, nothing comes back."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit, urlunsplit


@contextmanager
def freezable(url: str) -> Iterator[tuple[str, threading.Event]]:
    """The URL of a way to the database, and whether it goes on: cleared, what is sent stays where it is."""
    parts = urlsplit(url)
    flows = threading.Event()
    flows.set()
    opened: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def carry(source: socket.socket, target: socket.socket) -> None:
            with suppress(OSError):
                while data := source.recv(65536):
                    flows.wait()
                    target.sendall(data)
            for one in (source, target):
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

        def accept() -> None:
            with suppress(OSError):
                while True:
                    near, _ = listener.accept()
                    far = socket.create_connection((parts.hostname or "", parts.port or 5432))
                    opened.extend((near, far))
                    for ends in ((near, far), (far, near)):
                        threading.Thread(target=carry, args=ends, daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        place = f"{parts.netloc.rpartition('@')[0]}@127.0.0.1:{listener.getsockname()[1]}"
        try:
            yield urlunsplit(parts._replace(netloc=place)), flows
        finally:
            flows.set()
            listener.shutdown(socket.SHUT_RDWR)
            for one in opened:
                one.close()
