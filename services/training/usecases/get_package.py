"""Read a package, for those who manage training."""

from dataclasses import dataclass
from uuid import UUID

from services.training.domain.package import Package
from services.training.usecases.packaging import found
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetPackage:
    """Return one package that came whole."""

    unit_of_work: UnitOfWork

    def __call__(self, *, package_id: UUID) -> Package:
        """Return it.

        Raises:
            PackageNotFound: there is none, or it is still an upload.
        """
        with self.unit_of_work() as tx:
            return found(tx.packages, package_id)
