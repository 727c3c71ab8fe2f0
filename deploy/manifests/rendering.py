"""Renders the overlays as `kubectl apply -k` would, with secrets that are made for the occasion."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import yaml

from deploy.manifests.secret_files import K8S, write
from stack.places import CHECKOUT
from stack.secrets_file import load_or_make

Document = dict[str, Any]
OVERLAYS: Final = tuple(sorted(each.name for each in (K8S / "overlays").iterdir()))
_BESIDE: Final = ("deploy/compose", "deploy/compose/clamd", "stack")
"""Folders with a kustomization of their own that the manifests take something from."""


class NotRendered(Exception):
    """kubectl refused an overlay; its own words."""


@contextmanager
def copied_tree() -> Iterator[Path]:
    """Copy the manifests, and what they take from elsewhere, to where secrets may be written."""
    with TemporaryDirectory(prefix="isp-manifests-") as name:
        top = Path(name)
        tree = top / "deploy" / "k8s"
        shutil.copytree(K8S, tree, ignore=shutil.ignore_patterns("secrets", "secrets.json"))
        for beside in _BESIDE:
            _copy_named(CHECKOUT / beside, top / beside)
        write(load_or_make(top / "secrets.json"), tree)
        yield tree


def _copy_named(source: Path, to: Path) -> None:
    """Copy a kustomization and the files that it makes ConfigMaps of."""
    to.mkdir(parents=True, exist_ok=True)
    said = yaml.safe_load((source / "kustomization.yaml").read_text("utf-8"))
    named = (file for each in said["configMapGenerator"] for file in each["files"])
    for name in ("kustomization.yaml", *(str(each).rpartition("=")[2] for each in named)):
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source / name, to / name)


def render(kubectl: Path, folder: Path) -> list[Document]:
    """Return every object of a kustomization.

    Raises:
        NotRendered: kubectl refused it.
    """
    ended = subprocess.run(
        [kubectl, "kustomize", folder], capture_output=True, text=True, check=False
    )
    if ended.returncode:
        raise NotRendered(ended.stderr.strip())
    return [each for each in yaml.load_all(ended.stdout, _LOADER) if each]


_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one written in C, where PyYAML has it: some hundreds of objects are read at once."""
