"""The premises of one's organisation."""

from datetime import timedelta

from services.identity.usecases.list_premises import ListPremises
from tests.fakes.identity import caller, subscriber
from tests.fakes.premises import NOON, an_organisation, some_premises


def test_ones_own_come_by_pages_and_no_others(unit_of_work, stores) -> None:
    show = ListPremises(unit_of_work=unit_of_work)
    own = an_organisation().organisation_id
    stores.subscribers.add(subscriber("owner", organisation_id=own))
    made = [some_premises(own, added_at=NOON + timedelta(hours=hour)) for hour in range(3)]
    for each in [*made, some_premises()]:
        stores.premises.add(each)
    first, following = show(caller("owner"), after=None, size=2)
    rest, end = show(caller("owner"), after=following, size=2)
    assert (made[:2], made[2:], None) == (list(first), list(rest), end)


def test_who_belongs_to_nobody_has_none(unit_of_work, stores) -> None:
    stores.subscribers.add(subscriber("nobody"))
    stores.premises.add(some_premises())
    show = ListPremises(unit_of_work=unit_of_work)
    assert ((), None) == show(caller("nobody"), after=None, size=2)
