"""Each rule of cmi5 by its name, and any order of verbs against the whole history."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.training.domain.cmi5_course import NOTHING, UnitRecord
from services.training.domain.cmi5_session import (
    CLOCK_WRONG_BY,
    GRACE,
    JUDGING,
    OURS,
    LaunchMode,
    Rule,
    Said,
    Score,
    Session,
    Verb,
)
from services.training.domain.errors import StatementRefused
from tests.fakes.training import NOON

UNIT = "https://author.example/unit/1"
MASTERY = Decimal("0.8")
SECOND = timedelta(seconds=1)
MICROSECOND = timedelta(microseconds=1)


def launched(mode: LaunchMode = LaunchMode.NORMAL, mastery: Decimal | None = MASTERY) -> Session:
    return Session(
        session_id="this one",
        registration=UUID(int=7),
        publisher_id=UNIT,
        mode=mode,
        launched_at=NOON,
        mastery_score=mastery,
    )


def said(verb: Verb | None, after: int = 1, **changed: object) -> Said:
    """Return a statement in which everything is as it should be, but for what is changed."""
    scaled = {Verb.PASSED: Decimal("0.9"), Verb.FAILED: Decimal("0.1")}.get(verb or Verb.LAUNCHED)
    good = Said(
        session_id="this one",
        timestamp=NOON + after * SECOND,
        verb=verb,
        defined=True,
        score=Score(scaled=scaled) if scaled is not None else None,
        success={Verb.PASSED: True, Verb.FAILED: False}.get(verb or Verb.LAUNCHED),
        completion=True if verb is Verb.COMPLETED else None,
        has_duration=verb in JUDGING | {Verb.TERMINATED},
        move_on_category=verb in JUDGING,
        groupings=frozenset({UNIT}),
        mastery_said=MASTERY if scaled is not None else None,
    )
    return replace(good, **changed)  # type: ignore[arg-type]


def hear(
    session: Session, *statements: Said, record: UnitRecord = NOTHING
) -> tuple[Session, UnitRecord]:
    for each in statements:
        session, record = session.hear(each, record, received_at=each.timestamp)
    return session, record


def begun(**changed: object) -> Session:
    return replace(hear(launched(), said(Verb.INITIALIZED))[0], **changed)  # type: ignore[arg-type]


BROKEN = {
    Rule.SESSION_NOT_THIS: (begun(), said(Verb.COMPLETED, 2, session_id="another")),
    Rule.SESSION_ABANDONED: (begun().abandon(NOON), said(Verb.COMPLETED, 2)),
    Rule.VERB_OF_THE_LMS: (begun(), said(Verb.SATISFIED, 2)),
    Rule.VOIDING: (begun(), said(None, 2, defined=False, voids=True)),
    Rule.TIMESTAMP_BEFORE_LAUNCH: (
        launched(),
        said(Verb.INITIALIZED, timestamp=NOON - CLOCK_WRONG_BY - MICROSECOND),
    ),
    Rule.INITIALIZED_FIRST: (launched(), said(Verb.COMPLETED)),
    Rule.VERB_ONCE_A_SESSION: (begun(), said(Verb.INITIALIZED, 2)),
    Rule.PASSED_OR_FAILED: (begun(verbs=frozenset({Verb.FAILED})), said(Verb.PASSED, 2)),
    Rule.MODE_JUDGES_NOTHING: (begun(mode=LaunchMode.REVIEW), said(Verb.COMPLETED, 2)),
    Rule.PASSED_BELOW_MASTERY: (
        begun(),
        said(Verb.PASSED, 2, score=Score(scaled=Decimal("0.7999"))),
    ),
    Rule.FAILED_AT_MASTERY: (begun(), said(Verb.FAILED, 2, score=Score(scaled=MASTERY))),
    Rule.SCORE_OUT_OF_RANGE: (
        begun(),
        said(Verb.PASSED, 2, score=Score(scaled=Decimal("1.0001"))),
    ),
    Rule.SCORE_NOT_HERE: (begun(), said(Verb.COMPLETED, 2, score=Score(scaled=MASTERY))),
    Rule.SUCCESS_WRONG: (begun(), said(Verb.PASSED, 2, success=False)),
    Rule.COMPLETION_WRONG: (begun(), said(Verb.COMPLETED, 2, completion=False)),
    Rule.DURATION_MISSING: (begun(), said(Verb.TERMINATED, 2, has_duration=False)),
    Rule.MASTERY_NOT_SAID: (begun(), said(Verb.PASSED, 2, mastery_said=None)),
    Rule.MOVE_ON_CATEGORY: (begun(), said(Verb.COMPLETED, 2, move_on_category=False)),
    Rule.GROUPING_MISSING: (begun(), said(Verb.COMPLETED, 2, groupings=frozenset())),
}
OF_A_RECORD = {
    Rule.COMPLETED_ONCE: (UnitRecord(completed=True), Verb.COMPLETED),
    Rule.PASSED_ONCE: (UnitRecord(passed=True), Verb.PASSED),
    Rule.FAILED_AFTER_PASSED: (UnitRecord(passed=True), Verb.FAILED),
}
BY_TIME = {Rule.SESSION_OVER, Rule.TERMINATED_LAST, Rule.TIMESTAMP_AHEAD}


def test_every_rule_has_a_test() -> None:
    assert set(Rule) == BROKEN.keys() | OF_A_RECORD.keys() | BY_TIME


@pytest.mark.parametrize("rule", BROKEN, ids=lambda rule: rule.name)
def test_what_breaks_a_rule_is_refused_by_its_name(rule: Rule) -> None:
    session, statement = BROKEN[rule]
    with pytest.raises(StatementRefused) as refused:
        hear(session, statement)
    assert (rule.name, f"{rule.name}: {rule.value}") == (
        refused.value.rule,
        str(refused.value),
    )


@pytest.mark.parametrize("rule", OF_A_RECORD, ids=lambda rule: rule.name)
def test_what_an_earlier_session_said_counts(rule: Rule) -> None:
    record, verb = OF_A_RECORD[rule]
    with pytest.raises(StatementRefused, match=rule.name):
        hear(begun(), said(verb, 2), record=record)
    assert hear(begun(), said(verb, 2))


@pytest.mark.parametrize(
    "verb", sorted(OURS, key=lambda verb: verb.name), ids=lambda verb: verb.name
)
def test_a_unit_says_nothing_in_our_place(verb: Verb) -> None:
    with pytest.raises(StatementRefused, match=Rule.VERB_OF_THE_LMS.name):
        hear(begun(), said(verb, 2))


@pytest.mark.parametrize("mode", [LaunchMode.BROWSE, LaunchMode.REVIEW])
def test_looking_around_begins_and_ends_and_may_say_words_of_its_own(mode: LaunchMode) -> None:
    session, record = hear(
        launched(mode),
        said(Verb.INITIALIZED),
        said(None, 2, defined=False),
        said(Verb.TERMINATED, 3),
    )
    assert ({Verb.INITIALIZED, Verb.TERMINATED}, NOTHING) == (session.verbs, record)


def test_what_was_made_before_the_end_may_come_a_little_after_it() -> None:
    ended, record = hear(begun(), said(Verb.TERMINATED, 60))
    late = said(Verb.COMPLETED, 59)
    at = ended.ended_at
    assert at
    assert ended.hear(late, record, received_at=at + GRACE)[1].completed
    with pytest.raises(StatementRefused, match=Rule.SESSION_OVER.name):
        ended.hear(late, record, received_at=at + GRACE + timedelta(microseconds=1))


def test_nothing_is_made_after_the_end_and_the_end_not_before_what_was_said() -> None:
    ended, record = hear(begun(), said(Verb.TERMINATED, 60))
    for after in (said(Verb.COMPLETED, 61), said(None, 61, defined=False)):
        with pytest.raises(StatementRefused, match=Rule.TERMINATED_LAST.name):
            ended.hear(after, record, received_at=NOON + 61 * SECOND)
    with pytest.raises(StatementRefused, match=Rule.TERMINATED_LAST.name):
        hear(begun(), said(Verb.COMPLETED, 30), said(Verb.TERMINATED, 29))


@given(
    st.timedeltas(timedelta(days=-9), timedelta(days=9)),
    st.timedeltas(timedelta(), timedelta(hours=12)),
    st.booleans(),
)
@example(CLOCK_WRONG_BY + timedelta(hours=3), timedelta(hours=3), False)
@example(CLOCK_WRONG_BY + timedelta(hours=3) + MICROSECOND, timedelta(hours=3), False)
@example(-CLOCK_WRONG_BY, timedelta(hours=3), True)
@example(-CLOCK_WRONG_BY - MICROSECOND, timedelta(hours=3), True)
def test_a_clock_may_be_wrong_by_a_day_and_no_more(
    after_launch: timedelta, received_after: timedelta, defined: bool
) -> None:
    """Whatever verb it is, and whether cmi5 defines it: no order of a session's own is broken."""
    session = launched()
    if not defined:
        session = replace(session, initialized_at=NOON + after_launch)
    statement = said(
        Verb.INITIALIZED if defined else None, timestamp=NOON + after_launch, defined=defined
    )
    broken = None
    try:
        session.hear(statement, NOTHING, received_at=NOON + received_after)
    except StatementRefused as refused:
        broken = refused.rule
    if after_launch < -CLOCK_WRONG_BY:
        assert Rule.TIMESTAMP_BEFORE_LAUNCH.name == broken
    elif after_launch > received_after + CLOCK_WRONG_BY:
        assert Rule.TIMESTAMP_AHEAD.name == broken
    else:
        assert broken is None


