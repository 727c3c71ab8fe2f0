"""Saying yes or no."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.errors import Invalid, StaleVersion
from kernel.access import may_read
from kernel.tiers import Tier
from services.content.domain.access_errors import (
    AccessOutOfReach,
    AccessRequestClosed,
    AccessRequestNotFound,
    NotYoursToDecide,
)
from services.content.domain.access_request import MOST_DAYS, AccessStatus
from services.content.domain.events import AccessRequestChanged
from services.content.usecases.decide_access_request import DecideAccessRequest
from tests.fakes.content import AMBER, EDITOR, NOON, READER, VERIFIED
from tests.fakes.content_access import HIGH, OWNER, asked

MEMBER = replace(READER, closed_groups=frozenset({"ports"}))


@pytest.fixture
def decide(unit_of_work, clock):
    use_case = DecideAccessRequest(unit_of_work=unit_of_work, clock=clock)

    def call(who, request, **given):
        said = {"yes": True, "days": 14, "because": " You run it. "} | given
        said.setdefault("expected_version", request.version)
        return use_case(who, request_id=request.request_id, **said)[0]

    return call


@pytest.fixture
def waiting(teased, stores):
    def keep(by="reader", **given):
        stores.access.add(request := asked(teased(**given), by=by))
        return request

    return keep


def test_a_yes_lets_one_person_read_for_a_time(decide, waiting, stores) -> None:
    granted = decide(OWNER, waiting(), days=3)
    assert (AccessStatus.GRANTED, "You run it.", "owner") == (
        granted.status,
        granted.because,
        granted.decided_by,
    )
    assert (NOON, NOON + timedelta(days=3)) == (granted.grant.given_at, granted.grant.ends_at)
    assert may_read(READER, AMBER, grant=granted.grant, at=NOON)
    told, used = stores.outbox.events
    assert AccessRequestChanged(request=granted, owner="owner") == told
    assert ("content.access-decided", "GRANTED") == (used.metric, used.detail)
    ((_, action, resource, _, detail),) = stores.audit.rows
    assert ("content:grant-access", str(granted.request_id), 3) == (
        action,
        resource,
        detail["days"],
    )


def test_a_no_is_said_with_its_reason(decide, waiting, stores) -> None:
    refused = decide(OWNER, waiting(), yes=False, because="Ask your police force.")
    assert (AccessStatus.REFUSED, None, "Ask your police force.") == (
        refused.status,
        refused.grant,
        refused.because,
    )
    assert ["content:refuse-access"] == [row[1] for row in stores.audit.rows]
    assert "REFUSED" == stores.outbox.events[-1].detail
    with pytest.raises(AccessRequestClosed):
        decide(OWNER, refused)


@pytest.mark.parametrize("days", [0, -1, MOST_DAYS + 1])
def test_the_days_have_a_bound(decide, waiting, days) -> None:
    with pytest.raises(Invalid, match="days"):
        decide(OWNER, waiting(), days=days)


@pytest.mark.parametrize("yes", [True, False])
def test_a_reason_is_said_either_way_of_what_was_read(decide, waiting, yes) -> None:
    request = waiting()
    with pytest.raises(Invalid, match="because"):
        decide(OWNER, request, yes=yes, because=" ")
    with pytest.raises(StaleVersion):
        decide(OWNER, request, yes=yes, expected_version=2)


def test_nobody_else_decides_while_the_owner_is_there(decide, waiting, stores) -> None:
    request = waiting()
    with pytest.raises(AccessRequestNotFound):
        decide(EDITOR, request)
    stores.readers.known["owner"] = replace(OWNER, roles=frozenset())
    assert AccessStatus.GRANTED is decide(EDITOR, request).status


def test_nobody_decides_about_their_own(decide, waiting, stores) -> None:
    stores.readers.known["owner"] = low = replace(OWNER, tier=Tier.REGISTERED)
    request = waiting(by="owner")
    for who in (low, OWNER):
        with pytest.raises(AccessRequestNotFound):
            decide(who, request)


@pytest.mark.parametrize("reader", [None, VERIFIED, replace(READER, tier=Tier.PUBLIC)])
def test_no_grant_is_given_that_helps_nobody(decide, waiting, stores, reader) -> None:
    request = waiting()
    stores.readers.known["reader"] = reader and replace(reader, subject="reader")
    with pytest.raises(AccessOutOfReach):
        decide(OWNER, request)
    assert AccessStatus.WAITING is stores.access.get(request.request_id).status


@pytest.mark.parametrize(
    "first", [None, replace(OWNER, roles=frozenset()), replace(OWNER, tier=Tier.VERIFIED)]
)
def test_what_somebody_proposed_who_may_not_any_more_is_proposed_by_the_next(
    decide, waiting, stores, first
) -> None:
    """Else one person alone would open it: they, by the word of who was found out meanwhile."""
    proposed = decide(OWNER, waiting(by="verified", **HIGH), days=3)
    stores.readers.known["owner"] = first
    third = replace(EDITOR, subject="third")
    stores.readers.known["third"] = third
    again = decide(EDITOR, proposed, days=90, because="")
    assert (AccessStatus.PROPOSED, None, "editor", 3) == (
        again.status,
        again.grant,
        again.decided_by,
        again.days,
    )
    with pytest.raises(NotYoursToDecide):
        decide(EDITOR, again)
    granted = decide(third, again)
    assert (AccessStatus.GRANTED, "editor", "third") == (
        granted.status,
        granted.decided_by,
        granted.confirmed_by,
    )


def test_what_is_for_the_highest_tier_takes_two(decide, waiting, stores) -> None:
    proposed = decide(OWNER, waiting(by="verified", **HIGH), days=3)
    assert (AccessStatus.PROPOSED, None) == (proposed.status, proposed.grant)
    with pytest.raises(NotYoursToDecide):
        decide(OWNER, proposed)
    granted = decide(EDITOR, proposed, days=90, because="")
    assert (AccessStatus.GRANTED, "owner", "editor", NOON + timedelta(days=3)) == (
        granted.status,
        granted.decided_by,
        granted.confirmed_by,
        granted.grant.ends_at,
    )
    assert "You run it." == granted.because
    assert ["content:propose-access", "content:grant-access"] == [
        row[1] for row in stores.audit.rows
    ]


def test_what_is_a_closed_groups_takes_two_and_is_for_its_members(decide, waiting, stores) -> None:
    closed = replace(AMBER, closed_group="ports")
    request = waiting(marking=closed)
    member = replace(OWNER, closed_groups=frozenset({"ports"}))
    with pytest.raises(AccessRequestNotFound):
        decide(OWNER, request)
    with pytest.raises(AccessOutOfReach):
        decide(member, request)
    stores.readers.known["reader"] = MEMBER
    assert AccessStatus.PROPOSED is decide(member, request).status


def test_a_second_person_may_say_no(decide, waiting) -> None:
    proposed = decide(OWNER, waiting(by="verified", **HIGH))
    refused = decide(EDITOR, proposed, yes=False, because="Not this one.")
    assert (AccessStatus.REFUSED, "editor") == (refused.status, refused.decided_by)
