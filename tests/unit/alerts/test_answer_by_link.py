"""Whoever has the link answers signed out, once for the one it was sent to."""

from datetime import timedelta
from uuid import uuid4

import pytest

from chassis.errors import IdempotencyKeyReused, Refusal
from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from kernel.usage import Used
from services.alerts.domain.answer import MOST_CHANGES, Answer, Way
from services.alerts.domain.errors import (
    AnswerLinkEnded,
    AnswerLinkOfAnotherAlert,
    AnswerLinkRefused,
    AnswerNotAsked,
    AnswersClosed,
    HelpNotStaffed,
    TooManyAnswers,
)
from services.alerts.domain.help import HelpOutcome, HelpState
from services.alerts.domain.wording import CapStatus
from services.alerts.outbound.link_sealer import LinkSealer
from services.alerts.usecases.answer_by_link import AnswerByLink
from tests.fakes.alerts import NOON, issued, key
from tests.fakes.plumbing import FreshIds
from tests.unit.alerts.answering import LINKS, asked, asking, fresh, link, staffed


@pytest.fixture
def answer(unit_of_work, clock):
    use = AnswerByLink(unit_of_work=unit_of_work, links=LINKS, clock=clock, ids=FreshIds())

    def answer(token, alert, said=Answer.SAFE, *, call_back="", key=None):
        return use(
            token=token,
            alert_id=alert.alert_id,
            answer=said,
            call_back=call_back,
            key=key or fresh("AnswerByLink"),
        )

    return answer


def test_safe_is_safe_and_is_counted_once(answer, stores) -> None:
    alert, to = asking(stores), asked(stores)
    given, call = answer(link(alert, to), alert)
    assert (Answer.SAFE, Way.LINK, NOON, 1) == (given.answer, given.way, given.at, given.version)
    assert call is None
    again, _ = answer(link(alert, to), alert)
    assert given == again
    assert [given] == stores.answers.past
    (used,) = [each for each in stores.outbox.events if isinstance(each, Used)]
    assert ("alerts.answered", "SAFE") == (used.metric, used.detail)


def test_a_changed_mind_takes_the_place_of_the_former_answer_which_is_kept(answer, stores) -> None:
    alert, to = asking(stores), asked(stores)
    for said in (Answer.SAFE, Answer.NOT_AFFECTED, Answer.SAFE):
        answer(link(alert, to), alert, said)
    (stands,) = stores.answers.kept.values()
    assert (Answer.SAFE, 3) == (stands.answer, stands.version)
    assert [1, 2, 3] == [each.version for each in stores.answers.past]


def test_each_recipient_counts_for_themselves(answer, stores) -> None:
    alert = asking(stores)
    for number in range(3):
        answer(link(alert, asked(stores, address=f"shop-{number}@corner.example")), alert)
    assert 3 == len(stores.answers.kept)


def test_who_has_an_account_too_counts_once_by_it(answer, stores) -> None:
    alert, to = asking(stores), asked(stores, subject="owner")
    given, _ = answer(link(alert, to), alert)
    assert "owner" == given.answerer.key


def test_the_same_press_twice_is_one_even_after_another_answer(answer, stores) -> None:
    alert, to, pressed = asking(stores), asked(stores), fresh("AnswerByLink")
    answer(link(alert, to), alert, key=pressed)
    answer(link(alert, to), alert, Answer.NOT_AFFECTED)
    late, _ = answer(link(alert, to), alert, key=pressed)
    assert Answer.NOT_AFFECTED is late.answer
    with pytest.raises(IdempotencyKeyReused):
        answer(link(alert, to), alert, key=key(pressed.key, b"2" * 32, "AnswerByLink"))


def refused(answer, stores, token, alert, error: type[Refusal]) -> None:
    before = (dict(stores.answers.kept), dict(stores.help.calls), list(stores.outbox.events))
    keys = dict(stores.idempotency.keys)
    with pytest.raises(error):
        answer(token, alert)
    assert before == (stores.answers.kept, stores.help.calls, stores.outbox.events)
    assert keys == stores.idempotency.keys


def test_a_link_after_its_end_changes_nothing(answer, stores, clock) -> None:
    alert, to = asking(stores), asked(stores)
    token = link(alert, to, ends_at=NOON + timedelta(minutes=5))
    clock.pass_(minutes=5)
    refused(answer, stores, token, alert, AnswerLinkEnded)


def test_a_forged_or_spoiled_link_changes_nothing(answer, stores) -> None:
    alert, to = asking(stores), asked(stores)
    good = link(alert, to)
    others = LinkSealer("another").seal(LINKS.open(good))
    for token in (others, good[:-1], good[1:], good.swapcase(), "x", "é", good + "="):
        refused(answer, stores, token, alert, AnswerLinkRefused)


