"""Making a closed group."""

import pytest

from kernel.idempotency import RequestKey
from kernel.tiers import Tier
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.events import PrincipalChanged
from services.identity.domain.group_errors import GroupThere, OwnGroup, UnfitForGroup
from services.identity.usecases.create_group import CreateGroup
from tests.fakes.groups import DAY, NOON, a_group
from tests.fakes.identity import SUSPENDED, key
from tests.unit.identity.grouped import HUB, in_it
from tests.unit.identity.seated import verified


@pytest.fixture
def create(unit_of_work, clock, ids, stores):
    stores.subscribers.add(verified("owner"))
    use_case = CreateGroup(unit_of_work=unit_of_work, clock=clock, ids=ids)

    def _create(**given) -> object:
        said = {
            "code": "stadiums",
            "name": "Stadiums",
            "purpose": "Those who look after stadiums.",
            "owner_email": "owner@retail.example",
            "until": NOON + 365 * DAY,
            "key": key("CreateGroup"),
        }
        return use_case(HUB, **said | given)

    return _create


def test_its_owner_is_in_it_and_everyone_hears_of_that(create, stores) -> None:
    made = create()
    assert ("owner", "hub") == (made.owner, made.sponsor)
    assert {"owner"} == in_it(stores, made)
    assert PrincipalChanged(stores.subscribers.get("owner")) in stores.outbox.events
    assert ("hub", "identity:create-group") == stores.audit.rows[-1][:2]
    assert made == create(), "the same key gives the same group"


def test_nobody_sponsors_a_group_of_their_own(create, stores) -> None:
    stores.subscribers.add(verified("hub"))
    with pytest.raises(OwnGroup):
        create(owner_email="hub@retail.example")


@pytest.mark.parametrize("unfit", [{"tier": Tier.REGISTERED}, {"standing": SUSPENDED}])
def test_only_a_verified_account_in_use_owns_one(create, stores, unfit) -> None:
    stores.subscribers.add(verified("other", **unfit))
    with pytest.raises(UnfitForGroup):
        create(owner_email="other@retail.example")
    with pytest.raises(SubscriberNotFound):
        create(owner_email="nobody@retail.example")


def test_a_code_that_stood_in_markings_is_never_given_again(create, stores) -> None:
    stores.groups.add(a_group().ended(NOON))
    with pytest.raises(GroupThere):
        create(key=RequestKey(rpc="CreateGroup", key="2", body_digest=b"2" * 32))
