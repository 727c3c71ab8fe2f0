"""Buildah without a daemon: chroot isolation, since nothing here runs that must be contained."""

import fcntl
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

NEEDED: Final = ("buildah", "mmdebstrap")


class CannotBuild(Exception):
    """A tool is missing or failed; says its last lines."""


def command(*parts: str) -> str:
    """Run a command and return what it printed.

    Raises:
        CannotBuild: it is not there, or failed.
    """
    try:
        ended = subprocess.run(parts, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise CannotBuild(f"this machine lacks {parts[0]}") from error
    if ended.returncode:
        said = (ended.stderr or ended.stdout).strip().splitlines()[-15:]
        raise CannotBuild(f"{' '.join(parts[:6])} … failed:\n" + "\n".join(said))
    return ended.stdout.strip()


def missing() -> list[str]:
    """Return the programs that this machine lacks."""
    return [name for name in NEEDED if shutil.which(name) is None]


@dataclass(frozen=True, slots=True)
class Engine:
    """Buildah with its storage in a folder of ours."""

    folder: Path

    @property
    def storage(self) -> Path:
        """Where the images are."""
        return self.folder / "storage"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other processes from the storage until the block ends; wait for one that does."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _buildah(self, *parts: str) -> str:
        where = ("--root", str(self.storage), "--runroot", str(self.folder / "run"))
        return command("buildah", *where, "--storage-driver", "overlay", *parts)

    def has(self, image: str) -> bool:
        """Tell whether the storage holds an image."""
        return image in self.images()

    def images(self) -> dict[str, str]:
        """Return the size of every image in the storage, as a person reads it, by its name."""
        listed = self._buildah("images", "--noheading", "--format", "{{.Name}}:{{.Tag}} {{.Size}}")
        return dict(line.split(" ", 1) for line in listed.splitlines())

    def import_root(
        self,
        image: str,
        archive: Path,
        *,
        environment: Mapping[str, str],
        folders: Mapping[str, Path] | None = None,
    ) -> None:
        """Make an image of a root's tar, and of folders to put into it."""
        container = self._buildah("from", "scratch")
        try:
            self._buildah("add", "--quiet", container, str(archive), "/")
            for inside, outside in (folders or {}).items():
                self._buildah("add", "--quiet", container, str(outside), inside)
            settings = [part for pair in environment.items() for part in ("--env", "=".join(pair))]
            self._buildah("config", *settings, container)
            self._buildah("commit", "--quiet", container, image)
        finally:
            self._buildah("rm", container)

    def build(self, image: str, file: Path, context: Path, arguments: Mapping[str, str]) -> None:
        """Build an image from a Dockerfile; Docker's format, since the other has no HEALTHCHECK."""
        given = [part for pair in arguments.items() for part in ("--build-arg", "=".join(pair))]
        self._buildah(
            *("build", "--quiet", "--layers", "--isolation", "chroot", "--format", "docker"),
            *("--pull-never", "--file", str(file), *given, "--tag", image, str(context)),
        )

    def remove(self, *images: str) -> None:
        """Remove images from the storage."""
        if images:
            self._buildah("rmi", "--force", *images)

    def export(self, image: str, archive: Path) -> None:
        """Write an image as an archive that Docker and containerd can load."""
        part = archive.with_suffix(".part")
        part.unlink(missing_ok=True)
        self._buildah("push", "--quiet", image, f"docker-archive:{part}:{image}")
        part.rename(archive)

    def export_into(self, image: str, layout: Path) -> None:
        """Add an image to a folder in OCI's layout: there images share what they have alike."""
        self._buildah("push", "--quiet", image, f"oci:{layout}:{image}")

    def prune(self) -> None:
        """Remove what has no name: old stages, kept so that the next build is quick."""
        self._buildah("rmi", "--prune", "--force")
