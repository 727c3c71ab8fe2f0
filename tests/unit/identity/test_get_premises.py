"""One place."""

from uuid import uuid4

import pytest

from services.identity.domain.errors import PremisesNotFound
from services.identity.usecases.get_premises import GetPremises
from tests.fakes.identity import caller, subscriber
from tests.fakes.premises import NOON, an_organisation, some_premises


def test_whose_they_are_not_does_not_find_them(unit_of_work, stores) -> None:
    show = GetPremises(unit_of_work=unit_of_work)
    own = an_organisation().organisation_id
    stores.subscribers.add(subscriber("owner", organisation_id=own))
    stores.subscribers.add(subscriber("nobody"))
    stores.subscribers.add(subscriber("other", organisation_id=uuid4()))
    made, gone = some_premises(own), some_premises(own).removed(NOON)
    for each in (made, gone):
        stores.premises.add(each)
    assert made == show(caller("owner"), premises_id=made.premises_id)
    said = set()
    for who, premises_id in (
        ("nobody", made.premises_id),
        ("other", made.premises_id),
        ("owner", gone.premises_id),
        ("owner", uuid4()),
    ):
        with pytest.raises(PremisesNotFound) as refused:
            show(caller(who), premises_id=premises_id)
        said.add(str(refused.value))
    assert 1 == len(said)
