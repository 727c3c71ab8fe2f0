"""What is done whoever stops that second factors are taken away."""

from kernel.ports import Ids
from kernel.principals import Principal
from services.identity.domain.factor_reset import FactorReset
from services.identity.usecases.announcing import announce
from services.identity.usecases.ports import Stores


def stop(tx: Stores, ids: Ids, caller: Principal, reset: FactorReset) -> None:
    """Forget a reset, which is locked, and tell its person that nothing is taken away."""
    tx.factor_resets.remove(reset.reset_id)
    announce(tx, ids, reset.subject, "factor-reset-stopped")
    about = tx.audit.name_of(reset.subject)
    tx.audit.record(caller, "identity:stop-factor-reset", about)
