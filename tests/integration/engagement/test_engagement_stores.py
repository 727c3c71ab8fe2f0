"""PostgreSQL passes the suites that the fakes pass, and two never claim one question."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import text

from chassis.errors import Refusal
from chassis.postgres.engine import open_engine
from chassis.postgres.principals import PrincipalsTable
from chassis.postgres.tables import IDEMPOTENCY_KEYS, OUTBOX, PRINCIPALS
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from kernel.standing import Standing
from services.engagement.domain.errors import QuestionHeld, TooManyOpenQuestions
from services.engagement.domain.pools import Expert
from services.engagement.outbound.postgres.tables import MESSAGES, QUESTIONS
from services.engagement.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.engagement.usecases.ask_expert import AskExpert, Asking
from services.engagement.usecases.claim_question import ClaimQuestion
from services.engagement.usecases.free_questions import FreeQuestions
from tests.fakes.engagement import ASKER, CLOCK, COLLEAGUE, EXPERT, kept, key, question
from tests.fakes.plumbing import a_row
from tests.ports.engagement_stores import QuestionsStoreSuite

AT_ONCE = 8


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("engagement").app_url, process="test", pool=AT_ONCE)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine):
    with engine.begin() as connection:
        for table in (MESSAGES, QUESTIONS, PRINCIPALS, OUTBOX, IDEMPOTENCY_KEYS):
            connection.execute(table.delete())
    return open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k")
    )


class TestPostgresQuestions(QuestionsStoreSuite):
    """On PostgreSQL."""


def _known(engine, person, **row) -> None:
    said = {"roles": person.roles, "regions": person.regions, "sectors": person.sectors}
    with engine.begin() as connection:
        PrincipalsTable(connection).keep(a_row(person.subject, **said | row))


def _together(acts):
    """Run acts at the same moment; return what each gave or raised."""
    start = Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            return act()
        except Refusal as error:
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_experts_are_those_who_may_answer_and_whose_account_is_active(engine, unit_of_work) -> None:
    _known(engine, EXPERT)
    _known(engine, ASKER)
    _known(engine, COLLEAGUE, standing=Standing.SUSPENDED)
    with unit_of_work() as tx:
        assert [Expert.of(EXPERT)] == list(tx.experts.all())
        answers = {
            each.subject: tx.experts.answers(each.subject) for each in (EXPERT, ASKER, COLLEAGUE)
        }
    assert {"expert": True, "asker": False, "colleague": False} == answers


@pytest.mark.parametrize("_", range(5))
def test_of_many_who_claim_at_once_one_gets_it_and_the_others_learn_why(
    engine, unit_of_work, _
) -> None:
    _known(engine, EXPERT)
    _known(engine, COLLEAGUE)
    asked, first = question()
    with unit_of_work() as tx:
        tx.questions.add(asked, first)
    claim = ClaimQuestion(unit_of_work=unit_of_work, clock=SystemClock())
    # Overdue questions may be taken over; this one is not yet due by the clock that is used.
    with engine.begin() as connection:
        connection.execute(text("UPDATE questions SET due_at = now() + interval '1 day'"))
    outcomes = _together(
        [
            lambda who=who: claim(who, question_id=asked.question_id, expected_version=1)
            for who in (EXPERT, COLLEAGUE)
        ]
    )
    refused = [each for each in outcomes if isinstance(each, Refusal)]
    assert [QuestionHeld] == [type(each) for each in refused]
    with unit_of_work() as tx:
        assert tx.questions.get(asked.question_id).holder in {"expert", "colleague"}
        assert 2 == tx.questions.get(asked.question_id).version


def test_who_asks_much_at_once_gets_no_more_than_they_may_have(engine, unit_of_work) -> None:
    ask = AskExpert(
        unit_of_work=unit_of_work,
        clock=SystemClock(),
        ids=RandomIds(),
        answer_clock=CLOCK,
        most_open=2,
    )
    asking = Asking(title="One of many", text="?")
    outcomes = _together(
        [lambda n=n: ask(ASKER, asking=asking, key=key(str(n))) for n in range(AT_ONCE)]
    )
    refused = [each for each in outcomes if isinstance(each, Refusal)]
    assert {TooManyOpenQuestions} == {type(each) for each in refused}
    with unit_of_work() as tx:
        assert 2 == tx.questions.under_way("asker")


def test_a_leavers_questions_are_free_once_the_record_says_so(engine, unit_of_work) -> None:
    _known(engine, EXPERT)
    with unit_of_work() as tx:
        held = kept(tx).claim(by="expert", at=SystemClock().now())
        tx.questions.save(held)
    free = FreeQuestions(unit_of_work=unit_of_work, clock=SystemClock())
    assert 0 == free(subject="expert")
    _known(engine, EXPERT, roles=frozenset(), rights_version=2)
    assert (1, 0) == (free(subject="expert"), free(subject="expert"))
    with engine.connect() as connection:
        subjects = connection.execute(text("SELECT subject FROM outbox")).scalars().all()
    assert ["isp.engagement.v1.QuestionChanged"] == subjects
