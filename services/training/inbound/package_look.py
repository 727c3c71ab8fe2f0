"""Looks into a package from outside: starts the bounded process, and opens what it found good."""

import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from chassis.bounded import looked
from services.training.domain.package import Found, PackageFile, PackageKind, PackageRefusal
from services.training.domain.package_errors import LookBusy
from services.training.domain.structure_data import structure_from_data
from services.training.usecases.package_ports import Unpacking

SECONDS: Final = 30.0
_WAITS: Final = 5.0
_ONE_AT_A_TIME: Final = threading.Lock()
"""A process has memory for one look."""

_CHILD: Final = "services.training.inbound.package_child"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundedPackageLook:
    """Each look in a process of its own, which is given nothing but the file; one at a time."""

    seconds: float = SECONDS

    def __call__(self, path: Path) -> Found:
        """Return what is in it. A look that does not end well refuses.

        Raises:
            LookBusy: another package is being looked into, and was not done soon.
        """
        if not _ONE_AT_A_TIME.acquire(timeout=_WAITS):
            raise LookBusy("Another package is being looked into. Try again shortly.")
        try:
            said = looked(_CHILD, str(path), folder=path.parent, seconds=self.seconds)
        finally:
            _ONE_AT_A_TIME.release()
        if said is None:
            return Found(refusal=PackageRefusal.TOO_COMPLEX)
        if "refusal" in said:
            return Found(refusal=PackageRefusal(said["refusal"]), part=said["part"])
        return Found(
            kind=PackageKind(said["kind"]),
            structure=structure_from_data(said["structure"]),
            files=tuple(
                PackageFile(path=name, number=number, size=size)
                for number, (name, size) in enumerate(said["files"])
            ),
        )

    @contextmanager
    def unpacking(self, path: Path) -> Iterator[Unpacking]:
        """Yield what opens the files; the look read every one to its end and found it in bounds."""
        with zipfile.ZipFile(path) as archive:

            def open_file(file: PackageFile) -> IO[bytes]:
                return archive.open(file.path)

            yield open_file  # type: ignore[misc] # an IO[bytes] is what a BinaryIO is
