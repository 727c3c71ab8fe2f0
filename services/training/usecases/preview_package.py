"""Look at a unit of a package before it is published."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.training.domain.package import SHOWN
from services.training.domain.package_errors import IllegalPackageMove, PackageNotFound
from services.training.usecases.package_ports import LaunchGrant, LaunchPaths
from services.training.usecases.packaging import found
from services.training.usecases.ports import UnitOfWork

GOOD_FOR: Final = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewPackage:
    """Say where a unit's files can be seen, without a session: nothing of it is recorded."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids
    paths: LaunchPaths

    def __call__(
        self, caller: Principal, *, package_id: UUID, unit: int
    ) -> tuple[str, LaunchGrant]:
        """Return the address, and until when it is good. Units count from 0 in their order.

        Raises:
            PackageNotFound: there is none, or it has no such unit.
            IllegalPackageMove: it is refused or withdrawn.
        """
        with self.unit_of_work() as tx:
            package = found(tx.packages, package_id)
            if package.state not in SHOWN:
                raise IllegalPackageMove("The package is not shown any more.")
            tx.audit.record(caller, "training:preview-package", str(package_id), unit=unit)
        assert package.structure is not None
        units = list(package.structure.units())
        if not 0 <= unit < len(units):
            raise PackageNotFound("The package has no such unit.")
        grant = LaunchGrant(
            package_id=package_id,
            session_id=self.ids.new(),
            expires_at=self.clock.now() + GOOD_FOR,
        )
        return self.paths.address(grant, units[unit].url), grant
