"""Whoever may read an alert answers it by their account."""

from dataclasses import replace

import pytest

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.answer import ELSEWHERE, Answer, Way
from services.alerts.domain.errors import AlertNotFound, AnswerNotAsked, AnswersClosed
from services.alerts.domain.thread import Successor
from services.alerts.usecases.answer_alert import AnswerAlert
from services.alerts.usecases.answer_by_link import AnswerByLink
from tests.fakes.alerts import NOON, READER, drafted, issued
from tests.fakes.plumbing import FreshIds
from tests.unit.alerts.answering import LINKS, OWNER, asked, asking, fresh, link


@pytest.fixture
def answer(unit_of_work, clock):
    use = AnswerAlert(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())

    def answer(who, alert, said=Answer.SAFE, key=None):
        return use(who, alert_id=alert.alert_id, answer=said, call_back="", key=key or fresh())

    return answer


def test_the_owner_taps_safe(answer, stores) -> None:
    alert = asking(stores)
    given, _ = answer(OWNER, alert)
    assert ("owner", "LON", Way.ACCOUNT) == (given.answerer.key, given.answerer.region, given.way)
    assert "alerts.answered" == stores.outbox.events[-1].metric


def test_the_account_and_the_link_of_the_same_person_count_once(
    answer, stores, unit_of_work, clock
) -> None:
    alert, to = asking(stores), asked(stores, subject="owner")
    answer(OWNER, alert)
    by_link = AnswerByLink(unit_of_work=unit_of_work, links=LINKS, clock=clock, ids=FreshIds())
    by_link(
        token=link(alert, to),
        alert_id=alert.alert_id,
        answer=Answer.NOT_AFFECTED,
        call_back="",
        key=fresh("AnswerByLink"),
    )
    (stands,) = stores.answers.kept.values()
    assert Answer.NOT_AFFECTED is stands.answer


def test_who_looks_after_several_regions_counts_elsewhere(answer, stores) -> None:
    given, _ = answer(READER, asking(stores))
    assert ELSEWHERE == given.answerer.region


def test_the_same_press_twice_is_one(answer, stores) -> None:
    alert, pressed = asking(stores), fresh()
    answer(OWNER, alert, key=pressed)
    answer(OWNER, alert, Answer.NOT_AFFECTED)
    late, _ = answer(OWNER, alert, key=pressed)
    assert Answer.NOT_AFFECTED is late.answer
    assert 2 == len(stores.answers.past)


def test_what_one_may_not_read_is_not_there(answer, stores) -> None:
    amber = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)
    with pytest.raises(AlertNotFound):
        answer(READER, asking(stores, marking=amber))


def test_nothing_is_answered_that_does_not_ask_or_is_not_in_force(answer, stores) -> None:
    quiet, ended = issued(), asking(stores)
    stores.alerts.add(quiet)
    stores.alerts.save(ended.withdraw(by="approver", why="wrong", at=NOON))
    draft = drafted(by="owner", asks_answer=True)
    stores.alerts.add(draft)
    with pytest.raises(AnswerNotAsked):
        answer(OWNER, quiet)
    with pytest.raises(AnswersClosed):
        answer(OWNER, ended)
    with pytest.raises(AlertNotFound):
        answer(OWNER, draft)
    assert {} == stores.answers.kept


def test_an_answer_to_an_update_takes_the_place_of_one_to_what_it_updates(answer, stores) -> None:
    """Answers are about the thread; its latest message that was issued says whether it asks."""
    first = asking(stores)
    answer(OWNER, first)
    update = replace(
        issued(asks_answer=True), thread=first.thread.followed(first.alert_id), issued_at=NOON
    )
    stores.alerts.kept[first.alert_id] = replace(
        first, successor=Successor(alert_id=update.alert_id, since=NOON)
    )
    stores.alerts.add(update)
    given, _ = answer(OWNER, first, Answer.NOT_AFFECTED)
    assert (update.alert_id, 2) == (given.alert_id, given.version)
    assert [(first.alert_id, "owner")] == list(stores.answers.kept)
    stores.alerts.save(update.withdraw(by="approver", why="wrong", at=NOON))
    with pytest.raises(AnswersClosed):
        answer(OWNER, first)
