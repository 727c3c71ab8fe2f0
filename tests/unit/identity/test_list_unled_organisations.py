"""The queue of organisations that nobody runs."""

from services.identity.usecases.list_unled_organisations import ListUnledOrganisations
from tests.fakes.identity import OFFICER
from tests.unit.identity.membership import HALL, unled


def test_the_queue_names_the_organisation_and_nobody(unit_of_work, stores) -> None:
    unled(stores)
    queue = ListUnledOrganisations(unit_of_work=unit_of_work)
    (found,), following = queue(OFFICER, after=None, size=9)
    assert (HALL, 3, None) == (found[0].organisation_id, found[1], following)
    assert {} == stores.record_reads.read
