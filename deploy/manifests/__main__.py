"""`python -m deploy.manifests check | secrets`.

`check` renders every overlay and says what is wrong with any object of it, or between two.
`secrets` makes the files that the development and test overlays read; passwords that are there
stay.
"""

import argparse
import sys
from typing import Final

from deploy.manifests import channels, pod_rules, references
from deploy.manifests.judging import faults
from deploy.manifests.kubectl import obtain_kubectl
from deploy.manifests.overlay import Overlay
from deploy.manifests.rendering import OVERLAYS, NotRendered, copied_tree, render
from deploy.manifests.secret_files import K8S, write
from stack.obtain import NotObtained
from stack.places import cache_folder
from stack.secrets_file import load_or_make
from stack.terminal import fail

KEPT: Final = K8S / "secrets.json"
"""Where the passwords of a development cluster are kept; never committed."""


def wrong_with(overlay: Overlay) -> list[str]:
    """Return everything that is wrong with an overlay."""
    return [
        *(each for document in overlay.documents for each in faults(document)),
        *pod_rules.broken(overlay),
        *references.broken(overlay),
        *(f"no policy of its own: {each}" for each in channels.unfenced(overlay)),
        *(f"policy {each} allows all" for each in channels.without_bounds(overlay)),
    ]


def check() -> int:
    """Render and judge every overlay; return how many things are wrong."""
    wrong = 0
    kubectl = obtain_kubectl(cache_folder())
    with copied_tree() as tree:
        for overlay in OVERLAYS:
            rendered = Overlay(overlay, render(kubectl, tree / "overlays" / overlay))
            found = wrong_with(rendered)
            wrong += len(found)
            print(f"  {overlay:<14}{len(rendered.documents):>4} objects, {len(found)} wrong")
            for each in found:
                print(f"    {each}")
    return wrong


def main(arguments: list[str]) -> int:
    """Do what is asked."""
    parser = argparse.ArgumentParser(prog="python -m deploy.manifests", description=__doc__)
    parser.add_argument("what", choices=["check", "secrets"])
    if parser.parse_args(arguments).what == "secrets":
        write(load_or_make(KEPT))
        return 0
    try:
        return 1 if check() else 0
    except (NotObtained, NotRendered) as error:
        fail(str(error))
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
