"""Builds alerts: with the `bootstrap_*` beside it the only files that know concrete classes."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from chassis.configuration import Settings
from chassis.jetstream import StreamSpec
from chassis.logs import logger
from chassis.notices import Bell, Notices
from chassis.postgres.engine import open_engine, open_reader, refusing_when_away
from chassis.postgres.principals import PostgresPrincipalRows, PrincipalsTable
from chassis.principals import PrincipalRow
from chassis.pseudonyms import Pseudonyms
from chassis.relay import CHANNEL as OUTBOX
from chassis.roles import run_migrate, run_serve, run_work, schema_check
from chassis.tokens import EitherIssuer, TokenVerifier, passkey_issuer
from chassis.watch import CHANNEL, Watch, when_told
from chassis.worker import every, in_thread, until_none
from kernel.ports import RandomIds, SystemClock
from services.alerts.bootstrap_cascade import cascade_parts, cascades_servicer
from services.alerts.bootstrap_cordons import cordon_services
from services.alerts.bootstrap_delivery import (
    PROVIDED,
    SENDERS,
    circuits_of_providers,
    delivery_parts,
    paging_parts,
    sender_of,
)
from services.alerts.bootstrap_devices import device_services
from services.alerts.bootstrap_drills import drill_services
from services.alerts.bootstrap_guarding import guarding_services
from services.alerts.bootstrap_push import PUSHERS, push_parts, push_services
from services.alerts.bootstrap_regional import regional_services
from services.alerts.bootstrap_rumours import rumour_services
from services.alerts.bootstrap_services import (
    dead_letter_services,
    record_servicers,
    servicers,
    threat_levels_servicer,
    tickets_of,
)
from services.alerts.bootstrap_sites import site_parts, site_services
from services.alerts.bootstrap_webhooks import POSTERS, webhook_parts, webhook_services
from services.alerts.config import (
    AlertsSettings,
    DeliverySettings,
    read_callback_secret,
    read_head_signer,
)
from services.alerts.config_apps import notifies_apps
from services.alerts.config_webhooks import PushSettings, WebhookSettings
from services.alerts.domain.recipient import Channel
from services.alerts.inbound.cascades_rpc import cascade_services_of
from services.alerts.inbound.events import consumptions
from services.alerts.inbound.record_rpc import record_services_of
from services.alerts.inbound.rpc import services_of
from services.alerts.inbound.stream.process import StreamNeeds, run_stream
from services.alerts.inbound.threat_rpc import threat_services_of
from services.alerts.outbound.delivery_measures import PrometheusDeliveryMeasures
from services.alerts.outbound.fault_measures import PrometheusFaultMeasures
from services.alerts.outbound.link_sealer import LinkSealer
from services.alerts.outbound.postgres.agenda import PostgresAgenda
from services.alerts.outbound.postgres.ledger_check import see_that_the_ledger_fits
from services.alerts.outbound.postgres.passkey_keys_store import PublishedKeys, last_heartbeat
from services.alerts.outbound.postgres.past_alerts import PostgresPastAlerts
from services.alerts.outbound.postgres.retention import RETENTION
from services.alerts.outbound.postgres.unit_of_work import unit_of_work
from services.alerts.outbound.postgres.whereabouts_store import PostgresPlaces
from services.alerts.usecases.agenda_ports import Task
from services.alerts.usecases.expire_alerts import ExpireAlerts
from services.alerts.usecases.forget_answers import ForgetAnswers
from services.alerts.usecases.grow_log import GrowLog
from services.alerts.usecases.keep_officer import KeepOfficer
from services.alerts.usecases.keep_organisation import KeepOrganisation
from services.alerts.usecases.keep_passkey_keys import KeepPasskeyKeys
from services.alerts.usecases.keep_premises import KeepPremises
from services.alerts.usecases.keep_quiet_account import KeepQuietAccount
from services.alerts.usecases.keep_recipient import KeepRecipient
from services.alerts.usecases.keep_seat import KeepSeat
from services.alerts.usecases.look_ahead import LookAhead, kind
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.putting_off import PutOff
from services.alerts.usecases.queueing import Queueing
from services.alerts.usecases.republish_alerts import RepublishAlerts
from services.alerts.usecases.republish_cordons import RepublishCordons
from services.alerts.usecases.republish_site_responses import RepublishSiteResponses
from services.alerts.usecases.republish_threat_levels import RepublishThreatLevels

VERSIONS: Final = Path(__file__).parent / "outbound" / "postgres" / "migrations" / "versions"
STREAM: Final = StreamSpec(name="ALERTS", subjects=("isp.alerts.v1.>",))
LOG_SECONDS: Final = 5.0
"""How often the public log is looked at, at least."""

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def _engine(settings: AlertsSettings, role: str, *, pool: int = 8) -> Engine:
    # An error of the database would say a statement's values in the log: addresses among them.
    url = settings.service.database_url
    return open_engine(url, process=f"alerts-{role}", pool=pool, hide_parameters=True)


def _reader(settings: AlertsSettings, role: str) -> Engine:
    return open_reader(settings.service.database_url, process=f"alerts-{role}")


def _unit_of_work(settings: AlertsSettings, engine: Engine) -> UnitOfWork:
    pseudonyms = Pseudonyms(settings.service.pseudonym_key)
    return unit_of_work(
        engine, clock=_CLOCK, ids=_IDS, pseudonyms=pseudonyms, sender=settings.sender
    )


def serve(environment: Settings) -> None:
    """Serve gRPC."""
    settings, callback_secret = AlertsSettings.read(environment), read_callback_secret(environment)
    engine, reader = _engine(settings, "serve"), _reader(settings, "serve")
    work, reads = _unit_of_work(settings, engine), _unit_of_work(settings, reader)
    services = services_of(*servicers(settings, work, reads, callback_secret=callback_secret))
    services |= record_services_of(*record_servicers(work, reads))
    services |= threat_services_of(threat_levels_servicer(work, reads))
    services |= webhook_services(WebhookSettings.read(environment), work, reads)
    services |= dead_letter_services(work, reads)
    services |= guarding_services(work, reads)
    services |= cordon_services(work, reads)
    services |= drill_services(work, reads)
    services |= rumour_services(work, reads)
    services |= site_services(work, reads)
    services |= cascade_services_of(cascades_servicer(work, reads))
    services |= regional_services(work)
    services |= push_services(PushSettings.read(environment), work)
    services |= device_services(work, reads, notifies=notifies_apps(environment))
    run_serve(
        settings.service,
        reader,
        service_versions=VERSIONS,
        services=services,
        verifier=_either_issuer(settings, environment, reader),
    )


def _either_issuer(settings: AlertsSettings, environment: Settings, reader: Engine) -> EitherIssuer:
    """Return what takes Keycloak's tokens, and identity's of who signs in by a passkey."""
    issuer = passkey_issuer(environment.url("ISP_PUBLIC_URL", "http", "https").rstrip("/"))
    passkeys = TokenVerifier(
        issuer=issuer, audience=settings.service.audience, keys=PublishedKeys(reader)
    )
    return EitherIssuer(settings.service.verifier(), passkeys, issuer)


def work(environment: Settings) -> None:
    """Relay, consume, seal, expire, deliver."""
    settings, delivery = AlertsSettings.read(environment), DeliverySettings.read(environment)
    webhooks, push = WebhookSettings.read(environment), PushSettings.read(environment)
    engine = _engine(settings, "work", pool=8 + SENDERS * len(PROVIDED) + POSTERS + 4 + PUSHERS)
    record = _unit_of_work(settings, engine)
    circuits, links = circuits_of_providers(), LinkSealer(settings.ticket_key)
    queueing, notices = Queueing(), Notices(settings.service.database_url)
    look = in_thread(LookAhead(agenda=PostgresAgenda(engine), clock=_CLOCK), ThreadPoolExecutor(1))
    watch = Watch(notices.bell(CHANNEL), look)

    def changed() -> Bell:
        return notices.bell(OUTBOX)  # whatever changes says so in an event

    put_off = PutOff(task=Task.EXPIRE.value, measures=PrometheusFaultMeasures(), clock=_CLOCK)
    expire = ExpireAlerts(unit_of_work=record, clock=_CLOCK, put_off=put_off)
    signer = read_head_signer(environment)
    grow_log = GrowLog(unit_of_work=record, signer=signer, clock=_CLOCK)

    def keep(row: PrincipalRow) -> None:
        with refusing_when_away(), engine.begin() as connection:
            PrincipalsTable(connection).keep(row)

    run_work(
        settings.service,
        engine,
        kept=RETENTION,
        service_versions=VERSIONS,
        consumptions=consumptions(
            keep,
            KeepRecipient(unit_of_work=record),
            KeepOfficer(unit_of_work=record),
            KeepOrganisation(unit_of_work=record),
            KeepPremises(unit_of_work=record, clock=_CLOCK),
            keep_quiet=KeepQuietAccount(unit_of_work=record),
            keep_passkey_keys=KeepPasskeyKeys(unit_of_work=record),
            keep_seat=KeepSeat(unit_of_work=record),
        ),
        parts={
            "watch": watch.run,
            "expire": watch.loop(kind(Task.EXPIRE), in_thread(until_none(expire))),
            "forget-answers": every(
                3600, in_thread(ForgetAnswers(unit_of_work=record, clock=_CLOCK))
            ),
            **delivery_parts(
                delivery, record, circuits=circuits, links=links, queueing=queueing, watch=watch
            ),
            **cascade_parts(record, watch),
            **paging_parts(delivery, record, circuits[Channel.EMAIL], watch, changed()),
            **site_parts(delivery, record, circuits[Channel.EMAIL], watch, changed()),
            **push_parts(
                push,
                record,
                links=links,
                measures=PrometheusDeliveryMeasures(),
                contact=delivery.mail_from,
                public_url=delivery.public_url,
                watch=watch,
            ),
            **webhook_parts(
                webhooks,
                record,
                measures=PrometheusDeliveryMeasures(),
                mails=sender_of(delivery, circuits[Channel.EMAIL]),
                public_url=delivery.public_url,
                queueing=queueing,
                watch=watch,
            ),
            "grow-log": when_told(changed(), in_thread(grow_log), at_least=LOG_SECONDS),
        },
        notices=notices,
    )


def stream(environment: Settings) -> None:
    """Hold the open streams."""
    settings = AlertsSettings.read(environment)
    reader = _reader(settings, "stream")
    run_stream(
        StreamNeeds(
            listen=settings.stream_listen,
            metrics=settings.service.metrics_listen,
            origins=settings.stream_origins,
            most_streams=settings.stream_most,
            nats=settings.service.nats,
            verifier=settings.service.verifier(),
            tickets=tickets_of(settings),
            rows=PostgresPrincipalRows(reader),
            past=PostgresPastAlerts(reader),
            places=PostgresPlaces(reader),
            last_heartbeat=partial(last_heartbeat, reader),
            clock=_CLOCK,
            schema=schema_check(reader, VERSIONS),
            drain_seconds=settings.service.drain_seconds,
        )
    )


def migrate(environment: Settings) -> None:
    """Upgrade the database and create the stream."""
    run_migrate(environment, "alerts", service_versions=VERSIONS, streams=[STREAM])


def verify_ledger(environment: Settings) -> None:
    """Follow the whole internal ledger, and see that it fits every head that was ever signed.

    Raises:
        ChainBroken: a decision was changed or removed, or a signed head binds another ledger.
    """
    reader = _reader(AlertsSettings.read(environment), "verify-ledger")
    with reader.connect() as connection:
        waiting = see_that_the_ledger_fits(connection)
    logger().info("the ledger is whole", not_sealed_yet=waiting)


def republish(environment: Settings) -> None:
    """Tell everyone again."""
    settings = AlertsSettings.read(environment)
    engine = _engine(settings, "republish")
    record = _unit_of_work(settings, engine)
    RepublishAlerts(unit_of_work=record)()
    RepublishThreatLevels(unit_of_work=record)()
    RepublishCordons(unit_of_work=record)()
    RepublishSiteResponses(unit_of_work=record, clock=_CLOCK)()
