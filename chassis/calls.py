"""What stands before every RPC: metrics, a deadline, the caller, the access rule, the error map."""

import time
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, cast

import grpc
from google.rpc import status_pb2
from grpc_status import rpc_status
from prometheus_client import Counter, Histogram

from chassis.access import AccessRule
from chassis.errors import Refusal, TokenRefused, Unavailable
from chassis.logs import logger
from chassis.principals import PrincipalRows, principal_of
from chassis.rpc_errors import status_of
from chassis.tokens import Verifier
from kernel.principals import ANONYMOUS, Principal

CALLS: Final = Counter("isp_rpc_total", "RPCs answered.", ["rpc", "code"])
SECONDS: Final = Histogram(
    "isp_rpc_seconds",
    "Time an RPC took.",
    ["rpc"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is behind the present call: a person, or a service of the platform."""

    principal: Principal
    service: str | None = None


_ANYONE: Final = Caller(ANONYMOUS)
_caller: ContextVar[Caller] = ContextVar("caller", default=_ANYONE)


def caller(_context: grpc.ServicerContext) -> Principal:
    """Return who makes the present call."""
    return _caller.get().principal


class Authenticator:
    """Finds out who calls, from the metadata of a call."""

    def __init__(self, verifier: Verifier, rows: PrincipalRows) -> None:
        self._verifier = verifier
        self._rows = rows

    def caller(self, authorization: str | None) -> Caller:
        """Return the caller; without a token, anyone. A token that is no good is never anyone.

        Raises:
            TokenRefused: a token came and is no good.
        """
        if authorization is None:
            return _ANYONE
        scheme, _, text = authorization.partition(" ")
        if scheme.lower() != "bearer" or not text:
            raise TokenRefused("The token is not a bearer token.")
        token = self._verifier.verify(text)
        row = None if token.service else self._rows.find(token.subject)
        return Caller(principal_of(token, row), token.service)


class CallInterceptor(grpc.ServerInterceptor):
    """Wraps every unary RPC of a server. An RPC without a rule cannot be called."""

    def __init__(
        self,
        authenticator: Authenticator,
        rules: Mapping[str, AccessRule],
        open_paths: frozenset[str],
    ) -> None:
        self._authenticator = authenticator
        self._rules = rules
        self._open = open_paths

    def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], "grpc.RpcMethodHandler[Any, Any] | None"],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> "grpc.RpcMethodHandler[Any, Any] | None":
        """Return the handler with everything before it, or one that refuses."""
        handler = continuation(handler_call_details)
        path = handler_call_details.method
        if handler is None or path in self._open:
            return handler
        rule = self._rules.get(path)
        if rule is None or handler.unary_unary is None:
            return grpc.unary_unary_rpc_method_handler(_refuse)
        authorization = next(
            (
                str(value)
                for key, value in handler_call_details.invocation_metadata
                if key == "authorization"
            ),
            None,
        )
        return grpc.unary_unary_rpc_method_handler(
            _Guarded(
                path.rpartition("/")[2],
                handler.unary_unary,
                rule,
                self._authenticator,
                authorization,
            ),
            request_deserializer=handler.request_deserializer,
            response_serializer=handler.response_serializer,
        )


def _refuse(_request: object, context: grpc.ServicerContext) -> None:
    context.abort(grpc.StatusCode.UNIMPLEMENTED, "")


_DO_NOT_RETRY: Final = ("grpc-retry-pushback-ms", "-1")
"""Tells a client's retry policy that this answer is one: nobody asked of failed to answer."""


def _said(status: status_pb2.Status, refusal: Refusal) -> grpc.Status:
    said: Any = rpc_status.to_status(status)
    if isinstance(refusal, Unavailable):
        said = said._replace(trailing_metadata=(*said.trailing_metadata, _DO_NOT_RETRY))
    return cast("grpc.Status", said)


@dataclass(frozen=True, slots=True)
class _Guarded:
    """One call with everything before it.

    One whose caller gave up while it waited for a thread is not begun: nobody would learn of it.
    How long a call that was begun may last, the statement timeout and the pools say.
    """

    rpc: str
    behaviour: Callable[[Any, grpc.ServicerContext], Any]
    rule: AccessRule
    authenticator: Authenticator
    authorization: str | None

    def __call__(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Answer, or abort with the status that carries the refusal."""
        began = time.perf_counter()
        code = "OK"
        held = None
        if not context.is_active():
            CALLS.labels(self.rpc, "GIVEN_UP").inc()
            context.abort(grpc.StatusCode.DEADLINE_EXCEEDED, "")
        try:
            who = self.authenticator.caller(self.authorization)
            held = _caller.set(who)
            self.rule.check(who.principal, who.service, datetime.now(UTC))
            return self.behaviour(request, context)
        except Refusal as refusal:
            status = status_of(refusal)
            code = refusal.reason
            context.abort_with_status(_said(status, refusal))
        except Exception:  # noqa: BLE001 - the border: unknown errors are logged and leave blank
            code = "INTERNAL"
            logger().exception("call failed", rpc=self.rpc)
            context.abort(grpc.StatusCode.INTERNAL, "")
        finally:
            if held is not None:
                _caller.reset(held)
            CALLS.labels(self.rpc, code).inc()
            SECONDS.labels(self.rpc).observe(time.perf_counter() - began)
