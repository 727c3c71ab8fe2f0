"""Choosing to be mailed of what one looks for."""

import pytest

from services.content.domain.saved_search_mail import Mailing
from services.content.usecases.set_saved_search_mails import SetSavedSearchMails
from tests.fakes.content import READER


@pytest.fixture
def choose(unit_of_work, clock) -> SetSavedSearchMails:
    return SetSavedSearchMails(unit_of_work=unit_of_work, clock=clock)


def test_the_same_again_changes_nothing(choose, stores, clock) -> None:
    assert Mailing.DAILY is choose(READER, mailing=Mailing.DAILY)
    first = stores.mail_orders.of("reader")
    clock.pass_(days=1)
    assert Mailing.DAILY is choose(READER, mailing=Mailing.DAILY)
    assert first == stores.mail_orders.of("reader")


def test_another_choice_has_another_link_and_tells_nothing_of_before(choose, stores, clock) -> None:
    choose(READER, mailing=Mailing.DAILY)
    first = stores.mail_orders.of("reader")
    clock.pass_(days=1)
    choose(READER, mailing=Mailing.AT_ONCE)
    second = stores.mail_orders.of("reader")
    assert first.stop_token != second.stop_token
    assert clock.now() == second.told_until


def test_never_keeps_nothing(choose, stores) -> None:
    choose(READER, mailing=Mailing.DAILY)
    assert Mailing.NEVER is choose(READER, mailing=Mailing.NEVER)
    assert stores.mail_orders.of("reader") is None
