"""The documents that a launched unit keeps, over HTTP: what it may, and what it may not."""

import hashlib
from typing import Any

import pytest

from services.training.bootstrap_records import xapi_app
from services.training.domain.cmi5_session import Verb
from services.training.domain.unit_documents import LARGEST, MOST, MOST_OF_UNIT
from services.training.inbound.xapi_http import XapiApp
from tests.fakes.packaged_courses import structure
from tests.fakes.packaged_courses import unit as course_unit
from tests.fakes.unit_browser import PROFILE, STATE, Browser
from tests.fakes.unit_runtime import Runtime


@pytest.fixture
def runtime() -> Runtime:
    return Runtime()


@pytest.fixture
def app(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> XapiApp:
    monkeypatch.setattr("services.training.bootstrap_records._CLOCK", runtime.clock)
    return xapi_app(runtime.unit_of_work, runtime.unit_of_work, runtime.move_on)


@pytest.fixture
def unit(runtime: Runtime, app: XapiApp) -> Browser:
    browser = Browser(runtime, app, runtime.enrolled().enrolment_id)
    assert 200 == browser.say(browser.made(Verb.INITIALIZED)).status_code
    return browser


def test_launch_data_is_read_and_never_written(unit: Browser) -> None:
    asked = unit.state | {"stateId": "LMS.LaunchData"}
    found: Any = unit.ask("GET", STATE, query_string=asked).json
    assert "Normal" == found["launchMode"]
    for method in ("PUT", "POST", "DELETE"):
        assert 403 == unit.ask(method, STATE, query_string=asked, json={}).status_code
    assert 204 == unit.ask("DELETE", STATE, query_string=unit.state).status_code
    assert 200 == unit.ask("GET", STATE, query_string=asked).status_code


def test_a_state_is_kept_merged_listed_and_dropped(unit: Browser) -> None:
    asked = unit.state | {"stateId": "bookmark"}
    assert 404 == unit.ask("GET", STATE, query_string=asked).status_code
    for method, body in (("PUT", {"page": 1, "seen": [1]}), ("POST", {"page": 2})):
        assert 204 == unit.ask(method, STATE, query_string=asked, json=body).status_code
    answer = unit.ask("GET", STATE, query_string=asked)
    assert {"page": 2, "seen": [1]} == answer.json
    digest = hashlib.sha1(answer.data, usedforsecurity=False).hexdigest()
    assert f'"{digest}"' == answer.headers["ETag"]
    assert "attachment" == answer.headers["Content-Disposition"]
    listed = unit.ask("GET", STATE, query_string=unit.state)
    assert ["LMS.LaunchData", "bookmark"] == listed.json
    since = unit.state | {"since": "2026-11-24T12:00:00Z"}
    assert [] == unit.ask("GET", STATE, query_string=since).json
    assert 400 == unit.ask("POST", STATE, query_string=asked, data=b"text").status_code
    assert 204 == unit.ask("DELETE", STATE, query_string=asked).status_code
    assert 404 == unit.ask("GET", STATE, query_string=asked).status_code
    assert 400 == unit.ask("GET", STATE, query_string={"stateId": "bookmark"}).status_code


def test_a_profile_is_replaced_by_who_says_which_they_saw(unit: Browser) -> None:
    activity = {"activityId": unit.told["activityId"], "profileId": "p"}
    agent = {"agent": unit.told["actor"], "profileId": "cmi5LearnerPreferences"}
    for path, asked in ((PROFILE, activity), ("/xapi/agents/profile", agent)):

        def put(
            body: bytes, path: str = path, asked: dict[str, str] = asked, **headers: str
        ) -> int:
            given = {name.replace("_", "-"): value for name, value in headers.items()}
            return unit.ask("PUT", path, given, query_string=asked, data=body).status_code

        assert 204 == put(b"1", If_None_Match="*")
        assert 412 == put(b"2", If_None_Match="*")
        assert 409 == put(b"2")
        etag = unit.ask("GET", path, query_string=asked).headers["ETag"]
        assert 412 == put(b"2", If_Match='"another"')
        assert 204 == put(b"2", If_Match=etag)
        assert 412 == put(b"3", If_Match=etag)
        assert b"2" == unit.ask("GET", path, query_string=asked).data
        assert 412 == unit.ask("DELETE", path, {"If-Match": etag}, query_string=asked).status_code
        assert 204 == unit.ask("DELETE", path, query_string=asked).status_code
        assert (
            400
            == unit.ask(
                "DELETE", path, query_string={k: v for k, v in asked.items() if k != "profileId"}
            ).status_code
        )


def test_a_state_is_replaced_without_saying_but_what_is_said_counts(unit: Browser) -> None:
    asked = unit.state | {"stateId": "s"}

    def put(**headers: str) -> int:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return unit.ask("PUT", STATE, given, query_string=asked, data=b"1").status_code

    assert (412, 204, 204, 412) == (
        put(If_Match="*"),
        put(),
        put(),
        put(If_None_Match="*"),
    )


def test_what_one_learners_browser_writes_no_other_reads(unit: Browser) -> None:
    from tests.fakes.training import OTHER, enrolment

    asked = {"activityId": unit.told["activityId"], "profileId": "p"}
    unit.ask("PUT", PROFILE, query_string=asked, data=b"1")
    theirs = enrolment("other")
    unit.runtime.stores.enrolments.add(theirs)
    opening = unit.runtime.launch(theirs.enrolment_id, by=OTHER)
    unit.token = unit.runtime.fetch(opening)
    assert 404 == unit.ask("GET", PROFILE, query_string=asked).status_code


def test_documents_have_their_bounds(unit: Browser) -> None:
    def put(name: str, body: bytes = b"1") -> int:
        asked = unit.state | {"stateId": name}
        return unit.ask("PUT", STATE, query_string=asked, data=body).status_code

    assert (204, 400) == (put("a", b"1" * LARGEST), put("a", b"1" * (LARGEST + 1)))
    room = MOST + MOST_OF_UNIT - 2  # beside LMS.LaunchData and "a"
    assert [204] * room == [put(f"n{number}") for number in range(room)]
    assert (429, 204) == (put("one more"), put("a"))
    assert 400 == put("")
    assert (204, 400, 400) == (put("a"), put("\u00e9" * 501), put("x" * 2_001))
    wide = unit.state | {"stateId": "a", "activityId": "https://author.example/" + "x" * 1_000}
    assert 400 == unit.ask("PUT", STATE, query_string=wide, data=b"1").status_code
    assert 400 == unit.ask("GET", STATE, query_string=wide).status_code


def test_documents_that_cannot_be_written_together_are_refused(unit: Browser) -> None:
    asked = unit.state | {"stateId": "half"}
    headers = {"Content-Type": "application/json"}
    answers = [
        unit.ask("POST", STATE, headers, query_string=asked, data=b'{"half": "\\ud800"}')
        for _ in range(2)
    ]
    assert [204, 400] == [each.status_code for each in answers]


def test_a_unit_keeps_its_place_in_a_course_of_more_than_a_thousand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What the platform writes for each unit takes no unit's room."""
    runtime = Runtime(structure(*(course_unit(number) for number in range(1, 1_102))))
    monkeypatch.setattr("services.training.bootstrap_records._CLOCK", runtime.clock)
    app = xapi_app(runtime.unit_of_work, runtime.unit_of_work, runtime.move_on)
    of = runtime.enrolled().enrolment_id
    for number in range(1, MOST + 2):
        runtime.launch(of, number)
    last = Browser(runtime, app, of, 1_101)
    asked = last.state | {"stateId": "bookmark"}
    assert 204 == last.ask("PUT", STATE, query_string=asked, json={"page": 1}).status_code
