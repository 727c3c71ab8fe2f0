"""A privacy officer sees who read too much."""

from services.identity.usecases.list_record_freezes import ListRecordFreezes
from tests.fakes.identity import NOON, caller, subscriber


def test_who_and_how_many_and_that_it_was_looked_at(unit_of_work, stores) -> None:
    stores.subscribers.add(subscriber("officer"))
    stores.record_reads.freeze("officer", NOON, 201)
    look = ListRecordFreezes(unit_of_work=unit_of_work)
    [there] = look(caller("privacy", "privacy-officer"))
    assert ("officer", "Cafe Owner", 201) == (there.subject, there.name, there.records)
    assert ["identity:read-record-freezes"] == [row[1] for row in stores.audit.rows]
