"""What differs between Keycloak and the record, and who is right: never Keycloak, about rights."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.standing import Standing
from kernel.tiers import Tier
from services.identity.domain.account_at_keycloak import (
    AT_KEYCLOAK,
    AccountAtKeycloak,
    Finding,
    KeycloakEvent,
    Touch,
    after,
    found,
    written_over,
)
from services.identity.domain.subscriber import Subscriber
from tests.fakes.identity import NOON, subscriber

LATER = NOON + timedelta(hours=1)
ROLES = st.frozensets(st.sampled_from(["analyst", "editor", "alert-author"]))


def account(person: Subscriber, **differing: object) -> AccountAtKeycloak:
    """The account as identity wrote it, but for what is said."""
    as_is = AccountAtKeycloak(
        subject=person.subject,
        enabled=person.standing is Standing.ACTIVE,
        email=person.profile.email,
        given_name=person.profile.given_name,
        family_name=person.profile.family_name,
        tier=person.tier.name,
        rights_version=person.rights_version,
        roles=person.roles,
        powers=frozenset(),
    )
    return replace(as_is, **differing)


PERSON = subscriber("owner", tier=Tier.VERIFIED, roles=frozenset({"analyst"}), rights_version=4)


def test_what_identity_wrote_is_no_finding() -> None:
    assert not found(PERSON, account(PERSON))
    assert not found(PERSON, account(PERSON, email=PERSON.profile.email.upper()))
    assert not found(None, None)


@pytest.mark.parametrize(
    ("differing", "finding"),
    [
        ({"enabled": False}, Finding.SHUT),
        ({"email": "thief@elsewhere.example"}, Finding.ADDRESS),
        ({"family_name": "Thief"}, Finding.ADDRESS),
        ({"tier": "TRUSTED"}, Finding.RIGHTS),
        ({"tier": ""}, Finding.RIGHTS),
        ({"roles": frozenset({"analyst", "alert-approver"})}, Finding.RIGHTS),
        ({"roles": frozenset()}, Finding.RIGHTS),
        ({"rights_version": 5}, Finding.CLAIMED),
        ({"powers": frozenset({"realm-management/manage-users"})}, Finding.POWERS),
    ],
)
def test_each_difference_is_named(differing, finding) -> None:
    assert {finding} == found(PERSON, account(PERSON, **differing))


def test_who_is_not_on_the_record_or_not_there_is_named() -> None:
    assert {Finding.UNKNOWN} == found(None, account(PERSON))
    assert {Finding.GONE} == found(PERSON, None)
    closed = replace(PERSON, standing=Standing.CLOSED)
    assert not found(closed, None)
    for enabled in (True, False):
        assert {Finding.BACK} == found(closed, account(closed, enabled=enabled))
    suspended = replace(PERSON, standing=Standing.SUSPENDED)
    assert {Finding.OPENED} == found(suspended, account(suspended, enabled=True))


def test_a_name_is_there_as_keycloak_takes_it() -> None:
    odd = replace(PERSON, profile=replace(PERSON.profile, given_name="Ann (Nan)"))
    assert not found(odd, account(odd, given_name="Ann Nan"))
    assert {Finding.ADDRESS} == found(odd, account(odd, given_name="Ann"))


@pytest.mark.parametrize("there", [None, account(PERSON, enabled=False)])
def test_who_was_shut_or_deleted_there_is_suspended(there) -> None:
    stands = after(PERSON, there, found(PERSON, there), at=LATER)
    assert (Standing.SUSPENDED, AT_KEYCLOAK) == (stands.standing, stands.suspended_by)
    assert (5, LATER) == (stands.rights_version, stands.valid_after)


def test_a_version_that_was_claimed_there_is_overtaken_and_its_tokens_are_no_good() -> None:
    there = account(PERSON, rights_version=999, tier="TRUSTED")
    stands = after(PERSON, there, found(PERSON, there), at=LATER)
    assert (1000, Tier.VERIFIED, PERSON.roles) == (
        stands.rights_version,
        stands.tier,
        stands.roles,
    )
    assert LATER == stands.valid_after


def test_a_changed_address_ends_what_may_have_been_signed_in_by_it() -> None:
    there = account(PERSON, email="thief@elsewhere.example")
    stands = after(PERSON, there, found(PERSON, there), at=LATER)
    assert (5, LATER) == (stands.rights_version, stands.valid_after)
    assert PERSON.profile == stands.profile


def test_a_role_that_was_given_there_leaves_the_record_as_it_is() -> None:
    there = account(PERSON, roles=frozenset({"analyst", "alert-approver"}))
    assert PERSON == after(PERSON, there, found(PERSON, there), at=LATER)


WRITTEN = KeycloakEvent(
    event_id="one", at=NOON, touch=Touch.ACCOUNT, subject="owner", by="x", path="", whole=True
)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("wrote", "is_so"),
    [
        ([], False),
        ([-2], False),
        ([-1], True),
        ([0.1], True),
        ([60], True),
        ([61], False),
        ([-90, 5, 90], True),
    ],
)
def test_a_write_of_ours_behind_another_may_hide_it(wrote, is_so) -> None:
    """Also a little before it: of two at once either may have the earlier time."""
    ours = [NOON + each * SECOND for each in wrote]
    assert is_so is written_over(WRITTEN, PERSON, frozenset(), ours)


@pytest.mark.parametrize(
    ("event", "person", "findings", "is_so"),
    [
        (WRITTEN, PERSON, {Finding.RIGHTS}, True),
        (WRITTEN, PERSON, {Finding.POWERS}, True),
        *((WRITTEN, PERSON, {each}, False) for each in (Finding.SHUT, Finding.ADDRESS)),
        *((WRITTEN, PERSON, {each}, False) for each in (Finding.GONE, Finding.CLAIMED)),
        (WRITTEN, replace(PERSON, valid_after=NOON), set(), True),
        (WRITTEN, replace(PERSON, valid_after=NOON + SECOND), set(), False),
        (WRITTEN, replace(PERSON, standing=Standing.SUSPENDED), set(), True),
        (WRITTEN, replace(PERSON, standing=Standing.CLOSED), set(), False),
        (replace(WRITTEN, whole=False), PERSON, set(), False),
    ],
)
def test_what_is_dealt_with_is_not_written_over(event, person, findings, is_so) -> None:
    assert is_so is written_over(event, person, frozenset(findings), [NOON + SECOND])


def test_who_may_have_had_another_address_is_signed_out() -> None:
    stands = after(PERSON, account(PERSON), frozenset({Finding.OVERWRITTEN}), at=LATER)
    assert replace(PERSON, rights_version=5, valid_after=LATER) == stands


@given(
    tier=st.sampled_from(["", "REGISTERED", "VERIFIED", "TRUSTED"]),
    roles=ROLES,
    version=st.integers(0, 10),
    enabled=st.booleans(),
)
def test_nothing_that_is_done_there_gives_anybody_more(tier, roles, version, enabled) -> None:
    there = account(PERSON, tier=tier, roles=roles, rights_version=version, enabled=enabled)
    stands = after(PERSON, there, found(PERSON, there), at=LATER)
    assert (PERSON.tier, PERSON.roles) == (stands.tier, stands.roles)
    assert stands.rights_version > version or version <= PERSON.rights_version
    assert enabled or stands.standing is not Standing.ACTIVE
