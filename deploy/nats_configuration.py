"""`python -m deploy.nats_configuration` writes NATS' configuration for containers.

The table of who may publish and read what is in `stack/nats.py`; a test compares what is committed.
"""

from pathlib import Path
from typing import Final

from stack.nats import configuration
from stack.places import CHECKOUT

FILE: Final = CHECKOUT / "deploy" / "compose" / "nats.conf"


def text() -> str:
    """Return the configuration: NATS' usual ports, in a container that only its network reaches."""
    everywhere = "0.0.0.0"  # noqa: S104 - of the container, whose network is its own
    return configuration(4222, 8222, Path("/data"), host=everywhere, passwords="passwords.conf")


if __name__ == "__main__":
    FILE.write_text(text(), "utf-8")
