"""A SCO's page speaks to the platform: it begins, commits, is killed, goes on, and is refused."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from services.training.bootstrap_records import xapi_app
from services.training.bootstrap_scorm import scorm_app
from services.training.domain.cmi5_course import MoveOn
from services.training.domain.cmi5_session import LaunchMode
from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.scorm_course import Edition, played_at
from services.training.inbound.packages_http import PACKAGE
from services.training.inbound.scorm_http import LARGEST, ScormApp
from tests.fakes.packaged_courses import MASTERY, structure, unit
from tests.fakes.unit_browser import Client
from tests.fakes.unit_runtime import Runtime

SCO = unit(
    1, MoveOn.PASSED, publisher_id="urn:scorm:ITEM-1", mastery_score=MASTERY, launch_parameters="a"
)


@dataclass
class Sco:
    """A launched SCO, in a player that has its token."""

    runtime: Runtime
    app: ScormApp
    of: UUID
    mode: LaunchMode | None = None

    def __post_init__(self) -> None:
        self.opening = self.runtime.launch(self.of, 1, self.mode)
        self.token = self.runtime.fetch(self.opening)

    def post(self, path: str, json: Any = None, **more: Any) -> TestResponse:
        headers = {"Authorization": f"Basic {self.token}"}
        return Client(self.app).post(f"/scorm/{path}", json=json, headers=headers, **more)

    def begin(self, run_time: str = "1.2") -> TestResponse:
        return self.post(f"{run_time}/begin")

    def commit(self, *, finished: bool = False, run_time: str = "1.2", **core: str) -> TestResponse:
        named = "cmi.core." if run_time == "1.2" else "cmi."
        elements = {f"{named}{name.replace('__', '.')}": value for name, value in core.items()}
        if "suspend_data" in core:
            elements["cmi.suspend_data"] = core["suspend_data"]
        body = {"elements": elements, "finished": finished}
        return self.post(f"{run_time}/commit", json=body)


@pytest.fixture
def runtime() -> Runtime:
    return Runtime(course=structure(SCO))


@pytest.fixture
def app(runtime: Runtime) -> ScormApp:
    return scorm_app(
        work := runtime.unit_of_work, work, runtime.move_on, runtime.clock, runtime.ids
    )


@pytest.fixture
def of(runtime: Runtime) -> UUID:
    return runtime.enrolled().enrolment_id


@pytest.fixture
def sco(runtime: Runtime, app: ScormApp, of: UUID) -> Sco:
    return Sco(runtime, app, of)


def rules(runtime: Runtime, of: UUID) -> list[str]:
    return [rule for _, rule, _ in runtime.stores.launches.refusals(of)]


def test_a_token_is_good_at_the_origin_of_its_package_alone(sco: Sco) -> None:
    elsewhere = {PACKAGE: UUID(int=7)}
    assert 401 == sco.post("1.2/begin", environ_base=elsewhere).status_code
    assert 200 == sco.begin().status_code
    body = {"elements": {"cmi.core.lesson_status": "incomplete"}}
    assert 401 == sco.post("1.2/commit", json=body, environ_base=elsewhere).status_code
    assert 204 == sco.post("1.2/commit", json=body).status_code


def test_a_unit_that_is_passed_completes_the_enrolment(
    runtime: Runtime, sco: Sco, of: UUID
) -> None:
    begun = sco.begin()
    assert (200, "ab-initio", "80", "a") == (
        begun.status_code,
        *(
            begun.json["elements"][f"cmi.{name}"]  # type: ignore[index]
            for name in ("core.entry", "student_data.mastery_score", "launch_data")
        ),
    )
    assert begun.json["return_url"]  # type: ignore[index]
    runtime.clock.pass_(seconds=60)
    assert 204 == sco.commit(lesson_status="passed", score__raw="90").status_code
    assert 204 == sco.commit(lesson_status="passed", score__raw="90", finished=True).status_code
    said = ["launched", "initialized", "completed", "passed", "satisfied", "terminated"]
    assert said == runtime.verbs(of)
    assert EnrolmentStatus.COMPLETED is runtime.stores.enrolments.get(of).status
    assert [] == rules(runtime, of)


def test_it_goes_on_where_it_was_after_the_browser_was_killed(
    runtime: Runtime, app: ScormApp, sco: Sco, of: UUID
) -> None:
    sco.begin()
    runtime.clock.pass_(seconds=90)
    left = {"lesson_location": "p7", "suspend_data": "x" * 4_000, "session_time": "0000:01:20.00"}
    assert 204 == sco.commit(lesson_status="incomplete", **left).status_code
    again = Sco(runtime, app, of)
    found = again.begin().json["elements"]  # type: ignore[index]
    assert ("resume", "p7", "incomplete", "0000:01:20.00") == tuple(
        found[f"cmi.core.{each}"]
        for each in ("entry", "lesson_location", "lesson_status", "total_time")
    )
    assert "x" * 4_000 == found["cmi.suspend_data"]
    assert ["launched", "initialized", "abandoned", "launched", "initialized"] == runtime.verbs(of)
    assert 403 == sco.commit(lesson_status="passed", score__raw="90").status_code


def test_the_run_time_of_2004_comes_to_the_same(runtime: Runtime, sco: Sco, of: UUID) -> None:
    found = sco.begin("2004").json["elements"]  # type: ignore[index]
    assert "0.8" == found["cmi.scaled_passing_score"]
    whole = {"completion_status": "completed", "success_status": "passed", "score__scaled": "0.85"}
    assert 204 == sco.commit(run_time="2004", finished=True, **whole).status_code
    said = ["launched", "initialized", "completed", "passed", "terminated", "satisfied"]
    assert said == runtime.verbs(of)


@pytest.mark.parametrize(
    ("core", "rule"),
    [
        ({"lesson_status": "passed", "score__raw": "101"}, "SCORE_OUT_OF_RANGE"),
        ({"lesson_status": "passed", "score__raw": "79"}, "PASSED_BELOW_MASTERY"),
        ({"lesson_status": "passed"}, "SCORE_MISSING"),
    ],
)
def test_what_is_forged_is_refused_counted_and_kept_nowhere(
    runtime: Runtime, sco: Sco, of: UUID, core: dict[str, str], rule: str
) -> None:
    sco.begin()
    answer = sco.commit(lesson_location="forged", **core)
    assert (403, rule) == (answer.status_code, answer.json["rule"])  # type: ignore[index]
    assert [rule] == rules(runtime, of)
    assert ["launched", "initialized"] == runtime.verbs(of)
    assert EnrolmentStatus.OPEN is runtime.stores.enrolments.get(of).status
    kept = [each.content for each in runtime.stores.unit_documents.everything(of)]
    assert not any(b"forged" in each for each in kept)


def test_a_report_before_the_beginning_or_after_the_end_is_refused(
    runtime: Runtime, sco: Sco, of: UUID
) -> None:
    assert 403 == sco.commit(lesson_status="passed", score__raw="90").status_code
    sco.begin()
    sco.commit(lesson_status="incomplete", finished=True)
    assert 403 == sco.commit(lesson_status="passed", score__raw="90").status_code
    assert ["INITIALIZED_FIRST", "TERMINATED_LAST"] == sorted(rules(runtime, of))


def test_a_unit_begins_once_in_a_session(sco: Sco) -> None:
    assert 200 == sco.begin().status_code
    again = sco.begin()
    assert (403, "VERB_ONCE_A_SESSION") == (
        again.status_code,
        again.json["rule"],  # type: ignore[index]
    )


def test_who_only_looks_keeps_nothing(runtime: Runtime, app: ScormApp, of: UUID) -> None:
    sco = Sco(runtime, app, of, LaunchMode.BROWSE)
    found = sco.begin().json["elements"]  # type: ignore[index]
    assert ("browse", "no-credit") == (found["cmi.core.lesson_mode"], found["cmi.core.credit"])
    whole = {"lesson_status": "passed", "score__raw": "90", "lesson_location": "p7"}
    assert 204 == sco.commit(finished=True, **whole).status_code
    assert ["launched", "initialized", "terminated"] == runtime.verbs(of)
    assert not any(b"p7" in each.content for each in runtime.stores.unit_documents.everything(of))


def test_what_is_kept_of_a_sco_is_read_and_never_written_by_it(
    runtime: Runtime, app: ScormApp, sco: Sco, of: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that has the token may ask; what it wrote would be read as ours."""
    monkeypatch.setattr("services.training.bootstrap_records._CLOCK", runtime.clock)
    lrs = xapi_app(runtime.unit_of_work, runtime.unit_of_work, runtime.move_on)
    sco.begin()
    assert 204 == sco.commit(lesson_status="incomplete", lesson_location="p7").status_code
    told = {name: value for name, (value,) in parse_qs(urlsplit(sco.opening.url).query).items()}
    state = {each: told[each] for each in ("activityId", "registration")} | {"agent": told["actor"]}
    headers = {"Authorization": f"Basic {sco.token}", "X-Experience-API-Version": "1.0.3"}

    def ask(method: str, **named: str) -> int:
        answer = Client(lrs).open(
            "/xapi/activities/state",
            method=method,
            query_string=state | named,
            headers=headers,
            json={"statuses": 7},
        )
        return answer.status_code

    asked = [ask(method, stateId="isp-scorm") for method in ("GET", "PUT", "POST", "DELETE")]
    assert [200, 403, 403, 403] == asked
    assert 204 == ask("DELETE")
    found = Sco(runtime, app, of).begin().json["elements"]  # type: ignore[index]
    assert "p7" == found["cmi.core.lesson_location"]


