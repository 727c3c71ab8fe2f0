"""Ending mails about saved searches by their link."""

from services.content.domain.saved_search_mail import Mailing
from services.content.usecases.set_saved_search_mails import SetSavedSearchMails
from services.content.usecases.stop_saved_search_mails import StopSavedSearchMails
from tests.fakes.content import READER, VERIFIED


def test_a_link_ends_its_own_and_an_unknown_one_nothing(unit_of_work, clock, stores) -> None:
    choose = SetSavedSearchMails(unit_of_work=unit_of_work, clock=clock)
    for each in (READER, VERIFIED):
        choose(each, mailing=Mailing.DAILY)
    token = stores.mail_orders.of("reader").stop_token
    stop = StopSavedSearchMails(unit_of_work=unit_of_work)
    stop(token=f"{token}x")
    assert {"reader", "verified"} == set(stores.mail_orders.kept)
    for _ in range(2):
        stop(token=token)
    assert {"verified"} == set(stores.mail_orders.kept)
