"""The stores of identity on one transaction."""

from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from chassis.postgres.audit import AuditTable
from chassis.postgres.idempotency import IdempotencyTable
from chassis.postgres.unit_of_work import PostgresUnitOfWork
from chassis.pseudonyms import Pseudonyms
from chassis.usage import UsageEvents
from kernel.ports import Clock, Ids
from services.identity.outbound.postgres.agreements_store import PostgresAgreements
from services.identity.outbound.postgres.applications_store import PostgresApplications
from services.identity.outbound.postgres.channel_stores import (
    PostgresChannelRequests,
    PostgresQuietHours,
)
from services.identity.outbound.postgres.complaints_store import PostgresComplaints
from services.identity.outbound.postgres.directory_stores import (
    PostgresBranches,
    PostgresRecordReads,
    PostgresRelayed,
)
from services.identity.outbound.postgres.groups_store import PostgresGroups
from services.identity.outbound.postgres.held_store import PostgresLooks
from services.identity.outbound.postgres.keycloak_events_store import PostgresHeedEvents
from services.identity.outbound.postgres.membership_stores import (
    PostgresInvitations,
    PostgresMembers,
)
from services.identity.outbound.postgres.old_records import PostgresOldRecords
from services.identity.outbound.postgres.organisations_store import PostgresOrganisations
from services.identity.outbound.postgres.partners_store import (
    PostgresPartnerSignIns,
    PostgresPartnerSites,
)
from services.identity.outbound.postgres.passkeys_store import PostgresPasskeys
from services.identity.outbound.postgres.personal_data import PostgresPersonalData
from services.identity.outbound.postgres.postcodes_store import PostgresPostcodes
from services.identity.outbound.postgres.premises_store import PostgresPremises
from services.identity.outbound.postgres.privacy_stores import (
    PostgresPrivacyReceipts,
    PostgresPrivacyRequests,
)
from services.identity.outbound.postgres.proofing_stores import (
    PostgresProviderChecks,
    PostgresTierTerms,
)
from services.identity.outbound.postgres.providers_store import PostgresProviders
from services.identity.outbound.postgres.role_grants_store import PostgresRoleGrants
from services.identity.outbound.postgres.seats_store import PostgresSeats
from services.identity.outbound.postgres.second_factor_stores import (
    PostgresFactorLinks,
    PostgresFactorResets,
)
from services.identity.outbound.postgres.sightings_store import PostgresSightings
from services.identity.outbound.postgres.subscribers_store import PostgresSubscribers
from services.identity.outbound.postgres.subscriptions_store import (
    PostgresSubscriptionRequests,
    PostgresSubscriptions,
)
from services.identity.outbound.postgres.verifications_store import PostgresVerifications
from services.identity.outbound.postgres.waiting_stores import (
    PostgresMails,
    PostgresTasks,
    PostgresTexts,
)
from services.identity.outbound.published_events import PublishedEvents


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityStores:
    """Everything of identity on one connection."""

    subscribers: PostgresSubscribers
    applications: PostgresApplications
    verifications: PostgresVerifications
    tier_terms: PostgresTierTerms
    provider_checks: PostgresProviderChecks
    tasks: PostgresTasks
    mails: PostgresMails
    subscriptions: PostgresSubscriptions
    subscription_requests: PostgresSubscriptionRequests
    looks: PostgresLooks
    quiet_hours: PostgresQuietHours
    channel_requests: PostgresChannelRequests
    branches: PostgresBranches
    record_reads: PostgresRecordReads
    relayed: PostgresRelayed
    texts: PostgresTexts
    postcodes: PostgresPostcodes
    organisations: PostgresOrganisations
    members: PostgresMembers
    invitations: PostgresInvitations
    premises: PostgresPremises
    passkeys: PostgresPasskeys
    factor_links: PostgresFactorLinks
    factor_resets: PostgresFactorResets
    seats: PostgresSeats
    keycloak_events: PostgresHeedEvents
    partner_sites: PostgresPartnerSites
    partner_sign_ins: PostgresPartnerSignIns
    providers: PostgresProviders
    role_grants: PostgresRoleGrants
    groups: PostgresGroups
    sightings: PostgresSightings
    privacy_requests: PostgresPrivacyRequests
    privacy_receipts: PostgresPrivacyReceipts
    agreements: PostgresAgreements
    complaints: PostgresComplaints
    old_records: PostgresOldRecords
    personal_data: PostgresPersonalData
    outbox: PublishedEvents
    audit: AuditTable
    idempotency: IdempotencyTable


def unit_of_work(
    engine: Engine, *, clock: Clock, ids: Ids, pseudonyms: Pseudonyms
) -> PostgresUnitOfWork[IdentityStores]:
    """Return what opens transactions of identity."""
    usage = UsageEvents(service="identity", pseudonyms=pseudonyms, ids=ids)

    def build(connection: Connection) -> IdentityStores:
        return IdentityStores(
            subscribers=PostgresSubscribers(connection),
            applications=PostgresApplications(connection),
            verifications=PostgresVerifications(connection),
            tier_terms=PostgresTierTerms(connection),
            provider_checks=PostgresProviderChecks(connection),
            tasks=PostgresTasks(connection),
            mails=PostgresMails(connection),
            subscriptions=PostgresSubscriptions(connection),
            subscription_requests=PostgresSubscriptionRequests(connection),
            looks=PostgresLooks(connection),
            quiet_hours=PostgresQuietHours(connection),
            channel_requests=PostgresChannelRequests(connection),
            branches=PostgresBranches(connection),
            record_reads=PostgresRecordReads(connection),
            relayed=PostgresRelayed(connection),
            texts=PostgresTexts(connection),
            postcodes=PostgresPostcodes(connection),
            organisations=PostgresOrganisations(connection),
            members=PostgresMembers(connection),
            invitations=PostgresInvitations(connection),
            premises=PostgresPremises(connection),
            passkeys=PostgresPasskeys(connection),
            factor_links=PostgresFactorLinks(connection),
            factor_resets=PostgresFactorResets(connection),
            seats=PostgresSeats(connection),
            keycloak_events=PostgresHeedEvents(connection),
            partner_sites=PostgresPartnerSites(connection),
            partner_sign_ins=PostgresPartnerSignIns(connection),
            providers=PostgresProviders(connection),
            role_grants=PostgresRoleGrants(connection),
            groups=PostgresGroups(connection),
            sightings=PostgresSightings(connection),
            privacy_requests=PostgresPrivacyRequests(connection),
            privacy_receipts=PostgresPrivacyReceipts(connection),
            agreements=PostgresAgreements(connection),
            complaints=PostgresComplaints(connection),
            old_records=PostgresOldRecords(connection),
            personal_data=PostgresPersonalData(connection),
            outbox=PublishedEvents(connection, ids, clock, usage),
            audit=AuditTable(connection, clock, ids, pseudonyms),
            idempotency=IdempotencyTable(connection),
        )

    return PostgresUnitOfWork(engine, build)
