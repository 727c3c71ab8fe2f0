"""Who is in a group, and who looks after it, in tests."""

from kernel.tiers import Tier
from services.identity.domain.group import Member
from tests.fakes.groups import NOON, a_group
from tests.fakes.identity import caller
from tests.unit.identity.seated import verified

OWNER = caller("owner", tier=Tier.VERIFIED)
MEMBER = caller("member", tier=Tier.VERIFIED)
STRANGER = caller("stranger", "editor", tier=Tier.VERIFIED)
HUB = caller("hub", "hub-officer")


def a_house(stores, **given):
    """Put a group with its owner and one member into the record, and others beside it."""
    stores.groups.add(group := a_group(**given))
    for subject in ("owner", "member"):
        stores.groups.join(Member(group_id=group.group_id, subject=subject, since=NOON))
        stores.subscribers.add(verified(subject, closed_groups=frozenset({group.code})))
    for subject in ("hub", "one"):
        stores.subscribers.add(verified(subject))
    return group


def in_it(stores, group):
    """Return who is in a group, by the record and by their rights, which say the same."""
    people = {each.subject for each in stores.groups.members(group.group_id)}
    rights = {e.subject for e in stores.subscribers.everyone() if group.code in e.closed_groups}
    assert people == rights
    return people
