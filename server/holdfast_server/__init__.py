"""Holdfast: inventory over gRPC that never oversells and accounts for every unit."""

from typing import Final

__version__: Final = "0.1.0"
