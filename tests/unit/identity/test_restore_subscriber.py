"""Letting a suspended account be used again."""

import pytest

from kernel.standing import Standing
from services.identity.domain.errors import RestoredBySuspender
from services.identity.domain.events import PrincipalChanged
from services.identity.usecases.restore_subscriber import RestoreSubscriber
from tests.fakes.identity import NOON, OFFICER, SECOND, subscriber


def test_somebody_else_restores_and_everyone_is_told(unit_of_work, stores, clock, ids) -> None:
    restore = RestoreSubscriber(unit_of_work=unit_of_work, clock=clock, ids=ids)
    stores.subscribers.add(subscriber("owner").suspended(by="officer", at=NOON))
    with pytest.raises(RestoredBySuspender):
        restore(OFFICER, subject="owner", reason="x")
    person = restore(SECOND, subject="owner", reason="phone found")
    assert (Standing.ACTIVE, 3) == (person.standing, person.rights_version)
    assert [PrincipalChanged(person)] == stores.outbox.events
    assert NOON.date() == stores.sightings.find("owner").day, "a year begins anew"
    assert ["account-restored"] == [each.what.template for each in stores.mails.waiting]
