"""The page of a link: it counts nothing, and says nothing that is not for everyone."""

from copy import deepcopy
from datetime import timedelta

import pytest

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.errors import AnswerLinkEnded, AnswerLinkRefused, AnswersClosed
from services.alerts.usecases.get_answer_link import GetAnswerLink
from tests.fakes.alerts import NOON
from tests.unit.alerts.answering import LINKS, asked, asking, link, staffed


@pytest.fixture
def get(unit_of_work, clock) -> GetAnswerLink:
    return GetAnswerLink(unit_of_work=unit_of_work, links=LINKS, clock=clock)


def test_looking_changes_nothing_however_often(get, stores) -> None:
    alert, to = asking(stores), asked(stores)
    before = deepcopy(stores)
    for _ in range(3):
        shown = get(token=link(alert, to))
        assert (alert, True, None, False) == (
            shown.alert,
            shown.open_text,
            shown.answered,
            shown.help_offered,
        )
    assert before == stores


def test_a_restricted_title_is_not_shown_even_to_who_may_read_it_signed_in(get, stores) -> None:
    green = Marking(tlp=Tlp.GREEN, minimum_tier=Tier.REGISTERED)
    alert, to = asking(stores, marking=green), asked(stores)
    assert not get(token=link(alert, to)).open_text


def test_help_is_offered_while_somebody_is_there(get, stores, clock) -> None:
    alert, to = asking(stores), asked(stores)
    staffed(stores, "LON")
    assert get(token=link(alert, to)).help_offered
    clock.pass_(hours=1)
    assert not get(token=link(alert, to)).help_offered


def test_a_bad_link_has_a_named_reason(get, stores, clock) -> None:
    alert, to = asking(stores), asked(stores)
    with pytest.raises(AnswerLinkRefused):
        get(token="made-up")
    with pytest.raises(AnswerLinkEnded):
        get(token=link(alert, to, ends_at=NOON))
    with pytest.raises(AnswerLinkRefused):
        get(token=link(asking(stores), to, thread_id=to.recipient_id))
    clock.pass_(minutes=1)
    stores.alerts.save(alert.withdraw(by="approver", why="wrong", at=NOON + timedelta(minutes=1)))
    with pytest.raises(AnswersClosed):
        get(token=link(alert, to))
