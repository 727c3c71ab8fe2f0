"""The RPCs of passkeys: each translates, calls, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import id_from, key_from, text_from
from isp.identity.v1 import passkeys_pb2 as pb
from isp.identity.v1 import passkeys_pb2_grpc
from services.identity.domain.passkey import Passkey
from services.identity.usecases.begin_passkey_registration import BeginPasskeyRegistration
from services.identity.usecases.begin_passkey_sign_in import BeginPasskeySignIn
from services.identity.usecases.list_passkeys import ListPasskeys
from services.identity.usecases.register_passkey import RegisterPasskey
from services.identity.usecases.remove_passkey import RemovePasskey
from services.identity.usecases.sign_in_with_passkey import SignInWithPasskey

NAME_LONGEST: Final = 100
CREDENTIAL_LONGEST: Final = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeysServicer(passkeys_pb2_grpc.PasskeysServiceServicer):
    """isp.identity.v1.PasskeysService."""

    begin_passkey_registration: BeginPasskeyRegistration
    register_passkey: RegisterPasskey
    list_passkeys: ListPasskeys
    remove_passkey: RemovePasskey
    begin_passkey_sign_in: BeginPasskeySignIn
    sign_in_with_passkey: SignInWithPasskey

    def BeginPasskeyRegistration(
        self,
        request: pb.BeginPasskeyRegistrationRequest,
        context: grpc.ServicerContext,
    ) -> pb.BeginPasskeyRegistrationResponse:
        """Give what a passkey is made of."""
        options = self.begin_passkey_registration(caller(context))
        return pb.BeginPasskeyRegistrationResponse(options=options)

    def RegisterPasskey(
        self, request: pb.RegisterPasskeyRequest, context: grpc.ServicerContext
    ) -> pb.RegisterPasskeyResponse:
        """Keep a new one."""
        name = text_from("name", request.name, NAME_LONGEST)
        said = text_from("credential", request.credential, CREDENTIAL_LONGEST)
        key = key_from("RegisterPasskey", request)
        made = self.register_passkey(caller(context), name=name, credential=said, key=key)
        return pb.RegisterPasskeyResponse(passkey=passkey_to_pb(made))

    def ListPasskeys(
        self,
        request: pb.ListPasskeysRequest,
        context: grpc.ServicerContext,
    ) -> pb.ListPasskeysResponse:
        """Show the caller's own."""
        found = self.list_passkeys(caller(context))
        return pb.ListPasskeysResponse(passkeys=map(passkey_to_pb, found))

    def RemovePasskey(
        self, request: pb.RemovePasskeyRequest, context: grpc.ServicerContext
    ) -> pb.RemovePasskeyResponse:
        """Forget one."""
        passkey_id = id_from("passkey_id", request.passkey_id)
        self.remove_passkey(caller(context), passkey_id=passkey_id)
        return pb.RemovePasskeyResponse()

    def BeginPasskeySignIn(
        self,
        request: pb.BeginPasskeySignInRequest,
        context: grpc.ServicerContext,
    ) -> pb.BeginPasskeySignInResponse:
        """Give what an authenticator signs."""
        return pb.BeginPasskeySignInResponse(options=self.begin_passkey_sign_in())

    def SignInWithPasskey(
        self,
        request: pb.SignInWithPasskeyRequest,
        context: grpc.ServicerContext,
    ) -> pb.SignInWithPasskeyResponse:
        """Sign somebody in."""
        said = text_from("credential", request.credential, CREDENTIAL_LONGEST)
        given = self.sign_in_with_passkey(credential=said)
        answer = pb.SignInWithPasskeyResponse(access_token=given.token, subject=given.subject)
        answer.expires_at.FromDatetime(given.until)
        return answer


def passkey_to_pb(passkey: Passkey) -> pb.Passkey:
    """Return what is shown of one."""
    shown = pb.Passkey(passkey_id=str(passkey.passkey_id), name=passkey.name)
    shown.registered_at.FromDatetime(passkey.registered_at)
    if passkey.used_at is not None:
        shown.used_at.FromDatetime(passkey.used_at)
    return shown


def passkey_services_of(
    passkeys: PasskeysServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of passkeys with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["PasskeysService"]: lambda server: (
            passkeys_pb2_grpc.add_PasskeysServiceServicer_to_server(passkeys, server)
        )
    }
