"""Telling of organisations and premises again."""

from services.identity.domain.events import OrganisationChanged, PremisesChanged
from services.identity.usecases.republish_premises import RepublishPremises
from tests.fakes.premises import NOON, an_organisation, some_premises


def test_all_are_told_of_again_those_that_are_no_more_too(unit_of_work, stores) -> None:
    organisations = [an_organisation(), an_organisation().closed(NOON)]
    premises = [some_premises(), some_premises().removed(NOON)]
    for each in organisations:
        stores.organisations.add(each)
    for one in premises:
        stores.premises.add(one)
    assert 4 == RepublishPremises(unit_of_work=unit_of_work)()
    told = stores.outbox.events
    assert all(OrganisationChanged(each) in told for each in organisations)
    assert all(PremisesChanged(each) in told for each in premises)
