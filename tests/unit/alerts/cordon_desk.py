"""A thread that is out with a live cordon, for the tests of what is done to one."""

from services.alerts.domain.alert import Alert
from services.alerts.domain.content import Urgency
from services.alerts.domain.cordon import Cordon
from tests.fakes.alerts import NOON, MemoryAlertsStores, issued
from tests.fakes.cordons import live_cordon


def staged(stores: MemoryAlertsStores, **given: object) -> tuple[Alert, Cordon]:
    """Keep both, and return them."""
    at_once = {"urgency": Urgency.IMMEDIATE}
    stores.alerts.add(alert := issued(**at_once | given))
    stores.cordons.add(cordon := live_cordon(alert, NOON))
    return alert, cordon


def ended(stores: MemoryAlertsStores, alert: Alert) -> None:
    """Let the alert be withdrawn."""
    stores.alerts.save(alert.withdraw(by="approver", why="w", at=NOON))
