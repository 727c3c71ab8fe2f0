"""Keeping the day on which somebody was last here."""

from datetime import date, timedelta

from services.identity.domain.dormancy import Sighting
from services.identity.usecases.see_person import SeePerson
from tests.fakes.identity import NOON, caller


def test_the_day_is_kept_and_nothing_else(unit_of_work, clock, stores) -> None:
    see = SeePerson(unit_of_work=unit_of_work, clock=clock)
    see(caller("owner"))
    assert {"owner": Sighting(subject="owner", day=date(2026, 11, 24))} == stores.sightings.kept
    stores.sightings.kept.clear()
    see(caller("owner"))
    assert {} == stores.sightings.kept, "once a day is enough"
    clock.moment = NOON + timedelta(days=1)
    see(caller("owner"))
    assert date(2026, 11, 25) == stores.sightings.kept["owner"].day


def test_who_comes_back_is_to_be_told_anew(unit_of_work, clock, stores) -> None:
    stores.sightings.note("owner", date(2025, 12, 1))
    stores.sightings.warned(stores.sightings.find("owner"), 30)
    SeePerson(unit_of_work=unit_of_work, clock=clock)(caller("owner"))
    assert (date(2026, 11, 24), None) == (
        stores.sightings.find("owner").day,
        stores.sightings.find("owner").warned,
    )
    stores.sightings.note("owner", date(2026, 1, 1))
    assert date(2026, 11, 24) == stores.sightings.find("owner").day, "never backwards"
