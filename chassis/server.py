"""Builds and runs a gRPC server: interceptors, health, bounds, graceful stop."""

import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from chassis.access import rules_of
from chassis.call_pool import CallPool, end_calls
from chassis.calls import Authenticator, CallInterceptor
from chassis.configuration import Address
from chassis.health import Health, HealthServer
from chassis.logs import logger
from chassis.messages import LARGEST_MESSAGE
from chassis.stopping import STOP_SECONDS, end_within
from chassis.tls import TlsFolder

_HEALTH: Final = "/grpc.health.v1.Health/"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerLimits:
    """The bounds of a server: threads, calls under way, and seconds to finish at a stop.

    A connection is replaced after `connection_seconds`, about: clients look again who serves.
    """

    threads: int = 16
    calls: int = 256
    finish_seconds: float = 10
    connection_seconds: float = 120
    reflection: bool = False


@dataclass(frozen=True, slots=True)
class Server:
    """A gRPC server with the threads that answer its calls."""

    grpc: grpc.Server
    pool: CallPool


def build_server(
    *,
    authenticator: Authenticator,
    services: dict[ServiceDescriptor, Callable[[grpc.Server], None]],
    limits: ServerLimits,
) -> Server:
    """Return a server with every service added. Each service comes with what adds it.

    Raises:
        RuleMissing: an RPC has no access rule.
    """
    names = [service.full_name for service in services]
    open_paths = {f"{_HEALTH}Check", f"{_HEALTH}Watch"}
    if limits.reflection:
        open_paths.add("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo")
    pool = CallPool(limits.threads)
    server = grpc.server(
        pool,
        interceptors=[CallInterceptor(authenticator, rules_of(*services), frozenset(open_paths))],
        maximum_concurrent_rpcs=limits.calls,
        options=[
            ("grpc.max_receive_message_length", LARGEST_MESSAGE),
            ("grpc.so_reuseport", 0),
            ("grpc.http2.min_ping_interval_without_data_ms", 10_000),
            ("grpc.keepalive_permit_without_calls", 1),
            ("grpc.max_connection_age_ms", int(limits.connection_seconds * 1000)),
            ("grpc.max_connection_age_grace_ms", int(limits.finish_seconds * 1000)),
        ],
    )
    for add in services.values():
        add(server)
    servicer = health.HealthServicer()
    for name in ["", *names]:
        servicer.set(name, health_pb2.HealthCheckResponse.SERVING)
    health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    if limits.reflection:
        reflection.enable_server_reflection([*names, reflection.SERVICE_NAME], server)
    return Server(server, pool)


def serve(
    server: Server,
    *,
    listen: Address,
    metrics: Address,
    health_checks: Health,
    limits: ServerLimits,
    tls: TlsFolder | None = None,
    stopped: threading.Event | None = None,
) -> None:
    """Run a server until SIGTERM or SIGINT: unready, wait for what is under way, end.

    With `tls` it speaks only to those who show a certificate of the same authority.
    """
    stop = stopped or threading.Event()
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
    side = HealthServer(metrics, health_checks)
    side.start()
    if tls is None:
        server.grpc.add_insecure_port(str(listen))
    else:
        server.grpc.add_secure_port(str(listen), tls.server_credentials())
    server.grpc.start()
    health_checks.ready()
    logger().info("serving", listen=str(listen))
    stop.wait()
    health_checks.unready("stopping")
    last_resort = end_within(STOP_SECONDS)
    end_calls(server.grpc, server.pool, limits.finish_seconds)
    side.stop()
    last_resort.cancel()
    logger().info("stopped")
