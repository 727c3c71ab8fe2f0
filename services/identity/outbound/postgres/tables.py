"""The tables of identity. Every column of personal data says why it is kept and how long."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Double,
    Index,
    LargeBinary,
    MetaData,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from chassis.postgres.tables import personal

METADATA: Final = MetaData()
_MOMENT: Final = DateTime(timezone=True)
_NOW: Final = func.clock_timestamp()
_ACCOUNT: Final = personal("running the person's account", "public task", "life of the account")
_APPLYING: Final = personal("confirming an address", "public task", "30 days")
_PROOFING: Final = personal(
    "proving identity to GPG 45", "public task", "24 months after the decision"
)
_STANDING_BY: Final = personal(
    "accountability of decisions", "public task", "as long as the account, pseudonym on erasure"
)
_DECIDING: Final = personal(
    "accountability of decisions", "public task", "7 years, pseudonym on erasure"
)
_SENDING: Final = personal("sending a mail that was asked for", "public task", "30 days")
_WARNING: Final = personal(
    "sending alerts that were asked for", "public task", "until 30 days after they were stopped"
)
_CONSENTING: Final = personal(
    "showing who asked for alerts, when, how and under which words",
    "public task",
    "7 days if not confirmed, else as long as the address",
)
_STOPPING: Final = personal(
    "keeping the word of who stopped alerts", "public task", "kept, as a keyed digest alone"
)
_SEATED: Final = personal(
    "who stands for a region or a sector", "public task", "while they sit there"
)
_ACTING: Final = personal(
    "warning an organisation, which may be one person, about its premises",
    "public task",
    "until they are removed, or the last who belongs to it leaves",
)
_EMPTY: Final = text("''")
_NONE: Final = text("'{}'")
_CARRYING: Final = personal("carrying a change to Keycloak", "public task", "until it is done")

SUBSCRIBERS: Final = Table(
    "subscribers",
    METADATA,
    Column("subject", Text, primary_key=True, info=_ACCOUNT),
    Column("email", Text, nullable=False, info=_ACCOUNT),
    Column("given_name", Text, nullable=False, info=_ACCOUNT),
    Column("family_name", Text, nullable=False, info=_ACCOUNT),
    Column("organisation_name", Text, nullable=False, info=_ACCOUNT),
    Column("regions", ARRAY(Text), nullable=False, info=_ACCOUNT),
    Column("sectors", ARRAY(Text), nullable=False, info=_ACCOUNT),
    Column("language", Text, nullable=False, info=_ACCOUNT),
    Column("tier", Text, nullable=False, info=_ACCOUNT),
    Column("roles", ARRAY(Text), nullable=False, info=_ACCOUNT),
    Column("standing", Text, nullable=False, info=_ACCOUNT),
    Column("valid_after", _MOMENT),
    Column("rights_version", BigInteger, nullable=False),
    Column("created_at", _MOMENT, nullable=False),
    Column("suspended_by", Text, info=_STANDING_BY),
    Column("organisation_id", UUID(as_uuid=True), info=_ACCOUNT),
    Column("closed_groups", ARRAY(Text), nullable=False, server_default=_NONE, info=_ACCOUNT),
    # When alerts by mail began, or were found to have been stopped before: once, and never again.
    Column("warned_since", _MOMENT),
    Column("organisation_admin", Boolean, nullable=False, server_default=text("false")),
    Column("invited_by", Text, info=_STANDING_BY),
    Index("subscribers_invited_by", "invited_by"),
    Index("subscribers_email", text("lower(email)"), unique=True),
    Index("subscribers_of_organisation", "organisation_id"),
    Index(
        "subscribers_without_organisation",
        "subject",
        postgresql_where=text("organisation_id IS NULL AND organisation_name <> ''"),
    ),
    Index("subscribers_not_warned", "subject", postgresql_where=text("warned_since IS NULL")),
)

APPLICATIONS: Final = Table(
    "applications",
    METADATA,
    Column("application_id", UUID(as_uuid=True), primary_key=True),
    Column("token_digest", LargeBinary, nullable=False, unique=True),
    Column("email", Text, nullable=False, info=_APPLYING),
    Column("given_name", Text, nullable=False, info=_APPLYING),
    Column("family_name", Text, nullable=False, info=_APPLYING),
    Column("organisation_name", Text, nullable=False, info=_APPLYING),
    Column("regions", ARRAY(Text), nullable=False, info=_APPLYING),
    Column("sectors", ARRAY(Text), nullable=False, info=_APPLYING),
    Column("language", Text, nullable=False, info=_APPLYING),
    Column("created_at", _MOMENT, nullable=False),
    Column("confirmed_at", _MOMENT),
)

VERIFICATIONS: Final = Table(
    "verifications",
    METADATA,
    Column("verification_id", UUID(as_uuid=True), primary_key=True),
    Column("subject", Text, nullable=False, info=_PROOFING),
    Column("tier", Text, nullable=False),
    Column("outcome", Text, nullable=False, info=_PROOFING),
    Column("checks", JSONB, nullable=False, info=_PROOFING),
    Column("opened_at", _MOMENT, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("decided_by", Text, info=_DECIDING),
    Column("decided_at", _MOMENT),
    Column("reason", Text, nullable=False, info=_PROOFING),
    Column("claimed_by", Text, info=_DECIDING),
    Column("claimed_until", _MOMENT),
    Column("sponsored_by", Text, info=_DECIDING),
    Column("sponsored_at", _MOMENT),
    Column("sponsor_statement", Text, nullable=False, server_default=_EMPTY, info=_PROOFING),
    Column("proposed_by", Text, info=_DECIDING),
    Column("refusal_reasons", ARRAY(Text), nullable=False, server_default=_NONE, info=_PROOFING),
    Column("refused_by", Text, info=_DECIDING),
    Column("appealed_at", _MOMENT),
    Column("appeal_grounds", Text, nullable=False, server_default=_EMPTY, info=_PROOFING),
    Index(
        "verifications_one_waiting",
        "subject",
        unique=True,
        postgresql_where=text("outcome IN ('OPEN', 'PROPOSED', 'APPEALED')"),
    ),
    Index("verifications_oldest_first", "opened_at", "verification_id"),
    Index("verifications_of_subject", "subject", "opened_at"),
    Index(
        "verifications_by_check",
        "checks",
        postgresql_using="gin",
        postgresql_ops={"checks": "jsonb_path_ops"},
    ),
)

KEYCLOAK_TASKS: Final = Table(
    "keycloak_tasks",
    METADATA,
    Column("task_id", UUID(as_uuid=True), primary_key=True),
    Column("subject", Text, nullable=False, info=_CARRYING),
    Column("kind", Text, nullable=False),
    Column("created_at", _MOMENT, nullable=False, server_default=_NOW),
    Column("due_at", _MOMENT, nullable=False, server_default=_NOW, index=True),
    Column("tries", BigInteger, nullable=False, server_default=text("0")),
    Column("why", Text, nullable=False, server_default=text("''")),
)

MAILS: Final = Table(
    "mails",
    METADATA,
    Column("mail_id", UUID(as_uuid=True), primary_key=True),
    Column("recipient", Text, nullable=False, info=_SENDING),
    Column("language", Text, nullable=False),
    Column("template", Text, nullable=False),
    Column("variables", JSONB, nullable=False, info=_SENDING),
    Column("created_at", _MOMENT, nullable=False, server_default=_NOW),
    Column("due_at", _MOMENT, nullable=False, server_default=_NOW),
    Column("tries", BigInteger, nullable=False, server_default=text("0")),
    Column("why", Text, nullable=False, server_default=text("''")),
    Column("sent_at", _MOMENT),
    Index("mails_waiting", "due_at", postgresql_where=text("sent_at IS NULL")),
    Index("mails_of_recipient", "recipient"),
)

ALERT_SUBSCRIPTIONS: Final = Table(
    "alert_subscriptions",
    METADATA,
    Column("subscription_id", UUID(as_uuid=True), primary_key=True),
    Column("contact_digest", Text, nullable=False, unique=True, info=_STOPPING),
    Column("channel", Text, info=_WARNING),
    Column("address", Text, info=_WARNING),
    Column("postcodes", ARRAY(Text), nullable=False, info=_WARNING),
    Column("regions", ARRAY(Text), nullable=False, info=_WARNING),
    Column("language", Text, nullable=False, info=_WARNING),
    Column("active", Boolean, nullable=False),
    Column("stop_token", Text, nullable=False, unique=True),
    Column("version", BigInteger, nullable=False),
    Column("started_at", _MOMENT, nullable=False),
    Column("stopped_at", _MOMENT),
    Column("subject", Text, info=_WARNING),
    Index(
        "alert_subscriptions_of_subject",
        "subject",
        postgresql_where=text("subject IS NOT NULL"),
    ),
    Index(
        "alert_subscriptions_to_forget",
        "stopped_at",
        postgresql_where=text("NOT active AND address IS NOT NULL"),
    ),
)

SUBSCRIPTION_REQUESTS: Final = Table(
    "subscription_requests",
    METADATA,
    Column("request_id", UUID(as_uuid=True), primary_key=True),
    Column("contact_digest", Text, nullable=False, index=True, info=_CONSENTING),
    Column("channel", Text, nullable=False, info=_CONSENTING),
    Column("address", Text, nullable=False, info=_CONSENTING),
    Column("postcode", Text, nullable=False, info=_CONSENTING),
    Column("language", Text, nullable=False, info=_CONSENTING),
    Column("wording_version", Text, nullable=False, info=_CONSENTING),
    Column("wording", Text, nullable=False, info=_CONSENTING),
    Column("proof", LargeBinary, nullable=False, index=True),
    Column("tries", BigInteger, nullable=False),
    Column("created_at", _MOMENT, nullable=False),
    Column("confirmed_at", _MOMENT),
)

TEXT_MESSAGES: Final = Table(
    "text_messages",
    METADATA,
    Column("text_id", UUID(as_uuid=True), primary_key=True),
    Column("recipient", Text, nullable=False, index=True, info=_SENDING),
    Column("language", Text, nullable=False),
    Column("template", Text, nullable=False),
    Column("variables", JSONB, nullable=False, info=_SENDING),
    Column("good_until", _MOMENT),
    Column("created_at", _MOMENT, nullable=False, server_default=_NOW),
    Column("due_at", _MOMENT, nullable=False, server_default=_NOW),
    Column("tries", BigInteger, nullable=False, server_default=text("0")),
    Column("why", Text, nullable=False, server_default=text("''")),
    Column("sent_at", _MOMENT),
    Column("provider_id", Text),
    Index("text_messages_waiting", "due_at", postgresql_where=text("sent_at IS NULL")),
)

POSTCODES: Final = Table(
    "postcodes",
    METADATA,
    Column("postcode", Text, primary_key=True),
    Column("region", Text, nullable=False),
    Column("latitude", Double),
    Column("longitude", Double),
)

PASSKEYS: Final = Table(
    "passkeys",
    METADATA,
    Column("passkey_id", UUID(as_uuid=True), primary_key=True),
    Column("subject", Text, nullable=False, index=True, info=_ACCOUNT),
    Column("name", Text, nullable=False, info=_ACCOUNT),
    Column("credential_id", LargeBinary, nullable=False, unique=True, info=_ACCOUNT),
    Column("public_key", LargeBinary, nullable=False, info=_ACCOUNT),
    Column("sign_count", BigInteger, nullable=False),
    Column("registered_at", _MOMENT, nullable=False),
    Column("used_at", _MOMENT),
)

SPENT_CHALLENGES: Final = Table(
    "spent_challenges",
    METADATA,
    Column("digest", LargeBinary, primary_key=True),
    Column("good_until", _MOMENT, nullable=False),
)
"""Digests of challenges that were used, for as long as they would have been good."""

ORGANISATIONS: Final = Table(
    "organisations",
    METADATA,
    Column("organisation_id", UUID(as_uuid=True), primary_key=True),
    Column("name", Text, nullable=False, info=_ACTING),
    Column("sectors", ARRAY(Text), nullable=False, info=_ACTING),
    Column("version", BigInteger, nullable=False),
    Column("created_at", _MOMENT, nullable=False),
    Column("closed_at", _MOMENT),
)

PREMISES: Final = Table(
    "premises",
    METADATA,
    Column("premises_id", UUID(as_uuid=True), primary_key=True),
    Column("organisation_id", UUID(as_uuid=True), nullable=False),
    Column("name", Text, info=_ACTING),
    Column("address", ARRAY(Text), info=_ACTING),
    Column("postcode", Text, info=_ACTING),
    Column("type", Text, info=_ACTING),
    Column("capacity", BigInteger, info=_ACTING),
    Column("given_latitude", Double, info=_ACTING),
    Column("given_longitude", Double, info=_ACTING),
    Column("regions", ARRAY(Text), nullable=False, info=_ACTING),
    Column("latitude", Double, info=_ACTING),
    Column("longitude", Double, info=_ACTING),
    Column("version", BigInteger, nullable=False),
    Column("added_at", _MOMENT, nullable=False),
    Column("removed_at", _MOMENT),
    Index(
        "premises_of_organisation",
        "organisation_id",
        "added_at",
        "premises_id",
        postgresql_where=text("removed_at IS NULL"),
    ),
)
"""Of premises that were removed the columns from name to longitude are empty."""

SEATS: Final = Table(
    "seats",
    METADATA,
    Column("seat_id", UUID(as_uuid=True), primary_key=True),
    Column("role", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("sector", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("holder", Text, info=_SEATED),
    Column("holder_since", _MOMENT, info=_SEATED),
    Column("holder_until", _MOMENT, info=_SEATED),
    Column("holder_by", Text, info=_SEATED),
    Column("deputy", Text, info=_SEATED),
    Column("deputy_since", _MOMENT, info=_SEATED),
    Column("deputy_until", _MOMENT, info=_SEATED),
    Column("deputy_by", Text, info=_SEATED),
    Column("associate", Text, info=_SEATED),
    Column("associate_since", _MOMENT, info=_SEATED),
    Column("associate_until", _MOMENT, info=_SEATED),
    Column("associate_by", Text, info=_SEATED),
    Column("version", BigInteger, nullable=False),
    Column("created_at", _MOMENT, nullable=False),
    Column("closed_at", _MOMENT),
    Index(
        "seats_of_place",
        "role",
        "region",
        "sector",
        "district",
        postgresql_where=text("closed_at IS NULL"),
    ),
    Index(
        "seats_of_region",
        "region",
        "created_at",
        "seat_id",
        postgresql_where=text("closed_at IS NULL"),
    ),
    Index("seats_open", "created_at", "seat_id", postgresql_where=text("closed_at IS NULL")),
    Index("seats_of_holder", "holder", postgresql_where=text("holder IS NOT NULL")),
    Index("seats_of_deputy", "deputy", postgresql_where=text("deputy IS NOT NULL")),
    Index("seats_of_associate", "associate", postgresql_where=text("associate IS NOT NULL")),
)
"""Who sits where now; who sat there before says the audit log, by pseudonym."""
