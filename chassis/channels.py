"""Client channels to services: bounded, reconnecting, with a deadline on every call."""

from typing import Final

import grpc

from chassis.messages import LARGEST_MESSAGE

OPTIONS: Final = (
    ("grpc.max_receive_message_length", LARGEST_MESSAGE),
    ("grpc.keepalive_time_ms", 20_000),
    ("grpc.keepalive_timeout_ms", 5_000),
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 1_000),
    ("grpc.enable_retries", 0),
)


def open_channel(address: str) -> grpc.Channel:
    """Return a channel to a service; it connects when first used and again whenever it must."""
    return grpc.insecure_channel(address, options=list(OPTIONS))
