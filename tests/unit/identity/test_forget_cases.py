"""Keeping cases no longer than was promised."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.identity.usecases.forget_cases import ForgetCases
from tests.unit.identity.cases import refused


@pytest.fixture
def forget(unit_of_work, clock):
    def forget(at, *, dry=False):
        clock.moment = at
        return ForgetCases(unit_of_work=unit_of_work, clock=clock, dry=dry)()

    return forget


@pytest.mark.parametrize(
    ("decided", "kept_until"),
    [
        (datetime(2026, 11, 27, 9, tzinfo=UTC), datetime(2028, 11, 27, 9, tzinfo=UTC)),
        (datetime(2028, 2, 28, 9, tzinfo=UTC), datetime(2030, 2, 28, 9, tzinfo=UTC)),
    ],
)
def test_a_case_is_kept_for_24_months_and_then_forgotten(
    forget, stores, decided, kept_until
) -> None:
    stores.verifications.add(replace(refused(), decided_at=decided))
    assert 0 == forget(kept_until)
    after = kept_until + timedelta(seconds=1)
    assert (1, 1) == (forget(after, dry=True), len(stores.verifications.kept))
    assert (1, 0) == (forget(after), len(stores.verifications.kept))
    assert "identity:forget-case" == stores.audit.rows[-1][1]
    assert 0 == forget(after)
