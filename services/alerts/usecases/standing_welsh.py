"""The Welsh that stands in an Extreme alert until confirmed Welsh follows."""

from datetime import datetime
from typing import Final

from services.alerts.domain.welsh import StandIn
from services.alerts.usecases.ports import Stores

MOST: Final = 100


def standing_welsh(tx: Stores, at: datetime) -> StandIn | None:
    """Return that of the template that was proposed last; None if no approved one is in force."""
    found = (each.stand_in(at) for each in tx.templates.standing(most=MOST))
    return next((each for each in found if each is not None), None)
