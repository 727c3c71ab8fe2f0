"""One's own choice, as it stands."""

from services.identity.usecases.account_alerts import AlertMails
from tests.fakes.subscriptions import SHOP, a_subscription
from tests.unit.identity.alert_mails import OWNER, Person


def test_nothing_is_sent_before_it_began(unit_of_work, clock, ids) -> None:
    person = Person.of(unit_of_work, clock, ids)
    assert AlertMails(address=SHOP.address, active=False) == person.get(OWNER)


def test_what_is_sent_for_a_postcode_alone_is_not_the_accounts(unit_of_work, clock, ids) -> None:
    person = Person.of(unit_of_work, clock, ids)
    person.stores.subscriptions.add(a_subscription())
    assert not person.get(OWNER).active
    person.start(OWNER)
    assert person.get(OWNER).active
