"""Who belongs to organisations, and whom those invited, in memory."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from kernel.pages import Place
from kernel.standing import Standing
from services.identity.domain.application import token_digest
from services.identity.domain.invitation import Ending, Invitation
from services.identity.domain.organisation import Organisation
from services.identity.domain.subscriber import Subscriber

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@dataclass
class MemoryMembers:
    """Who belongs to organisations, in the dictionary of people."""

    people: dict[str, Subscriber] = field(default_factory=dict)
    organisations: dict[UUID, Organisation] = field(default_factory=dict)

    def _of(self, organisation_id: UUID) -> list[Subscriber]:
        found = [each for each in self.people.values() if each.organisation_id == organisation_id]
        return sorted(found, key=lambda each: (each.created_at, each.subject))

    def page(
        self, organisation_id: UUID, *, after: Place | None, size: int
    ) -> Sequence[Subscriber]:
        return [
            each
            for each in self._of(organisation_id)
            if after is None or (each.created_at, each.subject) > (after.at, str(after.item_id))
        ][:size]

    def admins(self, organisation_id: UUID, *, suspended_too: bool = False) -> Sequence[str]:
        return sorted(
            each.subject
            for each in self._of(organisation_id)
            if each.organisation_admin and (suspended_too or each.standing is Standing.ACTIVE)
        )

    def unled(self, *, after: Place | None, size: int) -> Sequence[tuple[Organisation, int]]:
        found = []
        for each in self.organisations.values():
            people = self._of(each.organisation_id)
            active = [one for one in people if one.standing is Standing.ACTIVE]
            led = any(one.organisation_admin for one in active)
            if each.open and len(people) > 1 and active and not led:
                found.append((each, len(people)))
        found.sort(key=lambda one: (one[0].created_at, one[0].organisation_id))
        return [
            (each, people)
            for each, people in found
            if after is None or (each.created_at, each.organisation_id) > (after.at, after.item_id)
        ][:size]

    def with_emails(self, organisation_id: UUID, emails: Sequence[str]) -> Mapping[str, str]:
        found = {each.profile.email.lower(): each.subject for each in self._of(organisation_id)}
        return {each: found[each] for each in emails if each in found}

    def eldest(self, organisation_id: UUID, *, without: str) -> Subscriber | None:
        return next(
            (
                each
                for each in self._of(organisation_id)
                if each.subject != without and each.standing is Standing.ACTIVE
            ),
            None,
        )

    def renamed(self, organisation_id: UUID, name: str) -> None:
        for each in self._of(organisation_id):
            said = replace(each.profile, organisation_name=name)
            self.people[each.subject] = replace(each, profile=said)


@dataclass
class MemoryInvitations:
    """Invitations in a dictionary."""

    kept: dict[UUID, Invitation] = field(default_factory=dict)

    def add(self, invitation: Invitation) -> None:
        self.kept[invitation.invitation_id] = invitation

    save = add

    def get(self, invitation_id: UUID, *, lock: bool = False) -> Invitation | None:
        return self.kept.get(invitation_id)

    def with_token(self, token_digest: bytes, *, lock: bool = False) -> Invitation | None:
        found = (each for each in self.kept.values() if each.token_digest == token_digest)
        return next(found, None)

    def open_of(self, organisation_id: UUID, at: datetime) -> Sequence[Invitation]:
        return [
            each
            for each in self._oldest_first()
            if each.organisation_id == organisation_id and each.is_open(at)
        ]

    def open_to(self, email: str, at: datetime, *, most: int) -> Sequence[Invitation]:
        found = [each for each in self._oldest_first() if each.is_to(email) and each.is_open(at)]
        return found[:most]

    def count_since(self, organisation_id: UUID, since: datetime) -> int:
        return sum(
            each.organisation_id == organisation_id and each.created_at >= since
            for each in self.kept.values()
        )

    def withdraw_by(self, subject: str) -> int:
        return self._withdraw({each.invitation_id for each in self if each.invited_by == subject})

    def withdraw_of(self, organisation_id: UUID) -> int:
        own = {each.invitation_id for each in self if each.organisation_id == organisation_id}
        return self._withdraw(own)

    def forget(self, before: datetime) -> int:
        old = [each.invitation_id for each in self if each.mailed_at < before]
        for each in old:
            del self.kept[each]
        return len(old)

    def __iter__(self) -> Iterator[Invitation]:
        return iter(list(self.kept.values()))

    def _oldest_first(self) -> list[Invitation]:
        return sorted(self, key=lambda each: (each.created_at, each.invitation_id))

    def _withdraw(self, which: set[UUID]) -> int:
        waiting = [each for each in self if each.invitation_id in which and each.ending is None]
        for each in waiting:
            self.save(replace(each, ending=Ending.WITHDRAWN, email=""))
        return len(waiting)


def an_invitation(token: str | None = None, **given: Any) -> Invitation:
    """An invitation that was just made, unless said otherwise."""
    made = Invitation(
        invitation_id=uuid4(),
        organisation_id=uuid4(),
        email="colleague@cafe.example",
        invited_by="owner",
        token_digest=token_digest(token or uuid4().hex),
        created_at=NOON,
        mailed_at=NOON,
    )
    return replace(made, **given)
