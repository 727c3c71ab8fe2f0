"""Everything about a person, table by table: what is exported, and what erasure leaves.

A test fails when a table has a personal column and no line here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    cast,
    delete,
    false,
    func,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB

from chassis.postgres.personal_data import forget_messages, purpose_of
from chassis.postgres.tables import AUDIT_NAMES, IDEMPOTENCY_KEYS, PRINCIPALS
from services.identity.domain.subscriber import Subscriber
from services.identity.outbound.postgres.agreement_tables import CONSENTS
from services.identity.outbound.postgres.channel_tables import (
    CHANNEL_REQUESTS,
    QUIET_HOURS,
    QUIET_HOURS_SAID,
)
from services.identity.outbound.postgres.complaint_personal_data import (
    UNSENT,
    erase_complaints,
    own_complaint,
)
from services.identity.outbound.postgres.complaint_personal_data import about as about_complaints
from services.identity.outbound.postgres.directory_tables import (
    RECORD_FREEZES,
    RECORD_READS,
    RELAYED,
)
from services.identity.outbound.postgres.held_tables import HELD_LOOKS
from services.identity.outbound.postgres.organisation_tables import INVITATIONS
from services.identity.outbound.postgres.own_parts import (
    own_group,
    own_question,
    own_read,
    own_request,
    own_reset,
    own_seat,
)
from services.identity.outbound.postgres.partner_personal_data import (
    ABOUT_PARTNERS,
    DECIDED_ON_PARTNERS,
    OWN_OF_PARTNERS,
)
from services.identity.outbound.postgres.partner_tables import BROKERED_PEOPLE, PARTNER_SIGN_INS
from services.identity.outbound.postgres.privacy_tables import (
    COMPLAINTS,
    PRIVACY_RECEIPTS,
    PRIVACY_REQUESTS,
)
from services.identity.outbound.postgres.proofing_tables import PROVIDER_CHECKS, TIER_TERMS
from services.identity.outbound.postgres.second_factor_tables import FACTOR_LINKS, FACTOR_RESETS
from services.identity.outbound.postgres.standing_tables import (
    GROUP_INVITATIONS,
    GROUP_MEMBERS,
    GROUPS,
    ROLE_GRANTS,
    SIGHTINGS,
)
from services.identity.outbound.postgres.tables import (
    ALERT_SUBSCRIPTIONS,
    APPLICATIONS,
    KEYCLOAK_TASKS,
    MAILS,
    ORGANISATIONS,
    PASSKEYS,
    PREMISES,
    SEATS,
    SUBSCRIBERS,
    SUBSCRIPTION_REQUESTS,
    TEXT_MESSAGES,
    VERIFICATIONS,
)
from services.identity.usecases.waiting_ports import TaskKind

About = Callable[[Subscriber], ColumnElement[bool]]

_CASES: Final = VERIFICATIONS.c
_OFFICERS: Final = (
    *(_CASES.decided_by, _CASES.claimed_by, _CASES.proposed_by, _CASES.refused_by),
    _CASES.sponsored_by,
)
"""Who had a hand in somebody else's case, or vouched for them."""

_GRANTS: Final = ROLE_GRANTS.c
_GRANTERS: Final = (_GRANTS.proposed_by, _GRANTS.decided_by, _GRANTS.ended_by)
"""Who had a hand in somebody else's role."""


def _email(table: Table, column: str) -> About:
    return lambda person: func.lower(table.c[column]) == person.profile.email.lower()


def _subject(table: Table) -> About:
    return lambda person: table.c.subject == person.subject


def _case(person: Subscriber) -> ColumnElement[bool]:
    """A case is about the person, and about the officers who worked on it."""
    recorded = _CASES.checks.op("@>")(cast([{"recorded_by": person.subject}], JSONB))
    worked = (column == person.subject for column in _OFFICERS)
    return or_(_CASES.subject == person.subject, *worked, recorded)


def _organisation(table: Table) -> About:
    return lambda person: table.c.organisation_id == person.organisation_id


