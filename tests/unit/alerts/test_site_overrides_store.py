"""The fake passes the suite of premises' own levels."""

import pytest

from services.alerts.domain.site_response import LEAD
from tests.fakes.alerts import person
from tests.ports.site_overrides_store import SiteOverridesStoreSuite


class TestMemorySiteOverrides(SiteOverridesStoreSuite):
    """In memory."""

    @pytest.fixture
    def leads(self, stores):
        def made(*people):
            stores.site_overrides.people = [
                person(who, LEAD, organisation_id=whose) for who, whose in people
            ]

        return made
