"""Launching: what is written, what is told, what ends."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import orjson
import pytest

from services.training.domain.cmi5_course import MoveOn
from services.training.domain.cmi5_session import LaunchMode, Verb
from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.errors import (
    CourseWithdrawn,
    EnrolmentClosed,
    EnrolmentNotFound,
    FetchRefused,
    SessionUnknown,
    StatementRefused,
    UnitNotFound,
)
from services.training.domain.launch import ABANDONED_AFTER, FETCH_LIFE
from services.training.domain.scorm_course import ASSET
from services.training.usecases.fetch_token import FetchToken
from services.training.usecases.launch_unit import digest_of
from tests.fakes.packaged_courses import ORIGIN, SITE, block, structure, unit
from tests.fakes.training import NOON, OTHER, enrolment
from tests.fakes.unit_runtime import Runtime
from tests.ports.assessment_stores import withdrawal


@pytest.fixture
def runtime() -> Runtime:
    return Runtime()


def test_the_address_tells_the_unit_five_things_and_its_own(runtime: Runtime) -> None:
    of = runtime.enrolled().enrolment_id
    opening = runtime.launch(of)
    where = urlsplit(opening.url)
    told = {name: value for name, (value,) in parse_qs(where.query).items()}
    assert f"{ORIGIN}/sealed/unit-1/index.html" == where._replace(query="").geturl()
    names = {"page", "endpoint", "fetch", "actor", "registration", "activityId"}
    assert names == set(told)
    assert (f"{ORIGIN}/xapi/", str(of)) == (told["endpoint"], told["registration"])
    assert told["fetch"].startswith(f"{ORIGIN}/fetch/")
    actor = json.loads(told["actor"])
    assert {"objectType", "account"} == set(actor)
    assert SITE == actor["account"]["homePage"]
    assert "learner" not in opening.url
    assert told["activityId"].startswith(f"{SITE}/xapi/activities/")
    assert "author.example" not in told["activityId"]


def test_a_launch_is_said_and_its_data_stands_before_the_unit_asks(runtime: Runtime) -> None:
    of = runtime.enrolled().enrolment_id
    opening = runtime.launch(of, 2)
    (kept,) = runtime.stores.statements.everything(of)
    said = orjson.loads(kept.document)
    extensions = {
        name.rpartition("/")[2]: each for name, each in said["context"]["extensions"].items()
    }
    assert Verb.LAUNCHED.value == said["verb"]["id"]
    assert {
        "sessionid": str(opening.session_id),
        "launchmode": "Normal",
        "launchurl": f"{ORIGIN}/sealed/unit-2/index.html?page=1",
        "moveon": "CompletedAndPassed",
        "launchparameters": "a=b",
        "masteryscore": 0.8,
    } == extensions
    (document,) = runtime.stores.unit_documents.everything(of)
    data = json.loads(document.content)
    assert "LMS.LaunchData" == document.place.document_id
    assert ("Normal", "CompletedAndPassed", 0.8, "a=b") == (
        data["launchMode"],
        data["moveOn"],
        data["masteryScore"],
        data["launchParameters"],
    )
    grouping = data["contextTemplate"]["contextActivities"]["grouping"]
    assert ["https://author.example/unit/2"] == [each["id"] for each in grouping]
    assert ["training.launched"] == [each.metric for each in runtime.stores.outbox.events]


def test_only_ones_own_enrolment_and_units_that_are_there_are_launched(runtime: Runtime) -> None:
    of = runtime.enrolled().enrolment_id
    for number in (0, 3):
        with pytest.raises(UnitNotFound):
            runtime.launch(of, number)
    with pytest.raises(EnrolmentNotFound):
        runtime.launch(of, by=OTHER)
    with pytest.raises(EnrolmentNotFound):
        runtime.launch(uuid4())
    assert {} == runtime.stores.records.registrations


def test_what_is_over_is_looked_at_again_but_not_learned(runtime: Runtime) -> None:
    over = enrolment(status=EnrolmentStatus.COMPLETED)
    runtime.stores.enrolments.add(over)
    assert LaunchMode.REVIEW is runtime.launch(over.enrolment_id).mode
    assert LaunchMode.BROWSE is runtime.launch(over.enrolment_id, mode=LaunchMode.BROWSE).mode
    with pytest.raises(EnrolmentClosed):
        runtime.launch(over.enrolment_id, mode=LaunchMode.NORMAL)


def test_the_token_is_given_once(runtime: Runtime) -> None:
    of = runtime.enrolled().enrolment_id
    opening = runtime.launch(of)
    token = runtime.fetch(opening)
    assert runtime.stores.launches.by_token(digest_of(token)) is not None
    assert token not in repr(runtime.stores.records)
    with pytest.raises(FetchRefused):
        runtime.fetch(opening)
    with pytest.raises(SessionUnknown):
        FetchToken(unit_of_work=runtime.unit_of_work, clock=runtime.clock)(secret="guessed")


def test_no_token_is_given_late_or_to_a_session_that_ended(runtime: Runtime) -> None:
    of = runtime.enrolled().enrolment_id
    late, earlier = runtime.launch(of), runtime.launch(of, 2)
    runtime.clock.pass_(seconds=FETCH_LIFE.total_seconds())
    assert runtime.fetch(late)
    runtime.clock.pass_(seconds=1)
    with pytest.raises(FetchRefused):
        runtime.fetch(earlier)
    first = runtime.launch(of)
    runtime.launch(of)
    with pytest.raises(FetchRefused):
        runtime.fetch(first)


def test_opening_a_unit_again_abandons_its_session_and_no_other(runtime: Runtime) -> None:
    of = runtime.enrolled().enrolment_id
    first, other = runtime.begun(of), runtime.begun(of, 2)
    first.say("https://author.example/verbs/looked")
    runtime.launch(of)
    assert first.launched.session.abandoned_at is not None
    kept = [orjson.loads(each.document) for each in runtime.stores.statements.everything(of)]
    (said,) = [each for each in kept if each["verb"]["id"] == Verb.ABANDONED.value]
    assert "PT2.00S" == said["result"]["duration"]
    with pytest.raises(StatementRefused, match="SESSION_ABANDONED"):
        first.say(Verb.COMPLETED)
    other.say(Verb.COMPLETED)


@pytest.mark.parametrize("what", ["launch", "waive", "void"])
def test_what_we_say_is_no_older_than_what_came_while_it_waited(
    runtime: Runtime, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Statements stand in the order in which they were stored, and `since` asks for that time."""
    of = runtime.enrolled().enrolment_id
    runtime.begun(of)
    before = runtime.stores.statements.everything(of)
    launches = type(runtime.stores.launches)
    names = {"void": "registration"}
    there = getattr(launches, name := names.get(what, "open_registration"))

    def waits(*asked: Any, **more: Any) -> Any:
        runtime.clock.pass_(seconds=4)
        return there(*asked, **more)

    monkeypatch.setattr(launches, name, waits)
    more = {"void": (before[-1].statement_id,)}
    getattr(runtime, what)(of, *more.get(what, ()))
    new = runtime.stores.statements.everything(of)[len(before) :]
    assert new
    assert all(each.stored_at == NOON + timedelta(seconds=4) for each in new)