def test_a_link_of_another_alert_changes_nothing(answer, stores) -> None:
    alert, other, to = asking(stores), asking(stores), asked(stores)
    refused(answer, stores, link(other, to), alert, AnswerLinkOfAnotherAlert)
    refused(answer, stores, link(other, to), issued(), AnswerLinkOfAnotherAlert)


def test_a_link_of_nobody_and_of_no_alert_changes_nothing(answer, stores) -> None:
    alert, to = asking(stores), asked(stores)
    refused(answer, stores, link(alert, to, recipient_id=uuid4()), alert, AnswerLinkRefused)


def test_an_alert_that_ended_asks_nobody(answer, stores) -> None:
    alert, to = asking(stores), asked(stores)
    stores.alerts.save(alert.withdraw(by="approver", why="wrong town", at=NOON))
    refused(answer, stores, link(alert, to), alert, AnswersClosed)


def test_an_alert_that_does_not_ask_takes_no_answer(answer, stores) -> None:
    alert, to = asking(stores, asks_answer=False), asked(stores)
    refused(answer, stores, link(alert, to), alert, AnswerNotAsked)


def test_what_is_restricted_is_answered_as_well(answer, stores) -> None:
    """Whoever lost a tier since may still say that they are safe."""
    amber = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)
    alert, to = asking(stores, marking=amber), asked(stores)
    given, _ = answer(link(alert, to), alert)
    assert Answer.SAFE is given.answer


def test_help_is_called_where_somebody_answers(answer, stores) -> None:
    alert, to = asking(stores), asked(stores)
    staffed(stores, "LON")
    _, call = answer(link(alert, to), alert, Answer.NEED_HELP, call_back="020 7946 0000")
    assert ("LON", HelpState.WAITING, "020 7946 0000") == (call.queue, call.state, call.call_back)
    _, again = answer(link(alert, to), alert, Answer.NEED_HELP, call_back="020 7946 0001")
    assert (call.help_id, "020 7946 0001") == (again.help_id, again.call_back)


def test_help_is_refused_and_nothing_kept_where_nobody_would_answer(answer, stores, clock) -> None:
    alert, to = asking(stores), asked(stores)
    staffed(stores, "SCO")
    staffed(stores, "LON", until=NOON + timedelta(minutes=5))
    clock.pass_(minutes=5)
    with pytest.raises(HelpNotStaffed, match="999"):
        answer(link(alert, to), alert, Answer.NEED_HELP)
    assert {} == stores.answers.kept
    assert {} == stores.help.calls


def test_who_is_safe_after_all_waits_no_longer(answer, stores) -> None:
    alert, to = asking(stores), asked(stores)
    staffed(stores)
    answer(link(alert, to), alert, Answer.NEED_HELP)
    _, call = answer(link(alert, to), alert, Answer.SAFE)
    assert call is None
    (closed,) = stores.help.calls.values()
    assert (HelpState.CLOSED, HelpOutcome.CHANGED_MIND) == (closed.state, closed.outcome)
    _, another = answer(link(alert, to), alert, Answer.NEED_HELP)
    assert another.help_id != closed.help_id


def test_what_an_officer_has_stays_theirs(answer, stores) -> None:
    alert, to = asking(stores), asked(stores)
    staffed(stores)
    _, call = answer(link(alert, to), alert, Answer.NEED_HELP)
    stores.help.save(call.take(by="duty", at=NOON))
    _, still = answer(link(alert, to), alert, Answer.SAFE)
    assert HelpState.TAKEN is still.state


def test_help_that_is_under_way_stays_though_the_queue_is_left(answer, stores, clock) -> None:
    alert, to = asking(stores), asked(stores)
    staffed(stores)
    answer(link(alert, to), alert, Answer.NEED_HELP)
    clock.pass_(hours=2)
    _, call = answer(link(alert, to), alert, Answer.NEED_HELP)
    assert HelpState.WAITING is call.state


def test_nobody_changes_their_mind_without_end(answer, stores) -> None:
    alert, to = asking(stores), asked(stores)
    both = (Answer.SAFE, Answer.NOT_AFFECTED)
    for number in range(MOST_CHANGES):
        answer(link(alert, to), alert, both[number % 2])
    with pytest.raises(TooManyAnswers):
        answer(link(alert, to), alert, Answer.SAFE)


def test_an_exercise_is_counted_apart(answer, stores) -> None:
    alert, to = asking(stores, cap_status=CapStatus.EXERCISE), asked(stores)
    answer(link(alert, to), alert)
    assert "alerts.exercise-answered" == stores.outbox.events[-1].metric
