"""The stages, by the names that they are asked for."""

from __future__ import annotations

from tests.battery.stage import Stage
from tests.battery.stages import kills

STAGES: dict[str, Stage] = {
    "kills": kills.kills,
}
