"""One organisation that nobody runs, and who could."""

import pytest

from services.identity.domain.membership_errors import AppointedBySuspender
from services.identity.usecases.get_unled_organisation import GetUnledOrganisation
from tests.fakes.identity import OFFICER, SECOND, SUSPENDED, subscriber
from tests.unit.identity.membership import HALL, MEMBER, unled


def test_who_could_run_it_counts_as_read(unit_of_work, stores, budget) -> None:
    unled(stores)
    stores.subscribers.add(subscriber("away", organisation_id=HALL, standing=SUSPENDED))
    get = GetUnledOrganisation(unit_of_work=unit_of_work, budget=budget)
    there = get(OFFICER, organisation_id=HALL)
    assert ({MEMBER.subject, "other"}, 4) == ({each.subject for each in there.able}, there.size)
    assert {MEMBER.subject, "other"} == {person for _, person in stores.record_reads.read}
    assert "identity:read-unled-organisation" in [row[1] for row in stores.audit.rows]
    with pytest.raises(AppointedBySuspender):
        get(SECOND, organisation_id=HALL)