def test_a_statement_of_the_authors_own_is_not_judged_by_cmi5s_verbs() -> None:
    """9.3: rules of verbs are for statements that carry the category."""
    own = [said(Verb.PASSED, each, defined=False, success=False) for each in (2, 3)]
    session, record = hear(begun(), *own)
    assert (frozenset({Verb.INITIALIZED}), NOTHING) == (session.verbs, record)


@pytest.mark.parametrize(
    ("score", "good"),
    [
        (Score(scaled=Decimal(0)), True),
        (Score(scaled=Decimal("-0.1")), False),
        (Score(raw=Decimal(5), least=Decimal(0), most=Decimal(10)), True),
        (Score(raw=Decimal(11), least=Decimal(0), most=Decimal(10)), False),
        (Score(raw=Decimal(5)), False),
        (Score(raw=Decimal(5), least=Decimal(0)), False),
        (Score(least=Decimal(3), most=Decimal(3)), False),
        (Score(), True),
    ],
)
def test_the_numbers_of_a_score_fit_each_other(score: Score, good: bool) -> None:
    assert good == score.in_range


def test_without_a_mastery_score_any_score_passes() -> None:
    low = said(Verb.PASSED, 2, score=Score(scaled=Decimal(0)), mastery_said=None)
    assert hear(launched(mastery=None), said(Verb.INITIALIZED), low)[1].passed


