"""What a launched unit says, through the use case: each rule by name, and what follows."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Invalid
from kernel.usage import Used
from services.training.domain.cmi5_course import MoveOn
from services.training.domain.cmi5_session import GRACE, OURS, LaunchMode, Rule, Verb
from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.errors import (
    CourseNotCompleted,
    SessionUnknown,
    StatementChanged,
    StatementRefused,
    StatementsFull,
)
from services.training.domain.events import CourseCompleted
from services.training.domain.launch import Belonging
from services.training.domain.xapi import MASTERY_SCORE, MOVE_ON_CATEGORY, SESSION_ID, VOIDED
from services.training.inbound.xapi_json import read_statements
from services.training.usecases.hear_statements import MOST_AT_ONCE
from services.training.usecases.issue_certificate import IssueCertificate
from tests.fakes.packaged_courses import said, statement, structure, unit
from tests.fakes.training import CATALOGUE, ISSUER, LEARNER, NOON, RETAILER, credentials, key
from tests.fakes.unit_runtime import Runtime, Sitting
from tests.ports.assessment_stores import withdrawal

OWN = "https://author.example/verbs/looked"


@pytest.fixture
def runtime() -> Runtime:
    return Runtime()


@pytest.fixture
def of(runtime: Runtime) -> UUID:
    return runtime.enrolled().enrolment_id


def changed(sitting: Sitting, verb: Verb | str, path: str, value: Any) -> Any:
    """A statement in which everything is as it should be, but for one place, or without it."""
    sitting.seconds += 1
    whole = said(verb, sitting.launched, sitting.seconds)
    part, (*parents, last) = whole, path.split(">")
    for name in parents:
        part = part.setdefault(name, {})
    if value is ...:
        del part[last]
    else:
        part[last] = value
    return read_statements(json.dumps(whole).encode())[0]


def spoiled(path: str, value: Any, verb: Verb | str = Verb.PASSED) -> Any:
    return lambda sitting: changed(sitting, verb, path, value)


def after(*verbs: Verb, then: Verb) -> Any:
    def say(sitting: Sitting) -> Any:
        sitting.say(*verbs)
        return sitting.made(then)

    return say


def in_next_session(*verbs: Verb, then: Verb) -> Any:
    """In a session that comes after one in which that was said."""

    def say(sitting: Sitting) -> Any:
        sitting.say(*verbs)
        again = sitting.runtime.begun(sitting.launched.registration, 2)
        sitting.token, sitting.opening, sitting.seconds = again.token, again.opening, again.seconds
        return sitting.made(then)

    return say


def abandoned(sitting: Sitting) -> Any:
    made = sitting.made(Verb.COMPLETED)
    sitting.runtime.launch(sitting.launched.registration, 2)
    return made


def over(sitting: Sitting) -> Any:
    made = sitting.made(OWN)
    sitting.say(Verb.TERMINATED)
    sitting.runtime.clock.pass_(seconds=GRACE.total_seconds() + 1)
    return made


def before_the_first(sitting: Sitting) -> Any:
    return statement(OWN, sitting.launched, 0.5)


def looking_around(sitting: Sitting) -> Any:
    runtime = sitting.runtime
    again = runtime.begun(sitting.launched.registration, 2, mode=LaunchMode.BROWSE)
    sitting.token, sitting.opening, sitting.seconds = again.token, again.opening, again.seconds
    return sitting.made(Verb.COMPLETED)


def version_ended(sitting: Sitting) -> Any:
    runtime = sitting.runtime
    runtime.stores.withdrawals.add(ended := withdrawal(ends_at=NOON + timedelta(hours=1)))
    runtime.clock.moment = ended.ends_at
    return sitting.made(OWN)


_GROUPING = "context>contextActivities>grouping"
_CATEGORY = "context>contextActivities>category"
BROKEN = {
    Rule.SESSION_NOT_THIS: spoiled("context>extensions", {SESSION_ID: "another"}),
    Rule.SESSION_ABANDONED: abandoned,
    Rule.SESSION_OVER: over,
    Rule.VERB_OF_THE_LMS: spoiled("verb", {"id": Verb.SATISFIED.value}, Verb.INITIALIZED),
    Rule.VOIDING: spoiled("verb", {"id": VOIDED}, OWN),
    Rule.TIMESTAMP_BEFORE_LAUNCH: spoiled("timestamp", "2026-11-20T09:00:00Z", OWN),
    Rule.TIMESTAMP_AHEAD: spoiled("timestamp", "2031-01-01T00:00:00Z", OWN),
    Rule.INITIALIZED_FIRST: before_the_first,
    Rule.TERMINATED_LAST: after(Verb.TERMINATED, then=Verb.COMPLETED),
    Rule.VERB_ONCE_A_SESSION: after(Verb.COMPLETED, then=Verb.COMPLETED),
    Rule.PASSED_OR_FAILED: after(Verb.FAILED, then=Verb.PASSED),
    Rule.COMPLETED_ONCE: in_next_session(Verb.COMPLETED, then=Verb.COMPLETED),
    Rule.PASSED_ONCE: in_next_session(Verb.PASSED, then=Verb.PASSED),
    Rule.FAILED_AFTER_PASSED: in_next_session(Verb.PASSED, then=Verb.FAILED),
    Rule.MODE_JUDGES_NOTHING: looking_around,
    Rule.PASSED_BELOW_MASTERY: spoiled("result>score>scaled", 0.7999),
    Rule.FAILED_AT_MASTERY: spoiled("result>score>scaled", 0.8, Verb.FAILED),
    Rule.SCORE_OUT_OF_RANGE: spoiled("result>score>scaled", 1.0001),
    Rule.SCORE_NOT_HERE: spoiled("result>score", {"scaled": 0.9}, Verb.COMPLETED),
    Rule.SUCCESS_WRONG: spoiled("result>success", False),
    Rule.COMPLETION_WRONG: spoiled("result>completion", False, Verb.COMPLETED),
    Rule.DURATION_MISSING: spoiled("result", ..., Verb.TERMINATED),
    Rule.MASTERY_NOT_SAID: spoiled(f"context>extensions>{MASTERY_SCORE}", 0.7),
    Rule.MOVE_ON_CATEGORY: spoiled(
        _CATEGORY,
        [{"id": MOVE_ON_CATEGORY}, {"id": "https://w3id.org/xapi/cmi5/context/categories/cmi5"}],
        Verb.TERMINATED,
    ),
    Rule.GROUPING_MISSING: spoiled(_GROUPING, []),
    Belonging.ACTOR_NOT_THIS: spoiled(
        "actor>account", {"homePage": "https://isp.example", "name": "somebody else"}
    ),
    Belonging.REGISTRATION_NOT_THIS: spoiled("context>registration", str(uuid4())),
    Belonging.VERSION_ENDED: version_ended,
    Belonging.OBJECT_NOT_THIS: spoiled("object", {"id": "https://author.example/unit/2"}),
}


def test_every_rule_is_tried_through_the_use_case() -> None:
    assert {*Rule, *Belonging} == set(BROKEN)


@pytest.mark.parametrize("rule", BROKEN, ids=lambda rule: rule.name)
def test_what_breaks_a_rule_is_refused_by_name_counted_and_not_kept(
    rule: Rule | Belonging, runtime: Runtime, of: UUID
) -> None:
    sitting = runtime.begun(of, 2)
    wrong = BROKEN[rule](sitting)
    before, record = runtime.verbs(of), sitting.launched.record
    with pytest.raises(StatementRefused) as refused:
        runtime.hear(sitting.token, wrong)
    assert rule.name == refused.value.rule
    assert (before, record) == (runtime.verbs(of), sitting.launched.record)
    counted = [
        (session, name, 1) for session, name in [(str(sitting.opening.session_id), rule.name)]
    ]
    assert counted == runtime.stores.launches.refusals(of)


def test_of_a_batch_all_is_kept_or_nothing(runtime: Runtime, of: UUID) -> None:
    sitting = runtime.begun(of)
    good, wrong = sitting.made(OWN), sitting.made(Verb.WAIVED)
    with pytest.raises(StatementRefused):
        runtime.hear(sitting.token, good, wrong)
    assert 2 == len(runtime.verbs(of))
    completed, late = sitting.made(Verb.COMPLETED), sitting.made(Verb.TERMINATED)
    runtime.hear(sitting.token, late, completed, good)
    assert ["terminated", "completed", "looked"] == runtime.verbs(of)[2:5]


def test_a_batch_has_its_bounds(runtime: Runtime, of: UUID) -> None:
    sitting = runtime.begun(of)
    one = sitting.made(OWN)
    with pytest.raises(Invalid, match="an id of its own"):
        runtime.hear(sitting.token, one, one)
    with pytest.raises(Invalid, match=str(MOST_AT_ONCE)):
        runtime.hear(sitting.token, *(sitting.made(OWN) for _ in range(MOST_AT_ONCE + 1)))
    with pytest.raises(SessionUnknown):
        runtime.hear("guessed", one)


@pytest.mark.parametrize("verb", [Verb.COMPLETED, OWN], ids=["cmi5's", "own"])
def test_the_same_said_again_is_kept_once_and_something_else_is_refused(
    verb: Verb | str, runtime: Runtime, of: UUID
) -> None:
    sitting = runtime.begun(of)
    one = sitting.made(verb)
    runtime.hear(sitting.token, one)
    before = runtime.verbs(of)
    runtime.hear(sitting.token, one)
    runtime.hear(sitting.token, one, sitting.made(OWN))
    assert [*before, "looked"] == runtime.verbs(of)
    other = replace(sitting.made(OWN), statement_id=one.statement_id)
    with pytest.raises(StatementChanged):
        runtime.hear(sitting.token, other)
    assert [*before, "looked"] == runtime.verbs(of)
    assert one.document == runtime.stores.statements.get(of, one.statement_id).document
    session = sitting.launched.session.session_id
    assert [(session, "STATEMENT_CHANGED", 1)] == runtime.stores.launches.refusals(of)


def test_another_learners_statement_is_not_told_of(runtime: Runtime, of: UUID) -> None:
    """The id is taken, whoever took it; what it says is not shown."""
    mine = runtime.begun(of)
    taken = mine.made(OWN)
    runtime.hear(mine.token, taken)
    theirs = runtime.begun(of, 2)
    with pytest.raises(StatementChanged):
        runtime.hear(theirs.token, replace(theirs.made(OWN), statement_id=taken.statement_id))


def test_what_satisfies_is_said_for_block_and_course_and_completes_the_enrolment(
    runtime: Runtime, of: UUID
) -> None:
    runtime.stores.learners.known["learner"] = RETAILER
    first = runtime.begun(of)
    first.say(Verb.COMPLETED)
    assert ["launched", "initialized", "completed", "satisfied"] == runtime.verbs(of)
    second = runtime.begun(of, 2)
    second.say(Verb.PASSED)
    assert EnrolmentStatus.OPEN is runtime.stores.enrolments.get(of).status
    second.say(Verb.COMPLETED)
    assert "satisfied" == runtime.verbs(of)[-1]
    assert 2 == runtime.verbs(of).count("satisfied")
    done = runtime.stores.enrolments.get(of)
    assert EnrolmentStatus.COMPLETED is done.status
    now = runtime.clock.now()
    used = Used(caller=RETAILER, metric="training.completed", at=now, detail="A name")
    assert [CourseCompleted(done), used] == runtime.stores.outbox.events[-2:]
    last = orjson.loads(runtime.stores.statements.everything(of)[-1].document)
    assert "https://w3id.org/xapi/cmi5/activitytype/course" == last["object"]["definition"]["type"]
    assert str(second.opening.session_id) == last["context"]["extensions"][SESSION_ID]
    assert runtime.stores.records.registrations[of].satisfied_at == runtime.clock.now()
    assert all(each.satisfied_at for each in runtime.stores.launches.standings(of).values())


def test_what_a_unit_says_of_itself_completes_and_certifies_nothing(
    runtime: Runtime, of: UUID
) -> None:
    """A forged completion from the browser gives no certificate."""
    runtime.begun(of).say(Verb.COMPLETED)
    runtime.begun(of, 2).say(Verb.PASSED, Verb.COMPLETED)
    assert EnrolmentStatus.COMPLETED is runtime.stores.enrolments.get(of).status
    issue = IssueCertificate(
        unit_of_work=runtime.unit_of_work,
        catalogue=CATALOGUE,
        credentials=credentials(),
        issuer=ISSUER,
        clock=runtime.clock,
        ids=runtime.ids,
    )
    with pytest.raises(CourseNotCompleted):
        issue(LEARNER, enrolment_id=of, name="Given Family", key=key())


def test_more_than_a_thousand_units_work() -> None:
    many = structure(*(unit(number, MoveOn.PASSED) for number in range(1, 1_102)))
    runtime = Runtime(many)
    of = runtime.enrolled().enrolment_id
    runtime.begun(of, 1_101).say(Verb.PASSED)
    standings = runtime.stores.launches.standings(of)
    assert [1_101] == list(standings)
    assert standings[1_101].satisfied_at == runtime.clock.now()
    assert EnrolmentStatus.OPEN is runtime.stores.enrolments.get(of).status


def test_a_registration_has_so_many_statements_and_no_more(
    runtime: Runtime, of: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A unit's program has its token for hours, and may say what it likes as often as it likes."""
    monkeypatch.setattr("services.training.domain.launch.MOST_STATEMENTS", 4)
    sitting = runtime.begun(of)  # launched and initialized are two
    first = sitting.made(OWN)
    runtime.hear(sitting.token, first)
    with pytest.raises(StatementsFull):
        runtime.hear(sitting.token, sitting.made(OWN), sitting.made(OWN))
    runtime.hear(sitting.token, sitting.made(OWN))
    with pytest.raises(StatementsFull):
        runtime.hear(sitting.token, sitting.made(Verb.COMPLETED))
    assert ["launched", "initialized", "looked", "looked"] == runtime.verbs(of)


