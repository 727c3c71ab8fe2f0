"""Closed groups as domain words, and back; each field that is wrong is named."""

from datetime import UTC, datetime
from typing import Final, TypedDict
from uuid import UUID

from google.protobuf.timestamp_pb2 import Timestamp

from chassis.errors import Invalid, Violation
from chassis.requests import Wrong, id_from, key_from, version_from
from isp.identity.v1 import groups_pb2 as pb
from kernel.idempotency import RequestKey
from services.identity.domain.group import CODE, LONGEST, Group, Invitation
from services.identity.inbound.translate import (
    LANGUAGES,
    email_address,
    is_printed,
    moment_to_pb,
    tidy,
)
from services.identity.usecases.get_group import GroupSeen

LONGEST_EMAIL: Final = 254
LONGEST_NAME: Final = 100
LONGEST_PURPOSE: Final = 500


class NewGroup(TypedDict):
    """What a new group is."""

    code: str
    name: str
    purpose: str
    owner_email: str
    until: datetime
    key: RequestKey


class Renewal(TypedDict):
    """What a renewal says."""

    group_id: UUID
    expected_version: int
    until: datetime
    owner: str | None


def new_group_from(request: pb.CreateGroupRequest, now: datetime) -> NewGroup:
    """Return what a new group is.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    what = "must have 3 to 40 of a to z, digits and hyphens, and begin with a letter"
    wrong.unless(CODE.fullmatch(request.code) is not None, "code", what)
    name, purpose = tidy(request.name), tidy(request.purpose)
    wrong.unless(is_printed(name, LONGEST_NAME), "name", "must have 1 to 100 characters")
    wrong.unless(is_printed(purpose, LONGEST_PURPOSE), "purpose", "must have 1 to 500 characters")
    email = tidy(request.owner_email)
    good = is_printed(email, LONGEST_EMAIL) and "@" in email
    wrong.unless(good, "owner_email", "must be an address")
    until = _until(wrong, request.until, given=request.HasField("until"), now=now)
    key = wrong.built("idempotency_key", lambda: key_from("CreateGroup", request))
    wrong.check()
    assert key is not None
    return NewGroup(
        code=request.code, name=name, purpose=purpose, owner_email=email, until=until, key=key
    )


def renewal_from(request: pb.RenewGroupRequest, now: datetime) -> Renewal:
    """Return until when a group goes on.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    group_id = wrong.built("group_id", lambda: id_from("group_id", request.group_id))
    version = wrong.built("expected_version", lambda: version_from(request.expected_version))
    until = _until(wrong, request.until, given=request.HasField("until"), now=now)
    owner = None
    if request.owner:
        owner = wrong.built("owner", lambda: str(id_from("owner", request.owner)))
    wrong.check()
    assert group_id is not None
    assert version is not None
    return Renewal(group_id=group_id, expected_version=version, until=until, owner=owner)


def invited_from(request: pb.InviteToGroupRequest) -> tuple[str, str]:
    """Return the address that is invited, and the language of the mail.

    Raises:
        Invalid: the field that is wrong is named.
    """
    email = email_address(request.email) if len(request.email) <= LONGEST_EMAIL else None
    if email is None:
        what = "must be an e-mail address, like name@example.org"
        raise Invalid(Violation("email", what))
    language = request.language or "en"
    if language not in LANGUAGES:
        raise Invalid(Violation("language", "must be en or cy"))
    return email, language


def _until(wrong: Wrong, said: Timestamp, *, given: bool, now: datetime) -> datetime:
    until = said.ToDatetime(UTC) if given else now
    good = now < until <= now + LONGEST
    wrong.unless(good, "until", "must be later than now, at most a year ahead")
    return until


def group_to_pb(there: GroupSeen) -> pb.Group:
    """Return a group as somebody sees it."""
    group = there.group
    message = pb.Group(
        group_id=str(group.group_id),
        version=group.version,
        code=group.code,
        name=group.name,
        purpose=group.purpose,
        until=moment_to_pb(group.until),
        created_at=moment_to_pb(group.created_at),
        size=there.size,
        owned=there.owned,
        owner_name=there.owner_name,
        over=not group.open,
    )
    for member in there.members:
        profile = there.people[member.subject].profile
        message.members.add(
            subject=member.subject,
            name=f"{profile.given_name} {profile.family_name}".strip(),
            email=profile.email,
            since=moment_to_pb(member.since),
        )
    for each in there.invitations:
        message.invitations.add(
            invitation_id=str(each.invitation_id),
            email=each.email,
            until=moment_to_pb(each.until),
        )
    return message


def invitation_to_pb(invitation: Invitation, group: Group) -> pb.GroupInvitation:
    """Return an invitation as who is invited sees it."""
    return pb.GroupInvitation(
        invitation_id=str(invitation.invitation_id),
        until=moment_to_pb(invitation.until),
        group_name=group.name,
        purpose=group.purpose,
    )
