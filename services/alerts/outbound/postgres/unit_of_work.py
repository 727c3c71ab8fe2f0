"""The stores of alerts on one transaction."""

from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from chassis.postgres.audit import AuditTable
from chassis.postgres.idempotency import IdempotencyTable
from chassis.postgres.personal_data import PlumbingRows
from chassis.postgres.unit_of_work import PostgresUnitOfWork
from chassis.pseudonyms import Pseudonyms
from chassis.usage import UsageEvents
from kernel.ports import Clock, Ids
from services.alerts.domain.cap.issuing import Sender
from services.alerts.outbound.postgres.alerts_store import PostgresAlerts
from services.alerts.outbound.postgres.answers_store import PostgresAnswers
from services.alerts.outbound.postgres.cascades_store import PostgresCascades
from services.alerts.outbound.postgres.cordons_store import PostgresCordons
from services.alerts.outbound.postgres.decisions import PostgresDecisions
from services.alerts.outbound.postgres.deliveries_store import PostgresDeliveries
from services.alerts.outbound.postgres.devices_store import PostgresDevices
from services.alerts.outbound.postgres.dispatches_store import PostgresDispatches
from services.alerts.outbound.postgres.drills_store import PostgresDrills
from services.alerts.outbound.postgres.fan_out import PostgresFanOut
from services.alerts.outbound.postgres.freezes_store import PostgresFreezes
from services.alerts.outbound.postgres.help_store import PostgresHelpDesk
from services.alerts.outbound.postgres.log_store import PostgresLog
from services.alerts.outbound.postgres.messages_store import PostgresCapImports, PostgresMessages
from services.alerts.outbound.postgres.paging_store import PostgresPaging
from services.alerts.outbound.postgres.passkey_keys_store import PostgresPasskeyKeys
from services.alerts.outbound.postgres.quiet_store import PostgresQuietAccounts
from services.alerts.outbound.postgres.reach_counts import PostgresReach
from services.alerts.outbound.postgres.recipients_store import PostgresRecipients
from services.alerts.outbound.postgres.rumours_store import PostgresRumours
from services.alerts.outbound.postgres.seats_store import PostgresSeats
from services.alerts.outbound.postgres.sent_to import PostgresSentTo
from services.alerts.outbound.postgres.sharing_past import PostgresSharing
from services.alerts.outbound.postgres.site_overrides_store import PostgresSiteOverrides
from services.alerts.outbound.postgres.situations_store import PostgresSituations
from services.alerts.outbound.postgres.templates_store import PostgresTemplates
from services.alerts.outbound.postgres.threat_levels_store import PostgresThreatLevelChanges
from services.alerts.outbound.postgres.webhooks_store import PostgresWebhooks
from services.alerts.outbound.postgres.whereabouts_store import PostgresWhereabouts
from services.alerts.outbound.published_events import PublishedEvents


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertsStores:
    """Everything of alerts on one connection."""

    alerts: PostgresAlerts
    recipients: PostgresRecipients
    quiet_accounts: PostgresQuietAccounts
    whereabouts: PostgresWhereabouts
    passkey_keys: PostgresPasskeyKeys
    dispatches: PostgresDispatches
    deliveries: PostgresDeliveries
    messages: PostgresMessages
    cap_imports: PostgresCapImports
    log: PostgresLog
    freezes: PostgresFreezes
    templates: PostgresTemplates
    reach: PostgresReach
    fan_out: PostgresFanOut
    sharing: PostgresSharing
    decisions: PostgresDecisions
    answers: PostgresAnswers
    help: PostgresHelpDesk
    paging: PostgresPaging
    situations: PostgresSituations
    seats: PostgresSeats
    cascades: PostgresCascades
    threat_levels: PostgresThreatLevelChanges
    site_overrides: PostgresSiteOverrides
    cordons: PostgresCordons
    rumours: PostgresRumours
    drills: PostgresDrills
    webhooks: PostgresWebhooks
    devices: PostgresDevices
    sent_to: PostgresSentTo
    outbox: PublishedEvents
    audit: AuditTable
    idempotency: IdempotencyTable
    plumbing: PlumbingRows


def unit_of_work(
    engine: Engine, *, clock: Clock, ids: Ids, pseudonyms: Pseudonyms, sender: Sender
) -> PostgresUnitOfWork[AlertsStores]:
    """Return what opens transactions of alerts."""
    usage = UsageEvents(service="alerts", pseudonyms=pseudonyms, ids=ids)

    def build(connection: Connection) -> AlertsStores:
        return AlertsStores(
            alerts=PostgresAlerts(connection),
            recipients=PostgresRecipients(connection),
            quiet_accounts=PostgresQuietAccounts(connection),
            whereabouts=PostgresWhereabouts(connection),
            passkey_keys=PostgresPasskeyKeys(connection),
            dispatches=PostgresDispatches(connection),
            deliveries=PostgresDeliveries(connection, ids),
            messages=PostgresMessages(connection, sender, ids),
            cap_imports=PostgresCapImports(connection),
            log=PostgresLog(connection),
            freezes=PostgresFreezes(connection),
            templates=PostgresTemplates(connection),
            reach=PostgresReach(connection),
            fan_out=PostgresFanOut(
                connection, PostgresDeliveries(connection, ids), PostgresCascades(connection)
            ),
            sharing=PostgresSharing(connection),
            decisions=PostgresDecisions(connection),
            answers=PostgresAnswers(connection),
            help=PostgresHelpDesk(connection),
            paging=PostgresPaging(connection),
            situations=PostgresSituations(connection),
            seats=PostgresSeats(connection),
            cascades=PostgresCascades(connection),
            threat_levels=PostgresThreatLevelChanges(connection),
            site_overrides=PostgresSiteOverrides(connection),
            cordons=PostgresCordons(connection),
            rumours=PostgresRumours(connection),
            drills=PostgresDrills(connection),
            webhooks=PostgresWebhooks(connection),
            devices=PostgresDevices(connection),
            sent_to=PostgresSentTo(connection),
            outbox=PublishedEvents(connection, ids, usage),
            audit=AuditTable(connection, clock, ids, pseudonyms),
            idempotency=IdempotencyTable(connection),
            plumbing=PlumbingRows(connection),
        )

    return PostgresUnitOfWork(engine, build)
