"""What waits in memory passes the suite of the real agenda."""

import pytest

from services.alerts.domain.site_response import LEAD
from tests.fakes.agenda import MemoryAgenda
from tests.fakes.alerts import person
from tests.ports.agenda import AgendaSuite


class TestMemoryAgenda(AgendaSuite):
    """On memory."""

    @pytest.fixture
    def agenda(self, unit_of_work) -> MemoryAgenda:
        return MemoryAgenda(unit_of_work)

    @pytest.fixture
    def leads(self, stores):
        def made(*people):
            stores.site_overrides.people = [
                person(who, LEAD, organisation_id=whose) for who, whose in people
            ]

        return made
