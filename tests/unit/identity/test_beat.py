"""Identity's sign of life, and telling everyone again."""

from services.identity.domain.events import Heartbeat, PrincipalChanged
from services.identity.usecases.beat import Beat
from services.identity.usecases.republish_principals import RepublishPrincipals
from tests.fakes.identity import NOON, subscriber


def test_a_heartbeat_goes_the_way_of_the_changes(unit_of_work, stores, clock) -> None:
    Beat(unit_of_work=unit_of_work, clock=clock)()
    assert [Heartbeat(NOON)] == stores.outbox.events


def test_everyone_is_told_again(unit_of_work, stores) -> None:
    stores.subscribers.add(person := subscriber("owner"))
    assert 1 == RepublishPrincipals(unit_of_work=unit_of_work)()
    assert [PrincipalChanged(person)] == stores.outbox.events
