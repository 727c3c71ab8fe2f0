"""What analytics holds about a person."""

from datetime import timedelta

from chassis.pseudonyms import Pseudonyms
from services.analytics.usecases.export_subject import ExportSubject
from tests.fakes.analytics import NOON, usage

KEY = Pseudonyms(b"key")


def test_a_persons_events_of_every_day_and_the_plumbings_rows_are_exported(
    unit_of_work, stores
) -> None:
    moments = [NOON - timedelta(days=back) for back in (40, 1, 0)]
    for at in moments:
        for who in ("me", "somebody"):
            stores.usages.add(usage(pseudonym=KEY.of_day(who, at), occurred_at=at))
    stores.usages.add(usage(pseudonym=""))
    row = ("principals", "deciding what a person may do now", {"tier": "TRUSTED"})
    stores.plumbing.rows["me"] = [row]
    export = ExportSubject(unit_of_work=unit_of_work, pseudonyms=KEY)
    *mine, plumbing = export(subject="me")
    assert [at.isoformat() for at in moments] == [each[2]["occurred_at"] for each in mine]
    assert {"usage_events"} == {each[0] for each in mine}
    assert row == plumbing
    assert [] == list(export(subject="nobody"))


def test_before_anything_is_counted_there_is_nothing(unit_of_work) -> None:
    assert [] == list(ExportSubject(unit_of_work=unit_of_work, pseudonyms=KEY)(subject="me"))
