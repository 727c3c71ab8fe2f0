"""Single statements of several learners, kept together: what is plain, and nothing else."""

from dataclasses import replace
from typing import Any

import pytest

from services.training.domain.cmi5_session import Verb
from services.training.domain.errors import StatementChanged
from services.training.domain.launch import MOST_STATEMENTS
from services.training.usecases.hear_together import Hearing, HearTogether, Word
from services.training.usecases.launch_unit import digest_of
from tests.fakes.training import LEARNER, enrolment
from tests.fakes.unit_runtime import Runtime, Sitting

OWN = "https://author.example/verbs/looked"


@pytest.fixture
def runtime() -> Runtime:
    return Runtime()


def begun(runtime: Runtime, learner: str) -> Sitting:
    begins = enrolment(learner)
    runtime.stores.enrolments.add(begins)
    return runtime.begun(begins.enrolment_id, by=replace(LEARNER, subject=learner))


def hear(runtime: Runtime, *said: tuple[Sitting, Any]) -> list[Hearing]:
    together = HearTogether(at_once=runtime.unit_of_work, clock=runtime.clock)
    return list(together([Word(token=digest_of(of.token), statement=it) for of, it in said]))


def kept(runtime: Runtime, sitting: Sitting) -> int:
    """How many statements of a sitting are kept; each has `launched` and `initialized`."""
    return len(runtime.stores.statements.everything(sitting.launched.registration)) - 2


def test_what_several_say_is_kept_of_each(runtime: Runtime) -> None:
    first, second = begun(runtime, "first"), begun(runtime, "second")
    said = [(first, first.made(OWN)), (second, second.made(Verb.TERMINATED))]
    assert [Hearing.KEPT] * 2 == hear(runtime, *said)
    assert [1, 1] == [kept(runtime, each) for each in (first, second)]
    assert Verb.TERMINATED in second.launched.session.verbs
    assert first.launched.session.open


def test_of_one_who_says_two_things_the_second_is_heard_anew(runtime: Runtime) -> None:
    one, other = begun(runtime, "one"), begun(runtime, "other")
    said = [(one, one.made(OWN)), (one, one.made(OWN)), (other, other.made(OWN))]
    assert [Hearing.KEPT, Hearing.ANEW, Hearing.KEPT] == hear(runtime, *said)
    assert [1, 1] == [kept(runtime, each) for each in (one, other)]


def test_an_id_that_two_say_is_the_firsts(runtime: Runtime) -> None:
    """The other is told so under the lock: theirs is not the statement that was kept."""
    first, second = begun(runtime, "first"), begun(runtime, "second")
    said = first.made(OWN)
    same = replace(second.made(OWN), statement_id=said.statement_id)
    assert [Hearing.KEPT, Hearing.ANEW] == hear(runtime, (first, said), (second, same))
    assert [1, 0] == [kept(runtime, each) for each in (first, second)]
    with pytest.raises(StatementChanged):
        runtime.hear(second.token, same)


def test_who_has_no_session_holds_up_nobody(runtime: Runtime) -> None:
    one = begun(runtime, "one")
    stranger = replace(one, token="nobody's")
    said = [(stranger, one.made(OWN)), (one, one.made(OWN))]
    assert [Hearing.UNKNOWN, Hearing.KEPT] == hear(runtime, *said)


@pytest.mark.parametrize("verb", [Verb.COMPLETED, Verb.INITIALIZED, Verb.SATISFIED])
def test_what_breaks_a_rule_or_changes_a_record_is_heard_anew(runtime: Runtime, verb: Verb) -> None:
    one, other = begun(runtime, "one"), begun(runtime, "other")
    said = [(one, one.made(verb)), (other, other.made(OWN))]
    assert [Hearing.ANEW, Hearing.KEPT] == hear(runtime, *said)
    assert [0, 1] == [kept(runtime, each) for each in (one, other)]
    assert runtime.stores.launches.refusals(one.launched.registration) == []


def test_a_registration_that_is_full_is_heard_anew(runtime: Runtime) -> None:
    one = begun(runtime, "one")
    full = replace(one.launched, statements=MOST_STATEMENTS)
    assert not full.has_room(1)
    runtime.stores.launches.by_tokens = lambda digests: dict.fromkeys(digests, full)
    runtime.stores.launches.heard_together = lambda *_: pytest.fail("it was to be kept")
    assert [Hearing.ANEW] == hear(runtime, (one, one.made(OWN)))
    assert kept(runtime, one) == 0
