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
from tests.served import FOR_CALLERS

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
    for service in FOR_CALLERS:
        handlers = {method.name: _handler(backend, method) for method in service.methods}
        server.add_generic_rpc_handlers(
            (grpc.method_handlers_generic_handler(service.full_name, handlers),)
        )
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield backend, f"127.0.0.1:{port}"
    server.stop(0).wait()
