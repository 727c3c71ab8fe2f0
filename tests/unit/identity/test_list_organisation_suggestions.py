"""What providers said of people's organisations."""

from services.identity.domain.partner_provider import BrokeredPerson
from services.identity.usecases.list_organisation_suggestions import (
    ListOrganisationSuggestions,
)
from tests.fakes.identity import NOON, caller, subscriber
from tests.fakes.providers import an_active_provider


def test_what_nobody_decided_on_is_listed(unit_of_work, stores) -> None:
    stores.providers.add(provider := an_active_provider())
    people = [
        BrokeredPerson(
            subject=name, provider_id=provider.provider_id, came_at=NOON, suggested_organisation=of
        )
        for name, of in (("guard", "Port"), ("other", ""), ("decided", "Port"))
    ]
    for each in people:
        stores.subscribers.add(subscriber(each.subject))
        stores.providers.keep_person(each)
    stores.providers.keep_person(people[2].decided(by="officer", at=NOON, confirmed=False))
    found = ListOrganisationSuggestions(unit_of_work=unit_of_work)(caller("officer"))
    assert [("guard", "guard", "The port")] == [(p.subject, s.subject, n) for p, s, n in found]
