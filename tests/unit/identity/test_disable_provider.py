"""Ending a partner's provider."""

import pytest

from services.identity.domain.partner_errors import PartnerDisabled
from services.identity.domain.partner_provider import ProviderStatus
from services.identity.usecases.disable_provider import DisableProvider
from tests.fakes.identity import caller
from tests.fakes.providers import a_provider, an_active_provider


def test_one_person_ends_it(unit_of_work, clock, ids, stores) -> None:
    disable = DisableProvider(unit_of_work=unit_of_work, clock=clock, ids=ids)
    officer = caller("privacy", "privacy-officer")
    stores.providers.add(active := an_active_provider())
    stores.providers.add(proposed := a_provider())
    for each in (active, proposed):
        done = disable(
            officer, provider_id=each.provider_id, expected_version=each.version, reason="it left"
        )
        assert (ProviderStatus.DISABLED, None) == (done.status, done.unsent_secret)
    assert [str(active.provider_id)] == [each.what.subject for each in stores.tasks.waiting]
    with pytest.raises(PartnerDisabled):
        disable(officer, provider_id=active.provider_id, expected_version=3, reason="again")
