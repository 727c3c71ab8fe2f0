"""What every way of issuing sees first: that two people did not stop it."""

from services.alerts.domain.errors import IssuingFrozen
from services.alerts.usecases.ports import Stores


def see_that_issuing_is_open(tx: Stores) -> None:
    """See that nothing stops issuing; until the transaction ends, nothing begins to.

    Raises:
        IssuingFrozen: two people stopped it.
    """
    freeze = tx.freezes.open(hold=True)
    if freeze is not None and freeze.stops:
        raise IssuingFrozen("Issuing is stopped. What is out can still be withdrawn.")
