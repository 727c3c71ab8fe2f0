"""The RPCs of alerts: each translates, calls its use case, translates back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.privacy import PrivacyServicer
from chassis.requests import (
    digest_from,
    id_from,
    page_size_from,
    place_from,
    text_from,
    token_of,
    version_from,
)
from isp.alerts.v1 import (
    alert_pb2,
    alerts_pb2,
    alerts_pb2_grpc,
    answers_pb2,
    answers_pb2_grpc,
    audience_pb2,
    safeguards_pb2,
    safeguards_pb2_grpc,
    sharing_pb2,
    templates_pb2,
    templates_pb2_grpc,
)
from isp.privacy.v1 import privacy_pb2, privacy_pb2_grpc
from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.alert import Alert, is_staff
from services.alerts.inbound.answers_rpc import AnswersServicer
from services.alerts.inbound.audience_translate import map_to_pb, preview_to_pb
from services.alerts.inbound.delivery_translate import deliveries_to_pb, receipt_from
from services.alerts.inbound.safeguards_rpc import SafeguardsServicer
from services.alerts.inbound.sharing_translate import seen_from, warnings_to_pb
from services.alerts.inbound.templates_rpc import TemplatesServicer
from services.alerts.inbound.translate import (
    draft_from,
    edited_from,
    period_from,
    preview_from,
    size_from,
    statuses_from,
    update_from,
)
from services.alerts.messages import (
    alert_to_pb,
    decision_to_pb,
    for_readers,
    moment,
    reach_to_pb,
    without_points,
)
from services.alerts.usecases.approve_alert import ApproveAlert
from services.alerts.usecases.create_stream_ticket import CreateStreamTicket
from services.alerts.usecases.discard_alert import DiscardAlert
from services.alerts.usecases.draft_alert import DraftAlert
from services.alerts.usecases.edit_alert import EditAlert
from services.alerts.usecases.export_decisions import ExportDecisions
from services.alerts.usecases.get_alert import GetAlert
from services.alerts.usecases.get_decisions import GetDecisions
from services.alerts.usecases.get_deliveries import GetDeliveries
from services.alerts.usecases.get_reach import GetReach
from services.alerts.usecases.get_reach_map import GetReachMap
from services.alerts.usecases.get_sharing_warnings import GetSharingWarnings
from services.alerts.usecases.get_thread import GetThread
from services.alerts.usecases.give_all_clear import GiveAllClear
from services.alerts.usecases.list_alerts import ListAlerts
from services.alerts.usecases.list_reviews import ListReviews
from services.alerts.usecases.preview_audience import PreviewAudience
from services.alerts.usecases.propose_all_clear import ProposeAllClear
from services.alerts.usecases.record_receipt import RecordReceipt
from services.alerts.usecases.return_alert import ReturnAlert
from services.alerts.usecases.review_alert import ReviewAlert
from services.alerts.usecases.submit_alert import SubmitAlert
from services.alerts.usecases.update_alert import UpdateAlert
from services.alerts.usecases.withdraw_alert import WithdrawAlert

REASON_LONGEST: Final = 1000
REFERENCE_LONGEST: Final = 200


def _shown(alert: Alert, to: Principal) -> alert_pb2.Alert:
    message = alert_to_pb(alert)
    return message if is_staff(to) and not alert.part else for_readers(message)


def _listed(alerts: Iterable[Alert], to: Principal) -> list[alert_pb2.Alert]:
    return [without_points(_shown(alert, to)) for alert in alerts]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertsServicer(alerts_pb2_grpc.AlertsServiceServicer):
    """isp.alerts.v1.AlertsService."""

    draft_alert: DraftAlert
    submit_alert: SubmitAlert
    get_sharing_warnings: GetSharingWarnings
    edit_alert: EditAlert
    return_alert: ReturnAlert
    discard_alert: DiscardAlert
    approve_alert: ApproveAlert
    update_alert: UpdateAlert
    get_thread: GetThread
    get_reach: GetReach
    get_reach_map: GetReachMap
    get_decisions: GetDecisions
    review_alert: ReviewAlert
    list_reviews: ListReviews
    export_decisions: ExportDecisions
    withdraw_alert: WithdrawAlert
    propose_all_clear: ProposeAllClear
    give_all_clear: GiveAllClear
    get_alert: GetAlert
    list_alerts: ListAlerts
    create_stream_ticket: CreateStreamTicket
    get_deliveries: GetDeliveries
    preview_audience: PreviewAudience
    record_receipt: RecordReceipt
    clock: Clock

    def DraftAlert(
        self, request: alerts_pb2.DraftAlertRequest, context: grpc.ServicerContext
    ) -> alerts_pb2.DraftAlertResponse:
        """Write a new alert."""
        who = caller(context)
        content, key = draft_from(request, self.clock.now())
        alert = self.draft_alert(who, content=content, key=key)
        return alerts_pb2.DraftAlertResponse(alert=_shown(alert, who))

    def SubmitAlert(
        self, request: alerts_pb2.SubmitAlertRequest, context: grpc.ServicerContext
    ) -> alerts_pb2.SubmitAlertResponse:
        """Hand an alert to the approvers."""
        who, alert_id = caller(context), id_from("alert_id", request.alert_id)
        expected, seen = version_from(request.expected_version), seen_from(request.warnings_digest)
        alert = self.submit_alert(who, alert_id=alert_id, expected_version=expected, seen=seen)
        return alerts_pb2.SubmitAlertResponse(alert=_shown(alert, who))

    def GetSharingWarnings(
        self, request: sharing_pb2.GetSharingWarningsRequest, context: grpc.ServicerContext
    ) -> sharing_pb2.GetSharingWarningsResponse:
        """Say what is unusual about a draft."""
        alert_id = id_from("alert_id", request.alert_id)
        return warnings_to_pb(self.get_sharing_warnings(caller(context), alert_id=alert_id))

    def EditAlert(
        self, request: alerts_pb2.EditAlertRequest, context: grpc.ServicerContext
    ) -> alerts_pb2.EditAlertResponse:
        """Change what an alert says."""
        who, alert_id = caller(context), id_from("alert_id", request.alert_id)
        expected, content = version_from(request.expected_version), edited_from(request.content)
        alert = self.edit_alert(who, alert_id=alert_id, expected_version=expected, content=content)
        return alerts_pb2.EditAlertResponse(alert=_shown(alert, who))

    def ReturnAlert(
        self, request: alerts_pb2.ReturnAlertRequest, context: grpc.ServicerContext
    ) -> alerts_pb2.ReturnAlertResponse:
        """Send an alert back to those who write it."""
        who, alert_id = caller(context), id_from("alert_id", request.alert_id)
        expected = version_from(request.expected_version)
        why = text_from("reason", request.reason, REASON_LONGEST)
        alert = self.return_alert(who, alert_id=alert_id, expected_version=expected, why=why)
        return alerts_pb2.ReturnAlertResponse(alert=_shown(alert, who))

    def DiscardAlert(
        self, request: alerts_pb2.DiscardAlertRequest, context: grpc.ServicerContext
    ) -> alerts_pb2.DiscardAlertResponse:
        """Give an alert up."""
        who, alert_id = caller(context), id_from("alert_id", request.alert_id)
        expected = version_from(request.expected_version)
        why = text_from("reason", request.reason, REASON_LONGEST)
        alert = self.discard_alert(who, alert_id=alert_id, expected_version=expected, why=why)
        return alerts_pb2.DiscardAlertResponse(alert=_shown(alert, who))

    def ApproveAlert(
        self, request: alerts_pb2.ApproveAlertRequest, context: grpc.ServicerContext
    ) -> alerts_pb2.ApproveAlertResponse:
        """Issue an alert on the word of a second person."""
        who, alert_id = caller(context), id_from("alert_id", request.alert_id)
        read, size = digest_from(request.read_digest), size_from(request.audience_size)
        counted = request.counted if request.HasField("counted") else None
        alert = self.approve_alert(who, alert_id=alert_id, read=read, size=size, count_read=counted)
        return alerts_pb2.ApproveAlertResponse(alert=_shown(alert, who))

    def UpdateAlert(
        self, request: alerts_pb2.UpdateAlertRequest, context: grpc.ServicerContext
    ) -> alerts_pb2.UpdateAlertResponse:
        """Write what is to take the place of an alert that is out."""
        who, alert_id = caller(context), id_from("alert_id", request.alert_id)
        content, key = update_from(request, self.clock.now())
        alert = self.update_alert(who, alert_id=alert_id, content=content, key=key)
        return alerts_pb2.UpdateAlertResponse(alert=_shown(alert, who))

    def GetThread(
        self, request: alerts_pb2.GetThreadRequest, context: grpc.ServicerContext
    ) -> alerts_pb2.GetThreadResponse:
        """Read every message of a thread."""
        who = caller(context)
        alerts = self.get_thread(who, alert_id=id_from("alert_id", request.alert_id))
        return alerts_pb2.GetThreadResponse(alerts=_listed(alerts, who))

    def ReviewAlert(
        self, request: alerts_pb2.ReviewAlertRequest, context: grpc.ServicerContext
    ) -> alerts_pb2.ReviewAlertResponse:
        """Look at what one person did alone."""
        who, alert_id = caller(context), id_from("alert_id", request.alert_id)
        expected = version_from(request.expected_version)
        said = text_from("finding", request.finding, REASON_LONGEST)
        alert = self.review_alert(who, alert_id=alert_id, expected_version=expected, finding=said)
        return alerts_pb2.ReviewAlertResponse(alert=_shown(alert, who))

    def ListReviews(
        self, _request: alerts_pb2.ListReviewsRequest, context: grpc.ServicerContext
    ) -> alerts_pb2.ListReviewsResponse:
        """Read what waits for a second person's look."""
        who = caller(context)
        waiting = self.list_reviews(who)
        return alerts_pb2.ListReviewsResponse(alerts=_listed(waiting, who))

    def GetDecisions(
        self, request: alerts_pb2.GetDecisionsRequest, context: grpc.ServicerContext
    ) -> alerts_pb2.GetDecisionsResponse:
        """Read who decided what about an alert."""
        alert_id = id_from("alert_id", request.alert_id)
        found = self.get_decisions(caller(context), alert_id=alert_id)
        return alerts_pb2.GetDecisionsResponse(decisions=map(decision_to_pb, found))

    def ExportDecisions(
        self, request: alerts_pb2.ExportDecisionsRequest, context: grpc.ServicerContext
    ) -> alerts_pb2.ExportDecisionsResponse:
        """Everything that was decided, for an inquiry."""
        who, (since, until) = caller(context), period_from(request)
        after, size = place_from(request.page_token), page_size_from(request.page_size)
        page, on = self.export_decisions(who, since=since, until=until, after=after, size=size)
        return alerts_pb2.ExportDecisionsResponse(
            decisions=map(decision_to_pb, page), next_page_token=token_of(on)
        )

    def GetReach(
        self, request: alerts_pb2.GetReachRequest, context: grpc.ServicerContext
    ) -> alerts_pb2.GetReachResponse:
        """Count whom an alert reaches."""
        alert_id = id_from("alert_id", request.alert_id)
        reached = self.get_reach(caller(context), alert_id=alert_id)
        return reach_to_pb(
            now=reached.now,
            submitted=reached.submitted,
            messages=reached.messages,
            drifted=reached.drifted,
        )

    def GetReachMap(
        self, request: audience_pb2.GetReachMapRequest, context: grpc.ServicerContext
    ) -> audience_pb2.GetReachMapResponse:
        """Show where an alert's premises are."""
        alert_id = id_from("alert_id", request.alert_id)
        return map_to_pb(self.get_reach_map(caller(context), alert_id=alert_id))

    def WithdrawAlert(
        self, request: alerts_pb2.WithdrawAlertRequest, context: grpc.ServicerContext
    ) -> alerts_pb2.WithdrawAlertResponse:
        """End an alert that was issued in error."""
        who, alert_id = caller(context), id_from("alert_id", request.alert_id)
        expected = version_from(request.expected_version)
        why = text_from("reason", request.reason, REASON_LONGEST)
        alert = self.withdraw_alert(who, alert_id=alert_id, expected_version=expected, why=why)
        return alerts_pb2.WithdrawAlertResponse(alert=_shown(alert, who))

    def ProposeAllClear(
        self, request: alerts_pb2.ProposeAllClearRequest, context: grpc.ServicerContext
    ) -> alerts_pb2.ProposeAllClearResponse:
        """Take the first person's word that an alert may end."""
        alert = self.propose_all_clear(
            who := caller(context),
            alert_id=id_from("alert_id", request.alert_id),
            expected_version=version_from(request.expected_version),
            text=text_from("text", request.text, REASON_LONGEST),
            authority_reference=text_from(
                "authority_reference", request.authority_reference, REFERENCE_LONGEST
            ),
            text_cy=request.text_cy and text_from("text_cy", request.text_cy, REASON_LONGEST),
        )
        return alerts_pb2.ProposeAllClearResponse(alert=_shown(alert, who))

    def GiveAllClear(
        self, request: alerts_pb2.GiveAllClearRequest, context: grpc.ServicerContext
    ) -> alerts_pb2.GiveAllClearResponse:
        """End an alert on the word of a second person."""
        who, alert_id = caller(context), id_from("alert_id", request.alert_id)
        alert = self.give_all_clear(who, alert_id=alert_id, read=digest_from(request.read_digest))
        return alerts_pb2.GiveAllClearResponse(alert=_shown(alert, who))

    def GetAlert(
        self, request: alerts_pb2.GetAlertRequest, context: grpc.ServicerContext
    ) -> alerts_pb2.GetAlertResponse:
        """Read one alert."""
        who = caller(context)
        alert = self.get_alert(who, alert_id=id_from("alert_id", request.alert_id))
        return alerts_pb2.GetAlertResponse(alert=_shown(alert, who))

    def ListAlerts(
        self, request: alerts_pb2.ListAlertsRequest, context: grpc.ServicerContext
    ) -> alerts_pb2.ListAlertsResponse:
        """Read a page of alerts."""
        who, after = caller(context), place_from(request.page_token, both_ways=True)
        statuses, size = statuses_from(request.statuses), page_size_from(request.page_size)
        alerts, newer, older = self.list_alerts(who, statuses=statuses, after=after, size=size)
        return alerts_pb2.ListAlertsResponse(
            alerts=_listed(alerts, who),
            next_page_token=token_of(older),
            previous_page_token=token_of(newer),
        )

    def CreateStreamTicket(
        self, request: alerts_pb2.CreateStreamTicketRequest, context: grpc.ServicerContext
    ) -> alerts_pb2.CreateStreamTicketResponse:
        """Give a browser what opens the live stream."""
        ticket, url, ends = self.create_stream_ticket(caller(context))
        return alerts_pb2.CreateStreamTicketResponse(
            ticket=ticket, stream_url=url, expires_at=moment(ends)
        )

    def GetDeliveries(
        self, request: alerts_pb2.GetDeliveriesRequest, context: grpc.ServicerContext
    ) -> alerts_pb2.GetDeliveriesResponse:
        """Say how far an alert got."""
        who, alert_id = caller(context), id_from("alert_id", request.alert_id)
        return deliveries_to_pb(*self.get_deliveries(who, alert_id=alert_id))

    def PreviewAudience(
        self, request: audience_pb2.PreviewAudienceRequest, context: grpc.ServicerContext
    ) -> audience_pb2.PreviewAudienceResponse:
        """Count whom an audience would reach."""
        return preview_to_pb(self.preview_audience(aim=preview_from(request)))

    def RecordReceipt(
        self, request: alerts_pb2.RecordReceiptRequest, context: grpc.ServicerContext
    ) -> alerts_pb2.RecordReceiptResponse:
        """Take what a provider says of a text."""
        said = receipt_from(request)
        self.record_receipt(
            secret=said.secret,
            reference=said.reference,
            provider_id=said.provider_id,
            report=said.report,
        )
        return alerts_pb2.RecordReceiptResponse()


def services_of(
    alerts: AlertsServicer,
    privacy: PrivacyServicer,
    safeguards: SafeguardsServicer,
    templates: TemplatesServicer,
    answers: AnswersServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC services of alerts with what adds each to a server."""
    return {
        alerts_pb2.DESCRIPTOR.services_by_name["AlertsService"]: lambda server: (
            alerts_pb2_grpc.add_AlertsServiceServicer_to_server(alerts, server)
        ),
        privacy_pb2.DESCRIPTOR.services_by_name["PrivacyService"]: lambda server: (
            privacy_pb2_grpc.add_PrivacyServiceServicer_to_server(privacy, server)
        ),
        safeguards_pb2.DESCRIPTOR.services_by_name["SafeguardsService"]: lambda server: (
            safeguards_pb2_grpc.add_SafeguardsServiceServicer_to_server(safeguards, server)
        ),
        templates_pb2.DESCRIPTOR.services_by_name["TemplatesService"]: lambda server: (
            templates_pb2_grpc.add_TemplatesServiceServicer_to_server(templates, server)
        ),
        answers_pb2.DESCRIPTOR.services_by_name["AnswersService"]: lambda server: (
            answers_pb2_grpc.add_AnswersServiceServicer_to_server(answers, server)
        ),
    }
