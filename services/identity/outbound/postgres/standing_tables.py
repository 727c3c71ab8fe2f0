"""The tables of what people hold for a time: staff roles, and places in closed groups."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Index, Table, Text, text
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import personal
from services.identity.outbound.postgres.tables import METADATA

_MOMENT: Final = DateTime(timezone=True)
_HOLDING: Final = personal(
    "who holds which staff role, by whose word and why",
    "public task",
    "7 years after it is over; gone on erasure",
)
_GROUPED: Final = personal(
    "who is in which closed group", "public task", "while they are in it, or invited"
)
_DECIDING: Final = personal(
    "accountability of decisions", "public task", "7 years, pseudonym on erasure"
)

ROLE_GRANTS: Final = Table(
    "role_grants",
    METADATA,
    Column("grant_id", UUID(as_uuid=True), primary_key=True),
    Column("subject", Text, nullable=False, info=_HOLDING),
    Column("role", Text, nullable=False, info=_HOLDING),
    Column("reason", Text, nullable=False, info=_HOLDING),
    Column("eligible", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("proposed_by", Text, info=_DECIDING),
    Column("proposed_at", _MOMENT, nullable=False),
    Column("decided_by", Text, info=_DECIDING),
    Column("decided_at", _MOMENT),
    Column("until", _MOMENT),
    Column("active_since", _MOMENT),
    Column("active_until", _MOMENT),
    Column("activation_reason", Text, info=_HOLDING),
    Column("ended_by", Text, info=_DECIDING),
    Column("ended_at", _MOMENT),
    Column("end_reason", Text, nullable=False, info=_HOLDING),
    Column("warned", BigInteger),
    Column("due_at", _MOMENT),
    Column("version", BigInteger, nullable=False),
    Index(
        "role_grants_once",
        "subject",
        "role",
        unique=True,
        postgresql_where=text("state IN ('PROPOSED', 'GRANTED')"),
    ),
    Index(
        "role_grants_open",
        "proposed_at",
        "grant_id",
        postgresql_where=text("state IN ('PROPOSED', 'GRANTED')"),
    ),
    Index("role_grants_all", "proposed_at", "grant_id"),
    Index("role_grants_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    Index("role_grants_of", "subject"),
)
"""`due_at` is when the clock next has something to do about a grant: the domain says when."""

GROUPS: Final = Table(
    "closed_groups",
    METADATA,
    Column("group_id", UUID(as_uuid=True), primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("owner", Text, info=_GROUPED),
    Column("sponsor", Text, nullable=False, info=_DECIDING),
    Column("created_at", _MOMENT, nullable=False),
    Column("until", _MOMENT, nullable=False),
    Column("ended_at", _MOMENT),
    Column("warned", BigInteger),
    Column("due_at", _MOMENT),
    Column("version", BigInteger, nullable=False),
    Column("invited_on", Date),
    Column("invited_count", BigInteger, nullable=False, server_default="0"),
    Index(
        "closed_groups_open",
        "created_at",
        "group_id",
        postgresql_where=text("ended_at IS NULL"),
    ),
    Index("closed_groups_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    Index("closed_groups_of_owner", "owner"),
)
"""Of groups that are over too: a code that stood in markings is never given again."""

GROUP_MEMBERS: Final = Table(
    "group_members",
    METADATA,
    Column("group_id", UUID(as_uuid=True), primary_key=True),
    Column("subject", Text, primary_key=True, info=_GROUPED),
    Column("since", _MOMENT, nullable=False),
    Index("group_members_of", "subject"),
)

GROUP_INVITATIONS: Final = Table(
    "group_invitations",
    METADATA,
    Column("invitation_id", UUID(as_uuid=True), primary_key=True),
    Column("group_id", UUID(as_uuid=True), nullable=False),
    Column("email", Text, nullable=False, info=_GROUPED),
    Column("until", _MOMENT, nullable=False),
    Index("group_invitations_once", "group_id", text("lower(email)"), unique=True),
    Index("group_invitations_to", text("lower(email)")),
    Index("group_invitations_until", "until"),
)

SIGHTINGS: Final = Table(
    "sightings",
    METADATA,
    Column(
        "subject",
        Text,
        primary_key=True,
        info=personal("closing accounts that nobody uses", "public task", "life of the account"),
    ),
    Column("day", Date, nullable=False, index=True),
    Column("warned", BigInteger),
    Column("first_told_at", _MOMENT),
    Column("last_told_at", _MOMENT),
)
"""The last day alone: when people came before is not kept. `…told_at` is when the mail server took
the first and the last notice that the account closes."""
