"""Somebody with an account, and what they may say of alerts by mail."""

from dataclasses import dataclass
from typing import Any

from kernel.principals import Principal
from kernel.tiers import Tier
from services.identity.domain.subscription import Subscription
from services.identity.usecases.get_alert_mails import GetAlertMails
from services.identity.usecases.start_alert_mails import StartAlertMails
from services.identity.usecases.stop_alert_mails import StopAlertMails
from tests.fakes.identity import profile, subscriber
from tests.fakes.subscriptions import PSEUDONYMS, SHOP, digest

OWNER = Principal(subject="shop", tier=Tier.REGISTERED)


@dataclass
class Person:
    """The owner of the shop's account."""

    stores: Any
    get: GetAlertMails
    start: StartAlertMails
    stop: StopAlertMails

    @classmethod
    def of(cls, unit_of_work: Any, clock: Any, ids: Any) -> "Person":
        unit_of_work.stores.subscribers.add(
            subscriber("shop", profile=profile(email="Shop@corner.example", language="cy"))
        )
        known = {"unit_of_work": unit_of_work, "pseudonyms": PSEUDONYMS}
        return cls(
            stores=unit_of_work.stores,
            get=GetAlertMails(**known),
            start=StartAlertMails(**known, clock=clock, ids=ids),
            stop=StopAlertMails(**known, clock=clock, ids=ids),
        )

    @property
    def there(self) -> Subscription | None:
        found: Subscription | None = self.stores.subscriptions.find(digest(SHOP))
        return found
