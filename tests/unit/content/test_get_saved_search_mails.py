"""How often somebody chose to be mailed of what they look for."""

from services.content.domain.saved_search_mail import Mailing
from services.content.usecases.get_saved_search_mails import GetSavedSearchMails
from services.content.usecases.set_saved_search_mails import SetSavedSearchMails
from tests.fakes.content import READER, VERIFIED


def test_it_is_never_until_they_choose_and_nobody_elses(unit_of_work, clock) -> None:
    get = GetSavedSearchMails(unit_of_work=unit_of_work)
    assert Mailing.NEVER is get(READER)
    SetSavedSearchMails(unit_of_work=unit_of_work, clock=clock)(READER, mailing=Mailing.DAILY)
    assert [Mailing.DAILY, Mailing.NEVER] == [get(READER), get(VERIFIED)]
