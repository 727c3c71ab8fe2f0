"""Breaking every link with a person."""

from datetime import timedelta

from chassis.pseudonyms import Pseudonyms
from services.analytics.usecases.erase_subject import EraseSubject
from services.analytics.usecases.export_subject import ExportSubject
from services.analytics.usecases.roll_up_days import RollUpDays
from tests.fakes.analytics import NOON, usage
from tests.fakes.plumbing import FreshIds

KEY = Pseudonyms(b"key")


def test_no_key_finds_the_person_any_more_and_every_figure_stays(unit_of_work, stores) -> None:
    moments = [NOON - timedelta(days=back) for back in (40, 0, 0)]
    for at in moments:
        for who in ("gone", "stays"):
            stores.usages.add(usage(pseudonym=KEY.of_day(who, at), occurred_at=at))
    RollUpDays(unit_of_work=unit_of_work)()
    erase = EraseSubject(unit_of_work=unit_of_work, pseudonyms=KEY, ids=FreshIds())
    assert [3, 0] == [erase(subject="gone"), erase(subject="gone")]
    export = ExportSubject(unit_of_work=unit_of_work, pseudonyms=KEY)
    assert ([], 3) == (list(export(subject="gone")), len(export(subject="stays")))
    assert 0 == stores.tallies.differing(since=moments[0].date())
    names = {each.pseudonym for each in stores.usages.kept.values() if each.day == NOON.date()}
    assert 2 == len(names), "a day's name is replaced by one other"
    assert "gone" not in str(stores.audit.rows)
