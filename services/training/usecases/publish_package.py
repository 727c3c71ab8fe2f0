"""Publish a package."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.training.domain.package import Package
from services.training.usecases.packaging import found
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishPackage:
    """Offer a package as the next version of its course, on a second person's word."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, package_id: UUID, read_digest: str) -> Package:
        """Return it as it stands.

        Raises:
            PackageNotFound: there is none.
            SelfPublication: the caller brought it in.
            PackageChanged: `read_digest` is not the package's.
            IllegalPackageMove: it is not proposed.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            package = found(tx.packages, package_id, lock=True)
            version = tx.packages.next_version(package.course_id)
            published = package.published(
                by=caller.person, read=read_digest, version=version, at=now
            )
            tx.packages.save(published)
            tx.audit.record(
                caller,
                "training:publish-package",
                str(package_id),
                bytes.fromhex(read_digest),
                course=str(package.course_id),
                course_version=version,
            )
            used = Used(caller=caller, metric="training.package", at=now, detail="PUBLISHED")
            tx.outbox.add(used)
        return published
