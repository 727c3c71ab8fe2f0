"""What a SCO sets comes to the words of cmi5, each once, and what is forged is refused by name."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Invalid
from services.training.domain.cmi5_course import NOTHING, UnitRecord
from services.training.domain.cmi5_session import LaunchMode, Session, Verb
from services.training.domain.errors import StatementRefused
from services.training.domain.launch import Launched
from services.training.domain.scorm_kept import Kept, found
from services.training.domain.scorm_run import READ, RunTime, report, spoken
from services.training.domain.scorm_statements import statement
from services.training.domain.xapi import Account
from services.training.inbound.xapi_json import read_statements
from tests.fakes.plumbing import FreshIds
from tests.fakes.training import NOON

OLD, NEW = RunTime.OLD, RunTime.NEW
DONE = Verb.TERMINATED


def launched(mastery: str | None = None, **given: Any) -> Launched:
    session = Session(
        session_id="a-session",
        registration=FreshIds().new(),
        publisher_id="urn:scorm:ITEM-1",
        mode=LaunchMode.NORMAL,
        launched_at=NOON,
        mastery_score=None if mastery is None else Decimal(mastery),
        verbs=frozenset({Verb.INITIALIZED}),
        initialized_at=NOON,
        last_at=NOON,
    )
    return Launched(
        session=replace(session, **given),
        number=1,
        activity_id="https://isp.example/xapi/activities/1",
        actor=Account("https://isp.example", "5f0c"),
        record=NOTHING,
        heard_at=NOON,
    )


def old(status: str = "", raw: str = "", **more: str) -> dict[str, str]:
    core = {f"cmi.core.{name.replace('__', '.')}": value for name, value in more.items()}
    return {"cmi.core.lesson_status": status, "cmi.core.score.raw": raw} | core


def new(completion: str = "", success: str = "", scaled: str = "", **more: str) -> dict[str, str]:
    return {
        "cmi.completion_status": completion,
        "cmi.success_status": success,
        "cmi.score.scaled": scaled,
    } | {f"cmi.{name.replace('__', '.')}": value for name, value in more.items()}


def verbs(
    run_time: RunTime, elements: dict[str, str], of: Launched, *, finished: bool = False
) -> list[Verb]:
    return [each.verb for each in spoken(of, report(run_time, elements), finished=finished)]


@pytest.mark.parametrize(
    ("run_time", "elements", "mastery", "said"),
    [
        (OLD, old("not attempted"), None, [DONE]),
        (OLD, old("incomplete"), None, [DONE]),
        (OLD, old("browsed"), None, [DONE]),
        (OLD, old("completed"), None, [Verb.COMPLETED, DONE]),
        (OLD, old("passed"), None, [Verb.COMPLETED, Verb.PASSED, DONE]),
        (OLD, old("failed"), None, [Verb.FAILED, DONE]),
        (OLD, old("failed", exit="suspend"), None, [DONE]),
        (OLD, old("passed", "80"), "0.8", [Verb.COMPLETED, Verb.PASSED, DONE]),
        (OLD, old("completed", "80"), "0.8", [Verb.COMPLETED, Verb.PASSED, DONE]),
        (OLD, old("completed", "79"), "0.8", [Verb.COMPLETED, Verb.FAILED, DONE]),
        (OLD, old("incomplete", "10"), "0.8", [DONE]),
        (OLD, old("failed", "90"), "0.8", [Verb.PASSED, DONE]),
        (NEW, new(), None, [DONE]),
        (NEW, new("unknown", "unknown"), None, [DONE]),
        (NEW, new("completed"), None, [Verb.COMPLETED, DONE]),
        (NEW, new("incomplete", "passed"), None, [Verb.PASSED, DONE]),
        (NEW, new("completed", "failed"), None, [Verb.COMPLETED, Verb.FAILED, DONE]),
        (NEW, new("completed", "failed", exit="suspend"), None, [Verb.COMPLETED, DONE]),
        (NEW, new("completed", "", "0.9"), "0.8", [Verb.COMPLETED, Verb.PASSED, DONE]),
        (NEW, new("completed", "", "0.7999"), "0.8", [Verb.COMPLETED, Verb.FAILED, DONE]),
    ],
)
def test_each_status_at_the_end_of_a_session(
    run_time: RunTime, elements: dict[str, str], mastery: str | None, said: list[Verb]
) -> None:
    assert said == verbs(run_time, elements, launched(mastery), finished=True)


def test_failed_waits_for_the_end_and_the_rest_is_said_at_once() -> None:
    assert [] == verbs(OLD, old("failed"), launched())
    assert [Verb.COMPLETED, Verb.PASSED] == verbs(OLD, old("passed"), launched())


def test_what_was_said_is_not_said_again() -> None:
    whole = replace(launched(), record=UnitRecord(completed=True, passed=True))
    assert [DONE] == verbs(OLD, old("passed"), whole, finished=True)
    assert [DONE] == verbs(OLD, old("failed"), whole, finished=True)
    judged = launched(verbs=frozenset({Verb.INITIALIZED, Verb.FAILED}))
    assert [Verb.COMPLETED, DONE] == verbs(OLD, old("passed"), judged, finished=True)


@pytest.mark.parametrize("mode", [LaunchMode.BROWSE, LaunchMode.REVIEW])
def test_who_only_looks_is_not_judged(mode: LaunchMode) -> None:
    assert [DONE] == verbs(OLD, old("passed", "300"), launched(mode=mode), finished=True)


@pytest.mark.parametrize(
    ("run_time", "elements", "mastery", "rule"),
    [
        (OLD, old("passed", "101"), None, "SCORE_OUT_OF_RANGE"),
        (OLD, old("passed", "-1"), None, "SCORE_OUT_OF_RANGE"),
        (OLD, old("passed", "5", score__min="6", score__max="9"), None, "SCORE_OUT_OF_RANGE"),
        (OLD, old("passed", "5", score__min="9", score__max="1"), None, "SCORE_OUT_OF_RANGE"),
        (NEW, new("completed", "passed", "1.01"), None, "SCORE_OUT_OF_RANGE"),
        (NEW, new("completed", "passed", "-0.5"), None, "SCORE_OUT_OF_RANGE"),
        (
            NEW,
            new("", "passed", score__raw="11", score__min="0", score__max="10"),
            None,
            "SCORE_OUT_OF_RANGE",
        ),
        (OLD, old("passed"), "0.8", "SCORE_MISSING"),
        (NEW, new("completed", "passed"), "0.8", "SCORE_MISSING"),
    ],
)
def test_a_forged_report_is_refused_by_name(
    run_time: RunTime, elements: dict[str, str], mastery: str | None, rule: str
) -> None:
    with pytest.raises(StatementRefused) as refused:
        verbs(run_time, elements, launched(mastery))
    assert rule == refused.value.rule


def test_a_unit_that_has_not_begun_or_has_ended_reports_nothing() -> None:
    for session, rule in (
        ({"initialized_at": None}, "INITIALIZED_FIRST"),
        ({"terminated_at": NOON}, "TERMINATED_LAST"),
    ):
        with pytest.raises(StatementRefused) as refused:
            verbs(OLD, old("passed"), launched(**session))  # type: ignore[arg-type]
        assert rule == refused.value.rule


@pytest.mark.parametrize(
    ("run_time", "elements", "named"),
    [
        (OLD, old("won"), "cmi.core.lesson_status"),
        (OLD, old("passed", "all"), "cmi.core.score.raw"),
        (OLD, old("passed", "NaN"), "cmi.core.score.raw"),
        (OLD, old("passed", "1" * 31), "cmi.core.score.raw"),
        (OLD, old(session_time="an hour"), "cmi.core.session_time"),
        (OLD, old(lesson_location="x" * 1_001), "cmi.core.lesson_location"),
        (OLD, {"cmi.suspend_data": "x" * 64_001}, "cmi.suspend_data"),
        (OLD, {"cmi.suspend_data": "a\0b"}, "cmi.suspend_data"),
        (NEW, new("won"), "cmi.completion_status"),
        (NEW, new("", "won"), "cmi.success_status"),
        (NEW, new(session_time="P"), "cmi.session_time"),
        (NEW, {f"cmi.{number}": "" for number in range(5_001)}, "elements"),
    ],
)
def test_a_value_that_it_may_not_have_is_named(
    run_time: RunTime, elements: dict[str, str], named: str
) -> None:
    with pytest.raises(Invalid) as refused:
        report(run_time, elements)
    assert [named] == [each.field for each in refused.value.violations]


@pytest.mark.parametrize(
    ("run_time", "elements", "spent"),
    [
        (OLD, old(session_time="0001:02:03.5"), timedelta(hours=1, minutes=2, seconds=3.5)),
        (NEW, new(session_time="P1DT2H3M4.5S"), timedelta(days=1, hours=2, minutes=3, seconds=4.5)),
        (NEW, new(session_time="PT30M"), timedelta(minutes=30)),
        (NEW, new(), timedelta()),
    ],
)
def test_the_time_of_a_session_is_read(
    run_time: RunTime, elements: dict[str, str], spent: timedelta
) -> None:
    assert spent == report(run_time, elements).spent


def test_where_it_was_left_is_found_again_in_both() -> None:
    whole = report(OLD, old("incomplete", session_time="00:10:00", lesson_location="p3"))
    whole = replace(whole, suspended="a,b")
    kept = Kept().begun("one").left(whole, finished=False, lasted=timedelta(hours=1))
    kept = Kept.read(kept.write()).begun("two")
    here = found(OLD, launched("0.8"), kept, "begin=1")
    assert ("p3", "incomplete", "resume", "credit") == tuple(
        here[f"cmi.core.{each}"] for each in ("lesson_location", "lesson_status", "entry", "credit")
    )
    assert ("a,b", "begin=1", "80", "0000:10:00.00") == tuple(
        here[f"cmi.{each}"]
        for each in (
            *("suspend_data", "launch_data", "student_data.mastery_score", "core.total_time"),
        )
    )
    there = found(NEW, launched("0.8"), replace(kept, statuses=("incomplete", "")), "")
    assert ("p3", "a,b", "incomplete", "unknown", "0.8", "PT600.00S") == tuple(
        there[f"cmi.{each}"]
        for each in (
            *("location", "suspend_data", "completion_status", "success_status"),
            *("scaled_passing_score", "total_time"),
        )
    )


def test_one_that_begins_finds_nothing_and_one_that_ended_begins_anew() -> None:
    assert "ab-initio" == found(OLD, launched(), None, "")["cmi.core.entry"]
    said = report(OLD, old("passed", lesson_location="p3"))
    ended = Kept().begun("one").left(said, finished=True, lasted=timedelta())
    here = found(OLD, launched(), ended.begun("one"), "")
    assert ("", "", "passed") == tuple(
        here[f"cmi.core.{each}"] for each in ("entry", "lesson_location", "lesson_status")
    )


def test_nobody_spends_longer_than_their_session() -> None:
    said = report(OLD, old(session_time="9000:00:00"))
    assert 60 == Kept().left(said, finished=False, lasted=timedelta(minutes=1)).spent


def test_a_learner_has_no_name_here() -> None:
    here = found(NEW, launched(), None, "")
    assert ("5f0c", "") == (here["cmi.learner_id"], here["cmi.learner_name"])


STATUSES = st.sampled_from(["", "not attempted", "incomplete", "completed", "passed", "failed"])
SCORES = st.one_of(st.just(""), st.decimals(-10, 110, places=2).map(str))
COMMITS = st.lists(st.tuples(STATUSES, SCORES, st.booleans(), st.booleans()), max_size=8)


@given(COMMITS, st.sampled_from([None, "0.5", "1"]))
def test_whatever_is_committed_breaks_no_rule_of_order(
    commits: list[tuple[str, str, bool, bool]], mastery: str | None
) -> None:
    """Only a score below the mastery score and what comes after the end are refused when heard."""
    here, at, ids, broken = launched(mastery), NOON, FreshIds(), set()
    for status, raw, suspends, finished in commits:
        at += timedelta(seconds=1)
        said = report(OLD, old(status, raw, exit="suspend" if suspends else ""))
        try:
            for one in spoken(here, said, finished=finished):
                made = statement(ids.new(), here, one, at)
                (read,) = read_statements(made.document)
                assert made.said == read.said
                here = here.hear(made, at=at)
        except StatementRefused as refused:
            broken.add(refused.rule)
    order = {"SCORE_OUT_OF_RANGE", "SCORE_MISSING", "TERMINATED_LAST", "PASSED_BELOW_MASTERY"}
    assert broken <= order


class Asked(dict[str, str]):
    """Elements that note which of them were asked for."""

    def get(self, name: str, *other: Any) -> Any:
        self.setdefault("", "")
        self[""] += f" {name}"
        return super().get(name, *other)


@pytest.mark.parametrize("run_time", RunTime)
def test_a_player_that_sends_what_is_read_sends_all_that_a_report_is_made_of(
    run_time: RunTime,
) -> None:
    elements = Asked({"cmi.core.score.raw": "1", "cmi.score.scaled": "1"})
    report(run_time, elements)
    assert READ[run_time] == set(elements[""].split())
