"""`python -m deploy.tests.prepare` obtains what the tests need: their network leads nowhere."""

import shutil
import sys
from pathlib import Path
from typing import Final

from deploy.docker_compose import obtain_compose
from deploy.images.engine import CannotBuild, Engine
from deploy.tests import stand_ins
from stack.obtain import NotObtained, obtain
from stack.places import cache_folder
from stack.terminal import fail

_PROGRAMS: Final = ("podman", "runc", "iptables")
_BESIDE_PODMAN: Final = ("netavark", "aardvark-dns")


def missing() -> list[str]:
    """Return Debian's packages that this machine lacks."""
    beside = [each for each in _BESIDE_PODMAN if not (Path("/usr/lib/podman") / each).exists()]
    return [each for each in _PROGRAMS if shutil.which(each) is None] + beside


def main() -> int:
    """Put the servers, Docker Compose and the image around the servers into the cache."""
    if lacking := missing():
        fail(f"this machine lacks {', '.join(lacking)}: apt-get install them")
        return 1
    try:
        obtain(cache_folder())
        obtain_compose(cache_folder())
        engine = Engine(cache_folder() / "images")
        with engine.alone():
            stand_ins.image(engine)
    except (CannotBuild, NotObtained) as error:
        fail(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
