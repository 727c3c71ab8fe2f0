"""`python -P -m services.training.inbound.package_child FILE`: looks into a package, bounded.

It says what it found as JSON on its standard output, which is a file of ours with a bound.
"""

import json
import sys
from pathlib import Path
from typing import Any, Final

from chassis.bounds import bound

SAID_BYTES: Final = 32 * 1024 * 1024


def main(file: str) -> None:
    """Look, and say what was found."""
    # Only now: what these libraries do when they load is bounded as well.
    from services.training.domain.structure_data import structure_to_data  # noqa: PLC0415
    from services.training.inbound.package_reading import read  # noqa: PLC0415

    found = read(Path(file))
    said: dict[str, Any] = {"part": found.part}
    if found.refusal is not None:
        said["refusal"] = found.refusal.value
    else:
        assert found.structure is not None
        said["kind"] = found.kind.value
        said["structure"] = structure_to_data(found.structure)
        said["files"] = [[each.path, each.size] for each in found.files]
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    bound(said=SAID_BYTES)
    main(*sys.argv[1:])
