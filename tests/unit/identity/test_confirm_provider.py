"""Confirming a partner's provider."""

import pytest

from chassis.errors import StaleVersion
from services.identity.domain.partner_errors import PartnerNotProposed, SelfConfirmation
from services.identity.domain.partner_provider import ProviderStatus
from services.identity.usecases.confirm_provider import ConfirmProvider
from services.identity.usecases.waiting_ports import TaskKind
from tests.fakes.identity import caller
from tests.fakes.providers import a_provider

SECOND = caller("second", "privacy-officer")


def test_a_second_person_lets_it_take_effect(unit_of_work, clock, ids, stores) -> None:
    confirm = ConfirmProvider(unit_of_work=unit_of_work, clock=clock, ids=ids)
    stores.providers.add(provider := a_provider())
    said = {"provider_id": provider.provider_id}
    with pytest.raises(SelfConfirmation):
        confirm(caller("admin", "platform-admin"), **said, expected_version=1)
    with pytest.raises(StaleVersion):
        confirm(SECOND, **said, expected_version=2)
    done = confirm(SECOND, **said, expected_version=1)
    assert (ProviderStatus.ACTIVE, "a secret") == (done.status, done.unsent_secret)
    (task,) = stores.tasks.waiting
    assert (TaskKind.PROVIDER, str(provider.provider_id)) == (task.what.kind, task.what.subject)
    with pytest.raises(PartnerNotProposed):
        confirm(SECOND, **said, expected_version=2)
