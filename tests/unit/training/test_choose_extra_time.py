"""Choosing how much of an attempt's time one has; what it does is in test_time_limit.py."""

import pytest

from chassis.errors import Invalid
from services.training.domain.extra_time import SHARES, ExtraTime
from services.training.usecases.choose_extra_time import ChooseExtraTime
from tests.fakes.training import LEARNER, NOON


@pytest.mark.parametrize("percent", SHARES)
def test_a_share_is_kept_without_a_reason(unit_of_work, clock, stores, percent) -> None:
    choose = ChooseExtraTime(unit_of_work=unit_of_work, clock=clock)
    assert percent == choose(LEARNER, percent=percent)
    chosen = ExtraTime(subject="learner", percent=percent, chosen_at=NOON)
    assert {"learner": chosen} == stores.extra_times.kept
    assert [] == stores.outbox.events
    assert [] == stores.audit.rows


@pytest.mark.parametrize("percent", [0, -100, 99, 101, 175, 1001])
def test_a_share_that_there_is_not_is_refused(unit_of_work, clock, stores, percent) -> None:
    with pytest.raises(Invalid) as refused:
        ChooseExtraTime(unit_of_work=unit_of_work, clock=clock)(LEARNER, percent=percent)
    assert ["percent"] == [each.field for each in refused.value.violations]
    assert {} == stores.extra_times.kept
    assert percent not in SHARES
