"""Builds identity: the only file that knows every concrete class."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from chassis.configuration import BadSetting, Settings, development
from chassis.jetstream import StreamSpec
from chassis.logs import logger
from chassis.notices import Notices
from chassis.postgres.engine import open_engine, open_reader
from chassis.privacy import PrivacyServicer
from chassis.pseudonyms import Pseudonyms
from chassis.roles import run_migrate, run_serve, run_work
from chassis.watch import CHANNEL, Watch
from chassis.worker import every, in_thread, until_none
from kernel.ports import RandomIds, SystemClock
from services.identity.bootstrap_alert_mails import (
    WARNING_SECONDS,
    alert_mails_servicer,
    warn_accounts,
)
from services.identity.bootstrap_channels import channels_servicer
from services.identity.bootstrap_content import content_consumptions
from services.identity.bootstrap_directory import (
    budget_setting,
    directory_servicer,
    naming_servicer,
    record_budget,
)
from services.identity.bootstrap_factors import factor_resets_parts, second_factors_at
from services.identity.bootstrap_held import held_servicer
from services.identity.bootstrap_keycloak import (
    WORK_SECONDS,
    carry_to_keycloak,
    keycloak_connection,
    keycloak_parts,
    sign_ins_servicer,
)
from services.identity.bootstrap_leads import security_leads_servicer
from services.identity.bootstrap_organisations import organisations_parts, organisations_servicer
from services.identity.bootstrap_partners import (
    partner_clients,
    partners_parts,
    partners_servicer,
)
from services.identity.bootstrap_passkeys import PasskeySettings, passkey_services
from services.identity.bootstrap_premises import premises_servicer
from services.identity.bootstrap_privacy import (
    privacy_parts,
    privacy_services,
)
from services.identity.bootstrap_providers import providers_in, providers_parts, providers_servicer
from services.identity.bootstrap_realm import administrator
from services.identity.bootstrap_seats import seats_parts, seats_servicer
from services.identity.bootstrap_standing import report_dormant, standing_parts, standing_services
from services.identity.bootstrap_training import learner_consumptions
from services.identity.bootstrap_verifications import (
    EvidenceSettings,
    report_tiers,
    verifications_parts,
    verifications_services,
)
from services.identity.config import IdentitySettings
from services.identity.domain.errors import DirectoryRefused
from services.identity.inbound.alert_mails_rpc import alert_mails_services_of
from services.identity.inbound.channels_rpc import channels_services_of
from services.identity.inbound.directory_rpc import directory_services_of
from services.identity.inbound.held_rpc import held_services_of
from services.identity.inbound.naming_rpc import naming_services_of
from services.identity.inbound.organisations_rpc import organisations_services_of
from services.identity.inbound.partners_rpc import partners_services_of
from services.identity.inbound.providers_rpc import providers_services_of
from services.identity.inbound.rpc import IdentityServicer, services_of
from services.identity.inbound.seats_rpc import seats_services_of
from services.identity.inbound.security_leads_rpc import security_leads_services_of
from services.identity.inbound.sign_ins_rpc import sign_ins_services_of
from services.identity.inbound.subscriptions_rpc import SubscriptionsServicer
from services.identity.outbound.keycloak.admin import KeycloakAccounts
from services.identity.outbound.keycloak.demo_accounts import DemoAccountsInKeycloak
from services.identity.outbound.mail_server import SmtpMailServer
from services.identity.outbound.notify_texts import NotifyTextMessages
from services.identity.outbound.postcode_files import opened
from services.identity.outbound.postgres.agenda import PostgresAgenda
from services.identity.outbound.postgres.retention import RETENTION
from services.identity.outbound.postgres.unit_of_work import unit_of_work
from services.identity.usecases.beat import Beat
from services.identity.usecases.confirm_email import ConfirmEmail
from services.identity.usecases.confirm_subscription import ConfirmSubscription
from services.identity.usecases.decide_verification import DecideVerification
from services.identity.usecases.erase_subject import EraseSubject
from services.identity.usecases.export_subject import ExportSubject
from services.identity.usecases.forget_contacts import ForgetContacts
from services.identity.usecases.get_consent_wording import GetConsentWording
from services.identity.usecases.get_me import GetMe
from services.identity.usecases.get_postcode_area import GetPostcodeArea
from services.identity.usecases.get_verification import GetVerification
from services.identity.usecases.give_organisations import GiveOrganisations
from services.identity.usecases.import_postcodes import ImportPostcodes
from services.identity.usecases.list_verifications import ListVerifications
from services.identity.usecases.look_ahead import LookAhead, Task
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.receive_text_message import ReceiveTextMessage
from services.identity.usecases.record_budget import RecordBudget
from services.identity.usecases.record_check import RecordCheck
from services.identity.usecases.register_subscriber import RegisterSubscriber
from services.identity.usecases.republish_consents import RepublishConsents
from services.identity.usecases.republish_premises import RepublishPremises
from services.identity.usecases.republish_principals import RepublishPrincipals
from services.identity.usecases.republish_recipients import RepublishRecipients
from services.identity.usecases.republish_seats import RepublishSeats
from services.identity.usecases.request_stop import RequestStop
from services.identity.usecases.request_verification import RequestVerification
from services.identity.usecases.resolve_postcode import ResolvePostcode
from services.identity.usecases.restore_subscriber import RestoreSubscriber
from services.identity.usecases.see_person import SeePerson
from services.identity.usecases.seed_demo_organisations import SeedDemoOrganisations
from services.identity.usecases.seed_demo_people import SeedDemoPeople
from services.identity.usecases.seed_demo_seats import SeedDemoSeats
from services.identity.usecases.send_mails import SendMails
from services.identity.usecases.send_texts import SendTexts
from services.identity.usecases.server_ports import Accounts
from services.identity.usecases.start_subscription import StartSubscription
from services.identity.usecases.stop_subscription import StopSubscription
from services.identity.usecases.suspend_subscriber import SuspendSubscriber

VERSIONS: Final = Path(__file__).parent / "outbound" / "postgres" / "migrations" / "versions"
STREAM: Final = StreamSpec(name="IDENTITY", subjects=("isp.identity.v1.>",))
HEARTBEAT_SECONDS: Final = 10
FORGETTING_SECONDS: Final = 600
GIVING_SECONDS: Final = 60
IMPORT_SECONDS: Final = 900
"""The longest that one statement of an import may take: three million rows are one COPY."""

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def _engine(settings: IdentitySettings, role: str) -> Engine:
    return open_engine(settings.service.database_url, process=f"identity-{role}")


def _reader(settings: IdentitySettings, role: str) -> Engine:
    return open_reader(settings.service.database_url, process=f"identity-{role}")


def _pseudonyms(settings: IdentitySettings) -> Pseudonyms:
    return Pseudonyms(settings.service.pseudonym_key)


def _unit_of_work(settings: IdentitySettings, engine: Engine) -> UnitOfWork:
    return unit_of_work(engine, clock=_CLOCK, ids=_IDS, pseudonyms=_pseudonyms(settings))


def _accounts(settings: IdentitySettings) -> KeycloakAccounts:
    return KeycloakAccounts(keycloak_connection(settings.keycloak))


def servicers(
    work: UnitOfWork,
    reads: UnitOfWork,
    accounts: Accounts,
    pseudonyms: Pseudonyms,
    evidence: EvidenceSettings,
    *,
    budget: RecordBudget,
) -> tuple[IdentityServicer, PrivacyServicer]:
    """Return the servicers of identity on a unit of work, and on one that only reads."""
    identity = IdentityServicer(
        register_subscriber=RegisterSubscriber(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        confirm_email=ConfirmEmail(unit_of_work=work, accounts=accounts, clock=_CLOCK, ids=_IDS),
        get_me=GetMe(unit_of_work=reads),
        see_person=SeePerson(unit_of_work=work, clock=_CLOCK),
        request_verification=RequestVerification(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        list_verifications=ListVerifications(unit_of_work=reads),
        get_verification=GetVerification(unit_of_work=work, budget=budget),
        record_check=RecordCheck(unit_of_work=work),
        decide_verification=DecideVerification(
            unit_of_work=work, clock=_CLOCK, ids=_IDS, months=evidence.months
        ),
        suspend_subscriber=SuspendSubscriber(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        restore_subscriber=RestoreSubscriber(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        numbers=evidence.numbers,
        clock=_CLOCK,
    )
    privacy = PrivacyServicer(
        export_subject=ExportSubject(unit_of_work=reads),
        erase_subject=EraseSubject(
            unit_of_work=work, pseudonyms=pseudonyms, clock=_CLOCK, ids=_IDS
        ),
    )
    return identity, privacy


def subscriptions_servicer(
    work: UnitOfWork, reads: UnitOfWork, pseudonyms: Pseudonyms, callback_secret: str
) -> SubscriptionsServicer:
    """Return the servicer of alerts without an account."""
    return SubscriptionsServicer(
        get_consent_wording=GetConsentWording(),
        get_postcode_area=GetPostcodeArea(unit_of_work=reads),
        resolve_postcode=ResolvePostcode(unit_of_work=reads),
        start_subscription=StartSubscription(
            unit_of_work=work, pseudonyms=pseudonyms, clock=_CLOCK, ids=_IDS
        ),
        confirm_subscription=ConfirmSubscription(
            unit_of_work=work, pseudonyms=pseudonyms, clock=_CLOCK, ids=_IDS
        ),
        request_stop=RequestStop(unit_of_work=work, pseudonyms=pseudonyms, clock=_CLOCK, ids=_IDS),
        stop_subscription=StopSubscription(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        receive_text_message=ReceiveTextMessage(
            unit_of_work=work,
            pseudonyms=pseudonyms,
            clock=_CLOCK,
            ids=_IDS,
            secret=callback_secret,
        ),
    )


def serve(environment: Settings) -> None:
    """Serve gRPC."""
    settings = IdentitySettings.read(environment)
    engine, reader = _engine(settings, "serve"), _reader(settings, "serve")
    work, reads = _unit_of_work(settings, engine), _unit_of_work(settings, reader)
    pseudonyms = _pseudonyms(settings)
    evidence = EvidenceSettings.read(environment)
    budget = record_budget(work, budget_setting(environment))
    identity, privacy = servicers(
        work, reads, _accounts(settings), pseudonyms, evidence, budget=budget
    )
    subscriptions = subscriptions_servicer(work, reads, pseudonyms, settings.texts.callback_secret)
    premises = premises_servicer(work, reads)
    services = services_of(identity, privacy, subscriptions, premises)
    passkeys = PasskeySettings.read(environment)
    services |= passkey_services(passkeys, work, reads)
    issuer = settings.service.issuer
    services |= second_factors_at(settings.keycloak, work, passkeys, budget, issuer)
    services |= seats_services_of(seats_servicer(work, reads, budget))
    services |= alert_mails_services_of(alert_mails_servicer(work, pseudonyms))
    services |= security_leads_services_of(security_leads_servicer(work, reads))
    services |= verifications_services(evidence, work, reads)
    services |= sign_ins_services_of(sign_ins_servicer(work))
    local_too = development(environment)
    services |= partners_services_of(partners_servicer(work, reads, local_too=local_too))
    services |= providers_services_of(
        providers_servicer(work, reads, issuer=issuer, local_too=local_too)
    )
    services |= standing_services(work, reads, _accounts(settings), budget)
    services |= directory_services_of(directory_servicer(work, budget))
    services |= naming_services_of(naming_servicer(work, pseudonyms, budget))
    services |= channels_services_of(channels_servicer(work, pseudonyms, _accounts(settings)))
    services |= held_services_of(held_servicer(work, pseudonyms))
    services |= organisations_services_of(organisations_servicer(work, reads, budget))
    services |= privacy_services(work, reads, budget)
    run_serve(settings.service, reader, service_versions=VERSIONS, services=services)


def work(environment: Settings) -> None:
    """Relay, seal, carry to Keycloak, send mails and texts, forget, give organisations, beat."""
    settings = IdentitySettings.read(environment)
    engine = _engine(settings, "work")
    on_record = _unit_of_work(settings, engine)
    partners = partner_clients(settings.keycloak, _pseudonyms(settings))
    brokering = providers_in(settings.keycloak)
    accounts = KeycloakAccounts(keycloak_connection(settings.keycloak, WORK_SECONDS))
    carry = carry_to_keycloak(on_record, accounts, partners, brokering)
    send = SendMails(
        unit_of_work=on_record,
        mail_server=SmtpMailServer(relay=settings.relay, sender=settings.mail_from),
        clock=_CLOCK,
        public_url=settings.public_url,
    )
    texts = settings.texts
    send_texts = SendTexts(
        unit_of_work=on_record,
        text_messages=NotifyTextMessages(
            url=texts.url, api_key=texts.api_key, template_id=texts.template_id
        ),
        clock=_CLOCK,
        public_url=settings.public_url,
    )
    forget = ForgetContacts(unit_of_work=on_record, clock=_CLOCK)
    give = GiveOrganisations(unit_of_work=on_record, clock=_CLOCK, ids=_IDS)
    warn = warn_accounts(on_record, _pseudonyms(settings))
    keys = PasskeySettings.read(environment).keys()
    beat = Beat(unit_of_work=on_record, clock=_CLOCK, keys=keys)
    notices = Notices(settings.service.database_url)
    look = LookAhead(agenda=PostgresAgenda(engine), clock=_CLOCK)
    watch = Watch(notices.bell(CHANNEL), in_thread(look, ThreadPoolExecutor(1)))
    run_work(
        settings.service,
        engine,
        kept=RETENTION,
        service_versions=VERSIONS,
        consumptions=content_consumptions(on_record) + learner_consumptions(on_record),
        parts={
            "watch": watch.run,
            "keycloak": watch.loop(Task.KEYCLOAK.value, in_thread(until_none(carry))),
            **keycloak_parts(on_record, settings.keycloak),
            **factor_resets_parts(on_record, settings.keycloak),
            "mails": watch.loop(Task.MAILS.value, in_thread(until_none(send))),
            "texts": watch.loop(Task.TEXTS.value, in_thread(until_none(send_texts))),
            "forgetting": every(FORGETTING_SECONDS, in_thread(forget)),
            "organisations": every(GIVING_SECONDS, in_thread(give)),
            "alert mails": every(WARNING_SECONDS, in_thread(warn)),
            **seats_parts(on_record),
            **partners_parts(on_record, partners, _pseudonyms(settings)),
            **providers_parts(on_record, brokering, accounts),
            **organisations_parts(on_record),
            **verifications_parts(environment, on_record),
            **standing_parts(on_record, watch, _pseudonyms(settings)),
            **privacy_parts(environment, on_record, accounts, _pseudonyms(settings)),
            "heartbeat": every(HEARTBEAT_SECONDS, in_thread(beat)),
        },
        notices=notices,
    )


def migrate(environment: Settings) -> None:
    """Upgrade the database and create the stream."""
    run_migrate(environment, "identity", service_versions=VERSIONS, streams=[STREAM])


def republish(environment: Settings) -> None:
    """Tell everyone again."""
    settings = IdentitySettings.read(environment)
    engine = _engine(settings, "republish")
    on_record = _unit_of_work(settings, engine)
    RepublishPrincipals(unit_of_work=on_record)()
    RepublishRecipients(unit_of_work=on_record)()
    RepublishPremises(unit_of_work=on_record)()
    RepublishSeats(unit_of_work=on_record)()
    RepublishConsents(unit_of_work=on_record)()


def tier_report(environment: Settings) -> None:
    """Say what would be done today about tiers that end, and do nothing."""
    settings = IdentitySettings.read(environment)
    report_tiers(_unit_of_work(settings, _engine(settings, "report")))


def dormancy_report(environment: Settings) -> None:
    """Say what would be done today about accounts that nobody uses, and do nothing."""
    settings = IdentitySettings.read(environment)
    record = _unit_of_work(settings, _engine(settings, "report"))
    report_dormant(record, _pseudonyms(settings))


def import_postcodes(environment: Settings, paths: Sequence[str]) -> None:
    """Put the open directory in these files in the place of the one that is there.

    Raises:
        SystemExit: the files were refused; nothing was changed.
    """
    settings = IdentitySettings.read(environment)
    engine = open_engine(
        settings.service.database_url,
        process="identity-import",
        pool=1,
        statement_seconds=IMPORT_SECONDS,
    )
    try:
        done = ImportPostcodes(unit_of_work=_unit_of_work(settings, engine))(opened(paths))
    except (DirectoryRefused, OSError) as refused:
        raise SystemExit(f"import-postcodes: nothing was changed: {refused}") from refused
    for each in done.named:
        logger().warning("row left out", place=each.place, why=each.why)
    logger().info(
        "postcodes imported",
        total=done.replaced.total,
        changed=done.replaced.changed,
        removed=done.replaced.removed,
        left_out=done.wrong,
        subscriptions_moved=done.moved,
        premises_moved=done.premises_moved,
    )


def seed(environment: Settings) -> None:
    """Put the people of the demonstration in their places, and their organisations' premises."""
    if not development(environment):
        raise BadSetting("ISP_ENVIRONMENT", "must be development or test: demo people are refused")
    settings = IdentitySettings.read(environment)
    engine = _engine(settings, "seed")
    on_record = _unit_of_work(settings, engine)
    SeedDemoPeople(
        unit_of_work=on_record,
        accounts=DemoAccountsInKeycloak(
            partial(administrator, environment), settings.keycloak.realm
        ),
        clock=_CLOCK,
        ids=_IDS,
    )()
    SeedDemoOrganisations(unit_of_work=on_record, clock=_CLOCK)()
    SeedDemoSeats(unit_of_work=on_record, clock=_CLOCK)()
