"""`python -m deploy.nats_configuration` writes NATS' configuration for containers and clusters.

The table of who may publish and read what is in `stack/nats.py`; a test compares what is committed.
"""

from pathlib import Path
from typing import Final

from stack.nats import accounts, configuration
from stack.places import CHECKOUT

FILE: Final = CHECKOUT / "deploy" / "compose" / "nats.conf"
ACCOUNTS: Final = CHECKOUT / "deploy" / "k8s" / "components" / "operators" / "accounts.conf"
"""What NATS' own chart is given in a cluster; it writes the rest itself."""


def text() -> str:
    """Return the configuration: NATS' usual ports, in a container that only its network reaches."""
    everywhere = "0.0.0.0"  # noqa: S104 - of the container, whose network is its own
    return configuration(4222, 8222, Path("/data"), host=everywhere, passwords="passwords.conf")


def accounts_text() -> str:
    """Return the accounts, with their passwords from the file beside them."""
    return f"# Written by stack/nats.py.\ninclude passwords.conf\n{accounts()}"


if __name__ == "__main__":
    FILE.write_text(text(), "utf-8")
    ACCOUNTS.write_text(accounts_text(), "utf-8")