SEQUENCES = st.lists(
    st.one_of(st.just("again"), st.sampled_from([*Verb]), st.just(OWN)), max_size=12
)


@given(SEQUENCES)
def test_whatever_order_verbs_come_in_what_is_kept_keeps_the_table(
    sequence: list[Verb | str],
) -> None:
    """The table is written out here anew, over all that was said before in the registration."""
    runtime = Runtime()
    of = runtime.enrolled().enrolment_id
    sitting = Sitting(runtime, first := runtime.launch(of, 2), runtime.fetch(first))
    spoken: list[Verb | str] = []
    ever: set[Verb | str] = set()
    for each in sequence:
        if each == "again":
            opening = runtime.launch(of, 2)
            sitting, spoken = Sitting(runtime, opening, runtime.fetch(opening)), []
            continue
        runtime.clock.pass_(seconds=1)
        try:
            sitting.say(each)
            kept = True
        except StatementRefused:
            kept = False
        assert kept is _allowed(each, spoken, ever), (each, spoken, ever)
        if kept:
            spoken.append(each)
            ever.add(each)
    judged = sitting.launched.record
    assert (Verb.COMPLETED in ever, Verb.PASSED in ever) == (judged.completed, judged.passed)
    satisfied = Verb.COMPLETED in ever and Verb.PASSED in ever
    standing = runtime.stores.launches.standings(of)[2]
    assert satisfied is (standing.satisfied_at is not None)


