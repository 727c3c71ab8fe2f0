"""Client channels to services: balanced over all that serve, reconnecting, within a deadline.

docs/adr/0041 says what is asked again, and when.
"""

import json
from collections.abc import Sequence
from typing import Any, Final

import grpc
from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor

from chassis.messages import LARGEST_MESSAGE
from chassis.renewing import RenewingChannel
from chassis.tls import TlsFolder

OPTIONS: Final = (
    ("grpc.max_receive_message_length", LARGEST_MESSAGE),
    ("grpc.keepalive_time_ms", 20_000),
    ("grpc.keepalive_timeout_ms", 5_000),
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 1_000),
    # Who serves is looked up when a connection ends; an answer may be old by then.
    ("grpc.dns_min_time_between_resolutions_ms", 500),
    ("grpc.service_config_disable_resolution", 1),
)
_READING: Final = ("Get", "List", "Search", "Resolve", "Verify")
"""How the name of an RPC begins that changes nothing a second call would change again."""

_NOT_BEGUN: Final = "CANCELLED"
"""What a call gets that arrives at a server just when it stops. We cancel none ourselves."""

_ATTEMPTS: Final = {"maxAttempts": 4, "initialBackoff": "0.05s", "maxBackoff": "0.5s"}
_RETRIES: Final = {**_ATTEMPTS, "backoffMultiplier": 3}


def open_channel(
    address: str, *services: ServiceDescriptor, tls: TlsFolder | None = None
) -> grpc.Channel:
    """Return a channel to some services; it connects when first used and again whenever it must.

    With `tls` it shows its certificate and demands one of the same authority, for the host's name.
    """
    target = address if "://" in address else f"dns:///{address}"
    options = [*OPTIONS, ("grpc.service_config", json.dumps(service_config(services)))]
    if tls is None:
        return grpc.insecure_channel(target, options=options)
    return RenewingChannel(
        lambda: grpc.secure_channel(target, tls.channel_credentials(), options=options), tls
    )


def service_config(services: Sequence[ServiceDescriptor]) -> dict[str, Any]:
    """Return gRPC's own settings of a channel: how to balance, and what may be asked again."""
    methods = [method for service in services for method in service.methods]
    repeatable = [_name(each) for each in methods if is_repeatable(each)]
    configs = [{"name": [{}], "retryPolicy": {**_RETRIES, "retryableStatusCodes": [_NOT_BEGUN]}}]
    if repeatable:
        codes = [_NOT_BEGUN, "UNAVAILABLE"]
        policy = {**_RETRIES, "retryableStatusCodes": codes}
        configs.append({"name": repeatable, "retryPolicy": policy})
    return {
        "loadBalancingConfig": [{"round_robin": {}}],
        "methodConfig": configs,
        # When most calls fail, asking again only adds to the trouble.
        "retryThrottling": {"maxTokens": 200, "tokenRatio": 0.5},
    }


def is_repeatable(method: MethodDescriptor) -> bool:
    """Tell whether an RPC may be called again though the first call may have been done."""
    return method.name.startswith(_READING) or "idempotency_key" in method.input_type.fields_by_name


def _name(method: MethodDescriptor) -> dict[str, str]:
    return {"service": method.containing_service.full_name, "method": method.name}
