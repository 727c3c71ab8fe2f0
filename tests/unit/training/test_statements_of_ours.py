"""What we say of attempts is neither read nor written by who has a unit's token."""

from dataclasses import replace
from uuid import uuid4

import pytest

from services.training.bootstrap_records import xapi_app
from services.training.domain.cmi5_session import Verb
from services.training.domain.testimony import Recorded
from tests.fakes.training import course, enrolment, handed_in
from tests.fakes.unit_browser import Browser
from tests.fakes.unit_runtime import Runtime


@pytest.fixture
def runtime() -> Runtime:
    return Runtime()


@pytest.fixture
def ours(runtime: Runtime) -> list[Recorded]:
    """What is said of an attempt of the same learner at a course of ours."""
    mine = replace(enrolment(), course_id=uuid4())
    runtime.stores.enrolments.add(mine)
    tried = handed_in(mine)
    runtime.stores.attempts.add(tried)
    runtime.stores.course_record.tell(mine, course(), [tried], course_completed=False)
    return list(runtime.stores.course_record.told([mine.enrolment_id])[mine.enrolment_id])


@pytest.fixture
def unit(runtime: Runtime, ours: list[Recorded], monkeypatch: pytest.MonkeyPatch) -> Browser:
    monkeypatch.setattr("services.training.bootstrap_records._CLOCK", runtime.clock)
    app = xapi_app(runtime.unit_of_work, runtime.unit_of_work, runtime.move_on)
    browser = Browser(runtime, app, runtime.enrolled().enrolment_id)
    assert 200 == browser.say(browser.made(Verb.INITIALIZED)).status_code
    return browser


def test_a_unit_does_not_read_them(unit: Browser, ours: list[Recorded]) -> None:
    mine = str(ours[0].registration)
    for each in ours:
        assert 404 == unit.statements(statementId=str(each.statement_id)).status_code
    assert 403 == unit.statements(registration=mine).status_code
    found = unit.statements().json["statements"]  # type: ignore[index]
    assert mine not in {each["context"]["registration"] for each in found}


def test_a_unit_does_not_write_beside_or_over_them(unit: Browser, ours: list[Recorded]) -> None:
    mine, before = ours[0].registration, unit.runtime.stores.statements.everything
    kept = before(mine)
    said = unit.made("https://author.example/verbs/looked")
    said["context"]["registration"] = str(mine)
    assert 403 == unit.say(said).status_code
    over = unit.made("https://author.example/verbs/looked")
    over["id"] = str(ours[0].statement_id)
    assert 409 == unit.put(over).status_code
    assert kept == before(mine)


def test_what_a_unit_says_of_its_authority_is_not_kept(unit: Browser) -> None:
    """It is what the audit knows ours by."""
    said = unit.made("https://author.example/verbs/looked")
    account = {"homePage": "https://isp.example", "name": "assessment"}
    said["authority"] = {"objectType": "Agent", "account": account}
    assert 200 == unit.say(said).status_code
    (kept,) = unit.runtime.stores.statements.everything(unit.of)[-1:]
    assert b"authority" not in kept.document
