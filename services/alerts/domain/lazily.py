"""Modules that are loaded when first used.

numpy and GEOS take 18 MB of every process of ours that loads them, and most alerts have no area.
"""

import importlib
from typing import Any


class Lazily:
    """Stands for a module, and loads it at the first look into it. Any thread may be the first."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, what: str) -> Any:
        """Return what the module has under this name."""
        return getattr(importlib.import_module(self._name), what)
