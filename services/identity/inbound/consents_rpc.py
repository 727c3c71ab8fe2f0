"""The RPCs of consent: each translates, calls, translates back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.errors import Invalid, Violation
from chassis.requests import Wrong, text_from
from isp.identity.v1 import consents_pb2 as pb
from isp.identity.v1 import consents_pb2_grpc, subscriptions_pb2
from services.identity.domain.agreement import (
    KINDS,
    LANGUAGES,
    AgreementEntry,
    AgreementPurpose,
    AgreementWay,
    Kind,
    newest,
)
from services.identity.domain.contact import Channel
from services.identity.usecases.get_my_consents import GetMyConsents
from services.identity.usecases.give_consent import GiveConsent
from services.identity.usecases.stop_consent import StopConsent
from services.identity.usecases.withdraw_consent import WithdrawConsent

LONGEST_TOKEN: Final = 100
LONGEST_VERSION: Final = 20
_PURPOSE, _CHANNEL, _WAY = "CONSENT_PURPOSE_", "SUBSCRIPTION_CHANNEL_", "CONSENT_WAY_"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentsServicer(consents_pb2_grpc.ConsentsServiceServicer):
    """isp.identity.v1.ConsentsService."""

    get_my_consents: GetMyConsents
    give_consent: GiveConsent
    withdraw_consent: WithdrawConsent
    stop_consent: StopConsent

    def GetMyConsents(
        self, request: pb.GetMyConsentsRequest, context: grpc.ServicerContext
    ) -> pb.GetMyConsentsResponse:
        """Show the caller's own."""
        language = _language(request.language)
        found = self.get_my_consents(caller(context))
        return pb.GetMyConsentsResponse(consents=_shown(found, language))

    def GiveConsent(
        self, request: pb.GiveConsentRequest, context: grpc.ServicerContext
    ) -> pb.GiveConsentResponse:
        """Take consent."""
        kind, way = _kind_and_way(request)
        language = _language(request.language)
        version = text_from("wording_version", request.wording_version, LONGEST_VERSION)
        stands = self.give_consent(caller(context), kind, shown=(version, language), way=way)
        return pb.GiveConsentResponse(consents=_shown(stands, language))

    def WithdrawConsent(
        self, request: pb.WithdrawConsentRequest, context: grpc.ServicerContext
    ) -> pb.WithdrawConsentResponse:
        """Take it back."""
        kind, way = _kind_and_way(request)
        stands = self.withdraw_consent(caller(context), kind, way=way)
        return pb.WithdrawConsentResponse(consents=_shown(stands, "en"))

    def StopConsent(
        self, request: pb.StopConsentRequest, context: grpc.ServicerContext
    ) -> pb.StopConsentResponse:
        """Take it back by a link."""
        token = text_from("token", request.token, LONGEST_TOKEN)
        purpose, channel = self.stop_consent(token=token)
        return pb.StopConsentResponse(purpose=_purpose(purpose), channel=_channel(channel))


def _language(said: str) -> str:
    if said not in LANGUAGES:
        raise Invalid(Violation("language", "must be en or cy"))
    return said


def _name(enum: Any, value: int, prefix: str) -> str:
    known = value in enum.values()
    return str(enum.Name(value)).removeprefix(prefix) if known else ""


def _kind_and_way(
    request: pb.GiveConsentRequest | pb.WithdrawConsentRequest,
) -> tuple[Kind, AgreementWay]:
    wrong = Wrong()
    purpose = wrong.word(
        AgreementPurpose, _name(pb.ConsentPurpose, request.purpose, _PURPOSE), "purpose"
    )
    channels = subscriptions_pb2.SubscriptionChannel
    channel = wrong.word(Channel, _name(channels, request.channel, _CHANNEL), "channel")
    way = wrong.word(AgreementWay, _name(pb.ConsentWay, request.way, _WAY), "way")
    if way is AgreementWay.LINK:
        wrong.say("way", "must be a page or REST")
    wrong.check()
    assert purpose is not None
    assert channel is not None
    assert way is not None
    return (purpose, channel), way


def _purpose(purpose: AgreementPurpose) -> pb.ConsentPurpose.ValueType:
    return pb.ConsentPurpose.Value(f"{_PURPOSE}{purpose.name}")


def _channel(channel: Channel) -> subscriptions_pb2.SubscriptionChannel.ValueType:
    return subscriptions_pb2.SubscriptionChannel.Value(f"{_CHANNEL}{channel.name}")


def _shown(stands: Mapping[Kind, AgreementEntry], language: str) -> list[pb.Consent]:
    return [_consent(kind, stands.get(kind), language) for kind in KINDS]


def _consent(kind: Kind, entry: AgreementEntry | None, language: str) -> pb.Consent:
    words = newest(kind, language)
    said = pb.Consent(
        purpose=_purpose(kind[0]),
        channel=_channel(kind[1]),
        words=pb.ConsentWords(
            version=words.version, language=language, text=words.text, digest=words.digest
        ),
    )
    if entry is not None:
        said.given = entry.given
        said.at.FromDatetime(entry.at)
        said.way = pb.ConsentWay.Value(f"{_WAY}{entry.way.name}")
        said.wording_version, said.language = entry.wording_version, entry.language
    return said


def consents_services_of(
    servicer: ConsentsServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["ConsentsService"]: lambda server: (
            consents_pb2_grpc.add_ConsentsServiceServicer_to_server(servicer, server)
        )
    }