RULES: Final[dict[Table, About]] = {
    SUBSCRIBERS: lambda person: or_(
        SUBSCRIBERS.c.subject == person.subject,
        SUBSCRIBERS.c.suspended_by == person.subject,
        SUBSCRIBERS.c.invited_by == person.subject,
    ),
    APPLICATIONS: _email(APPLICATIONS, "email"),
    VERIFICATIONS: _case,
    TIER_TERMS: _subject(TIER_TERMS),
    PROVIDER_CHECKS: lambda person: or_(
        PROVIDER_CHECKS.c.subject == person.subject, PROVIDER_CHECKS.c.asked_by == person.subject
    ),
    KEYCLOAK_TASKS: _subject(KEYCLOAK_TASKS),
    MAILS: _email(MAILS, "recipient"),
    ALERT_SUBSCRIPTIONS: lambda person: or_(
        _email(ALERT_SUBSCRIPTIONS, "address")(person),
        ALERT_SUBSCRIPTIONS.c.subject == person.subject,
    ),
    RECORD_READS: lambda person: or_(
        RECORD_READS.c.reader == person.subject, RECORD_READS.c.person == person.subject
    ),
    RECORD_FREEZES: lambda person: RECORD_FREEZES.c.reader == person.subject,
    RELAYED: lambda person: RELAYED.c.sender == person.subject,
    QUIET_HOURS: _subject(QUIET_HOURS),
    QUIET_HOURS_SAID: _subject(QUIET_HOURS_SAID),
    CHANNEL_REQUESTS: _subject(CHANNEL_REQUESTS),
    SUBSCRIPTION_REQUESTS: _email(SUBSCRIPTION_REQUESTS, "address"),
    TEXT_MESSAGES: lambda person: TEXT_MESSAGES.c.recipient.in_(
        select(ALERT_SUBSCRIPTIONS.c.address).where(ALERT_SUBSCRIPTIONS.c.subject == person.subject)
    ),
    HELD_LOOKS: lambda _: false(),  # go with the subscription, or in a day
    ORGANISATIONS: _organisation(ORGANISATIONS),
    INVITATIONS: lambda person: or_(
        INVITATIONS.c.email == person.profile.email.lower(),
        INVITATIONS.c.invited_by == person.subject,
    ),
    PREMISES: _organisation(PREMISES),
    PASSKEYS: _subject(PASSKEYS),
    FACTOR_LINKS: _subject(FACTOR_LINKS),
    FACTOR_RESETS: lambda person: or_(
        FACTOR_RESETS.c.subject == person.subject,
        FACTOR_RESETS.c.proposed_by == person.subject,
        FACTOR_RESETS.c.confirmed_by == person.subject,
    ),
    SEATS: lambda person: or_(
        SEATS.c.holder == person.subject,
        SEATS.c.deputy == person.subject,
        SEATS.c.associate == person.subject,
        SEATS.c.holder_by == person.subject,
        SEATS.c.deputy_by == person.subject,
        SEATS.c.associate_by == person.subject,
    ),
    **ABOUT_PARTNERS,
    PARTNER_SIGN_INS: lambda _: false(),  # a name of the day leads to nobody without its key
    ROLE_GRANTS: lambda person: or_(
        *(column == person.subject for column in (_GRANTS.subject, *_GRANTERS))
    ),
    GROUPS: lambda person: or_(
        GROUPS.c.owner == person.subject, GROUPS.c.sponsor == person.subject
    ),
    GROUP_MEMBERS: _subject(GROUP_MEMBERS),
    SIGHTINGS: _subject(SIGHTINGS),
    GROUP_INVITATIONS: _email(GROUP_INVITATIONS, "email"),
    PRIVACY_REQUESTS: lambda person: or_(
        PRIVACY_REQUESTS.c.subject == person.subject,
        PRIVACY_REQUESTS.c.recorded_by == person.subject,
        PRIVACY_REQUESTS.c.extended_by == person.subject,
    ),
    COMPLAINTS: about_complaints,
    CONSENTS: _subject(CONSENTS),
    PRIVACY_RECEIPTS: lambda _: false(),  # a copy of what an export has already
    PRINCIPALS: _subject(PRINCIPALS),
    IDEMPOTENCY_KEYS: _subject(IDEMPOTENCY_KEYS),
    AUDIT_NAMES: _subject(AUDIT_NAMES),
}
"""How a person's rows are found, for every table with personal data but the audit log, which names
people by pseudonym from the first day. Whoever gets alerts by text has no account, and so no
subject: the stop link, or STOP, is how their data goes. A subscription to alerts is erased by its
own rule (`usecases/stopping.py`), because alerts must hear of it; so are an organisation and its
premises (`usecases/belonging.py`), which go when nobody else belongs to it. A request about one's
data keeps its person's subject until all holders have answered. The names of the audit
log go first of all, because what stays on record stays under one of them.
"""

