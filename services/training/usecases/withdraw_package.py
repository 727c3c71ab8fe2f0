"""Stop a package at once."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.training.domain.package import Package
from services.training.usecases.packaging import found
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawPackage:
    """Stop a version of a course, or a proposal: it is neither offered nor launched any more.

    One person does: it takes away, and what it takes away may be harmful. What is only old is ended
    on a day by `WithdrawVersion`, and finished by who began it until then.
    """

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, package_id: UUID, expected_version: int, why: str
    ) -> Package:
        """Return it as it stands.

        Raises:
            PackageNotFound: there is none.
            StaleVersion: it changed since it was read.
            IllegalPackageMove: it was withdrawn or refused before.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            package = found(tx.packages, package_id, lock=True)
            withdrawn = package.withdrawn(by=caller.person, expected=expected_version, at=now)
            tx.packages.save(withdrawn)
            tx.audit.record(caller, "training:withdraw-package", str(package_id), why=why)
            used = Used(caller=caller, metric="training.package", at=now, detail="WITHDRAWN")
            tx.outbox.add(used)
        return withdrawn
