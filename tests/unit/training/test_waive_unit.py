"""Waiving a unit: what is said, what follows, what is refused."""

from uuid import UUID

import orjson
import pytest

from services.training.domain.cmi5_session import Verb
from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.errors import (
    EnrolmentClosed,
    EnrolmentNotFound,
    SelfWaiver,
    UnitNotFound,
    UnitSatisfied,
    UnitWaived,
)
from services.training.domain.launch import Waiver
from services.training.domain.xapi import SESSION_ID
from tests.fakes.training import enrolment
from tests.fakes.unit_runtime import Runtime


@pytest.fixture
def runtime() -> Runtime:
    return Runtime()


@pytest.fixture
def of(runtime: Runtime) -> UUID:
    return runtime.enrolled().enrolment_id


def test_waiving_a_unit_says_why_and_counts_as_satisfied(runtime: Runtime, of: UUID) -> None:
    runtime.waive(of, 1, Waiver.TESTED_OUT)
    kept = [orjson.loads(each.document) for each in runtime.stores.statements.everything(of)]
    assert ["waived", "satisfied"] == runtime.verbs(of)
    reason = "https://w3id.org/xapi/cmi5/result/extensions/reason"
    assert "Tested Out" == kept[0]["result"]["extensions"][reason]
    assert (True, True) == (kept[0]["result"]["success"], kept[0]["result"]["completion"])
    sessions = {each["context"]["extensions"][SESSION_ID] for each in kept}
    assert 1 == len(sessions)
    assert ("trainer", "training:waive") == runtime.stores.audit.rows[-1][:2]
    with pytest.raises(UnitWaived):
        runtime.waive(of)
    runtime.begun(of, 2).say(Verb.PASSED, Verb.COMPLETED)
    assert EnrolmentStatus.COMPLETED is runtime.stores.enrolments.get(of).status


def test_what_is_satisfied_is_not_waived(runtime: Runtime, of: UUID) -> None:
    runtime.begun(of).say(Verb.COMPLETED)
    with pytest.raises(UnitSatisfied):
        runtime.waive(of)


def test_nobody_waives_what_they_are_to_learn_themselves(runtime: Runtime) -> None:
    own = enrolment("trainer")
    runtime.stores.enrolments.add(own)
    with pytest.raises(SelfWaiver):
        runtime.waive(own.enrolment_id)
    assert [] == runtime.verbs(own.enrolment_id)


def test_what_is_not_there_or_over_is_not_waived(runtime: Runtime, of: UUID) -> None:
    with pytest.raises(UnitNotFound):
        runtime.waive(of, 3)
    with pytest.raises(EnrolmentNotFound):
        runtime.waive(UUID(int=1))
    over = enrolment("over", status=EnrolmentStatus.COMPLETED)
    runtime.stores.enrolments.add(over)
    with pytest.raises(EnrolmentClosed):
        runtime.waive(over.enrolment_id)
    assert {} == runtime.stores.records.statements
