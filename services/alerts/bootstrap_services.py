"""Builds what answers RPCs, for `bootstrap.py`."""

from collections.abc import Callable
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor
from joserfc.jwk import OctKey

from chassis.privacy import PrivacyServicer
from kernel.ports import RandomIds, SystemClock
from services.alerts.config import AlertsSettings
from services.alerts.inbound.answers_rpc import AnswersServicer
from services.alerts.inbound.dead_letters_rpc import DeadLettersServicer, dead_letter_services_of
from services.alerts.inbound.record_rpc import CapServicer, LedgerServicer
from services.alerts.inbound.rpc import AlertsServicer
from services.alerts.inbound.safeguards_rpc import SafeguardsServicer
from services.alerts.inbound.templates_rpc import TemplatesServicer
from services.alerts.inbound.threat_rpc import ThreatLevelsServicer
from services.alerts.outbound.delivery_measures import PrometheusDeliveryMeasures
from services.alerts.outbound.link_sealer import LinkSealer
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
from services.alerts.usecases.discard_alert import DiscardAlert
from services.alerts.usecases.draft_alert import DraftAlert
from services.alerts.usecases.edit_alert import EditAlert
from services.alerts.usecases.erase_subject import EraseSubject
from services.alerts.usecases.export_decisions import ExportDecisions
from services.alerts.usecases.export_subject import ExportSubject
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
from services.alerts.usecases.get_reach_map import GetReachMap
from services.alerts.usecases.get_sharing_warnings import GetSharingWarnings
from services.alerts.usecases.get_situation import GetSituation
from services.alerts.usecases.get_thread import GetThread
from services.alerts.usecases.get_threat_level_change import GetThreatLevelChange
from services.alerts.usecases.get_threat_levels import GetThreatLevels
from services.alerts.usecases.get_tree_head import GetTreeHead
from services.alerts.usecases.give_all_clear import GiveAllClear
from services.alerts.usecases.import_cap import ImportCap
from services.alerts.usecases.leave_help_queue import LeaveHelpQueue
from services.alerts.usecases.list_alerts import ListAlerts
from services.alerts.usecases.list_cap_imports import ListCapImports
from services.alerts.usecases.list_dead_deliveries import ListDeadDeliveries
from services.alerts.usecases.list_help_requests import ListHelpRequests
from services.alerts.usecases.list_log_entries import ListLogEntries
from services.alerts.usecases.list_reviews import ListReviews
from services.alerts.usecases.list_templates import ListTemplates
from services.alerts.usecases.list_threat_level_changes import ListThreatLevelChanges
from services.alerts.usecases.list_threat_level_history import ListThreatLevelHistory
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.preview_audience import PreviewAudience
from services.alerts.usecases.propose_all_clear import ProposeAllClear
from services.alerts.usecases.propose_freeze import ProposeFreeze
from services.alerts.usecases.propose_template import ProposeTemplate
from services.alerts.usecases.propose_threat_level import ProposeThreatLevel
from services.alerts.usecases.propose_unfreeze import ProposeUnfreeze
from services.alerts.usecases.record_receipt import RecordReceipt
from services.alerts.usecases.red_reads import RedReads
from services.alerts.usecases.report_situation import ReportSituation
from services.alerts.usecases.requeue_dead_deliveries import RequeueDeadDeliveries
from services.alerts.usecases.requeue_dead_delivery import RequeueDeadDelivery
from services.alerts.usecases.retire_template import RetireTemplate
from services.alerts.usecases.return_alert import ReturnAlert
from services.alerts.usecases.review_alert import ReviewAlert
from services.alerts.usecases.staff_help_queue import StaffHelpQueue
from services.alerts.usecases.submit_alert import SubmitAlert
from services.alerts.usecases.take_help_request import TakeHelpRequest
from services.alerts.usecases.update_alert import UpdateAlert
from services.alerts.usecases.verify_code import VerifyCode
from services.alerts.usecases.withdraw_alert import WithdrawAlert
from services.alerts.usecases.withdraw_threat_level import WithdrawThreatLevel

Services = dict[ServiceDescriptor, Callable[[grpc.Server], None]]
_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def tickets_of(settings: AlertsSettings) -> TicketSigner:
    """Return what signs the tickets of the stream, and verifies them."""
    return TicketSigner(OctKey.import_key(settings.ticket_key), _IDS)


def servicers(
    settings: AlertsSettings, work: UnitOfWork, reads: UnitOfWork, *, callback_secret: str
) -> tuple[AlertsServicer, PrivacyServicer, SafeguardsServicer, TemplatesServicer, AnswersServicer]:
    """Return the servicers of alerts on a unit of work, and on one that only reads."""
    red_reads = RedReads(unit_of_work=work, clock=_CLOCK)
    alerts = AlertsServicer(
        draft_alert=DraftAlert(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        get_sharing_warnings=GetSharingWarnings(unit_of_work=reads),
        submit_alert=SubmitAlert(unit_of_work=work, clock=_CLOCK),
        edit_alert=EditAlert(unit_of_work=work, clock=_CLOCK),
        return_alert=ReturnAlert(unit_of_work=work, clock=_CLOCK),
        discard_alert=DiscardAlert(unit_of_work=work, clock=_CLOCK),
        approve_alert=ApproveAlert(unit_of_work=work, clock=_CLOCK),
        update_alert=UpdateAlert(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        review_alert=ReviewAlert(unit_of_work=work, clock=_CLOCK),
        list_reviews=ListReviews(unit_of_work=reads, red_reads=red_reads),
        get_decisions=GetDecisions(unit_of_work=reads),
        export_decisions=ExportDecisions(unit_of_work=work),
        get_reach=GetReach(unit_of_work=reads),
        get_reach_map=GetReachMap(unit_of_work=reads),
        get_thread=GetThread(unit_of_work=reads, red_reads=red_reads),
        withdraw_alert=WithdrawAlert(unit_of_work=work, clock=_CLOCK),
        propose_all_clear=ProposeAllClear(unit_of_work=work),
        give_all_clear=GiveAllClear(unit_of_work=work, clock=_CLOCK),
        get_alert=GetAlert(unit_of_work=reads, red_reads=red_reads),
        list_alerts=ListAlerts(unit_of_work=reads, red_reads=red_reads),
        create_stream_ticket=CreateStreamTicket(
            tickets=tickets_of(settings), clock=_CLOCK, stream_url=settings.stream_public_url
        ),
        get_deliveries=GetDeliveries(unit_of_work=reads),
        preview_audience=PreviewAudience(unit_of_work=reads),
        record_receipt=RecordReceipt(
            unit_of_work=work,
            measures=PrometheusDeliveryMeasures(),
            clock=_CLOCK,
            secret=callback_secret,
        ),
        clock=_CLOCK,
    )
    privacy = PrivacyServicer(
        export_subject=ExportSubject(unit_of_work=reads),
        erase_subject=EraseSubject(unit_of_work=work, clock=_CLOCK),
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
        list_cap_imports=ListCapImports(unit_of_work=reads),
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


def dead_letter_services(work: UnitOfWork, reads: UnitOfWork) -> Services:
    """Return the service of dead letters on a unit of work, and on one that only reads."""
    return dead_letter_services_of(
        DeadLettersServicer(
            list_dead_deliveries=ListDeadDeliveries(unit_of_work=reads),
            requeue_dead_delivery=RequeueDeadDelivery(unit_of_work=work, clock=_CLOCK),
            requeue_dead_deliveries=RequeueDeadDeliveries(unit_of_work=work, clock=_CLOCK),
        )
    )
