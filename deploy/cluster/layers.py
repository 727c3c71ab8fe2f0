"""Our services' images as one archive: they are alike but for their last layer, so it is small."""

import io
import json
import shutil
import tarfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from deploy.images.engine import Engine
from stack.terminal import step

NAME: Final = "org.opencontainers.image.ref.name"
"""The annotation by which buildah says an image's name in a layout."""

CONTAINERD_NAME: Final = "io.containerd.image.name"
_MOST_KEPT: Final = 60
"""Images of older sources in the folder; then it is made anew."""


def one_archive(engine: Engine, images: Sequence[str], layout: Path, archive: Path) -> Path:
    """Write an archive of some images that containerd imports, by way of a folder that is kept."""
    if len(_index(layout)) > _MOST_KEPT:
        shutil.rmtree(layout)
    if missing := [each for each in images if each not in _index(layout)]:
        with step("images put together") as here:
            here.note = f"{len(missing)} new"
            for each in missing:
                engine.export_into(each, layout)
    found = _index(layout)
    wanted = [found[each] for each in images]
    for each in wanted:
        each["annotations"][CONTAINERD_NAME] = each["annotations"][NAME]
    index = json.dumps({"schemaVersion": 2, "manifests": wanted}).encode()
    with tarfile.open(archive, "w") as tar:
        tar.add(layout / "oci-layout", "oci-layout")
        for blob in sorted({name for each in wanted for name in _blobs(layout, each["digest"])}):
            tar.add(layout / blob, blob)
        entry = tarfile.TarInfo("index.json")
        entry.size = len(index)
        tar.addfile(entry, io.BytesIO(index))
    return archive


def _index(layout: Path) -> dict[str, Any]:
    """Return what the folder says of each image in it, by the image's name."""
    file = layout / "index.json"
    if not file.exists():
        return {}
    return {each["annotations"][NAME]: each for each in json.loads(file.read_text())["manifests"]}


def _blobs(layout: Path, digest: str) -> list[str]:
    manifest = json.loads((layout / _blob(digest)).read_text())
    held = [manifest["config"], *manifest["layers"]]
    return [_blob(digest), *(_blob(each["digest"]) for each in held)]


def _blob(digest: str) -> str:
    return f"blobs/{digest.replace(':', '/')}"