def _allowed(verb: Verb | str, spoken: list[Verb | str], ever: set[Verb | str]) -> bool:
    if verb in OURS or Verb.TERMINATED in spoken:
        return False
    if not spoken:
        return verb is Verb.INITIALIZED
    if isinstance(verb, str):
        return True
    if verb in spoken or (verb in {Verb.COMPLETED, Verb.PASSED} and verb in ever):
        return False
    if verb is Verb.FAILED and Verb.PASSED in ever:
        return False
    return not (verb is Verb.PASSED and Verb.FAILED in spoken)


def test_what_was_made_before_the_end_may_come_soon_after_it(runtime: Runtime, of: UUID) -> None:
    sitting = runtime.begun(of)
    made = sitting.made(Verb.COMPLETED)
    sitting.say(Verb.TERMINATED)
    runtime.clock.moment += timedelta(seconds=GRACE.total_seconds())
    runtime.hear(sitting.token, made)
    assert sitting.launched.record.completed


def test_who_began_a_version_finishes_it_until_its_end_and_not_after(
    runtime: Runtime, of: UUID
) -> None:
    sitting = runtime.begun(of, 2)
    runtime.stores.withdrawals.add(ended := withdrawal())
    sitting.say(OWN)
    runtime.clock.moment = ended.ends_at - timedelta(microseconds=1)
    runtime.hear(sitting.token, made_now(sitting, Verb.COMPLETED))
    runtime.clock.moment = ended.ends_at
    for verb in (Verb.PASSED, OWN, Verb.TERMINATED):
        with pytest.raises(StatementRefused) as refused:
            runtime.hear(sitting.token, made_now(sitting, verb))
        assert Belonging.VERSION_ENDED.name == refused.value.rule
    assert ["launched", "initialized", "looked", "completed"] == runtime.verbs(of)
    session = sitting.launched.session.session_id
    assert [(session, "VERSION_ENDED", 3)] == runtime.stores.launches.refusals(of)
    with pytest.raises(StatementRefused, match="VERSION_ENDED"):
        sitting.launched.must_go_on(ended.ends_at)


def test_who_only_looks_at_a_version_that_ended_may(runtime: Runtime, of: UUID) -> None:
    runtime.stores.withdrawals.add(ended := withdrawal())
    runtime.clock.moment = ended.ends_at
    looking = runtime.begun(of, 2, mode=LaunchMode.BROWSE)
    looking.say(OWN, Verb.TERMINATED)
    assert ["launched", "initialized", "looked", "terminated"] == runtime.verbs(of)


def made_now(sitting: Sitting, verb: Verb | str) -> Any:
    launched_at = sitting.launched.session.launched_at
    seconds = (sitting.runtime.clock.moment - launched_at).total_seconds()
    return statement(verb, sitting.launched, seconds)
