"""Keeping for seven years who held what by whose word, and no longer."""

from datetime import UTC, datetime, timedelta

import pytest

from services.identity.usecases.forget_decisions import ForgetDecisions

ENDS = {
    datetime(2026, 11, 27, 9, tzinfo=UTC): datetime(2033, 11, 27, 9, tzinfo=UTC),
    datetime(2028, 2, 29, 9, tzinfo=UTC): datetime(2035, 2, 28, 9, tzinfo=UTC),
}


@pytest.mark.parametrize(("ended", "kept_until"), ENDS.items())
def test_seven_years_after_the_end_it_goes_and_a_dry_run_says_so(
    unit_of_work, stores, clock, ended, kept_until
) -> None:
    stores.old_records.over = {"role_grants": [ended], "partner_sites": [ended]}
    forget = ForgetDecisions(unit_of_work=unit_of_work, clock=clock)
    clock.moment = kept_until - timedelta(days=1)
    assert 0 == forget()
    assert [] == stores.audit.rows
    clock.moment = kept_until + timedelta(days=1)
    dry = ForgetDecisions(unit_of_work=unit_of_work, clock=clock, dry=True)
    assert [2, 2, 0] == [dry(), forget(), forget()]
    (row,) = stores.audit.rows
    assert "identity:forget-decisions" == row[1]
