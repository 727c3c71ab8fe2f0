"""Clear away uploads that nobody finished."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from kernel.ports import Clock
from kernel.storage import Storage
from services.training.domain.package import GIVEN_UP_AFTER, PackageState
from services.training.domain.package_errors import PackageNotFound
from services.training.usecases.packaging import incoming, kept
from services.training.usecases.ports import UnitOfWork

AT_ONCE: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearPackages:
    """Delete uploads that were begun a day ago, with what came of them."""

    unit_of_work: UnitOfWork
    clock: Clock
    storage: Storage

    def __call__(self) -> None:
        """Do it for some.

        Raises:
            StorageUnavailable: their bytes cannot be deleted now; they are tried again.
        """
        with self.unit_of_work() as tx:
            given_up = tx.packages.given_up(self.clock.now() - GIVEN_UP_AFTER, AT_ONCE)
        for each in given_up:
            with self.unit_of_work() as tx:
                try:
                    upload = tx.packages.hold(each)
                except PackageNotFound:
                    continue  # another process was quicker
                if upload.state is PackageState.UPLOADING:
                    self._delete(incoming(each))
                    self._delete(kept(each))  # of a look whose files were not all kept
                    tx.packages.delete(each)
        self._delete_what_stayed()

    def _delete_what_stayed(self) -> None:
        """Delete pieces that nobody needs: the storage was away when their package was judged."""
        begun = {UUID(key.split("/")[1]) for key in self.storage.keys("incoming/")}
        with self.unit_of_work() as tx:
            stayed = begun - set(tx.packages.waiting(begun))
        for each in stayed:
            self._delete(incoming(each))

    def _delete(self, begins: str) -> None:
        for key in self.storage.keys(begins):
            self.storage.delete(key)