def test_a_session_from_which_nothing_comes_is_abandoned_once(runtime: Runtime) -> None:
    of = runtime.enrolled().enrolment_id
    silent, ended = runtime.begun(of), runtime.begun(of, 2)
    ended.say(Verb.TERMINATED)
    runtime.clock.pass_(seconds=(ABANDONED_AFTER - timedelta(seconds=1)).total_seconds())
    assert 0 == runtime.abandon_silent()
    runtime.clock.pass_(seconds=1)
    assert (1, 0) == (runtime.abandon_silent(), runtime.abandon_silent())
    assert silent.launched.session.abandoned_at == runtime.clock.now()
    assert 1 == runtime.verbs(of).count("abandoned")


def test_a_course_that_asks_nothing_is_satisfied_when_it_is_opened() -> None:
    asks_nothing = structure(block(1, unit(1, MoveOn.NOT_APPLICABLE)))
    runtime = Runtime(asks_nothing)
    begun = runtime.enrolled()
    runtime.launch(begun.enrolment_id)
    assert ["satisfied", "satisfied", "launched"] == runtime.verbs(begun.enrolment_id)
    assert EnrolmentStatus.COMPLETED is runtime.stores.enrolments.get(begun.enrolment_id).status
    runtime.launch(begun.enrolment_id)
    assert 2 == runtime.verbs(begun.enrolment_id).count("satisfied")


def test_a_page_that_says_nothing_is_completed_by_being_opened_to_learn() -> None:
    """And by nothing less: a course of such pages is not completed by the first of them."""
    runtime = Runtime(structure(*(unit(number, activity_type=ASSET) for number in (1, 2))))
    of = runtime.enrolled().enrolment_id
    runtime.launch(of, 1)
    runtime.launch(of, 2, LaunchMode.BROWSE)
    assert [True, False] == [
        each.record.completed for each in runtime.stores.launches.standings(of).values()
    ]
    assert EnrolmentStatus.OPEN is runtime.stores.enrolments.get(of).status
    runtime.launch(of, 2)
    assert EnrolmentStatus.COMPLETED is runtime.stores.enrolments.get(of).status
    runtime.launch(of, 2)
    said = ["launched", "launched", "abandoned", "launched", "satisfied", "abandoned", "launched"]
    assert said == runtime.verbs(of)


def test_a_version_that_is_over_is_looked_at_and_not_taken(runtime: Runtime) -> None:
    of = runtime.enrolled().enrolment_id
    runtime.stores.withdrawals.add(ended := withdrawal())
    assert LaunchMode.NORMAL is runtime.launch(of).mode
    runtime.clock.moment = ended.ends_at
    with pytest.raises(CourseWithdrawn):
        runtime.launch(of)
    assert LaunchMode.BROWSE is runtime.launch(of, mode=LaunchMode.BROWSE).mode
