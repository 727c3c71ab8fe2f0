"""Builds the image of every service from the one Dockerfile, each known by what went into it."""

import hashlib
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deploy.images.bases import Bases
from deploy.images.engine import Engine
from stack.places import CHECKOUT
from stack.services import PROCESSES
from stack.terminal import step

DOCKERFILE: Final = CHECKOUT / "deploy" / "Dockerfile"
SERVICES: Final = tuple(dict.fromkeys(service for service, _ in PROCESSES))
_SHARED: Final = ("requirements/runtime.txt", ".dockerignore", "kernel", "chassis", "gen/isp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """An image in the storage."""

    service: str
    image: str


def source_digest(service: str, bases: Bases) -> str:
    """Return a digest of all that goes into a service's image."""
    digest = hashlib.sha256(f"{service} {bases.build} {bases.run}".encode())
    for file in sorted(_sources(service)):
        digest.update(str(file.relative_to(CHECKOUT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def _sources(service: str) -> Iterator[Path]:
    yield DOCKERFILE
    yield from (CHECKOUT / "services" / name for name in ("__init__.py", "__main__.py"))
    for name in (*_SHARED, f"services/{service}"):
        path = CHECKOUT / name
        yield from (path,) if path.is_file() else filter(_goes_in, path.rglob("*"))


def _goes_in(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts and path.name != "README.md"


def build(engine: Engine, service: str, bases: Bases) -> Built:
    """Build a service's image unless it is there; older ones of the same service are removed."""
    name = f"localhost/isp-{service}"
    image = f"{name}:{source_digest(service, bases)}"
    there = engine.images()
    if image not in there:
        arguments = {
            "SERVICE": service,
            "BUILD_IMAGE": bases.build,
            "BASE_IMAGE": bases.run,
            "REVISION": _revision(),
        }
        with step(f"image of {service}"):
            engine.build(image, DOCKERFILE, CHECKOUT, arguments)
        engine.remove(*(old for old in there if old.startswith(f"{name}:")))
    return Built(service=service, image=image)


def export(engine: Engine, built: Built, folder: Path) -> Path:
    """Write an image as an archive that Docker and containerd load, and return its path."""
    archive = folder / f"isp-{built.service}-{built.image.rpartition(':')[2]}.tar"
    if not archive.exists():
        with step(f"archive of {built.service}"):
            engine.export(built.image, archive)
    return archive


def _revision() -> str:
    said = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--abbrev=40"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    return said.stdout.strip() or "unknown"
