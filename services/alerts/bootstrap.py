"""Builds alerts: the only file that knows every concrete class."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from joserfc.jwk import OctKey
from sqlalchemy import Engine

from chassis.configuration import Settings
from chassis.jetstream import StreamSpec
from chassis.logs import logger
from chassis.postgres.engine import open_engine, open_reader, refusing_when_away
from chassis.postgres.principals import PostgresPrincipalRows, PrincipalsTable
from chassis.principals import PrincipalRow
from chassis.privacy import PrivacyServicer
from chassis.pseudonyms import Pseudonyms
from chassis.roles import run_migrate, run_serve, run_work, schema_check
from chassis.worker import Part, every, in_thread, while_busy
from kernel.ports import RandomIds, SystemClock
from services.alerts.config import (
    AlertsSettings,
    DeliverySettings,
    read_callback_secret,
    read_head_signer,
)
from services.alerts.domain.delivery import URGENT
from services.alerts.domain.recipient import Channel
from services.alerts.inbound.answers_rpc import AnswersServicer
from services.alerts.inbound.events import consumptions
from services.alerts.inbound.record_rpc import CapServicer, LedgerServicer, record_services_of
from services.alerts.inbound.rpc import AlertsServicer, services_of
from services.alerts.inbound.safeguards_rpc import SafeguardsServicer
from services.alerts.inbound.stream.process import StreamNeeds, run_stream
from services.alerts.inbound.templates_rpc import TemplatesServicer
from services.alerts.inbound.threat_rpc import ThreatLevelsServicer, threat_services_of
from services.alerts.outbound.delivery_measures import PrometheusDeliveryMeasures
from services.alerts.outbound.link_sealer import LinkSealer
from services.alerts.outbound.notify_texts import NotifyTexts
from services.alerts.outbound.postgres.ledger_check import see_that_the_ledger_fits
from services.alerts.outbound.postgres.past_alerts import PostgresPastAlerts
from services.alerts.outbound.postgres.unit_of_work import unit_of_work
from services.alerts.outbound.smtp_mails import SmtpMails
from services.alerts.outbound.ticket_signer import TicketSigner
from services.alerts.usecases.answer_alert import AnswerAlert
from services.alerts.usecases.answer_by_link import AnswerByLink
from services.alerts.usecases.approve_alert import ApproveAlert
from services.alerts.usecases.approve_template import ApproveTemplate
from services.alerts.usecases.approve_threat_level import ApproveThreatLevel
from services.alerts.usecases.break_glass import BreakGlass
from services.alerts.usecases.close_help_request import CloseHelpRequest
from services.alerts.usecases.confirm_freeze import ConfirmFreeze
from services.alerts.usecases.confirm_unfreeze import ConfirmUnfreeze
from services.alerts.usecases.create_stream_ticket import CreateStreamTicket
from services.alerts.usecases.delivery_ports import MailSender, TextSender
from services.alerts.usecases.discard_alert import DiscardAlert
from services.alerts.usecases.draft_alert import DraftAlert
from services.alerts.usecases.edit_alert import EditAlert
from services.alerts.usecases.erase_subject import EraseSubject
from services.alerts.usecases.expire_alerts import ExpireAlerts
from services.alerts.usecases.export_decisions import ExportDecisions
from services.alerts.usecases.export_subject import ExportSubject
from services.alerts.usecases.forget_answers import ForgetAnswers
from services.alerts.usecases.forget_deliveries import ForgetDeliveries
from services.alerts.usecases.get_alert import GetAlert
from services.alerts.usecases.get_answer_link import GetAnswerLink
from services.alerts.usecases.get_answers import GetAnswers
from services.alerts.usecases.get_cap_message import GetCapMessage
from services.alerts.usecases.get_code import GetCode
from services.alerts.usecases.get_consistency_proof import GetConsistencyProof
from services.alerts.usecases.get_decisions import GetDecisions
from services.alerts.usecases.get_deliveries import GetDeliveries
from services.alerts.usecases.get_feed import GetFeed
from services.alerts.usecases.get_freeze import GetFreeze
from services.alerts.usecases.get_inclusion_proof import GetInclusionProof
from services.alerts.usecases.get_my_answer import GetMyAnswer
from services.alerts.usecases.get_reach import GetReach
from services.alerts.usecases.get_situation import GetSituation
from services.alerts.usecases.get_thread import GetThread
from services.alerts.usecases.get_threat_level_change import GetThreatLevelChange
from services.alerts.usecases.get_threat_levels import GetThreatLevels
from services.alerts.usecases.get_tree_head import GetTreeHead
from services.alerts.usecases.give_all_clear import GiveAllClear
from services.alerts.usecases.grow_log import GrowLog
from services.alerts.usecases.import_cap import ImportCap
from services.alerts.usecases.keep_officer import KeepOfficer
from services.alerts.usecases.keep_recipient import KeepRecipient
from services.alerts.usecases.leave_help_queue import LeaveHelpQueue
from services.alerts.usecases.list_alerts import ListAlerts
from services.alerts.usecases.list_help_requests import ListHelpRequests
from services.alerts.usecases.list_log_entries import ListLogEntries
from services.alerts.usecases.list_reviews import ListReviews
from services.alerts.usecases.list_templates import ListTemplates
from services.alerts.usecases.list_threat_level_changes import ListThreatLevelChanges
from services.alerts.usecases.list_threat_level_history import ListThreatLevelHistory
from services.alerts.usecases.measure_deliveries import MeasureDeliveries
from services.alerts.usecases.page_officers import PageOfficers
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.propose_all_clear import ProposeAllClear
from services.alerts.usecases.propose_freeze import ProposeFreeze
from services.alerts.usecases.propose_template import ProposeTemplate
from services.alerts.usecases.propose_threat_level import ProposeThreatLevel
from services.alerts.usecases.propose_unfreeze import ProposeUnfreeze
from services.alerts.usecases.queue_deliveries import QueueDeliveries
from services.alerts.usecases.record_receipt import RecordReceipt
from services.alerts.usecases.recover_deliveries import RecoverDeliveries
from services.alerts.usecases.report_situation import ReportSituation
from services.alerts.usecases.republish_alerts import RepublishAlerts
from services.alerts.usecases.republish_threat_levels import RepublishThreatLevels
from services.alerts.usecases.retire_template import RetireTemplate
from services.alerts.usecases.return_alert import ReturnAlert
from services.alerts.usecases.review_alert import ReviewAlert
from services.alerts.usecases.send_deliveries import SendDeliveries
from services.alerts.usecases.send_pages import SendPages
from services.alerts.usecases.staff_help_queue import StaffHelpQueue
from services.alerts.usecases.submit_alert import SubmitAlert
from services.alerts.usecases.take_help_request import TakeHelpRequest
from services.alerts.usecases.update_alert import UpdateAlert
from services.alerts.usecases.verify_code import VerifyCode
from services.alerts.usecases.withdraw_alert import WithdrawAlert
from services.alerts.usecases.withdraw_threat_level import WithdrawThreatLevel

VERSIONS: Final = Path(__file__).parent / "outbound" / "postgres" / "migrations" / "versions"
STREAM: Final = StreamSpec(name="ALERTS", subjects=("isp.alerts.v1.>",))
SENDERS: Final = 3
"""Of each channel in a process; the first takes only what is urgent."""

DELIVERY_SECONDS: Final = 0.25
"""How often it is looked whether there is something to queue or to send."""

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


def _tickets(settings: AlertsSettings) -> TicketSigner:
    return TicketSigner(OctKey.import_key(settings.ticket_key), _IDS)


def servicers(
    settings: AlertsSettings, work: UnitOfWork, reads: UnitOfWork, *, callback_secret: str
) -> tuple[AlertsServicer, PrivacyServicer, SafeguardsServicer, TemplatesServicer, AnswersServicer]:
    """Return the servicers of alerts on a unit of work, and on one that only reads."""
    pseudonyms = Pseudonyms(settings.service.pseudonym_key)
    alerts = AlertsServicer(
        draft_alert=DraftAlert(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        submit_alert=SubmitAlert(unit_of_work=work),
        edit_alert=EditAlert(unit_of_work=work, clock=_CLOCK),
        return_alert=ReturnAlert(unit_of_work=work, clock=_CLOCK),
        discard_alert=DiscardAlert(unit_of_work=work),
        approve_alert=ApproveAlert(unit_of_work=work, clock=_CLOCK),
        update_alert=UpdateAlert(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        review_alert=ReviewAlert(unit_of_work=work, clock=_CLOCK),
        list_reviews=ListReviews(unit_of_work=reads),
        get_decisions=GetDecisions(unit_of_work=reads, pseudonyms=pseudonyms),
        export_decisions=ExportDecisions(unit_of_work=work, pseudonyms=pseudonyms),
        get_reach=GetReach(unit_of_work=reads),
        get_thread=GetThread(unit_of_work=reads),
        withdraw_alert=WithdrawAlert(unit_of_work=work, clock=_CLOCK),
        propose_all_clear=ProposeAllClear(unit_of_work=work),
        give_all_clear=GiveAllClear(unit_of_work=work, clock=_CLOCK),
        get_alert=GetAlert(unit_of_work=reads),
        list_alerts=ListAlerts(unit_of_work=reads),
        create_stream_ticket=CreateStreamTicket(
            tickets=_tickets(settings), clock=_CLOCK, stream_url=settings.stream_public_url
        ),
        get_deliveries=GetDeliveries(unit_of_work=reads),
        record_receipt=RecordReceipt(unit_of_work=work, clock=_CLOCK, secret=callback_secret),
        clock=_CLOCK,
    )
    privacy = PrivacyServicer(
        export_subject=ExportSubject(unit_of_work=reads),
        erase_subject=EraseSubject(unit_of_work=work, pseudonyms=pseudonyms),
    )
    safeguards = SafeguardsServicer(
        propose_freeze=ProposeFreeze(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        confirm_freeze=ConfirmFreeze(unit_of_work=work, clock=_CLOCK),
        propose_unfreeze=ProposeUnfreeze(unit_of_work=work, clock=_CLOCK),
        confirm_unfreeze=ConfirmUnfreeze(unit_of_work=work, clock=_CLOCK),
        get_freeze=GetFreeze(unit_of_work=reads),
    )
    templates = TemplatesServicer(
        propose_template=ProposeTemplate(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        approve_template=ApproveTemplate(unit_of_work=work, clock=_CLOCK),
        retire_template=RetireTemplate(unit_of_work=work, clock=_CLOCK),
        list_templates=ListTemplates(unit_of_work=reads),
        break_glass=BreakGlass(unit_of_work=work, clock=_CLOCK, ids=_IDS),
    )
    answers = answers_servicer(LinkSealer(settings.ticket_key), work, reads)
    return alerts, privacy, safeguards, templates, answers


def answers_servicer(links: LinkSealer, work: UnitOfWork, reads: UnitOfWork) -> AnswersServicer:
    """Return the servicer of answers and of help."""
    return AnswersServicer(
        get_answer_link=GetAnswerLink(unit_of_work=reads, links=links, clock=_CLOCK),
        answer_by_link=AnswerByLink(unit_of_work=work, links=links, clock=_CLOCK, ids=_IDS),
        answer_alert=AnswerAlert(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        get_my_answer=GetMyAnswer(unit_of_work=reads, clock=_CLOCK),
        get_answers=GetAnswers(unit_of_work=reads),
        staff_help_queue=StaffHelpQueue(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        leave_help_queue=LeaveHelpQueue(unit_of_work=work, clock=_CLOCK),
        list_help_requests=ListHelpRequests(unit_of_work=reads, clock=_CLOCK),
        take_help_request=TakeHelpRequest(unit_of_work=work, clock=_CLOCK),
        close_help_request=CloseHelpRequest(unit_of_work=work, clock=_CLOCK),
        report_situation=ReportSituation(unit_of_work=work, clock=_CLOCK),
        get_situation=GetSituation(unit_of_work=reads, clock=_CLOCK),
    )


def record_servicers(work: UnitOfWork, reads: UnitOfWork) -> tuple[CapServicer, LedgerServicer]:
    """Return the servicers of what comes in and went out, and of what anyone can check."""
    cap = CapServicer(
        import_cap=ImportCap(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        get_cap_message=GetCapMessage(unit_of_work=reads),
        get_feed=GetFeed(unit_of_work=reads),
    )
    ledger = LedgerServicer(
        verify_code=VerifyCode(unit_of_work=reads),
        get_code=GetCode(unit_of_work=reads),
        get_tree_head=GetTreeHead(unit_of_work=reads),
        list_log_entries=ListLogEntries(unit_of_work=reads),
        get_inclusion_proof=GetInclusionProof(unit_of_work=reads),
        get_consistency_proof=GetConsistencyProof(unit_of_work=reads),
    )
    return cap, ledger


def threat_levels_servicer(work: UnitOfWork, reads: UnitOfWork) -> ThreatLevelsServicer:
    """Return the servicer of the threat levels."""
    return ThreatLevelsServicer(
        get_threat_levels=GetThreatLevels(unit_of_work=reads),
        list_threat_level_history=ListThreatLevelHistory(unit_of_work=reads),
        propose_threat_level=ProposeThreatLevel(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        approve_threat_level=ApproveThreatLevel(unit_of_work=work, clock=_CLOCK),
        withdraw_threat_level=WithdrawThreatLevel(unit_of_work=work, clock=_CLOCK),
        get_threat_level_change=GetThreatLevelChange(unit_of_work=reads),
        list_threat_level_changes=ListThreatLevelChanges(unit_of_work=reads),
        clock=_CLOCK,
    )


def serve(environment: Settings) -> None:
    """Serve gRPC."""
    settings, callback_secret = AlertsSettings.read(environment), read_callback_secret(environment)
    engine, reader = _engine(settings, "serve"), _reader(settings, "serve")
    work, reads = _unit_of_work(settings, engine), _unit_of_work(settings, reader)
    services = services_of(*servicers(settings, work, reads, callback_secret=callback_secret))
    services |= record_services_of(*record_servicers(work, reads))
    services |= threat_services_of(threat_levels_servicer(work, reads))
    run_serve(settings.service, reader, service_versions=VERSIONS, services=services)


def work(environment: Settings) -> None:
    """Relay, consume, seal, expire, deliver."""
    settings, delivery = AlertsSettings.read(environment), DeliverySettings.read(environment)
    engine = _engine(settings, "work", pool=8 + SENDERS * len(Channel))
    record = _unit_of_work(settings, engine)
    expire = ExpireAlerts(unit_of_work=record, clock=_CLOCK)
    signer = read_head_signer(environment)
    grow_log = GrowLog(unit_of_work=record, signer=signer, clock=_CLOCK)

    def keep(row: PrincipalRow) -> None:
        with refusing_when_away(), engine.begin() as connection:
            PrincipalsTable(connection).keep(row)

    run_work(
        settings.service,
        engine,
        service_versions=VERSIONS,
        consumptions=consumptions(
            keep, KeepRecipient(unit_of_work=record), KeepOfficer(unit_of_work=record)
        ),
        parts={
            "expire": every(1, in_thread(expire)),
            "forget-answers": every(
                3600, in_thread(ForgetAnswers(unit_of_work=record, clock=_CLOCK))
            ),
            **_delivery(delivery, record, LinkSealer(settings.ticket_key)),
            **_paging(delivery, record),
            "grow-log": every(1, in_thread(grow_log)),
        },
    )


def _delivery(
    settings: DeliverySettings, record: UnitOfWork, links: LinkSealer
) -> Mapping[str, Part]:
    """Return what queues, sends and looks after deliveries.

    Each channel has a sender that only takes what is urgent, beside those that take anything.
    """
    measures = PrometheusDeliveryMeasures()
    queue = QueueDeliveries(unit_of_work=record, clock=_CLOCK, ids=_IDS)
    recover = RecoverDeliveries(unit_of_work=record, measures=measures, clock=_CLOCK)
    measure = MeasureDeliveries(unit_of_work=record, measures=measures, clock=_CLOCK)
    forget = ForgetDeliveries(unit_of_work=record, clock=_CLOCK)
    senders = {
        f"send-{channel.value.lower()}-{number}": SendDeliveries(
            unit_of_work=record,
            channel=channel,
            sender=_sender(settings, channel),
            measures=measures,
            clock=_CLOCK,
            public_url=settings.public_url,
            links=links,
            up_to=URGENT if number == 1 else None,
        )
        for channel in Channel
        for number in range(1, SENDERS + 1)
    }
    threads = ThreadPoolExecutor(len(senders) + 1, thread_name_prefix="deliver")
    return {
        "queue-deliveries": while_busy(DELIVERY_SECONDS, in_thread(queue, threads)),
        "recover-deliveries": every(1, in_thread(recover)),
        "measure-deliveries": every(5, in_thread(measure)),
        "forget-deliveries": every(3600, in_thread(forget)),
        **{
            name: while_busy(DELIVERY_SECONDS, in_thread(send, threads))
            for name, send in senders.items()
        },
    }


def _paging(settings: DeliverySettings, record: UnitOfWork) -> Mapping[str, Part]:
    """Return what pages officers; its mails have a connection of their own."""
    page = PageOfficers(unit_of_work=record, clock=_CLOCK, ids=_IDS)
    send = SendPages(
        unit_of_work=record,
        sender=_sender(settings, Channel.EMAIL),
        clock=_CLOCK,
        public_url=settings.public_url,
    )
    thread = ThreadPoolExecutor(1, thread_name_prefix="page")
    return {
        "page-officers": every(1, in_thread(page)),
        "send-pages": while_busy(DELIVERY_SECONDS, in_thread(send, thread)),
    }


def _sender(settings: DeliverySettings, channel: Channel) -> MailSender | TextSender:
    if channel is Channel.EMAIL:
        return SmtpMails(
            host=settings.smtp_host, port=settings.smtp_port, sender=settings.mail_from
        )
    return NotifyTexts(
        url=settings.sms_url,
        api_key=settings.sms_api_key,
        template_id=settings.sms_template_id,
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
            tickets=_tickets(settings),
            rows=PostgresPrincipalRows(reader),
            past=PostgresPastAlerts(reader),
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
