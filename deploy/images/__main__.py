"""`python -m deploy.images [--archives FOLDER] [SERVICE …]` builds images and prints their names.

With a folder, each is also written into it as an archive that Docker and containerd load.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from deploy.images import bases
from deploy.images.build import SERVICES, Built, build, export
from deploy.images.engine import CannotBuild, Engine, missing
from stack.places import cache_folder, is_root
from stack.terminal import fail


@contextmanager
def all_built(services: Sequence[str] = SERVICES) -> Iterator[tuple[Engine, list[Built]]]:
    """Yield the engine and the image of each service, building what the cache lacks.

    Another checkout that wants images of its own, and removes ours, waits until the block ends.

    Raises:
        CannotBuild: a tool is missing or failed.
    """
    if lacking := missing():
        raise CannotBuild(f"this machine lacks {', '.join(lacking)}: apt-get install them")
    if not is_root():
        raise CannotBuild("building without Docker asks for root: mmdebstrap and buildah mount")
    engine = Engine(cache_folder() / "images")
    with engine.alone():
        made = bases.make(engine)
        yield engine, [build(engine, service, made) for service in services]


def main(arguments: list[str]) -> int:
    """Build the images of some services, or of all."""
    parser = argparse.ArgumentParser(prog="python -m deploy.images", description=__doc__)
    parser.add_argument("--archives", type=Path, metavar="FOLDER")
    parser.add_argument("service", nargs="*", help=f"of {', '.join(SERVICES)}; all if none")
    asked = parser.parse_args(arguments)
    if unknown := set(asked.service) - set(SERVICES):
        parser.error(f"no service is called {', '.join(sorted(unknown))}: {', '.join(SERVICES)}")
    try:
        with all_built(asked.service or SERVICES) as (engine, built):
            sizes = engine.images()
            for each in built:
                where = ""
                if asked.archives:
                    asked.archives.mkdir(parents=True, exist_ok=True)
                    where = str(export(engine, each, asked.archives))
                print(f"  {each.image:<44}{sizes[each.image]:>8}  {where}".rstrip())
    except CannotBuild as error:
        fail(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