def test_without_the_sessions_token_nothing_is_taken(sco: Sco, app: ScormApp) -> None:
    for headers in ({}, {"Authorization": "Basic bm9uZQ=="}):
        for path, body in (("begin", None), ("commit", {"elements": {}})):
            answer = Client(app).post(f"/scorm/1.2/{path}", json=body, headers=headers)
            assert 401 == answer.status_code


@pytest.mark.parametrize(
    "body",
    [
        *([], {}, {"elements": []}, {"elements": {"a": 1}}, {"elements": {}, "more": 1}),
        {"elements": {}, "finished": "yes"},
        {"elements": {"cmi.core.lesson_status": "won"}},
    ],
)
def test_a_body_of_another_shape_is_refused(sco: Sco, body: Any) -> None:
    sco.begin()
    assert 400 == sco.post("1.2/commit", json=body).status_code


def test_a_body_that_is_too_large_or_no_json_is_refused(sco: Sco) -> None:
    sco.begin()
    large = {"elements": {"cmi.comments": "x" * LARGEST}}
    assert 413 == sco.post("1.2/commit", json=large).status_code
    headers = {"Authorization": f"Basic {sco.token}"}
    answer = Client(sco.app).post("/scorm/1.2/commit", data="a=b", headers=headers)
    assert 400 == answer.status_code


