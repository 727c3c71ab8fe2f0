"""Staff reads what waits for a second person."""

from services.alerts.usecases.list_rumour_proposals import ListRumourProposals
from tests.fakes.alerts import NOON
from tests.fakes.rumours import proposed_rumour, published_rumour


def test_only_what_waits_is_there(unit_of_work, stores) -> None:
    stores.rumours.add(waits := proposed_rumour(NOON))
    stores.rumours.add(published_rumour(NOON))
    assert [waits] == list(ListRumourProposals(unit_of_work=unit_of_work)())
