"""A process loads what it needs: memory of every process, and of every image's start."""

import subprocess
import sys

import pytest

from stack.places import CHECKOUT

HEAVY = ("numpy", "shapely", "aiohttp", "pandas", "alembic")
SERVICES = ("alerts", "analytics", "content", "engagement", "identity", "training", "gateway")


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_starts_without_what_few_of_its_calls_need(service: str) -> None:
    module = f"services.{service}." + ("app" if service == "gateway" else "bootstrap")
    said = f"import sys, {module}; print(*({HEAVY} & sys.modules.keys()))"
    said = said.replace(str(HEAVY), str(set(HEAVY)))
    ran = subprocess.run(
        [sys.executable, "-c", said], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert "" == ran.stdout.strip()


def test_what_is_loaded_is_seen() -> None:
    """The control."""
    said = f"import sys, numpy; print(*({set(HEAVY)} & sys.modules.keys()))"
    ran = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert "numpy" == ran.stdout.strip()
