"""One sees how one is told, and nothing of how others are."""

from services.identity.domain.quiet_hours import QuietHours
from services.identity.usecases.get_channels import GetChannels
from tests.fakes.subscriptions import PHONE, PSEUDONYMS
from tests.unit.identity.telling_people import OTHER, OWNER, held, told_owner


def test_own_and_further_addresses_and_quiet_hours(unit_of_work, stores) -> None:
    there = told_owner(stores)
    stores.subscriptions.add(phone := held(PHONE))
    stores.quiet_hours.keep("owner", QuietHours(60, 120))
    look = GetChannels(unit_of_work=unit_of_work, pseudonyms=PSEUDONYMS)
    found = look(OWNER)
    assert (there, [phone], QuietHours(60, 120)) == (found.own, list(found.further), found.quiet)
    others = look(OTHER)
    assert (None, [], None) == (others.own, list(others.further), others.quiet)


def test_what_was_stopped_is_told_no_more(unit_of_work, stores, clock) -> None:
    there = told_owner(stores)
    stores.subscriptions.save(there.stopped(clock.now()))
    assert GetChannels(unit_of_work=unit_of_work, pseudonyms=PSEUDONYMS)(OWNER).own is None
