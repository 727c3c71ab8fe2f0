"""Closed groups in PostgreSQL, with who is in them and who is invited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, case, delete, func, or_, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.identity.domain.group import MOST, Group, Invitation, Member
from services.identity.domain.group_errors import GroupNotFound, GroupThere
from services.identity.outbound.postgres.standing_tables import (
    GROUP_INVITATIONS,
    GROUP_MEMBERS,
    GROUPS,
)

_G, _M, _I = GROUPS.c, GROUP_MEMBERS.c, GROUP_INVITATIONS.c
MOST_OF_ONE = 100


@dataclass(frozen=True, slots=True)
class PostgresGroups:
    """The groups on one transaction."""

    connection: Connection

    def add(self, group: Group) -> None:
        """Insert a new one.

        Raises:
            GroupThere: there is, or was, one with that code.
        """
        made = self.connection.execute(
            insert(GROUPS).values(_row(group)).on_conflict_do_nothing().returning(_G.group_id)
        ).first()
        if made is None:
            raise GroupThere("There is, or was, a group with that code.")

    def get(self, group_id: UUID, *, lock: bool = False) -> Group:
        """Return one that is not over, its row locked until the transaction ends if asked.

        Raises:
            GroupNotFound: there is none.
        """
        query = select(GROUPS).where(_G.group_id == group_id, _G.ended_at.is_(None))
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise GroupNotFound("There is no such group.")
        return _group(row)

    def save(self, group: Group) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        changed = self.connection.execute(
            update(GROUPS)
            .where(_G.group_id == group.group_id, _G.version == group.version - 1)
            .values(_row(group))
        ).rowcount
        if changed != 1:
            raise StaleVersion("The group changed meanwhile: read it again.")

    def page_of(self, *, after: Place | None, size: int) -> Sequence[Group]:
        """Return some that are not over, newest first."""
        query = select(GROUPS).where(_G.ended_at.is_(None))
        if after is not None:
            query = query.where(tuple_(_G.created_at, _G.group_id) < (after.at, after.item_id))
        query = query.order_by(_G.created_at.desc(), _G.group_id.desc()).limit(size)
        return [_group(row) for row in self.connection.execute(query)]

    def of(self, subject: str) -> Sequence[Group]:
        """Return those that somebody is in, by name."""
        query = (
            select(GROUPS)
            .join(GROUP_MEMBERS, _M.group_id == _G.group_id)
            .where(_M.subject == subject, _G.ended_at.is_(None))
            .order_by(_G.name, _G.group_id)
            .limit(MOST_OF_ONE)
        )
        return [_group(row) for row in self.connection.execute(query)]

    def hold(self, subject: str) -> frozenset[UUID]:
        """Lock those that somebody is in, owns or sponsored, over or not; return their ids."""
        inside = select(_M.group_id).where(_M.subject == subject)
        theirs = or_(_G.owner == subject, _G.sponsor == subject, _G.group_id.in_(inside))
        query = select(_G.group_id).where(theirs).order_by(_G.group_id).with_for_update()
        return frozenset(self.connection.scalars(query))

    def held_of(self, subject: str) -> Sequence[Group]:
        """Return those that somebody is in or owns, locked in the order of their ids."""
        inside = select(_M.group_id).where(_M.subject == subject)
        query = (
            select(GROUPS)
            .where(or_(_G.group_id.in_(inside), _G.owner == subject), _G.ended_at.is_(None))
            .order_by(_G.group_id)
            .with_for_update()
        )
        return [_group(row) for row in self.connection.execute(query)]

    def due(self, at: datetime, *, most: int) -> Sequence[UUID]:
        """Return the ids of those of which something is due, soonest first, without locks."""
        query = select(_G.group_id).where(_G.due_at <= at).order_by(_G.due_at).limit(most)
        return list(self.connection.scalars(query))

    def join(self, member: Member) -> None:
        """Let somebody be in a group; who is in it stays as they are."""
        values = {"group_id": member.group_id, "subject": member.subject, "since": member.since}
        self.connection.execute(insert(GROUP_MEMBERS).values(values).on_conflict_do_nothing())

    def leave(self, group_id: UUID, subject: str) -> bool:
        """Take somebody out; tell whether they were in it."""
        gone = delete(GROUP_MEMBERS).where(_M.group_id == group_id, _M.subject == subject)
        return self.connection.execute(gone).rowcount > 0

    def has(self, group_id: UUID, subject: str) -> bool:
        """Tell whether somebody is in a group."""
        inside = select(_M.subject).where(_M.group_id == group_id, _M.subject == subject)
        return self.connection.scalar(inside) is not None

    def members(
        self, group_id: UUID, *, after: Place | None = None, size: int = MOST
    ) -> Sequence[Member]:
        """Return who is in a group, longest first: all, or a page."""
        query = select(GROUP_MEMBERS).where(_M.group_id == group_id)
        if after is not None:
            query = query.where(tuple_(_M.since, _M.subject) > (after.at, str(after.item_id)))
        rows = self.connection.execute(query.order_by(_M.since, _M.subject).limit(size))
        return [Member(group_id=r.group_id, subject=r.subject, since=r.since) for r in rows]

    def size(self, group_id: UUID) -> int:
        """Return how many are in a group."""
        query = select(func.count()).select_from(GROUP_MEMBERS).where(_M.group_id == group_id)
        return self.connection.scalar(query) or 0

    def invite(self, invitation: Invitation) -> bool:
        """Keep an invitation, in the place of one to the same address; tell if there was none."""
        statement = insert(GROUP_INVITATIONS).values(
            invitation_id=invitation.invitation_id,
            group_id=invitation.group_id,
            email=invitation.email,
            until=invitation.until,
        )
        kept = statement.on_conflict_do_update(
            index_elements=[_I.group_id, text("lower(email)")],
            set_={"until": statement.excluded.until},
        ).returning(_I.invitation_id)
        return bool(self.connection.scalar(kept) == invitation.invitation_id)

    def count_invited(self, group_id: UUID, day: date) -> int:
        """Count one more whom a group, held locked, asks in on a day; return how many by now."""
        before = case((_G.invited_on == day, _G.invited_count), else_=0)
        counted = (
            update(GROUPS)
            .where(_G.group_id == group_id)
            .values(invited_on=day, invited_count=before + 1)
            .returning(_G.invited_count)
        )
        return int(self.connection.execute(counted).scalar_one())

    def invitations(self, group_id: UUID, at: datetime) -> Sequence[Invitation]:
        """Return those of a group that are good, oldest end first."""
        query = select(GROUP_INVITATIONS).where(_I.group_id == group_id, _I.until > at)
        rows = self.connection.execute(query.order_by(_I.until, _I.invitation_id).limit(MOST))
        return [_invitation(row) for row in rows]

    def invitations_to(self, email: str, at: datetime) -> Sequence[Invitation]:
        """Return those to an address that are good, oldest end first."""
        to_them = func.lower(_I.email) == email.lower()
        query = select(GROUP_INVITATIONS).where(to_them, _I.until > at)
        rows = self.connection.execute(query.order_by(_I.until, _I.invitation_id).limit(100))
        return [_invitation(row) for row in rows]

    def uninvite(self, invitation_id: UUID) -> bool:
        """Forget an invitation; tell whether it was there."""
        gone = delete(GROUP_INVITATIONS).where(_I.invitation_id == invitation_id)
        return self.connection.execute(gone).rowcount > 0

    def forget_invitations(self, before: datetime) -> int:
        """Forget those whose time is over."""
        gone = delete(GROUP_INVITATIONS).where(_I.until <= before)
        return self.connection.execute(gone).rowcount


def _row(group: Group) -> dict[str, Any]:
    return {
        "group_id": group.group_id,
        "code": group.code,
        "name": group.name,
        "purpose": group.purpose,
        "owner": group.owner,
        "sponsor": group.sponsor,
        "created_at": group.created_at,
        "until": group.until,
        "ended_at": group.ended_at,
        "warned": group.warned,
        "due_at": group.due_at,
        "version": group.version,
    }


def _group(row: Row[Any]) -> Group:
    return Group(
        group_id=row.group_id,
        code=row.code,
        name=row.name,
        purpose=row.purpose,
        owner=row.owner,
        sponsor=row.sponsor,
        created_at=row.created_at,
        until=row.until,
        ended_at=row.ended_at,
        warned=row.warned,
        version=row.version,
    )


def _invitation(row: Row[Any]) -> Invitation:
    return Invitation(
        invitation_id=row.invitation_id, group_id=row.group_id, email=row.email, until=row.until
    )
