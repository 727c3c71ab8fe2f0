"""The RPCs of identity: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.privacy import PrivacyServicer
from chassis.requests import (
    id_from,
    key_from,
    page_size_from,
    place_from,
    text_from,
    token_of,
)
from isp.identity.v1 import (
    identity_pb2,
    identity_pb2_grpc,
    premises_pb2,
    premises_pb2_grpc,
    subscriptions_pb2,
    subscriptions_pb2_grpc,
)
from isp.privacy.v1 import privacy_pb2, privacy_pb2_grpc
from kernel.ports import Clock, Pseudonyms
from services.identity.inbound.premises_rpc import PremisesServicer
from services.identity.inbound.subscriptions_rpc import SubscriptionsServicer
from services.identity.inbound.translate import (
    STATUS,
    application_from,
    subscriber_to_pb,
)
from services.identity.inbound.verifications_translate import (
    case_to_pb,
    check_from,
    decision_from,
    sealed,
    summary_to_pb,
    tier_from,
)
from services.identity.usecases.confirm_email import ConfirmEmail
from services.identity.usecases.decide_verification import DecideVerification
from services.identity.usecases.get_me import GetMe
from services.identity.usecases.get_verification import GetVerification
from services.identity.usecases.list_verifications import ListVerifications
from services.identity.usecases.record_check import RecordCheck
from services.identity.usecases.register_subscriber import RegisterSubscriber
from services.identity.usecases.request_verification import RequestVerification
from services.identity.usecases.restore_subscriber import RestoreSubscriber
from services.identity.usecases.see_person import SeePerson
from services.identity.usecases.suspend_subscriber import SuspendSubscriber

REASON_LONGEST: Final = 1000
TOKEN_LONGEST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityServicer(identity_pb2_grpc.IdentityServiceServicer):
    """isp.identity.v1.IdentityService."""

    register_subscriber: RegisterSubscriber
    confirm_email: ConfirmEmail
    get_me: GetMe
    see_person: SeePerson
    request_verification: RequestVerification
    list_verifications: ListVerifications
    get_verification: GetVerification
    record_check: RecordCheck
    decide_verification: DecideVerification
    suspend_subscriber: SuspendSubscriber
    restore_subscriber: RestoreSubscriber
    numbers: Pseudonyms
    clock: Clock

    def RegisterSubscriber(
        self, request: identity_pb2.RegisterSubscriberRequest, context: grpc.ServicerContext
    ) -> identity_pb2.RegisterSubscriberResponse:
        """Apply for an account."""
        profile, key = application_from(request)
        self.register_subscriber(caller(context), profile=profile, key=key)
        return identity_pb2.RegisterSubscriberResponse()

    def ConfirmEmail(
        self, request: identity_pb2.ConfirmEmailRequest, context: grpc.ServicerContext
    ) -> identity_pb2.ConfirmEmailResponse:
        """Turn a confirmed address into an account."""
        token = text_from("token", request.token, TOKEN_LONGEST)
        self.confirm_email(caller(context), token=token)
        return identity_pb2.ConfirmEmailResponse()

    def GetMe(
        self, request: identity_pb2.GetMeRequest, context: grpc.ServicerContext
    ) -> identity_pb2.GetMeResponse:
        """Tell the caller what the platform knows of them."""
        person, outcome = self.get_me(who := caller(context))
        self.see_person(who)
        return identity_pb2.GetMeResponse(subscriber=subscriber_to_pb(person, outcome))

    def RequestVerification(
        self, request: identity_pb2.RequestVerificationRequest, context: grpc.ServicerContext
    ) -> identity_pb2.RequestVerificationResponse:
        """Ask for a higher tier."""
        tier, key = tier_from(request.tier), key_from("RequestVerification", request)
        case = self.request_verification(caller(context), tier=tier, key=key)
        return identity_pb2.RequestVerificationResponse(
            verification_id=str(case.verification_id), status=STATUS[case.outcome]
        )

    def ListVerifications(
        self, request: identity_pb2.ListVerificationsRequest, context: grpc.ServicerContext
    ) -> identity_pb2.ListVerificationsResponse:
        """Read the officers' queue."""
        after, size = place_from(request.page_token), page_size_from(request.page_size)
        cases, following = self.list_verifications(caller(context), after=after, size=size)
        now = self.clock.now()
        shown = [summary_to_pb(case, now) for case in cases]
        return identity_pb2.ListVerificationsResponse(
            verifications=shown, next_page_token=token_of(following)
        )

    def GetVerification(
        self, request: identity_pb2.GetVerificationRequest, context: grpc.ServicerContext
    ) -> identity_pb2.GetVerificationResponse:
        """Read a case."""
        case_id = id_from("verification_id", request.verification_id)
        found = self.get_verification(caller(context), verification_id=case_id)
        shown = case_to_pb(found, self.clock.now())
        return identity_pb2.GetVerificationResponse(verification=shown)

    def RecordCheck(
        self, request: identity_pb2.RecordCheckRequest, context: grpc.ServicerContext
    ) -> identity_pb2.RecordCheckResponse:
        """Record what an officer found."""
        who, now, said = caller(context), self.clock.now(), sealed(request, self.numbers)
        case_id = id_from("verification_id", said.verification_id)
        check, key = check_from(said.check, by=who.person, at=now), key_from("RecordCheck", said)
        found = self.record_check(who, verification_id=case_id, check=check, key=key)
        return identity_pb2.RecordCheckResponse(verification=case_to_pb(found, now))

    def DecideVerification(
        self, request: identity_pb2.DecideVerificationRequest, context: grpc.ServicerContext
    ) -> identity_pb2.DecideVerificationResponse:
        """Decide a case."""
        found = self.decide_verification(caller(context), **decision_from(request))
        shown = case_to_pb(found, self.clock.now())
        return identity_pb2.DecideVerificationResponse(verification=shown)

    def SuspendSubscriber(
        self, request: identity_pb2.SuspendSubscriberRequest, context: grpc.ServicerContext
    ) -> identity_pb2.SuspendSubscriberResponse:
        """Stop an account."""
        subject = str(id_from("subject", request.subject))
        reason = text_from("reason", request.reason, REASON_LONGEST)
        person = self.suspend_subscriber(caller(context), subject=subject, reason=reason)
        return identity_pb2.SuspendSubscriberResponse(rights_version=person.rights_version)

    def RestoreSubscriber(
        self, request: identity_pb2.RestoreSubscriberRequest, context: grpc.ServicerContext
    ) -> identity_pb2.RestoreSubscriberResponse:
        """Let a suspended account be used again."""
        subject = str(id_from("subject", request.subject))
        reason = text_from("reason", request.reason, REASON_LONGEST)
        person = self.restore_subscriber(caller(context), subject=subject, reason=reason)
        return identity_pb2.RestoreSubscriberResponse(rights_version=person.rights_version)


def services_of(
    identity: IdentityServicer,
    privacy: PrivacyServicer,
    subscriptions: SubscriptionsServicer,
    premises: PremisesServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC services of identity with what adds each to a server."""
    return {
        identity_pb2.DESCRIPTOR.services_by_name["IdentityService"]: lambda server: (
            identity_pb2_grpc.add_IdentityServiceServicer_to_server(identity, server)
        ),
        privacy_pb2.DESCRIPTOR.services_by_name["PrivacyService"]: lambda server: (
            privacy_pb2_grpc.add_PrivacyServiceServicer_to_server(privacy, server)
        ),
        subscriptions_pb2.DESCRIPTOR.services_by_name["SubscriptionsService"]: lambda server: (
            subscriptions_pb2_grpc.add_SubscriptionsServiceServicer_to_server(subscriptions, server)
        ),
        premises_pb2.DESCRIPTOR.services_by_name["PremisesService"]: lambda server: (
            premises_pb2_grpc.add_PremisesServiceServicer_to_server(premises, server)
        ),
    }
