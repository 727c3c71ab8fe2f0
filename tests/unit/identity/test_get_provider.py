"""Reading a partner's provider."""

import pytest

from services.identity.domain.partner_errors import PartnerNotFound
from services.identity.usecases.get_provider import GetProvider
from tests.fakes.identity import caller
from tests.fakes.providers import a_provider


def test_it_is_shown_or_not_found(unit_of_work, stores, ids) -> None:
    stores.providers.add(provider := a_provider())
    get = GetProvider(unit_of_work=unit_of_work)
    assert provider == get(caller("admin"), provider_id=provider.provider_id)
    with pytest.raises(PartnerNotFound):
        get(caller("admin"), provider_id=ids.new())