def test_a_session_that_was_left_lasted_until_its_last_word() -> None:
    session = begun()
    assert SECOND == session.abandon(NOON + 600 * SECOND).lasted
    assert timedelta() == launched().abandon(NOON + 600 * SECOND).lasted


ANY_VERB = st.sampled_from([*(verb for verb in Verb if verb not in OURS), None])


@given(st.lists(st.tuples(ANY_VERB, st.booleans()), max_size=40))
def test_any_order_of_verbs_is_judged_as_the_whole_history_says(
    steps: list[tuple[Verb | None, bool]],
) -> None:
    """The reference looks through all that was said; the session keeps a few marks alone."""
    session, record = launched(), NOTHING
    history: list[tuple[int, Verb | None]] = []
    number = 0
    for moment, (verb, again) in enumerate(steps, 1):
        if again:
            session, number = replace(launched(), launched_at=NOON), number + 1
        statement = said(verb, moment, defined=verb is not None)
        try:
            session, record = session.hear(statement, record, received_at=statement.timestamp)
            accepted = True
        except StatementRefused:
            accepted = False
        assert accepted == _may_come(history, number, verb), (history, number, verb)
        if accepted:
            history.append((number, verb))
    verbs = {verb for _, verb in history}
    assert (Verb.COMPLETED in verbs, Verb.PASSED in verbs) == (record.completed, record.passed)


def _may_come(history: list[tuple[int, Verb | None]], number: int, verb: Verb | None) -> bool:
    here = [each for at, each in history if at == number]
    ever = [each for _, each in history]
    if Verb.TERMINATED in here or not here:
        return not here and verb is Verb.INITIALIZED
    excluded = {
        Verb.COMPLETED: Verb.COMPLETED in ever,
        Verb.PASSED: Verb.PASSED in ever or Verb.FAILED in here,
        Verb.FAILED: Verb.PASSED in ever or Verb.FAILED in here,
    }
    return verb is None or not (verb in here or excluded.get(verb, False))
