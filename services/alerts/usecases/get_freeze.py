"""Read whether issuing is stopped."""

from dataclasses import dataclass

from kernel.principals import Principal
from services.alerts.domain.freeze import Freeze
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetFreeze:
    """Return the freeze that stops issuing, or is proposed to."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal) -> Freeze | None:
        """Return it; None while all may be issued."""
        del caller  # the access rule says who may ask
        with self.unit_of_work() as tx:
            return tx.freezes.open()
