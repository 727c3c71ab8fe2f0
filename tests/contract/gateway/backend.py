"""A real gRPC server that answers and refuses as a test says, with no service behind it."""

import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import grpc
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from google.rpc import status_pb2
from grpc_status import rpc_status

from chassis.errors import Refusal
from chassis.rpc_errors import status_of
from isp.alerts.v1 import (
    alerts_pb2,
    answers_pb2,
    cap_pb2,
    cascades_pb2,
    cordons_pb2,
    dead_letters_pb2,
    devices_pb2,
    drills_pb2,
    ledger_pb2,
    push_pb2,
    regional_pb2,
    rumours_pb2,
    safeguards_pb2,
    site_responses_pb2,
    templates_pb2,
    threat_levels_pb2,
    webhooks_pb2,
    welsh_pb2,
)
from isp.analytics.v1 import analytics_pb2
from isp.content.v1 import content_pb2, partner_catalogues_pb2, partner_links_pb2
from isp.engagement.v1 import engagement_pb2
from isp.identity.v1 import (
    alert_mails_pb2,
    channels_pb2,
    complaints_pb2,
    consents_pb2,
    directory_pb2,
    groups_pb2,
    identity_pb2,
    organisations_pb2,
    partners_pb2,
    passkeys_pb2,
    premises_pb2,
    privacy_requests_pb2,
    providers_pb2,
    role_grants_pb2,
    seats_pb2,
    security_leads_pb2,
    sign_ins_pb2,
    subscriptions_pb2,
    verifications_pb2,
)
from isp.privacy.v1 import search_audit_pb2
from isp.training.v1 import training_pb2

SERVICES: Final = (
    alerts_pb2.DESCRIPTOR.services_by_name["AlertsService"],
    answers_pb2.DESCRIPTOR.services_by_name["AnswersService"],
    cap_pb2.DESCRIPTOR.services_by_name["CapService"],
    ledger_pb2.DESCRIPTOR.services_by_name["LedgerService"],
    threat_levels_pb2.DESCRIPTOR.services_by_name["ThreatLevelsService"],
    site_responses_pb2.DESCRIPTOR.services_by_name["SiteResponsesService"],
    cordons_pb2.DESCRIPTOR.services_by_name["CordonsService"],
    rumours_pb2.DESCRIPTOR.services_by_name["RumourBoardService"],
    cascades_pb2.DESCRIPTOR.services_by_name["CascadesService"],
    regional_pb2.DESCRIPTOR.services_by_name["RegionalAlertsService"],
    groups_pb2.DESCRIPTOR.services_by_name["GroupsService"],
    role_grants_pb2.DESCRIPTOR.services_by_name["RoleGrantsService"],
    seats_pb2.DESCRIPTOR.services_by_name["SeatsService"],
    alert_mails_pb2.DESCRIPTOR.services_by_name["AlertMailsService"],
    drills_pb2.DESCRIPTOR.services_by_name["DrillsService"],
    consents_pb2.DESCRIPTOR.services_by_name["ConsentsService"],
    complaints_pb2.DESCRIPTOR.services_by_name["ComplaintsService"],
    privacy_requests_pb2.DESCRIPTOR.services_by_name["PrivacyRequestsService"],
    security_leads_pb2.DESCRIPTOR.services_by_name["SecurityLeadsService"],
    organisations_pb2.DESCRIPTOR.services_by_name["OrganisationsService"],
    channels_pb2.DESCRIPTOR.services_by_name["ChannelsService"],
    directory_pb2.DESCRIPTOR.services_by_name["DirectoryService"],
    push_pb2.DESCRIPTOR.services_by_name["PushService"],
    devices_pb2.DESCRIPTOR.services_by_name["DevicesService"],
    welsh_pb2.DESCRIPTOR.services_by_name["WelshService"],
    passkeys_pb2.DESCRIPTOR.services_by_name["PasskeysService"],
    partners_pb2.DESCRIPTOR.services_by_name["PartnersService"],
    providers_pb2.DESCRIPTOR.services_by_name["ProvidersService"],
    webhooks_pb2.DESCRIPTOR.services_by_name["WebhooksService"],
    dead_letters_pb2.DESCRIPTOR.services_by_name["DeadLettersService"],
    analytics_pb2.DESCRIPTOR.services_by_name["AnalyticsService"],
    content_pb2.DESCRIPTOR.services_by_name["ContentService"],
    partner_links_pb2.DESCRIPTOR.services_by_name["PartnerLinksService"],
    partner_catalogues_pb2.DESCRIPTOR.services_by_name["PartnerCataloguesService"],
    engagement_pb2.DESCRIPTOR.services_by_name["EngagementService"],
    identity_pb2.DESCRIPTOR.services_by_name["IdentityService"],
    training_pb2.DESCRIPTOR.services_by_name["TrainingService"],
    subscriptions_pb2.DESCRIPTOR.services_by_name["SubscriptionsService"],
    templates_pb2.DESCRIPTOR.services_by_name["TemplatesService"],
    safeguards_pb2.DESCRIPTOR.services_by_name["SafeguardsService"],
    premises_pb2.DESCRIPTOR.services_by_name["PremisesService"],
    verifications_pb2.DESCRIPTOR.services_by_name["VerificationsService"],
    sign_ins_pb2.DESCRIPTOR.services_by_name["SignInsService"],
    search_audit_pb2.DESCRIPTOR.services_by_name["AuditSearchService"],
)
EVERYWHERE: Final = {"SearchAudit": 6}
"""What each service is asked at once, and how many they are; here they are all this one."""
PATIENCE_SECONDS: Final = 10
"""How long a test waits for what must come at once."""


