"""Forgetting what is no longer needed."""

from datetime import timedelta

from services.analytics.usecases.forget_usage import ForgetUsage
from services.analytics.usecases.roll_up_days import RollUpDays
from tests.fakes.analytics import NOON, usage, usages


def test_events_go_when_their_time_is_up_and_figures_stay(
    unit_of_work, stores, clock, keeping
) -> None:
    stores.usages.add(*usages(6), kept := usage(occurred_at=NOON + timedelta(days=1)))
    RollUpDays(unit_of_work=unit_of_work)()
    forget = ForgetUsage(unit_of_work=unit_of_work, keeping=keeping)
    clock.pass_(days=92)
    assert 0 == forget()
    clock.pass_(days=1)
    assert [6, 0] == [forget(), forget()]
    assert [kept] == list(stores.usages.kept.values())
    assert {6, 1} == {each.people for each in stores.tallies.kept.values()}
