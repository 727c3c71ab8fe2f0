"""Language and quiet hours are kept, and every address is told of again."""

import pytest

from services.identity.domain.events import PrincipalChanged, QuietHoursChanged, RecipientChanged
from services.identity.domain.quiet_hours import QuietHours
from services.identity.usecases.set_telling import SetTelling
from tests.fakes.identity import subscriber
from tests.fakes.subscriptions import PHONE, PSEUDONYMS
from tests.unit.identity.telling_people import OWNER, held, told_owner

NIGHT = QuietHours(22 * 60, 7 * 60)


@pytest.fixture
def say(unit_of_work, clock, stores):
    told_owner(stores)
    stores.subscriptions.add(held(PHONE))
    return SetTelling(unit_of_work=unit_of_work, pseudonyms=PSEUDONYMS, clock=clock)


def test_quiet_hours_change_no_rights(say, stores) -> None:
    told = say(OWNER, language="en", quiet=NIGHT)
    assert NIGHT == told.quiet
    changed = [each for each in stores.outbox.events if isinstance(each, RecipientChanged)]
    assert {"EMAIL", "SMS"} == {each.subscription.contact.channel.value for each in changed}
    assert {3} == {each.subscription.version for each in changed}
    assert 1 == stores.subscribers.get("owner").rights_version
    assert say(OWNER, language="en", quiet=None).quiet is None


def test_they_are_told_of_the_account_with_no_address_at_all(stores, unit_of_work, clock) -> None:
    """Browsers and apps, which identity does not know, follow that."""
    stores.subscribers.add(subscriber("owner"))
    say = SetTelling(unit_of_work=unit_of_work, pseudonyms=PSEUDONYMS, clock=clock)
    for quiet in (NIGHT, NIGHT, None):
        say(OWNER, language="en", quiet=quiet)
    told = [each for each in stores.outbox.events if isinstance(each, QuietHoursChanged)]
    assert [QuietHoursChanged("owner", NIGHT, 1), QuietHoursChanged("owner", None, 2)] == told


def test_a_language_alone_says_nothing_of_quiet_hours(say, stores) -> None:
    say(OWNER, language="cy", quiet=None)
    assert not [each for each in stores.outbox.events if isinstance(each, QuietHoursChanged)]


def test_a_language_is_that_of_every_mail_and_of_pages_to_officers(say, stores) -> None:
    told = say(OWNER, language="cy", quiet=None)
    person = stores.subscribers.get("owner")
    assert ("cy", 2) == (person.profile.language, person.rights_version)
    assert PrincipalChanged(person) in stores.outbox.events
    assert {"cy"} == {each.language for each in (told.own, *told.further)}


def test_said_again_nothing_changes(say, stores) -> None:
    say(OWNER, language="cy", quiet=NIGHT)
    events = list(stores.outbox.events)
    say(OWNER, language="cy", quiet=NIGHT)
    assert events == stores.outbox.events


@pytest.mark.parametrize(("starts", "ends"), [(-1, 5), (5, 1440), (7, 7)])
def test_no_day_has_such_hours(starts, ends) -> None:
    with pytest.raises(ValueError, match="must"):
        QuietHours(starts, ends)