class NotOurs(Exception):
    """A status that no refusal of ours makes."""

    def __init__(self, code: grpc.StatusCode, text: str = "", *details: Message) -> None:
        super().__init__(text)
        self.status = status_pb2.Status(code=code.value[0], message=text)
        for each in details:
            self.status.details.add().Pack(each)


@dataclass(frozen=True)
class Heard:
    """One call that arrived."""

    rpc: str
    message: Any
    metadata: Mapping[str, str]
    seconds_left: float


@dataclass
class Gate:
    """Holds calls of one RPC until it is opened."""

    reached: threading.Event = field(default_factory=threading.Event)
    opened: threading.Event = field(default_factory=threading.Event)

    def pass_(self) -> None:
        self.reached.set()
        self.opened.wait(PATIENCE_SECONDS)


@dataclass
class ScriptedBackend:
    """Answers every RPC with what is scripted for it, and remembers what it heard."""

    answers: dict[str, Message]
    usual: Mapping[str, Message]
    heard: list[Heard] = field(default_factory=list)
    failure: Exception | None = None
    failures: dict[str, Exception] = field(default_factory=dict)
    gates: dict[str, Gate] = field(default_factory=dict)
    in_turn: dict[str, list[Message]] = field(default_factory=dict)

    def begin(self) -> None:
        """Forget all scripts and calls of earlier tests."""
        self.answers = dict(self.usual)
        self.heard = []
        self.failure = None
        self.failures = {}
        self.gates = {}
        self.in_turn = {}

    def refuse(self, failure: Exception, *rpcs: str) -> None:
        """Let every RPC fail with this, or only these RPCs."""
        if rpcs:
            self.failures |= dict.fromkeys(rpcs, failure)
        else:
            self.failure = failure

    def hold(self, rpc: str) -> Gate:
        """Let the calls of an RPC wait until the gate is opened."""
        return self.gates.setdefault(rpc, Gate())

    @property
    def only(self) -> Heard:
        """The one call that came; the same six times, of what each service is asked."""
        heard = self.heard[0]
        assert EVERYWHERE.get(heard.rpc, 1) == len(self.heard)
        assert all((heard.rpc, heard.message) == (each.rpc, each.message) for each in self.heard)
        return heard

    def answer(self, rpc: str, message: Message, context: grpc.ServicerContext) -> Message:
        """Answer a call, or refuse it with the words that the real server would say."""
        metadata = {key: str(value) for key, value in context.invocation_metadata()}
        self.heard.append(Heard(rpc, message, metadata, context.time_remaining()))
        if rpc in self.gates:
            self.gates[rpc].pass_()
        failure = self.failures.get(rpc, self.failure)
        if isinstance(failure, Refusal):
            context.abort_with_status(rpc_status.to_status(status_of(failure)))
        if isinstance(failure, NotOurs):
            context.abort_with_status(rpc_status.to_status(failure.status))
        turns = self.in_turn.get(rpc)
        return turns.pop(0) if turns else self.answers[rpc]


def _handler(backend: ScriptedBackend, method: MethodDescriptor) -> Any:
    def behaviour(message: Message, context: grpc.ServicerContext) -> Message:
        return backend.answer(method.name, message, context)

    return grpc.unary_unary_rpc_method_handler(
        behaviour,
        request_deserializer=GetMessageClass(method.input_type).FromString,
        response_serializer=GetMessageClass(method.output_type).SerializeToString,
    )


@contextmanager
def listening(usual: Mapping[str, Message]) -> Iterator[tuple[ScriptedBackend, str]]:
    """Serve both services on a free port until the block ends; yields backend and address."""
    backend = ScriptedBackend(dict(usual), usual)
    server = grpc.server(ThreadPoolExecutor(8, thread_name_prefix="scripted"))
    for service in SERVICES:
        handlers = {method.name: _handler(backend, method) for method in service.methods}
        server.add_generic_rpc_handlers(
            (grpc.method_handlers_generic_handler(service.full_name, handlers),)
        )
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield backend, f"127.0.0.1:{port}"
    server.stop(0).wait()
