"""Having the stop link sent again."""

import pytest

from kernel.principals import ANONYMOUS
from services.identity.domain.subscription import MOST_STOP_LINKS_A_DAY
from services.identity.usecases.request_stop import RequestStop
from tests.fakes.subscriptions import BY_WHICH_WAY, PSEUDONYMS, a_subscription


@pytest.fixture
def ask(unit_of_work, clock, ids):
    use_case = RequestStop(unit_of_work=unit_of_work, pseudonyms=PSEUDONYMS, clock=clock, ids=ids)
    return lambda contact: use_case(ANONYMOUS, contact=contact)


def messages(stores):
    return [*(each.what for each in stores.mails.waiting), *(e.what for e in stores.texts.kept)]


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("contact", BY_WHICH_WAY)
def test_the_same_is_kept_whether_or_not_alerts_go_there(ask, stores, contact, known) -> None:
    if known:
        stores.subscriptions.add(a_subscription(contact))
    ask(contact)
    (message,) = messages(stores)
    assert (contact.address, "stop", "en", 1) == (
        message.to,
        message.template,
        message.language,
        len(stores.audit.rows),
    )
    assert contact.address not in str(stores.audit.rows)


@pytest.mark.parametrize("contact", BY_WHICH_WAY)
def test_one_address_is_not_flooded(ask, stores, contact) -> None:
    for _ in range(MOST_STOP_LINKS_A_DAY + 2):
        ask(contact)
    assert MOST_STOP_LINKS_A_DAY == len(messages(stores))
