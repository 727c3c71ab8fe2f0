"""Grants of roles as domain words, and back; each field that is wrong is named."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, TypedDict
from uuid import UUID

from chassis.requests import Wrong, id_from, key_from, text_from, version_from
from isp.identity.v1 import role_grants_pb2 as pb
from kernel.idempotency import RequestKey
from services.identity.domain.role_grant import RoleGrant
from services.identity.domain.role_rules import MOST_HOURS, ROLE_RULES
from services.identity.domain.subscriber import Subscriber
from services.identity.inbound.translate import is_printed, moment_to_pb, tidy

LONGEST_EMAIL: Final = 254
LONGEST_REASON: Final = 1000
NOBODY: Final[Mapping[str, Subscriber]] = {}


class Proposal(TypedDict):
    """What a proposal says."""

    email: str
    role: str
    reason: str
    until: datetime
    eligible: bool
    key: RequestKey


class Turn(TypedDict):
    """What an activation says."""

    grant_id: UUID
    expected_version: int
    hours: int
    reason: str


def proposal_from(request: pb.ProposeRoleGrantRequest, now: datetime) -> Proposal:
    """Return who is to hold what, for how long, and why.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    email = tidy(request.email)
    wrong.unless(is_printed(email, LONGEST_EMAIL) and "@" in email, "email", "must be an address")
    rule = ROLE_RULES.get(request.role)
    wrong.unless(rule is not None, "role", "must be a role that is granted")
    reason = wrong.built("reason", lambda: text_from("reason", request.reason, LONGEST_REASON))
    until = request.until.ToDatetime(UTC) if request.HasField("until") else now
    if rule is not None:
        good = now < until <= now + rule.longest
        years = "a year" if rule.privileged else "two years"
        wrong.unless(good, "until", f"must be later than now, at most {years} ahead")
        fits = rule.privileged or not request.eligible
        wrong.unless(fits, "eligible", "is for strong roles alone")
    key = wrong.built("idempotency_key", lambda: key_from("ProposeRoleGrant", request))
    wrong.check()
    assert reason is not None
    assert key is not None
    return Proposal(
        email=email,
        role=request.role,
        reason=reason,
        until=until,
        eligible=request.eligible,
        key=key,
    )


def turn_from(request: pb.ActivateRoleRequest) -> Turn:
    """Return for how long a role is taken up, and why.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    grant_id = wrong.built("grant_id", lambda: id_from("grant_id", request.grant_id))
    version = wrong.built("expected_version", lambda: version_from(request.expected_version))
    good = 1 <= request.hours <= MOST_HOURS
    wrong.unless(good, "hours", f"must be 1 to {MOST_HOURS}")
    reason = wrong.built("reason", lambda: text_from("reason", request.reason, LONGEST_REASON))
    wrong.check()
    assert grant_id is not None
    assert version is not None
    assert reason is not None
    return Turn(grant_id=grant_id, expected_version=version, hours=request.hours, reason=reason)


def role_grant_to_pb(grant: RoleGrant, people: Mapping[str, Subscriber] = NOBODY) -> pb.RoleGrant:
    """Return a grant as those see it who give roles, with the names of people who are given."""
    message = own_grant_to_pb(grant)
    message.person.CopyFrom(_person(grant.subject, people))
    message.reason = grant.reason
    message.end_reason = grant.end_reason
    if grant.proposed_by is not None:
        message.proposed_by.CopyFrom(_person(grant.proposed_by, people))
    if grant.decided_by is not None:
        message.decided_by.CopyFrom(_person(grant.decided_by, people))
    if grant.ended_by is not None:
        message.ended_by.CopyFrom(_person(grant.ended_by, people))
    return message


def own_grant_to_pb(grant: RoleGrant) -> pb.RoleGrant:
    """Return a grant as its person sees it: without who gave it, and why."""
    rule = ROLE_RULES[grant.role]
    message = pb.RoleGrant(
        grant_id=str(grant.grant_id),
        version=grant.version,
        person=pb.GrantPerson(subject=grant.subject),
        role=grant.role,
        eligible=grant.eligible,
        state=pb.RoleGrantState.Value(f"ROLE_GRANT_STATE_{grant.state.name}"),
        proposed_at=moment_to_pb(grant.proposed_at),
        privileged=rule.privileged,
        longest_hours=rule.longest_hours if grant.eligible else 0,
    )
    if grant.decided_at is not None:
        message.decided_at.CopyFrom(moment_to_pb(grant.decided_at))
    if grant.until is not None:
        message.until.CopyFrom(moment_to_pb(grant.until))
    if grant.ended_at is not None:
        message.ended_at.CopyFrom(moment_to_pb(grant.ended_at))
    if grant.activation is not None:
        message.active_until.CopyFrom(moment_to_pb(grant.activation.until))
        message.activation_reason = grant.activation.reason
    return message


def _person(subject: str, people: Mapping[str, Subscriber]) -> pb.GrantPerson:
    known = people.get(subject)
    if known is None:
        return pb.GrantPerson(subject=subject)
    profile = known.profile
    name = f"{profile.given_name} {profile.family_name}".strip()
    return pb.GrantPerson(subject=subject, name=name, email=profile.email)
