"""The resources that a launched unit speaks to, asked over HTTP as a unit asks them."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest
from werkzeug.test import TestResponse

from services.training.bootstrap_records import xapi_app
from services.training.domain.cmi5_session import GRACE, Verb
from services.training.inbound.packages_http import PACKAGE
from services.training.inbound.xapi_http import XapiApp
from tests.fakes.packaged_courses import PACKAGE_ID
from tests.fakes.unit_browser import OWN, STATE, VERSION, Browser, Client
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


def test_a_key_is_good_at_the_origin_of_its_package_alone(unit: Browser) -> None:
    """Two packages may have been made to work together; the one learns nothing of the other."""
    launch = unit.runtime.launch(unit.of, 2)
    path = urlsplit(parse_qs(urlsplit(launch.url).query)["fetch"][0]).path
    asked: dict[str, Any] = {"headers": VERSION | {"Authorization": f"Basic {unit.token}"}}
    nowhere: list[Any] = [{}, {PACKAGE: uuid4()}, {PACKAGE: None}]
    for there in nowhere:
        answer = Client(unit.app).get("/xapi/statements", environ_base=there, **asked)
        assert 401 == answer.status_code
        answer = Client(unit.app).post(path, environ_base=there)
        assert "2" == answer.json["error-code"]  # type: ignore[index]
    here = {PACKAGE: PACKAGE_ID}
    answer = Client(unit.app).get("/xapi/statements", environ_base=here, **asked)
    assert 200 == answer.status_code
    assert "auth-token" in Client(unit.app).post(path, environ_base=here).json  # type: ignore[operator]
    refused = [rule for _, rule, _ in unit.runtime.stores.launches.refusals(unit.of)]
    assert [] == refused


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


def test_a_method_in_the_address_is_refused_by_name(unit: Browser) -> None:
    """The alternate request syntax (part 3, 1.3) would let any page's form carry a token."""
    form = {
        "Authorization": f"Basic {unit.token}",
        "X-Experience-API-Version": "1.0.3",
        "content": json.dumps(unit.made(OWN)),
    }
    without = {"Authorization": None, "X-Experience-API-Version": None}
    for method in ("PUT", "GET", "POST"):
        path = f"/xapi/statements?method={method}"
        assert 400 == unit.ask("POST", path, without, data=form).status_code
        refused: Any = unit.ask("POST", path, json=[unit.made(OWN)]).json
        assert "method" in refused["message"]
    assert ["initialized", "launched"] == verbs(unit.statements())


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


def test_a_statement_with_what_no_database_keeps_is_refused(unit: Browser) -> None:
    whole = unit.made(OWN)
    for part, text in (("verb", f"{OWN}\0"), ("object", "https://author.example/\0")):
        assert 400 == unit.put(whole | {part: {"id": text}}).status_code
    words = whole | {"result": {"response": "a\0"}}
    assert 400 == unit.put(words).status_code
    spelled = whole | {"result": {"response": "a\\u0000"}}  # what looks like it is none
    assert 204 == unit.put(spelled).status_code


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
