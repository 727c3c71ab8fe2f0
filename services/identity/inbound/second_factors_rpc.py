"""The RPCs of one's own second factors: each translates, calls, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import id_from, text_from
from isp.identity.v1 import second_factors_pb2 as pb
from isp.identity.v1 import second_factors_pb2_grpc
from services.identity.domain.second_factor import LONGEST_NAME, SecondFactor
from services.identity.inbound.passkeys_rpc import CREDENTIAL_LONGEST
from services.identity.usecases.add_authenticator_app import AddAuthenticatorApp
from services.identity.usecases.add_security_key import AddSecurityKey
from services.identity.usecases.ask_for_factor_link import AskForFactorLink
from services.identity.usecases.begin_authenticator_app import BeginAuthenticatorApp
from services.identity.usecases.begin_security_key import BeginSecurityKey
from services.identity.usecases.list_second_factors import ListSecondFactors
from services.identity.usecases.remove_second_factor import RemoveSecondFactor
from services.identity.usecases.stop_my_factor_reset import StopMyFactorReset

WORD_LONGEST: Final = 100
CODE_LONGEST: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorsServicer(second_factors_pb2_grpc.SecondFactorsServiceServicer):
    """isp.identity.v1.SecondFactorsService."""

    list_second_factors: ListSecondFactors
    ask_for_factor_link: AskForFactorLink
    begin_authenticator_app: BeginAuthenticatorApp
    add_authenticator_app: AddAuthenticatorApp
    begin_security_key: BeginSecurityKey
    add_security_key: AddSecurityKey
    remove_second_factor: RemoveSecondFactor
    stop_my_factor_reset: StopMyFactorReset

    def ListSecondFactors(
        self, _request: pb.ListSecondFactorsRequest, context: grpc.ServicerContext
    ) -> pb.ListSecondFactorsResponse:
        """Show the caller's own."""
        held = self.list_second_factors(caller(context))
        answer = pb.ListSecondFactorsResponse(factors=map(factor_to_pb, held.factors))
        if held.reset is not None:
            answer.reset_proposed = True
            if held.reset.due_at is not None:
                answer.reset_due_at.FromDatetime(held.reset.due_at)
        return answer

    def AskForFactorLink(
        self, _request: pb.AskForFactorLinkRequest, context: grpc.ServicerContext
    ) -> pb.AskForFactorLinkResponse:
        """Mail a link."""
        self.ask_for_factor_link(caller(context))
        return pb.AskForFactorLinkResponse()

    def BeginAuthenticatorApp(
        self, request: pb.BeginAuthenticatorAppRequest, context: grpc.ServicerContext
    ) -> pb.BeginAuthenticatorAppResponse:
        """Give a secret."""
        begun = self.begin_authenticator_app(caller(context), link=_link(request.link))
        return pb.BeginAuthenticatorAppResponse(
            secret=begun.secret, address=begun.address, challenge=begun.challenge
        )

    def AddAuthenticatorApp(
        self, request: pb.AddAuthenticatorAppRequest, context: grpc.ServicerContext
    ) -> pb.AddAuthenticatorAppResponse:
        """Add an app."""
        made = self.add_authenticator_app(
            caller(context),
            name=text_from("name", request.name, LONGEST_NAME),
            secret=text_from("secret", request.secret, WORD_LONGEST),
            challenge=request.challenge,
            code=text_from("code", request.code, CODE_LONGEST),
            link=_link(request.link),
        )
        return pb.AddAuthenticatorAppResponse(factor=factor_to_pb(made))

    def BeginSecurityKey(
        self, request: pb.BeginSecurityKeyRequest, context: grpc.ServicerContext
    ) -> pb.BeginSecurityKeyResponse:
        """Give what a key is made of."""
        options = self.begin_security_key(caller(context), link=_link(request.link))
        return pb.BeginSecurityKeyResponse(options=options)

    def AddSecurityKey(
        self, request: pb.AddSecurityKeyRequest, context: grpc.ServicerContext
    ) -> pb.AddSecurityKeyResponse:
        """Add a key."""
        made = self.add_security_key(
            caller(context),
            name=text_from("name", request.name, LONGEST_NAME),
            credential=text_from("credential", request.credential, CREDENTIAL_LONGEST),
            link=_link(request.link),
        )
        return pb.AddSecurityKeyResponse(factor=factor_to_pb(made))

    def RemoveSecondFactor(
        self, request: pb.RemoveSecondFactorRequest, context: grpc.ServicerContext
    ) -> pb.RemoveSecondFactorResponse:
        """Take one away."""
        factor_id = id_from("factor_id", request.factor_id)
        self.remove_second_factor(caller(context), factor_id=str(factor_id))
        return pb.RemoveSecondFactorResponse()

    def StopMyFactorReset(
        self, _request: pb.StopMyFactorResetRequest, context: grpc.ServicerContext
    ) -> pb.StopMyFactorResetResponse:
        """Keep the caller's factors."""
        self.stop_my_factor_reset(caller(context))
        return pb.StopMyFactorResetResponse()


def _link(said: str) -> str:
    return text_from("link", said, WORD_LONGEST) if said else ""


def factor_to_pb(factor: SecondFactor) -> pb.SecondFactor:
    """Return what is shown of one."""
    shown = pb.SecondFactor(
        factor_id=factor.factor_id,
        kind=pb.FactorKind.Value(f"FACTOR_KIND_{factor.kind.value}"),
        name=factor.name,
    )
    shown.added_at.FromDatetime(factor.added_at)
    return shown


def second_factors_services_of(
    servicer: SecondFactorsServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["SecondFactorsService"]: lambda server: (
            second_factors_pb2_grpc.add_SecondFactorsServiceServicer_to_server(servicer, server)
        )
    }
