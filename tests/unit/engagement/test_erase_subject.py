"""Breaking every link with a person."""

import pytest

from services.engagement.domain.events import QuestionChanged
from services.engagement.domain.question import Status
from services.engagement.usecases.erase_subject import EraseSubject
from services.engagement.usecases.export_subject import ExportSubject
from tests.fakes.engagement import answered, claimed, kept


@pytest.fixture
def erase(unit_of_work, clock) -> EraseSubject:
    return EraseSubject(unit_of_work=unit_of_work, clock=clock)


def test_an_askers_words_go_and_what_was_advised_stays(erase, stores, unit_of_work) -> None:
    done, other = answered(stores), kept(stores, by="somebody")
    assert (2, 0) == (erase(subject="asker"), erase(subject="asker"))
    gone, name = stores.questions.get(done.question_id), stores.audit.rows[-1][2]
    assert (Status.CLOSED, "", name, None) == (
        gone.status,
        gone.title,
        gone.asker,
        gone.holder,
    )
    asked, answer = stores.questions.thread(done.question_id)
    assert ("", name) == (asked.text, asked.author)
    assert ("On the kerb.", "expert") == (answer.text, answer.author)
    assert other == stores.questions.get(other.question_id)
    assert [QuestionChanged(gone)] == stores.outbox.events
    assert not any("asker" in str(row) for row in stores.audit.rows)
    assert [] == ExportSubject(unit_of_work=unit_of_work)(subject="asker")


def test_an_experts_answers_stay_under_a_pseudonym_and_what_they_held_is_free(
    erase, stores
) -> None:
    held, done = claimed(stores), answered(stores)
    assert (3, 0) == (erase(subject="expert"), erase(subject="expert"))
    assert (Status.OPEN, None) == (
        stores.questions.get(held.question_id).status,
        stores.questions.get(held.question_id).holder,
    )
    answer = stores.questions.thread(done.question_id)[1]
    assert ("On the kerb.", stores.audit.rows[-1][2]) == (answer.text, answer.author)
    assert "expert" not in str(stores.questions.kept)
