"""Addresses are matched with one's own people, by who runs it or leads its security."""

from dataclasses import replace

import pytest

from services.identity.domain.errors import OrganisationNotFound
from services.identity.domain.membership_errors import NotOrganisationAdmin
from services.identity.usecases.match_members import MatchMembers
from tests.unit.identity.membership import ADMIN, LONE, MEMBER, NOBODY, peopled


def test_an_address_of_elsewhere_looks_like_one_that_nobody_has(unit_of_work, stores) -> None:
    peopled(stores)
    match = MatchMembers(unit_of_work=unit_of_work)
    mine, theirs = (stores.subscribers.get(each.person).profile.email for each in (MEMBER, LONE))
    asked = [theirs, f" {mine.upper()}", "nobody@elsewhere.example", mine]
    assert {mine.lower(): MEMBER.subject} == match(ADMIN, emails=asked)


def test_who_leads_its_security_may_and_other_members_may_not(unit_of_work, stores) -> None:
    peopled(stores)
    match = MatchMembers(unit_of_work=unit_of_work)
    email = stores.subscribers.get(ADMIN.person).profile.email
    with pytest.raises(NotOrganisationAdmin):
        match(MEMBER, emails=[email])
    with pytest.raises(OrganisationNotFound):
        match(NOBODY, emails=[email])
    member = stores.subscribers.get(MEMBER.person)
    stores.subscribers.save(
        replace(
            member,
            roles=frozenset({"security-lead"}),
            rights_version=member.rights_version + 1,
        )
    )
    assert {email.lower(): ADMIN.subject} == match(MEMBER, emails=[email])
