"""`python -m stack.privacy write | check`: docs/privacy and notices, from every service's tables.

The notices stand at the fields of the pages. `check` fails when any is not what the tables say, or
a purpose has no assessment.
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from stack.places import CHECKOUT
from stack.privacy.records import Column, Purposes, documents, notices
from stack.services import MIGRATED

_FOLDER: Final = CHECKOUT / "docs" / "privacy"
_NOTICES: Final = CHECKOUT / "services" / "gateway" / "pages" / "data" / "notices.json"
_PURPOSES: Final = Path(__file__).with_name("purposes.json")


def columns() -> list[Column]:
    """Ask every service which of its columns hold personal data."""
    with ThreadPoolExecutor(2) as some:
        return [each for found in some.map(_of, sorted(MIGRATED)) for each in found]


def _of(service: str) -> Iterable[Column]:
    asked = [sys.executable, "-m", f"services.{service}", "classifications"]
    said = subprocess.run(asked, cwd=CHECKOUT, check=True, capture_output=True, text=True)
    return [Column(**json.loads(line)) for line in said.stdout.splitlines()]


def main(what: str) -> int:
    """Write or check the documents; return the number of those that are not as they must be."""
    purposes = Purposes(**json.loads(_PURPOSES.read_text("utf-8")))
    found = columns()
    if wrong := purposes.wrong(found):
        print("\n".join(wrong))
        return len(wrong)
    stale = []
    texts = {_FOLDER / name: text for name, text in documents(found, purposes).items()}
    texts[_NOTICES] = notices(found, purposes)
    for path, text in texts.items():
        if what == "write":
            path.write_text(text, "utf-8")
        elif not path.is_file() or path.read_text("utf-8") != text:
            where = path.relative_to(CHECKOUT)
            stale.append(f"{where} is not what the tables say: make records")
    if stale:
        print("\n".join(stale))
    return len(stale)


if __name__ == "__main__":
    if sys.argv[1:] not in (["write"], ["check"]):
        sys.exit("usage: python -m stack.privacy write | check")
    sys.exit(1 if main(sys.argv[1]) else 0)
