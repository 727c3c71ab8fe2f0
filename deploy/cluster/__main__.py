"""`python -m deploy.cluster up | down | sh [COMMAND …] | net [COMMAND …]`: a Kubernetes to look at.

`sh` runs a command inside the cluster's namespaces; `net` runs it here with the cluster's network,
which is what kubectl, curl and a debugger want. Without a command: a shell.
"""

import os
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from deploy.cluster.build import obtain_programs
from deploy.cluster.cluster import Cluster
from deploy.cluster.layout import Layout
from deploy.cluster.machine import CannotRun, check
from deploy.cluster.parts import furnish
from deploy.images.engine import CannotBuild
from stack.places import cache_folder, state_folder
from stack.terminal import fail

_AFTER: Final = """
Up in {seconds:.0f} s. Try next:
  python -m deploy.cluster net kubectl get pods --all-namespaces
  python -m deploy.cluster down"""


def folder() -> Path:
    """Return where this checkout's cluster is kept, beside its platform's state."""
    return state_folder().with_name(f"{state_folder().name}-cluster")


def up() -> int:
    """Start a cluster with our images in it, and DNS."""
    began = time.monotonic()
    check()
    cluster = _cluster()
    with ExitStack() as undo:
        cluster.up()
        undo.callback(cluster.down)
        furnish(cluster, with_ours=True)
        undo.pop_all()  # it stays
    print(_AFTER.format(seconds=time.monotonic() - began))
    return 0


def down() -> int:
    """End the cluster and see that nothing of it is left."""
    Cluster(Layout(folder()), Path()).down()
    return 0


def enter(*command: str, whole: bool) -> int:
    """Become a command in the cluster's namespaces, or in its network alone."""
    cluster = _cluster()
    wanted = command or ("bash",)
    prefixed = cluster.inside(*wanted) if whole else cluster.in_network(*wanted)
    os.execvpe(prefixed[0], prefixed, cluster.environment())  # noqa: S606 - the person's own


def _cluster() -> Cluster:
    return Cluster(Layout(folder()), obtain_programs(cache_folder()))


def main(arguments: Sequence[str]) -> int:
    """Run one verb."""
    try:
        match arguments:
            case ["up"]:
                return up()
            case ["down"]:
                return down()
            case ["sh", *command]:
                return enter(*command, whole=True)
            case ["net", *command]:
                return enter(*command, whole=False)
    except (CannotRun, CannotBuild) as error:
        fail(str(error))
        return 1
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
