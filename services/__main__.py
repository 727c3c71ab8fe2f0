"""`python -m services ROLE` runs the one service that is here, as in its container image."""

import sys
from pathlib import Path
from runpy import run_module


def present(folder: Path) -> list[str]:
    """Return the services that a folder holds."""
    return sorted(main.parent.name for main in folder.glob("*/__main__.py"))


def only(services: list[str]) -> str:
    """Return the only service; in a checkout, which has them all, end and say which there are."""
    if len(services) != 1:
        sys.exit(f"say which: python -m services.{{{','.join(services)}}} ROLE")
    return services[0]


if __name__ == "__main__":
    service = only(present(Path(__file__).parent))
    run_module(f"services.{service}", run_name="__main__", alter_sys=True)
