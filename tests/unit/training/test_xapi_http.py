"""The resources that a launched unit speaks to, asked over HTTP as a unit asks them."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest
from werkzeug.test import Client, TestResponse

from services.training.bootstrap_records import xapi_app
from services.training.domain.cmi5_session import GRACE, Verb
from services.training.domain.unit_documents import LARGEST, MOST, MOST_OF_UNIT
from services.training.inbound.xapi_http import XapiApp
from tests.fakes.packaged_courses import said, structure
from tests.fakes.packaged_courses import unit as course_unit
from tests.fakes.unit_runtime import Runtime

OWN = "https://author.example/verbs/looked"
VERSION = {"X-Experience-API-Version": "1.0.3"}
STATE, PROFILE = "/xapi/activities/state", "/xapi/activities/profile"


@dataclass
class Browser:
    """A page of a launched unit, with its token."""

    runtime: Runtime
    app: XapiApp
    of: UUID
    number: int = 1
    token: str = ""

    def __post_init__(self) -> None:
        self.opening = self.runtime.launch(self.of, self.number)
        self.told = {
            name: value for name, (value,) in parse_qs(urlsplit(self.opening.url).query).items()
        }
        self.seconds = 0.0
        answer = self.fetch()
        self.token = answer.json["auth-token"]  # type: ignore[index]

    def fetch(self) -> TestResponse:
        return Client(self.app).post(urlsplit(self.told["fetch"]).path)

    def ask(self, method: str, path: str, headers: Any = None, **more: Any) -> TestResponse:
        given = VERSION | {"Authorization": f"Basic {self.token}"} | (headers or {})
        kept = {name: value for name, value in given.items() if value is not None}
        return Client(self.app).open(path, method=method, headers=kept, **more)

    def made(self, verb: Verb | str, **changed: Any) -> dict[str, Any]:
        self.seconds += 1
        return said(verb, self.runtime.session(self.opening), self.seconds, **changed)

    def say(self, *statements: dict[str, Any]) -> TestResponse:
        return self.ask("POST", "/xapi/statements", json=list(statements))

    def put(self, statement: dict[str, Any], named: str | None = None) -> TestResponse:
        asked = {"statementId": named or statement["id"]}
        return self.ask("PUT", "/xapi/statements", query_string=asked, json=statement)

    def statements(self, **asked: Any) -> TestResponse:
        return self.ask("GET", "/xapi/statements", query_string=asked)

    @property
    def state(self) -> dict[str, str]:
        """What names a state of the unit."""
        names = ("activityId", "registration")
        return {each: self.told[each] for each in names} | {"agent": self.told["actor"]}


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


def verbs(answer: TestResponse) -> list[str]:
    whole: Any = answer.json
    return [each["verb"]["id"].rpartition("/")[2] for each in whole["statements"]]


def test_the_second_fetch_errors(unit: Browser) -> None:
    again = unit.fetch()
    assert (200, "application/json") == (again.status_code, again.content_type)
    assert "1" == again.json["error-code"]  # type: ignore[index]
    assert "auth-token" not in (again.json or {})
    session = str(unit.opening.session_id)
    assert [(session, "FETCH_REFUSED", 1)] == unit.runtime.stores.launches.refusals(unit.of)
    guessed = Client(unit.app).post("/fetch/guessed")
    assert "2" == guessed.json["error-code"]  # type: ignore[index]
    assert 405 == Client(unit.app).get(urlsplit(unit.told["fetch"]).path).status_code


def test_every_answer_says_the_version_and_every_request_must(unit: Browser) -> None:
    for said_version in (None, "0.95", "2.0.0", "1.1"):
        answer = unit.ask("GET", "/xapi/statements", {"X-Experience-API-Version": said_version})
        assert (400, "1.0.3") == (
            answer.status_code,
            answer.headers["X-Experience-API-Version"],
        )
    for path in ("/xapi/about", "/xapi/nowhere", "/xapi/statements"):
        assert "1.0.3" == unit.ask("GET", path).headers["X-Experience-API-Version"]
    assert (
        200 == unit.ask("GET", "/xapi/statements", {"X-Experience-API-Version": "1.0"}).status_code
    )
    about = Client(unit.app).get("/xapi/about")
    assert {"version": ["1.0.3"]} == about.json


def test_nothing_is_told_to_who_has_no_token(unit: Browser) -> None:
    for token in (None, "Basic guessed", "Bearer x", f"Basic {unit.token}x"):
        for path in ("/xapi/statements", "/xapi/activities?activityId=a:b"):
            answer = unit.ask("GET", path, {"Authorization": token})
            assert 401 == answer.status_code
            assert "WWW-Authenticate" in answer.headers


def test_no_page_of_another_origin_is_let_in(unit: Browser) -> None:
    answer = unit.ask("GET", "/xapi/statements", {"Origin": "https://elsewhere.example"})
    assert not [name for name in answer.headers.keys() if name.lower().startswith("access-control")]  # noqa: SIM118 - werkzeug's headers yield pairs
    assert "no-store" == answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


def test_statements_are_put_read_and_given_back_whole(unit: Browser) -> None:
    one = unit.made(OWN, timestamp="2026-11-24T12:00:02.5Z")
    assert (204, b"") == ((answer := unit.put(one)).status_code, answer.data)
    found: Any = unit.statements(statementId=one["id"]).json
    assert one | {name: found[name] for name in ("stored", "authority", "version")} == found
    assert "1.0.3" == found["version"]
    assert 400 == unit.put(unit.made(OWN), named=str(uuid4())).status_code
    assert 404 == unit.statements(statementId=str(uuid4())).status_code
    ids: Any = unit.statements(format="ids").json
    assert {"id"} == set(ids["statements"][0]["verb"])


def test_the_same_id_with_other_content_is_a_conflict(unit: Browser) -> None:
    one = unit.made(OWN)
    assert [204, 204] == [unit.put(one).status_code for _ in range(2)]
    assert 409 == unit.put(one | {"verb": {"id": f"{OWN}-again"}}).status_code
    assert 409 == unit.say(unit.made(OWN), one | {"verb": {"id": f"{OWN}-again"}}).status_code
    assert ["looked", "initialized", "launched"] == verbs(unit.statements())


def test_what_breaks_a_rule_is_refused_with_its_name(unit: Browser) -> None:
    refused = unit.say(unit.made(OWN), unit.made(Verb.SATISFIED))
    assert (403, "VERB_OF_THE_LMS") == (refused.status_code, refused.json["rule"])  # type: ignore[index]
    assert ["initialized", "launched"] == verbs(unit.statements())


def test_attachments_are_refused(unit: Browser) -> None:
    attached = unit.made(OWN, attachments=[{"usageType": "a:b"}])
    assert 400 == unit.say(attached).status_code
    mixed = {"Content-Type": "multipart/mixed; boundary=x"}
    assert 400 == unit.ask("POST", "/xapi/statements", mixed, data=b"--x--").status_code
    assert 400 == unit.statements(attachments="true").status_code


def test_what_is_no_statement_is_refused(unit: Browser) -> None:
    for body in (b"", b"{", b"[1]", b"{}", b"null"):
        typed = {"Content-Type": "application/json"}
        assert 400 == unit.ask("POST", "/xapi/statements", typed, data=body).status_code
    much = b"[" + b" " * (2 * 1024 * 1024)
    typed = {"Content-Type": "application/json"}
    assert 413 == unit.ask("POST", "/xapi/statements", typed, data=much).status_code
    assert 405 == unit.ask("DELETE", "/xapi/statements").status_code


def test_more_leads_through_all_of_it_in_order(unit: Browser) -> None:
    unit.say(*(unit.made(f"{OWN}-{number}") for number in range(5)))
    for asked in ({"limit": 2}, {"limit": 2, "ascending": "true"}):
        answer = unit.statements(**asked)
        found = verbs(answer)
        while more := answer.json["more"]:  # type: ignore[index]
            answer = unit.ask("GET", more)
            found += verbs(answer)
        order = ["launched", "initialized", *(f"looked-{number}" for number in range(5))]
        assert (order if "ascending" in asked else order[::-1]) == found
    for forged in ("x", "e30=", "W3t9LCJ4Il0=", "W3siYSI6MX0sMV0="):
        assert 400 == unit.statements(more=forged).status_code


def test_statements_are_asked_for_by_what_xapi_has(unit: Browser) -> None:
    unit.say(unit.made(OWN))
    agent, registration = unit.told["actor"], unit.told["registration"]
    assert ["looked"] == verbs(unit.statements(verb=OWN, agent=agent, registration=registration))
    assert 3 == len(verbs(unit.statements(activity=unit.told["activityId"])))
    assert [] == verbs(unit.statements(since="2026-11-24T12:00:00Z"))
    assert 3 == len(verbs(unit.statements(until="2026-11-24T12:00:00Z")))
    wrong = [
        {"verb": "no iri"},
        {"since": "yesterday"},
        {"limit": "-1"},
        {"limit": "many"},
        {"agent": "{}"},
        {"agent": '{"account": []}'},
        {"registration": "1"},
        {"ascending": "yes"},
        {"format": "xml"},
        {"made-up": "1"},
        {"statementId": str(uuid4()), "verb": OWN},
        {"statementId": str(uuid4()), "voidedStatementId": str(uuid4())},
        {"statementId": "1"},
    ]
    for each in wrong:
        assert 400 == unit.statements(**each).status_code, each


def test_a_session_sees_its_own_registration_alone(unit: Browser, app: XapiApp) -> None:
    from tests.fakes.training import OTHER, enrolment

    theirs = enrolment("other")
    unit.runtime.stores.enrolments.add(theirs)
    opening = unit.runtime.launch(theirs.enrolment_id, by=OTHER)
    (kept,) = unit.runtime.stores.statements.everything(theirs.enrolment_id)
    assert 404 == unit.statements(statementId=str(kept.statement_id)).status_code
    assert ["initialized", "launched"] == verbs(unit.statements())
    assert 403 == unit.statements(registration=str(theirs.enrolment_id)).status_code
    told = parse_qs(urlsplit(opening.url).query)
    stranger = json.dumps({"account": {"homePage": "https://isp.example", "name": "stranger"}})
    assert 403 == unit.statements(agent=stranger).status_code
    asked = unit.state | {"stateId": "LMS.LaunchData"}
    for other in ({"registration": told["registration"][0]}, {"agent": stranger}):
        assert 403 == unit.ask("GET", STATE, query_string=asked | other).status_code
    assert 403 == unit.ask("GET", "/xapi/agents", query_string={"agent": stranger}).status_code


def test_a_voided_statement_is_found_as_voided_alone(unit: Browser) -> None:
    one = unit.made(OWN)
    unit.put(one)
    assert 404 == unit.statements(voidedStatementId=one["id"]).status_code
    unit.runtime.void(unit.of, UUID(one["id"]))
    assert 404 == unit.statements(statementId=one["id"]).status_code
    found: Any = unit.statements(voidedStatementId=one["id"]).json
    assert one["id"] == found["id"]
    assert ["voided", "initialized", "launched"] == verbs(unit.statements())


def test_the_token_ends_with_the_session(unit: Browser) -> None:
    assert 200 == unit.say(unit.made(Verb.TERMINATED)).status_code
    assert 200 == unit.statements().status_code
    unit.runtime.clock.pass_(seconds=GRACE.total_seconds() + 1)
    for answer in (unit.statements(), unit.ask("GET", STATE, query_string=unit.state)):
        assert (403, "SESSION_OVER") == (answer.status_code, answer.json["rule"])  # type: ignore[index]
    again = Browser(unit.runtime, unit.app, unit.of)
    unit.runtime.launch(unit.of)
    assert "SESSION_ABANDONED" == again.statements().json["rule"]  # type: ignore[index]


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


def test_a_statement_with_what_no_database_keeps_is_refused(unit: Browser) -> None:
    whole = unit.made(OWN)
    for part, text in (("verb", f"{OWN}\0"), ("object", "https://author.example/\0")):
        assert 400 == unit.put(whole | {part: {"id": text}}).status_code
    words = whole | {"result": {"response": "a\0"}}
    assert 400 == unit.put(words).status_code
    spelled = whole | {"result": {"response": "a\\u0000"}}  # what looks like it is none
    assert 204 == unit.put(spelled).status_code


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


def test_agents_and_activities_say_what_is_known(unit: Browser) -> None:
    whose = {"agent": unit.told["actor"]}
    person: Any = unit.ask("GET", "/xapi/agents", query_string=whose).json
    account = json.loads(unit.told["actor"])["account"]
    assert {"objectType": "Person", "account": [account]} == person
    asked = {"activityId": unit.told["activityId"]}
    activity: Any = unit.ask("GET", "/xapi/activities", query_string=asked).json
    assert {"objectType": "Activity", "id": unit.told["activityId"]} == activity
    assert 400 == unit.ask("GET", "/xapi/agents").status_code
    assert 400 == unit.ask("GET", "/xapi/activities").status_code


def test_head_is_get_without_a_body(unit: Browser) -> None:
    answer = unit.ask("HEAD", "/xapi/statements")
    assert (200, b"") == (answer.status_code, answer.data)
