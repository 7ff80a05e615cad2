"""Etags: what a record's version looks like to a caller."""

from __future__ import annotations


def etag(version: int) -> str:
    """The opaque etag of a version."""
    return f"v{version}"


def matches(given: str, version: int) -> bool:
    """Whether a caller's etag names this version; an empty one matches every version."""
    return not given or given == etag(version)
