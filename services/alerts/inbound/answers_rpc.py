"""The RPCs of answers and of help: each translates, calls its use case, translates back."""

from dataclasses import dataclass

import grpc

from chassis.calls import caller
from chassis.requests import (
    id_from,
    key_from,
    page_size_from,
    place_from,
    text_from,
    token_of,
    version_from,
)
from isp.alerts.v1 import answers_pb2 as pb
from isp.alerts.v1 import answers_pb2_grpc
from services.alerts.inbound.answers_translate import (
    KIND_LONGEST,
    answer_from,
    board_to_pb,
    link_from,
    outcome_from,
    picture_to_pb,
    queue_from,
    request_to_pb,
    shift_to_pb,
    shown_to_pb,
    standing_to_pb,
    until_from,
)
from services.alerts.usecases.answer_alert import AnswerAlert
from services.alerts.usecases.answer_by_link import AnswerByLink
from services.alerts.usecases.close_help_request import CloseHelpRequest
from services.alerts.usecases.get_answer_link import GetAnswerLink
from services.alerts.usecases.get_answers import GetAnswers
from services.alerts.usecases.get_my_answer import GetMyAnswer
from services.alerts.usecases.get_situation import GetSituation
from services.alerts.usecases.leave_help_queue import LeaveHelpQueue
from services.alerts.usecases.list_help_requests import ListHelpRequests
from services.alerts.usecases.report_situation import ReportSituation
from services.alerts.usecases.staff_help_queue import StaffHelpQueue
from services.alerts.usecases.take_help_request import TakeHelpRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersServicer(answers_pb2_grpc.AnswersServiceServicer):
    """isp.alerts.v1.AnswersService."""

    get_answer_link: GetAnswerLink
    answer_by_link: AnswerByLink
    answer_alert: AnswerAlert
    get_my_answer: GetMyAnswer
    get_answers: GetAnswers
    staff_help_queue: StaffHelpQueue
    leave_help_queue: LeaveHelpQueue
    list_help_requests: ListHelpRequests
    take_help_request: TakeHelpRequest
    close_help_request: CloseHelpRequest
    report_situation: ReportSituation
    get_situation: GetSituation

    def GetAnswerLink(
        self, request: pb.GetAnswerLinkRequest, context: grpc.ServicerContext
    ) -> pb.GetAnswerLinkResponse:
        """Show what a link is for."""
        return shown_to_pb(self.get_answer_link(token=link_from(request.link)))

    def AnswerByLink(
        self, request: pb.AnswerByLinkRequest, context: grpc.ServicerContext
    ) -> pb.AnswerByLinkResponse:
        """Take an answer of whoever has the link."""
        token, alert_id = link_from(request.link), id_from("alert_id", request.alert_id)
        (answer, number), key = answer_from(request), key_from("AnswerByLink", request)
        stands = self.answer_by_link(
            token=token, alert_id=alert_id, answer=answer, call_back=number, key=key
        )
        return pb.AnswerByLinkResponse(standing=standing_to_pb(*stands))

    def AnswerAlert(
        self, request: pb.AnswerAlertRequest, context: grpc.ServicerContext
    ) -> pb.AnswerAlertResponse:
        """Take an answer of someone who is signed in."""
        who, alert_id = caller(context), id_from("alert_id", request.alert_id)
        (answer, number), key = answer_from(request), key_from("AnswerAlert", request)
        stands = self.answer_alert(who, alert_id=alert_id, answer=answer, call_back=number, key=key)
        return pb.AnswerAlertResponse(standing=standing_to_pb(*stands))

    def GetMyAnswer(
        self, request: pb.GetMyAnswerRequest, context: grpc.ServicerContext
    ) -> pb.GetMyAnswerResponse:
        """Show somebody what they answered."""
        alert_id = id_from("alert_id", request.alert_id)
        mine = self.get_my_answer(caller(context), alert_id=alert_id)
        return pb.GetMyAnswerResponse(
            standing=standing_to_pb(mine.answered, mine.called),
            asked=mine.asked,
            help_offered=mine.help_offered,
            drill=mine.drill,
        )

    def GetAnswers(
        self, request: pb.GetAnswersRequest, context: grpc.ServicerContext
    ) -> pb.GetAnswersResponse:
        """Count what people answered."""
        alert_id = id_from("alert_id", request.alert_id)
        return board_to_pb(self.get_answers(caller(context), alert_id=alert_id))

    def StaffHelpQueue(
        self, request: pb.StaffHelpQueueRequest, context: grpc.ServicerContext
    ) -> pb.StaffHelpQueueResponse:
        """Begin a shift at a queue."""
        who, key = caller(context), key_from("StaffHelpQueue", request)
        queue, until = queue_from(request.queue), until_from(request)
        shift = self.staff_help_queue(who, queue=queue, until=until, key=key)
        return pb.StaffHelpQueueResponse(shift=shift_to_pb(shift, who))

    def LeaveHelpQueue(
        self, request: pb.LeaveHelpQueueRequest, context: grpc.ServicerContext
    ) -> pb.LeaveHelpQueueResponse:
        """End a shift at a queue."""
        who, staffing_id = caller(context), id_from("staffing_id", request.staffing_id)
        expected = version_from(request.expected_version)
        self.leave_help_queue(who, staffing_id=staffing_id, expected_version=expected)
        return pb.LeaveHelpQueueResponse()

    def ListHelpRequests(
        self, request: pb.ListHelpRequestsRequest, context: grpc.ServicerContext
    ) -> pb.ListHelpRequestsResponse:
        """Show the calls for help that are not closed."""
        who, after = caller(context), place_from(request.page_token)
        size = page_size_from(request.page_size)
        calls, following, shifts = self.list_help_requests(who, after=after, size=size)
        return pb.ListHelpRequestsResponse(
            requests=map(request_to_pb, calls),
            next_page_token=token_of(following),
            shifts=[shift_to_pb(each, who) for each in shifts],
        )

    def TakeHelpRequest(
        self, request: pb.TakeHelpRequestRequest, context: grpc.ServicerContext
    ) -> pb.TakeHelpRequestResponse:
        """Put a call for help into an officer's hands."""
        help_id = id_from("help_id", request.help_id)
        expected = version_from(request.expected_version)
        taken = self.take_help_request(caller(context), help_id=help_id, expected_version=expected)
        return pb.TakeHelpRequestResponse(request=request_to_pb(taken))

    def CloseHelpRequest(
        self, request: pb.CloseHelpRequestRequest, context: grpc.ServicerContext
    ) -> pb.CloseHelpRequestResponse:
        """End a call for help."""
        who, help_id = caller(context), id_from("help_id", request.help_id)
        expected, outcome = version_from(request.expected_version), outcome_from(request.outcome)
        self.close_help_request(who, help_id=help_id, expected_version=expected, outcome=outcome)
        return pb.CloseHelpRequestResponse()

    def ReportSituation(
        self, request: pb.ReportSituationRequest, context: grpc.ServicerContext
    ) -> pb.ReportSituationResponse:
        """Take what a member sees around them."""
        alert_id, key = id_from("alert_id", request.alert_id), key_from("ReportSituation", request)
        kind = text_from("kind", request.kind, KIND_LONGEST)
        told = self.report_situation(caller(context), alert_id=alert_id, kind=kind, key=key)
        return pb.ReportSituationResponse(kinds=sorted(told.seen))

    def GetSituation(
        self, request: pb.GetSituationRequest, context: grpc.ServicerContext
    ) -> pb.GetSituationResponse:
        """Show what members report, by area."""
        alert_id = id_from("alert_id", request.alert_id)
        return picture_to_pb(*self.get_situation(caller(context), alert_id=alert_id))