_GONE: Final = (
    *(APPLICATIONS, SUBSCRIPTION_REQUESTS, MAILS, KEYCLOAK_TASKS, IDEMPOTENCY_KEYS),
    *(PASSKEYS, FACTOR_LINKS, FACTOR_RESETS),
    *(TIER_TERMS, GROUP_MEMBERS, GROUP_INVITATIONS, SIGHTINGS),
    INVITATIONS,
    *(QUIET_HOURS, QUIET_HOURS_SAID),
    CONSENTS,
    CHANNEL_REQUESTS,
    *(RECORD_READS, RECORD_FREEZES, RELAYED),
)

_STAYS: Final[Mapping[Table, ColumnElement[bool]]] = {
    KEYCLOAK_TASKS: KEYCLOAK_TASKS.c.kind == TaskKind.DELETE.name,  # until Keycloak has done it
    MAILS: UNSENT,
}
"""What of those tables goes later by itself, because the person's own right is carried by it."""


@dataclass(frozen=True, slots=True)
class PostgresPersonalData:
    """Everything about a person on one transaction."""

    connection: Connection

    def export(self, subscriber: Subscriber) -> Sequence[tuple[str, str, Mapping[str, Any]]]:
        """Return (table, purpose, row), without what is about other people."""
        return [
            (table.name, purpose_of(table), _own_part(table, row, subscriber))
            for table, about in RULES.items()
            for row in self.connection.execute(select(table).where(about(subscriber))).mappings()
        ]

    def erase(self, subscriber: Subscriber, pseudonym: str) -> int:
        """Delete what has no other use; put the pseudonym where a record of the person must stay.

        In their own case too: the audit log names it, and so its rows would lead to the person.
        """
        rows = sum(
            self.connection.execute(
                delete(table).where(RULES[table](subscriber), not_(_STAYS.get(table, false())))
            ).rowcount
            for table in _GONE
        )
        subject, organisation = subscriber.subject, subscriber.organisation_id
        rows += forget_messages(
            self.connection,
            *(subject, subscriber.profile.email),
            *(() if organisation is None else (str(organisation),)),
        )
        rows += erase_complaints(self.connection, subscriber)
        theirs = PROVIDER_CHECKS.c.subject == subject
        rows += self.connection.execute(delete(PROVIDER_CHECKS).where(theirs)).rowcount
        came = BROKERED_PEOPLE.c.subject == subject
        rows += self.connection.execute(delete(BROKERED_PEOPLE).where(came)).rowcount
        held = _GRANTS.subject == subject
        rows += self.connection.execute(delete(ROLE_GRANTS).where(held)).rowcount
        for column in (
            *_OFFICERS,
            PROVIDER_CHECKS.c.asked_by,
            SUBSCRIBERS.c.suspended_by,
            SUBSCRIBERS.c.invited_by,
            SEATS.c.holder_by,
            SEATS.c.deputy_by,
            SEATS.c.associate_by,
            *DECIDED_ON_PARTNERS,
            *_GRANTERS,
            GROUPS.c.sponsor,
            PRIVACY_REQUESTS.c.recorded_by,
            PRIVACY_REQUESTS.c.extended_by,
            COMPLAINTS.c.answered_by,
        ):
            rows += self.connection.execute(
                update(column.table).where(column == subject).values({column.name: pseudonym})
            ).rowcount
        owned = update(GROUPS).where(GROUPS.c.owner == subject).values(owner=None)
        rows += self.connection.execute(owned).rowcount
        for case in self.connection.execute(select(VERIFICATIONS).where(_case(subscriber))):
            own = case.subject == subject
            checks = [_without(check, subject, pseudonym, own=own) for check in case.checks]
            rows += self.connection.execute(
                update(VERIFICATIONS)
                .where(_CASES.verification_id == case.verification_id)
                .values(
                    checks=checks,
                    subject=pseudonym if own else case.subject,
                    **(
                        {"reason": "", "appeal_grounds": "", "sponsor_statement": ""} if own else {}
                    ),
                )
            ).rowcount
        return rows


