"""NATS JetStream: connections, streams and durable consumers, each compared with what was asked."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final

from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DeliverPolicy,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)
from nats.js.errors import NotFoundError

from chassis.logs import logger
from chassis.tls import TlsFolder

DAY: Final = 24 * 3600.0


class ConfigurationDiffers(Exception):
    """NATS runs a stream or consumer with other settings than were asked; names them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamSpec:
    """A stream: a file on disk that keeps what it acknowledged for seven days."""

    name: str
    subjects: tuple[str, ...]
    max_bytes: int = 1024**3

    def config(self, replicas: int = 1) -> StreamConfig:
        """Return the settings that NATS is asked for; so many of its servers keep the file."""
        return StreamConfig(
            name=self.name,
            subjects=list(self.subjects),
            retention=RetentionPolicy.LIMITS,
            storage=StorageType.FILE,
            # A full stream refuses: the outbox holds what it cannot take, and nothing is lost.
            discard=DiscardPolicy.NEW,
            max_bytes=self.max_bytes,
            max_age=7 * DAY,
            max_msg_size=1024**2,
            duplicate_window=600.0,
            deny_delete=True,
            deny_purge=True,
            num_replicas=replicas,
        )


USAGE_STREAM: Final = StreamSpec(name="USAGE", subjects=("isp.usage.v1.UsageRecorded.*",))
"""Where every service's usage events go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsumerSpec:
    """A durable pull consumer of one message type, named `<consumer>-<Message>`."""

    stream: str
    subject: str
    durable: str
    ack_wait_seconds: float = 30
    max_ack_pending: int = 256

    def config(self) -> ConsumerConfig:
        """Return the settings that NATS is asked for."""
        return ConsumerConfig(
            name=self.durable,
            durable_name=self.durable,
            filter_subject=self.subject,
            deliver_policy=DeliverPolicy.ALL,
            ack_policy=AckPolicy.EXPLICIT,
            ack_wait=self.ack_wait_seconds,
            max_ack_pending=self.max_ack_pending,
            max_deliver=-1,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NatsAccount:
    """How one service signs in to NATS."""

    url: str
    user: str
    password: str = field(repr=False)
    tls: TlsFolder | None = None
    """What a server at `tls://` is judged by, and shown; the system's authorities without it."""


async def connect(
    account: NatsAccount, *, on_reconnect: Callable[[], Awaitable[None]] | None = None
) -> Client:
    """Return a connection that comes back by itself for as long as the process lives.

    At `tls://` nothing is said to a server that does not speak TLS, the password least of all.
    """
    log = logger(nats_user=account.user)
    encrypted = account.url.startswith("tls:")
    context = account.tls.client_context() if encrypted and account.tls else None

    async def say(error: Exception) -> None:
        log.warning("nats", why=str(error) or type(error).__name__)

    async def renew() -> None:
        if context is not None and account.tls is not None:
            account.tls.renew(context)

    client = _Client(encrypted=encrypted)
    await client.connect(
        account.url,
        user=account.user,
        password=account.password,
        inbox_prefix=f"_INBOX.{account.user}".encode(),
        max_reconnect_attempts=-1,
        reconnect_time_wait=0.5,  # type: ignore[arg-type] # it is slept
        connect_timeout=2,
        ping_interval=10,
        max_outstanding_pings=2,
        allow_reconnect=True,
        error_cb=say,
        reconnected_cb=on_reconnect,
        disconnected_cb=renew,
        tls=context,
    )
    return client


class _Client(Client):
    """nats-py's, which would go on in plaintext if the server, or someone between, said so."""

    def __init__(self, *, encrypted: bool) -> None:
        super().__init__()
        self._encrypted = encrypted

    def _connect_command(self) -> bytes:
        if self._encrypted and not self._server_info.get("tls_required"):
            raise NatsError("nats: the server does not speak TLS")
        return super()._connect_command()


async def ensure_stream(js: JetStreamContext, spec: StreamSpec, *, replicas: int = 1) -> None:
    """Create a stream, or bring it to what is asked; only the NATS user `migrate` may.

    Raises:
        ConfigurationDiffers: what came back is not what was asked.
    """
    asked = spec.config(replicas)
    try:
        await js.stream_info(spec.name)
        info = await js.update_stream(asked)
    except NotFoundError:
        info = await js.add_stream(asked)
    compare(f"stream {spec.name}", asked, info.config)


async def ensure_consumer(js: JetStreamContext, spec: ConsumerSpec) -> str:
    """Create a consumer, or meet the one that is there, and return its name.

    Raises:
        ConfigurationDiffers: what came back is not what was asked.
    """
    asked = spec.config()
    info = await js.add_consumer(spec.stream, asked)
    compare(f"consumer {info.name}", asked, info.config)
    return str(info.name)


def compare(what: str, asked: StreamConfig | ConsumerConfig, got: object) -> None:
    """See that everything that was asked came back the same.

    Raises:
        ConfigurationDiffers: names each setting that did not.
    """
    wanted: dict[str, Any] = {
        name: value for name, value in vars(asked).items() if value is not None
    }
    differing = sorted(
        name for name, value in wanted.items() if _plain(getattr(got, name, None)) != _plain(value)
    )
    if differing:
        raise ConfigurationDiffers(f"{what} differs in {', '.join(differing)}")


def _plain(value: object) -> object:
    return getattr(value, "value", value)


__all__ = [
    "USAGE_STREAM",
    "ConfigurationDiffers",
    "ConsumerSpec",
    "NatsAccount",
    "NatsError",
    "StreamSpec",
    "compare",
    "connect",
    "ensure_consumer",
    "ensure_stream",
]
