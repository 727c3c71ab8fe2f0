"""Looking after a place no more."""

from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from services.identity.domain.errors import PremisesNotFound
from services.identity.domain.events import PremisesChanged
from services.identity.usecases.remove_premises import RemovePremises
from tests.fakes.identity import caller, subscriber
from tests.fakes.premises import NOON, some_premises


@pytest.fixture
def remove(unit_of_work, clock):
    return RemovePremises(unit_of_work=unit_of_work, clock=clock)


@pytest.fixture
def there(stores):
    """Premises of the owner's organisation."""
    made = some_premises()
    stores.premises.add(made)
    stores.subscribers.add(subscriber("owner", organisation_id=made.organisation_id))
    return made


def test_they_are_forgotten_and_their_end_is_told(remove, there, stores) -> None:
    remove(caller("owner"), premises_id=there.premises_id, expected_version=1)
    assert there.removed(NOON) == stores.premises.kept[there.premises_id]
    assert PremisesChanged(there.removed(NOON)) == stores.outbox.events[0]
    assert ("owner", "identity:remove-premises") == stores.audit.rows[-1][:2]
    with pytest.raises(PremisesNotFound):
        remove(caller("owner"), premises_id=there.premises_id, expected_version=2)


def test_what_changed_since_is_read_again_first(remove, there, stores) -> None:
    with pytest.raises(StaleVersion):
        remove(caller("owner"), premises_id=there.premises_id, expected_version=2)
    assert there == stores.premises.get(there.premises_id)


def test_whose_they_are_not_removes_nothing(remove, there, stores) -> None:
    stores.subscribers.add(subscriber("other", organisation_id=uuid4()))
    with pytest.raises(PremisesNotFound):
        remove(caller("other"), premises_id=there.premises_id, expected_version=1)
    assert there == stores.premises.get(there.premises_id)