def _without(check: dict[str, Any], subject: str, pseudonym: str, *, own: bool) -> dict[str, Any]:
    by = pseudonym if check["recorded_by"] == subject else check["recorded_by"]
    return check | {"recorded_by": by} | ({"note": "", "contact": ""} if own else {})


_HIDDEN: Final[Mapping[Table, tuple[str, ...]]] = {
    SUBSCRIBERS: ("invited_by",),  # another person
    MAILS: ("variables",),  # a token, until the mail is sent
    ALERT_SUBSCRIPTIONS: ("stop_token",),
    SUBSCRIPTION_REQUESTS: ("proof",),
    CHANNEL_REQUESTS: ("proof",),
    CONSENTS: ("stop_token",),
    FACTOR_LINKS: ("digest",),
    TEXT_MESSAGES: ("variables",),
    AUDIT_NAMES: ("salt",),
}


def _own_part(table: Table, row: Mapping[Any, Any], person: Subscriber) -> Mapping[str, Any]:
    """Leave out the names of others: officers in one's own case, applicants in cases worked on."""
    own = {str(name): value for name, value in row.items()}
    if table is SUBSCRIBERS and own["subject"] != person.subject:
        mine = ("suspended_by", "invited_by")
        return {name: person.subject for name in mine if own[name] == person.subject}
    if table is INVITATIONS:
        return _own_invitation(own, person)
    if table is COMPLAINTS:
        return own_complaint(own, person.profile.email)
    if table in _OWN_PARTS:
        return _OWN_PARTS[table](own, person.subject)
    return {name: value for name, value in own.items() if name not in _HIDDEN.get(table, ())}


def _own_invitation(row: dict[str, Any], person: Subscriber) -> Mapping[str, Any]:
    """Say of an invitation to a person not by whom; of one that they made, not to whom."""
    mine = row["invited_by"] == person.subject
    hidden = {"token_digest", "email" if mine else "invited_by"}
    return {name: value for name, value in row.items() if name not in hidden}


def _own_case(row: dict[str, Any], subject: str) -> Mapping[str, Any]:
    """Say of one's own case all but who worked on it; of another's, as what one did."""
    if row["subject"] != subject:
        case = {"verification_id": row["verification_id"]}
        if row["sponsored_by"] == subject:
            return case | {"worked_on_as": "sponsor", "statement": row["sponsor_statement"]}
        return case | {"worked_on_as": "officer"}
    hidden = {column.name for column in _OFFICERS}
    checks = [
        {name: value for name, value in check.items() if name != "recorded_by"}
        for check in row["checks"]
    ]
    return {name: value for name, value in row.items() if name not in hidden} | {"checks": checks}


def _own_grant(row: dict[str, Any], subject: str) -> Mapping[str, Any]:
    """Say of a role who holds it, or that one had a hand in another's; never who else had."""
    if row["subject"] != subject:
        return {"grant_id": row["grant_id"], "role": row["role"], "worked_on_as": "granter"}
    hidden = {column.name for column in _GRANTERS}
    return {name: value for name, value in row.items() if name not in hidden}


_OWN_PARTS: Final[Mapping[Table, Callable[[dict[str, Any], str], Mapping[str, Any]]]] = {
    VERIFICATIONS: _own_case,
    PROVIDER_CHECKS: own_question,
    SEATS: own_seat,
    RECORD_READS: own_read,
    ROLE_GRANTS: _own_grant,
    GROUPS: own_group,
    PRIVACY_REQUESTS: own_request,
    FACTOR_RESETS: own_reset,
    **OWN_OF_PARTNERS,
}
"""Of what rows that name others as well the part about one person is told."""
