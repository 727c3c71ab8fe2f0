"""Asking an expert."""

import pytest

from chassis.errors import IdempotencyKeyReused, Invalid
from kernel.principals import ANONYMOUS, NobodySignedIn
from services.engagement.domain.errors import TooManyOpenQuestions
from services.engagement.domain.events import QuestionChanged
from services.engagement.domain.pools import Pool
from services.engagement.domain.question import Status
from services.engagement.usecases.ask_expert import AskExpert, Asking
from tests.fakes.engagement import ASKER, CLOCK, DUE, key
from tests.fakes.plumbing import FreshIds


@pytest.fixture
def ask(unit_of_work, clock) -> AskExpert:
    return AskExpert(
        unit_of_work=unit_of_work, clock=clock, ids=FreshIds(), answer_clock=CLOCK, most_open=2
    )


def asking(**given) -> Asking:
    return Asking(**{"title": "Cars at the door", "text": "Where do bollards go?"} | given)


def test_a_question_is_in_the_queue_of_the_askers_own_pool_and_others_learn_of_it(
    ask, stores
) -> None:
    asked = ask(ASKER, asking=asking(), key=key())
    question = asked.conversation.question
    assert (Status.OPEN, Pool("LON", "retail"), DUE, 3) == (
        question.status,
        question.pool,
        question.due_at,
        asked.answer_working_days,
    )
    assert question == stores.questions.get(question.question_id)
    changed, used = stores.outbox.events
    assert QuestionChanged(question) == changed
    assert ("engagement.question_asked", "retail") == (used.metric, used.detail)
    assert 1 == len(stores.audit.rows)
    assert "bollards" not in str(stores.audit.rows)


def test_the_emergency_words_come_with_it_first_when_it_sounds_like_danger(ask) -> None:
    usual = ask(ASKER, asking=asking(), key=key())
    assert (False, False) == (usual.emergency.call_now, usual.conversation.question.urgent)
    urgent = ask(ASKER, asking=asking(text="A man with a gun is here"), key=key("2"))
    assert (True, True) == (urgent.emergency.call_now, urgent.conversation.question.urgent)
    assert "999" in usual.emergency.text
    assert "999" in urgent.emergency.text


def test_the_words_are_in_the_language_of_the_question(ask) -> None:
    asked = ask(ASKER, asking=asking(language="cy"), key=key())
    assert asked.emergency.text.startswith("Mewn argyfwng")
    assert not asked.emergency.reviewed


def test_the_same_key_gives_the_same_question_and_another_body_is_refused(ask, stores) -> None:
    first = ask(ASKER, asking=asking(), key=key())
    assert first == ask(ASKER, asking=asking(), key=key())
    with pytest.raises(IdempotencyKeyReused):
        ask(ASKER, asking=asking(title="Other"), key=key(body=b"2" * 32))
    assert 1 == len(stores.questions.kept)


def test_every_wrong_part_is_named_and_nothing_is_kept(ask, stores) -> None:
    wrong = asking(title="two\nlines", text=" \n ", region="MARS", sector="no-sector")
    with pytest.raises(Invalid) as refused:
        ask(ASKER, asking=wrong, key=key())
    named = [each.field for each in refused.value.violations]
    assert ["title", "text", "region", "sector"] == named
    assert not stores.questions.kept
    assert not stores.idempotency.keys


@pytest.mark.parametrize(
    "given",
    [
        {"title": ""},
        {"title": "x" * 121},
        {"text": "x" * 4001},
        {"text": "a\x00b"},
        {"text": "turned \u202e round"},
        {"title": "a\tb"},
        {"title": "hid\ue000den"},
    ],
)
def test_a_text_that_is_too_long_or_has_hidden_signs_is_refused(ask, given) -> None:
    with pytest.raises(Invalid) as refused:
        ask(ASKER, asking=asking(**given), key=key())
    assert [*given] == [each.field for each in refused.value.violations]


def test_line_breaks_are_one_kind_and_markup_is_text(ask, stores) -> None:
    asked = ask(ASKER, asking=asking(text="  one\r\ntwo\rthree <b>\n"), key=key())
    (message,) = asked.conversation.messages
    assert "one\ntwo\nthree <b>" == message.text


def test_one_person_has_only_so_many_under_way(ask, stores, clock) -> None:
    first = ask(ASKER, asking=asking(), key=key("1"))
    ask(ASKER, asking=asking(), key=key("2"))
    with pytest.raises(TooManyOpenQuestions):
        ask(ASKER, asking=asking(), key=key("3"))
    question = first.conversation.question
    stores.questions.save(question.close(by="asker", at=clock.now()))
    ask(ASKER, asking=asking(), key=key("3"))


def test_nobody_without_an_account_asks(ask) -> None:
    with pytest.raises(NobodySignedIn):
        ask(ANONYMOUS, asking=asking(), key=key())
