"""The people of the demonstration: an account for each role, members in four regions."""

from collections import Counter
from datetime import UTC, datetime

from kernel.places import REGIONS, SECTORS
from kernel.roles import PERMISSIONS
from kernel.tiers import Tier
from services.identity.domain.demo_people import demo_people

PEOPLE = [each.subscriber for each in demo_people(datetime(2026, 1, 1, tzinfo=UTC))]
MEMBERS = [each for each in PEOPLE if not each.profile.email.endswith("@hub.example")]


def test_each_has_an_id_and_a_short_name_of_their_own() -> None:
    """The part before the @ names an account in the story and in the tests."""
    for names in (
        [each.subject for each in PEOPLE],
        [each.profile.email.partition("@")[0] for each in PEOPLE],
    ):
        assert [] == [name for name, times in Counter(names).items() if times > 1]


def test_every_role_that_may_do_something_has_an_account() -> None:
    held = {role for each in PEOPLE for role in each.roles}
    assert held <= PERMISSIONS.keys()
    assert {role for role, permissions in PERMISSIONS.items() if permissions} <= held
    assert {"sector-lead", "regional-coordinator", "privacy-officer", "analyst"} <= held


def test_their_places_are_ours_and_their_addresses_nobodys() -> None:
    for each in PEOPLE:
        assert each.profile.regions <= frozenset(REGIONS)
        assert each.profile.sectors <= frozenset(SECTORS)
        assert each.profile.email.endswith(".example")


def test_members_of_each_tier_are_in_four_regions_with_organisations_of_their_own() -> None:
    for region in ("LON", "WAL", "NW", "SCO"):
        here = [each for each in MEMBERS if region in each.profile.regions]
        assert len({each.profile.organisation_name for each in here}) >= 2, region
    assert {Tier.REGISTERED, Tier.VERIFIED, Tier.TRUSTED} == {each.tier for each in MEMBERS}
