"""Those who named an organisation before there were any get one."""

from services.identity.domain.events import OrganisationChanged, PrincipalChanged
from services.identity.usecases.give_organisations import PAGE, GiveOrganisations
from tests.fakes.identity import subscriber


def test_each_gets_one_of_their_own_once(unit_of_work, stores, clock, ids) -> None:
    """Also where two gave the same name: they may be strangers."""
    give = GiveOrganisations(unit_of_work=unit_of_work, clock=clock, ids=ids)
    for number in range(PAGE + 2):
        stores.subscribers.add(subscriber(f"person-{number:03}"))
    assert (PAGE + 2, 0) == (give(), give())
    people = stores.subscribers.everyone()
    assert PAGE + 2 == len({each.organisation_id for each in people})
    for person in people:
        made = stores.organisations.get(person.organisation_id)
        assert person.profile.organisation_name == made.name
        assert 2 == person.rights_version
        assert PrincipalChanged(person) in stores.outbox.events
        assert OrganisationChanged(made) in stores.outbox.events
