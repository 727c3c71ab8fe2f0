"""The demonstration's month."""

from datetime import timedelta

from kernel.places import REGIONS, SECTORS
from services.analytics.domain.demo_month import DAYS, demo_month
from services.analytics.domain.disclosure import LEAST
from services.analytics.domain.period import Period
from services.analytics.domain.usage import DEMO, Dimension
from services.analytics.usecases.seed_demo_usage import SeedDemoUsage
from tests.fakes.analytics import TODAY

MONTH = Period(TODAY - timedelta(days=DAYS - 1), TODAY)


def test_it_is_there_once_however_often_it_is_put_there(unit_of_work, stores, clock) -> None:
    seed = SeedDemoUsage(unit_of_work=unit_of_work, clock=clock)
    assert (len(list(demo_month(TODAY))), 0) == (seed(), seed())
    before = dict(stores.usages.kept)
    clock.pass_(days=1)
    assert seed() > 0
    assert before.items() <= stores.usages.kept.items()
    assert [] == list(stores.tallies.stale(most=10)), "it is rolled up at once"


def test_every_event_is_fit_and_told_apart() -> None:
    for each in demo_month(TODAY):
        each.check(kept_from=MONTH.first, today=TODAY)
        assert DEMO == each.service
        assert each.region in {"", *REGIONS}
        assert each.sector in {"", *SECTORS}


def test_any_day_has_enough_people_to_tell_and_some_small_value(
    unit_of_work, stores, clock
) -> None:
    """So that a day's own events are seen in it, and small figures are seen to be withheld."""
    SeedDemoUsage(unit_of_work=unit_of_work, clock=clock)()
    for metric in ("content.published", "identity.registered"):
        days = stores.tallies.of(metric, MONTH, Dimension.NONE)
        assert DAYS == len(days)
        assert all(each.people >= LEAST for each in days), metric
    (today,) = stores.tallies.of("content.published", Period(TODAY, TODAY), Dimension.NONE)
    values = stores.tallies.of("content.published", Period(TODAY, TODAY), Dimension.REGION)
    assert any(each.people < LEAST for each in values)
    assert today.events == sum(each.events for each in values)
