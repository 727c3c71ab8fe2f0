"""Saying something else of premises."""

from dataclasses import replace
from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from services.identity.domain.errors import PostcodeNotCovered, PremisesNotFound
from services.identity.domain.events import PremisesChanged
from services.identity.domain.postcode import Postcode
from services.identity.usecases.update_premises import UpdatePremises
from tests.fakes.identity import caller, subscriber
from tests.fakes.premises import SHOP, some_premises

OTHER = replace(SHOP, name="The hall", type="hall", capacity=800, postcode=Postcode("M1 1AE"))


@pytest.fixture
def update(unit_of_work, clock):
    return UpdatePremises(unit_of_work=unit_of_work, clock=clock)


@pytest.fixture
def there(stores):
    """Premises of the owner's organisation."""
    made = some_premises()
    stores.premises.add(made)
    stores.subscribers.add(subscriber("owner", organisation_id=made.organisation_id))
    return made


def test_all_that_was_said_is_replaced_and_told(update, there, stores) -> None:
    found = update(
        caller("owner"), premises_id=there.premises_id, expected_version=1, details=OTHER
    )
    assert (OTHER, ("NW",), 2) == (found.details, found.whereabouts.regions, found.version)
    assert found == stores.premises.get(there.premises_id)
    assert PremisesChanged(found) == stores.outbox.events[0]
    assert ("owner", "identity:update-premises") == stores.audit.rows[-1][:2]


def test_what_changed_since_is_read_again_first(update, there, stores) -> None:
    with pytest.raises(StaleVersion):
        update(caller("owner"), premises_id=there.premises_id, expected_version=2, details=OTHER)
    assert there == stores.premises.get(there.premises_id)


def test_whose_they_are_not_changes_nothing(update, there, stores) -> None:
    stores.subscribers.add(subscriber("other", organisation_id=uuid4()))
    for version in (1, 2):
        with pytest.raises(PremisesNotFound):
            update(
                caller("other"),
                premises_id=there.premises_id,
                expected_version=version,
                details=OTHER,
            )
    assert there == stores.premises.get(there.premises_id)


def test_they_do_not_move_out_of_our_regions(update, there, stores) -> None:
    away = replace(OTHER, postcode=Postcode("JE2 3AB"))
    with pytest.raises(PostcodeNotCovered):
        update(caller("owner"), premises_id=there.premises_id, expected_version=1, details=away)
    assert there == stores.premises.get(there.premises_id)
