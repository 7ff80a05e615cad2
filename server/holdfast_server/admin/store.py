"""What the database says of itself."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa


def select_database() -> sa.Select[Any]:
    """(version, present time) of the database."""
    return sa.select(sa.func.current_setting("server_version"), sa.func.clock_timestamp())
