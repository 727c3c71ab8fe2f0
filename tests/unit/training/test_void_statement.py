"""Voiding a statement: it is kept, and listed no more."""

from uuid import UUID, uuid4

import pytest

from services.training.domain.errors import StatementNotFound
from tests.fakes.unit_runtime import Runtime

OWN = "https://author.example/verbs/looked"


@pytest.fixture
def runtime() -> Runtime:
    return Runtime()


@pytest.fixture
def of(runtime: Runtime) -> UUID:
    return runtime.enrolled().enrolment_id


def test_the_platform_alone_voids_and_what_is_voided_is_kept(runtime: Runtime, of: UUID) -> None:
    sitting = runtime.begun(of)
    sitting.say(OWN)
    one = runtime.stores.statements.everything(of)[-1]
    runtime.void(of, one.statement_id)
    runtime.void(of, one.statement_id)
    assert runtime.stores.statements.get(of, one.statement_id).voided
    assert ["launched", "initialized", "looked", "voided"] == runtime.verbs(of)
    assert ("trainer", "training:void") == runtime.stores.audit.rows[-1][:2]
    voiding = runtime.stores.statements.everything(of)[-1].statement_id
    for whose, which in ((of, voiding), (of, uuid4()), (uuid4(), one.statement_id)):
        with pytest.raises(StatementNotFound):
            runtime.void(whose, which)
