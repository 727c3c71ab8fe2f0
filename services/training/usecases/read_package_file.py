"""Read a file of a package by a launch path."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.storage import NoSuchObject, Storage
from services.training.domain.package import SHOWN, Package, PackageFile
from services.training.domain.package_errors import PackageNotFound
from services.training.usecases.package_ports import LaunchPaths
from services.training.usecases.packaging import file_key
from services.training.usecases.ports import UnitOfWork

Bytes = Callable[[int, int], Iterator[bytes]]
"""Reads so many bytes of a file from a place on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPackageFile:
    """Return a file for whoever holds a path that was sealed for this package."""

    unit_of_work: UnitOfWork
    clock: Clock
    paths: LaunchPaths
    storage: Storage

    def __call__(
        self, *, package_id: UUID, token: str, path: str
    ) -> tuple[Package, PackageFile, Bytes]:
        """Return the package, the file, and what reads it.

        Raises:
            PackageNotFound: the path is not ours, is of another package or has run out; the package
                was withdrawn; or it has no such file. All look the same.
            StorageUnavailable: the place of files is away.
        """
        grant = self.paths.opened(token)
        if grant.package_id != package_id or grant.expires_at <= self.clock.now():
            raise PackageNotFound("There is no such file.")
        with self.unit_of_work() as tx:
            package = tx.packages.get(package_id)
            file = tx.packages.file(package_id, path) if package.state in SHOWN else None
        if file is None:
            raise PackageNotFound("There is no such file.")
        key = file_key(package_id, file.number)

        def read(start: int, length: int) -> Iterator[bytes]:
            try:
                return self.storage.read(key, start=start, length=length)
            except NoSuchObject:
                raise PackageNotFound("There is no such file.") from None

        return package, file, read
