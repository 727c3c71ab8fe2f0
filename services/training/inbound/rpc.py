"""The RPCs of training: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.privacy import PrivacyServicer
from chassis.requests import id_from, page_size_from, place_from, text_from, token_of
from isp.privacy.v1 import privacy_pb2, privacy_pb2_grpc
from isp.training.v1 import (
    accreditation_pb2,
    accreditation_pb2_grpc,
    assessment_pb2,
    assessment_pb2_grpc,
    films_pb2,
    films_pb2_grpc,
    training_pb2,
    training_pb2_grpc,
)
from services.training.inbound import shown
from services.training.inbound.accreditation_rpc import AccreditationServicer
from services.training.inbound.assessment_rpc import AssessmentServicer
from services.training.inbound.films_rpc import FilmsServicer
from services.training.inbound.translate import (
    answers_from,
    certifying_from,
    enrolling_from,
    printing_from,
    shown_from,
    trying_from,
)
from services.training.usecases.enrol import Enrol
from services.training.usecases.get_certificate import GetCertificate
from services.training.usecases.get_course import GetCourse
from services.training.usecases.get_issuer import GetIssuer
from services.training.usecases.get_module import GetModule
from services.training.usecases.get_my_training import GetMyTraining
from services.training.usecases.get_status_list import GetStatusList
from services.training.usecases.issue_certificate import IssueCertificate
from services.training.usecases.list_courses import ListCourses
from services.training.usecases.print_certificate import PrintCertificate
from services.training.usecases.revoke_certificate import RevokeCertificate
from services.training.usecases.start_attempt import StartAttempt
from services.training.usecases.submit_answers import SubmitAnswers
from services.training.usecases.verify_certificate import VerifyCertificate

REASON_LONGEST: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingServicer(training_pb2_grpc.TrainingServiceServicer):
    """isp.training.v1.TrainingService."""

    list_courses: ListCourses
    get_course: GetCourse
    get_module: GetModule
    enrol: Enrol
    start_attempt: StartAttempt
    submit_answers: SubmitAnswers
    get_my_training: GetMyTraining
    issue_certificate: IssueCertificate
    get_certificate: GetCertificate
    print_certificate: PrintCertificate
    verify_certificate: VerifyCertificate
    revoke_certificate: RevokeCertificate
    get_status_list: GetStatusList
    get_issuer: GetIssuer

    def ListCourses(
        self, request: training_pb2.ListCoursesRequest, context: grpc.ServicerContext
    ) -> training_pb2.ListCoursesResponse:
        """Read a page of courses."""
        size, after = page_size_from(request.page_size), place_from(request.page_token)
        found, following = self.list_courses(caller(context), after=after, size=size)
        courses = [shown.course_to_pb(each) for each in found]
        return training_pb2.ListCoursesResponse(
            courses=courses, next_page_token=token_of(following)
        )

    def GetCourse(
        self, request: training_pb2.GetCourseRequest, context: grpc.ServicerContext
    ) -> training_pb2.GetCourseResponse:
        """Read one course."""
        course_id = id_from("course_id", request.course_id)
        return shown.course_read_to_pb(self.get_course(caller(context), course_id=course_id))

    def GetModule(
        self, request: training_pb2.GetModuleRequest, context: grpc.ServicerContext
    ) -> training_pb2.GetModuleResponse:
        """Read what a module teaches."""
        read = self.get_module(
            caller(context),
            course_id=id_from("course_id", request.course_id),
            module_id=id_from("module_id", request.module_id),
        )
        return shown.module_read_to_pb(read)

    def Enrol(
        self, request: training_pb2.EnrolRequest, context: grpc.ServicerContext
    ) -> training_pb2.EnrolResponse:
        """Begin a course."""
        course_id, key = enrolling_from(request)
        learning = self.enrol(caller(context), course_id=course_id, key=key)
        return training_pb2.EnrolResponse(enrolment=shown.enrolment_to_pb(learning))

    def StartAttempt(
        self, request: training_pb2.StartAttemptRequest, context: grpc.ServicerContext
    ) -> training_pb2.StartAttemptResponse:
        """Try a module."""
        enrolment_id, module_id, key = trying_from(request)
        attempt, module = self.start_attempt(
            caller(context), enrolment_id=enrolment_id, module_id=module_id, key=key
        )
        return training_pb2.StartAttemptResponse(attempt=shown.attempt_to_pb(attempt, module))

    def SubmitAnswers(
        self, request: training_pb2.SubmitAnswersRequest, context: grpc.ServicerContext
    ) -> training_pb2.SubmitAnswersResponse:
        """Hand an attempt in."""
        attempt_id, answers, key = answers_from(request)
        marked = self.submit_answers(
            caller(context), attempt_id=attempt_id, answers=answers, key=key
        )
        result, enrolment = shown.marked_to_pb(marked)
        return training_pb2.SubmitAnswersResponse(result=result, enrolment=enrolment)

    def GetMyTraining(
        self, request: training_pb2.GetMyTrainingRequest, context: grpc.ServicerContext
    ) -> training_pb2.GetMyTrainingResponse:
        """Read one's own training."""
        size, after = page_size_from(request.page_size), place_from(request.page_token)
        found, following = self.get_my_training(caller(context), after=after, size=size)
        enrolments = [shown.enrolment_to_pb(each) for each in found]
        return training_pb2.GetMyTrainingResponse(
            enrolments=enrolments, next_page_token=token_of(following)
        )

    def IssueCertificate(
        self, request: training_pb2.IssueCertificateRequest, context: grpc.ServicerContext
    ) -> training_pb2.IssueCertificateResponse:
        """Issue a certificate."""
        enrolment_id, key = certifying_from(request)
        certificate = self.issue_certificate(
            caller(context), enrolment_id=enrolment_id, name=request.name, key=key
        )
        said = shown.certificate_to_pb(certificate)
        return training_pb2.IssueCertificateResponse(certificate=said)

    def GetCertificate(
        self, request: training_pb2.GetCertificateRequest, context: grpc.ServicerContext
    ) -> training_pb2.GetCertificateResponse:
        """Read one's own certificate."""
        certificate_id = id_from("certificate_id", request.certificate_id)
        found = self.get_certificate(caller(context), certificate_id=certificate_id)
        said = shown.certificate_to_pb(found)
        return training_pb2.GetCertificateResponse(certificate=said, credential=found.credential)

    def PrintCertificate(
        self, request: training_pb2.PrintCertificateRequest, context: grpc.ServicerContext
    ) -> training_pb2.PrintCertificateResponse:
        """Print one's own certificate."""
        certificate_id, form = printing_from(request)
        file = self.print_certificate(caller(context), certificate_id=certificate_id, form=form)
        return training_pb2.PrintCertificateResponse(file=file)

    def VerifyCertificate(
        self, request: training_pb2.VerifyCertificateRequest, context: grpc.ServicerContext
    ) -> training_pb2.VerifyCertificateResponse:
        """Check a certificate."""
        found = self.verify_certificate(shown=shown_from(request))
        return training_pb2.VerifyCertificateResponse(
            valid=found.valid, checks=shown.checks_to_pb(found), stated=shown.stated_to_pb(found)
        )

    def RevokeCertificate(
        self, request: training_pb2.RevokeCertificateRequest, context: grpc.ServicerContext
    ) -> training_pb2.RevokeCertificateResponse:
        """Revoke a certificate."""
        certificate_id = id_from("certificate_id", request.certificate_id)
        why = text_from("reason", request.reason, REASON_LONGEST)
        revoked = self.revoke_certificate(caller(context), certificate_id=certificate_id, why=why)
        said = shown.certificate_to_pb(revoked, name=False)
        return training_pb2.RevokeCertificateResponse(certificate=said)

    def GetStatusList(
        self, request: training_pb2.GetStatusListRequest, context: grpc.ServicerContext
    ) -> training_pb2.GetStatusListResponse:
        """Read a status list."""
        credential = self.get_status_list(list_id=id_from("list_id", request.list_id))
        return training_pb2.GetStatusListResponse(credential=credential)

    def GetIssuer(
        self, request: training_pb2.GetIssuerRequest, context: grpc.ServicerContext
    ) -> training_pb2.GetIssuerResponse:
        """Read who issues certificates."""
        issuer, keys = self.get_issuer()
        return training_pb2.GetIssuerResponse(
            id=issuer.id, name=issuer.name, url=issuer.url, keys=map(shown.key_to_pb, keys)
        )


def services_of(
    training: TrainingServicer,
    assessment: AssessmentServicer,
    accreditation: AccreditationServicer,
    films: FilmsServicer,
    privacy: PrivacyServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC services of training with what adds each to a server."""
    return {
        training_pb2.DESCRIPTOR.services_by_name["TrainingService"]: lambda server: (
            training_pb2_grpc.add_TrainingServiceServicer_to_server(training, server)
        ),
        assessment_pb2.DESCRIPTOR.services_by_name["AssessmentService"]: lambda server: (
            assessment_pb2_grpc.add_AssessmentServiceServicer_to_server(assessment, server)
        ),
        accreditation_pb2.DESCRIPTOR.services_by_name["AccreditationService"]: lambda server: (
            accreditation_pb2_grpc.add_AccreditationServiceServicer_to_server(accreditation, server)
        ),
        films_pb2.DESCRIPTOR.services_by_name["FilmsService"]: lambda server: (
            films_pb2_grpc.add_FilmsServiceServicer_to_server(films, server)
        ),
        privacy_pb2.DESCRIPTOR.services_by_name["PrivacyService"]: lambda server: (
            privacy_pb2_grpc.add_PrivacyServiceServicer_to_server(privacy, server)
        ),
    }
