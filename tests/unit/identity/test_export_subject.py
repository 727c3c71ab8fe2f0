"""What identity holds about a person."""

from services.identity.usecases.export_subject import ExportSubject
from tests.fakes.identity import subscriber


def test_a_person_is_exported_and_a_stranger_is_not(unit_of_work, stores) -> None:
    stores.subscribers.add(subscriber("owner"))
    export = ExportSubject(unit_of_work=unit_of_work)
    assert ["subscribers"] == [table for table, _, _ in export(subject="owner")]
    assert [] == export(subject="nobody")