@pytest.mark.parametrize(
    ("path", "library"), [("1.2", "scorm12.min.js"), ("2004", "scorm2004.min.js")]
)
def test_the_player_loads_what_is_there_and_runs_nothing_else(
    app: ScormApp, path: str, library: str
) -> None:
    page = Client(app).get(f"/scorm/{path}/play?sco=/a.html")
    assert f'src="/scorm/{library}"' in page.text
    assert "script-src 'self';" in page.headers["Content-Security-Policy"]
    assert "no-store" == page.headers["Cache-Control"]
    for name in (library, "player.js", "player.css"):
        answer = Client(app).get(f"/scorm/{name}")
        assert (200, True) == (answer.status_code, len(answer.data) > 100)
    assert b"MIT License" in Client(app).get(f"/scorm/{library}").data


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/scorm/1.1/play", 404),
        ("GET", "/scorm/1.2/other", 404),
        ("GET", "/scorm/../scorm_http.py", 404),
        ("POST", "/scorm/1.2/play", 405),
        ("GET", "/scorm/1.2/begin", 405),
        ("GET", "/scorm/2004/commit", 405),
        ("POST", "/scorm/player.js", 405),
    ],
)
def test_nothing_else_is_there(app: ScormApp, method: str, path: str, status: int) -> None:
    assert status == Client(app).open(path, method=method).status_code


def test_a_sco_is_opened_in_the_player_of_its_run_time_on_its_own_origin() -> None:
    address = "http://a-package.localhost:8081/files/sealed/a/index.html?page=1#top"
    for edition, slug in ((Edition.V1_2, "1.2"), (Edition.V2004_3, "2004")):
        parts = urlsplit(played_at(address, edition))
        assert ("a-package.localhost:8081", f"/scorm/{slug}/play") == (parts.netloc, parts.path)
        assert {"sco": ["/files/sealed/a/index.html?page=1#top"]} == parse_qs(parts.query)
