"""The images that the cluster runs, as archives: no registry gives any."""

import hashlib
import io
import json
import platform
import tarfile
from pathlib import Path
from typing import Final

from deploy.cluster.configuration import PAUSE
from deploy.cluster.layers import one_archive
from deploy.images.__main__ import all_built
from deploy.images.build import Built

DNS: Final = "localhost/isp-cluster-coredns:1"
NOBODY: Final = "65532:65532"
_ARCHITECTURES: Final = {"x86_64": "amd64", "aarch64": "arm64"}


def own(programs: Path, folder: Path) -> list[Path]:
    """Return archives of what the cluster itself runs in pods: what holds a pod, and its DNS."""
    return [
        image_of(programs / "pause", PAUSE, folder),
        image_of(programs / "coredns", DNS, folder),
    ]


def of_the_platform(scratch: Path) -> tuple[list[Built], Path]:
    """Return our services' images, as `make images` builds them, and one archive of them all."""
    with all_built() as (engine, built):
        names, layout = [each.image for each in built], engine.folder / "layout"
        return built, one_archive(engine, names, layout, scratch / "services.tar")


def image_of(program: Path, image: str, folder: Path) -> Path:
    """Write the image that holds one static program and nothing else, as Docker saves it."""
    layer = _tar({program.name: (program.read_bytes(), 0o755)})
    settings = {
        "architecture": _ARCHITECTURES.get(platform.machine(), platform.machine()),
        "os": "linux",
        "config": {"Entrypoint": [f"/{program.name}"], "User": NOBODY},
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{_digest(layer)}"]},
    }
    config = json.dumps(settings).encode()
    manifest = {
        "Config": f"{_digest(config)}.json",
        "RepoTags": [image],
        "Layers": ["layer.tar"],
    }
    archive = folder / f"{program.name}.tar"
    archive.write_bytes(
        _tar(
            {
                "layer.tar": (layer, 0o644),
                f"{_digest(config)}.json": (config, 0o644),
                "manifest.json": (json.dumps([manifest]).encode(), 0o644),
            }
        )
    )
    return archive


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _tar(files: dict[str, tuple[bytes, int]]) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as tar:
        for name, (data, mode) in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(data), mode
            tar.addfile(entry, io.BytesIO(data))
    return written.getvalue()
