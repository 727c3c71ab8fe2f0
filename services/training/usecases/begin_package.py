"""Announce a package."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid
from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.training.domain.course import Catalogue
from services.training.domain.errors import CourseNotFound
from services.training.domain.package import MOST_OPEN, Package, declared_violations
from services.training.domain.package_errors import NotOfPackages, TooManyUploads
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginPackage:
    """Say what will come: a course of its own, or the next version of one."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, name: str, size: int, course_id: UUID | None, key: RequestKey
    ) -> Package:
        """Return the upload; the same key gives the same one.

        Raises:
            Invalid: name or size break a rule; each is named.
            CourseNotFound: no package was ever published as that course.
            NotOfPackages: the course is built in.
            TooManyUploads: of the caller's that are not finished.
            IdempotencyKeyReused: the key came with another body.
        """
        if wrong := declared_violations(name, size):
            raise Invalid(*wrong)
        package = Package.begun(
            self.ids.new(),
            course_id or self.ids.new(),
            name=name.strip(),
            size=size,
            by=caller.person,
            at=self.clock.now(),
        )
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(caller.person, key, str(package.package_id))
            if earlier is not None:
                return tx.packages.get(UUID(earlier))
            if course_id is not None and self.catalogue.is_built_in(course_id):
                raise NotOfPackages("The course is built in: it takes no package.")
            if course_id is not None and not tx.packages.has_course(course_id):
                raise CourseNotFound("There is no such course.")
            if tx.packages.open_uploads(caller.person) >= MOST_OPEN:
                raise TooManyUploads(f"Finish one of your {MOST_OPEN} uploads first.")
            tx.packages.add(package)
            tx.audit.record(
                caller,
                "training:begin-package",
                str(package.package_id),
                name=package.name,
                size=size,
                course=str(package.course_id),
            )
        return package
