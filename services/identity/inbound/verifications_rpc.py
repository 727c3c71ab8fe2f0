"""The rest of a case's life by RPC: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import id_from, text_from, version_from
from isp.identity.v1 import verifications_pb2 as pb
from isp.identity.v1 import verifications_pb2_grpc
from kernel.ports import Clock, Pseudonyms
from services.identity.inbound.my_case_translate import my_case_to_pb
from services.identity.inbound.provider_translate import provider_question_from
from services.identity.inbound.verifications_translate import (
    NOTE_LONGEST,
    REASON_LONGEST,
    case_to_pb,
)
from services.identity.usecases.appeal_verification import AppealVerification
from services.identity.usecases.claim_verification import ClaimVerification
from services.identity.usecases.get_my_verification import GetMyVerification
from services.identity.usecases.release_verification import ReleaseVerification
from services.identity.usecases.request_provider_check import RequestProviderCheck
from services.identity.usecases.sponsor_verification import SponsorVerification
from services.identity.usecases.withdraw_verification import WithdrawVerification

LONGEST_EMAIL = 254


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationsServicer(verifications_pb2_grpc.VerificationsServiceServicer):
    """isp.identity.v1.VerificationsService."""

    get_my_verification: GetMyVerification
    appeal_verification: AppealVerification
    withdraw_verification: WithdrawVerification
    sponsor_verification: SponsorVerification
    claim_verification: ClaimVerification
    release_verification: ReleaseVerification
    request_provider_check: RequestProviderCheck
    numbers: Pseudonyms
    clock: Clock

    def GetMyVerification(
        self,
        request: pb.GetMyVerificationRequest,
        context: grpc.ServicerContext,
    ) -> pb.GetMyVerificationResponse:
        """Tell the caller how their verification stands."""
        mine = self.get_my_verification(caller(context))
        return pb.GetMyVerificationResponse(verification=my_case_to_pb(mine, self.clock.now()))

    def AppealVerification(
        self, request: pb.AppealVerificationRequest, context: grpc.ServicerContext
    ) -> pb.AppealVerificationResponse:
        """Have another reviewer look at a refusal."""
        mine = self.appeal_verification(
            caller(context),
            expected_version=version_from(request.expected_version),
            grounds=text_from("grounds", request.grounds, REASON_LONGEST),
        )
        return pb.AppealVerificationResponse(verification=my_case_to_pb(mine, self.clock.now()))

    def WithdrawVerification(
        self, request: pb.WithdrawVerificationRequest, context: grpc.ServicerContext
    ) -> pb.WithdrawVerificationResponse:
        """End the caller's open case."""
        version = version_from(request.expected_version)
        mine = self.withdraw_verification(caller(context), expected_version=version)
        return pb.WithdrawVerificationResponse(verification=my_case_to_pb(mine, self.clock.now()))

    def SponsorVerification(
        self, request: pb.SponsorVerificationRequest, context: grpc.ServicerContext
    ) -> pb.SponsorVerificationResponse:
        """Vouch for somebody."""
        self.sponsor_verification(
            caller(context),
            verification_id=id_from("verification_id", request.verification_id),
            email=text_from("email", request.email, LONGEST_EMAIL),
            statement=text_from("statement", request.statement, NOTE_LONGEST),
        )
        return pb.SponsorVerificationResponse()

    def ClaimVerification(
        self, request: pb.ClaimVerificationRequest, context: grpc.ServicerContext
    ) -> pb.ClaimVerificationResponse:
        """Work on a case."""
        found = self.claim_verification(
            caller(context),
            verification_id=id_from("verification_id", request.verification_id),
            expected_version=version_from(request.expected_version),
        )
        return pb.ClaimVerificationResponse(verification=case_to_pb(found, self.clock.now()))

    def ReleaseVerification(
        self, request: pb.ReleaseVerificationRequest, context: grpc.ServicerContext
    ) -> pb.ReleaseVerificationResponse:
        """Let others work on a case."""
        found = self.release_verification(
            caller(context),
            verification_id=id_from("verification_id", request.verification_id),
            expected_version=version_from(request.expected_version),
        )
        return pb.ReleaseVerificationResponse(verification=case_to_pb(found, self.clock.now()))

    def RequestProviderCheck(
        self, request: pb.RequestProviderCheckRequest, context: grpc.ServicerContext
    ) -> pb.RequestProviderCheckResponse:
        """Have a provider of evidence asked."""
        asked = provider_question_from(request, self.numbers)
        found = self.request_provider_check(caller(context), **asked)
        shown = case_to_pb(found, self.clock.now())
        return pb.RequestProviderCheckResponse(verification=shown)


def verifications_services_of(
    verifications: VerificationsServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of verifications with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["VerificationsService"]: lambda server: (
            verifications_pb2_grpc.add_VerificationsServiceServicer_to_server(verifications, server)
        ),
    }
