"""NATS JetStream: who may publish and read what, written from one table."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from stack.places import private_folder
from stack.program import Program, answers_http


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumed:
    """One message that a service consumes, from a stream, by a durable consumer.

    `of_services`: several services publish it, each under its own name after the message's.
    `use`: what for, where a service has a second consumer of it that neither waits for the other.
    """

    stream: str
    message: str
    of_services: bool = False
    use: str = ""

    def allowed(self, user: str) -> list[str]:
        """Return what the service must publish to, to run its consumer; the filter written out."""
        durable = "-".join(filter(None, (user, self.message.rpartition(".")[2], self.use)))
        return [
            f"$JS.API.CONSUMER.CREATE.{self.stream}.{durable}.{_filter(self)}",
            f"$JS.API.CONSUMER.INFO.{self.stream}.{durable}",
            f"$JS.API.CONSUMER.MSG.NEXT.{self.stream}.{durable}",
            f"$JS.ACK.{self.stream}.{durable}.>",
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """One message that each process of a service follows by a short-lived consumer of its own.

    Such a consumer's name is random, so the name is a wildcard here; the filter still is not. The
    service could therefore also read its own durable consumers' messages through it, nothing more.
    """

    stream: str
    message: str
    of_services: bool = False

    def allowed(self, _user: str) -> list[str]:
        """Return what the process must publish to, to run its consumer."""
        return [
            f"$JS.API.CONSUMER.CREATE.{self.stream}.*.{_filter(self)}",
            f"$JS.API.CONSUMER.INFO.{self.stream}.*",
            f"$JS.API.CONSUMER.MSG.NEXT.{self.stream}.*",
            f"$JS.API.CONSUMER.DELETE.{self.stream}.*",
            f"$JS.ACK.{self.stream}.>",
        ]


def _filter(read: Consumed | Followed) -> str:
    """Return the subjects of a message: one, or one for each service that publishes it."""
    return f"{read.message}.*" if read.of_services else read.message


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What one service may do."""

    publishes: tuple[str, ...]
    reads: tuple[Consumed | Followed, ...] = ()


SERVICES: Final = {
    "identity": Service(
        publishes=("isp.identity.v1.>", "isp.usage.v1.UsageRecorded.identity"),
        reads=(
            Consumed(stream="CONTENT", message="isp.content.v1.FormatRequestAnswered"),
            Consumed(stream="CONTENT", message="isp.content.v1.FormatRequestOverdue"),
            Consumed(stream="CONTENT", message="isp.content.v1.AccessRequestChanged"),
            Consumed(stream="CONTENT", message="isp.content.v1.ReceiptReminded"),
            Consumed(stream="CONTENT", message="isp.content.v1.SavedSearchMailDue"),
            Consumed(stream="TRAINING", message="isp.training.v1.LearnerMailDue"),
        ),
    ),
    "alerts": Service(
        publishes=("isp.alerts.v1.>", "isp.usage.v1.UsageRecorded.alerts"),
        reads=(
            Consumed(stream="IDENTITY", message="isp.identity.v1.PrincipalChanged"),
            # People's addresses. Whoever else follows (not consumes) something of this stream
            # could pull from this consumer: a test says that nobody does.
            Consumed(stream="IDENTITY", message="isp.identity.v1.RecipientChanged"),
            Consumed(stream="IDENTITY", message="isp.identity.v1.OrganisationChanged"),
            Consumed(stream="IDENTITY", message="isp.identity.v1.PremisesChanged"),
            Consumed(stream="IDENTITY", message="isp.identity.v1.IdentityHeartbeat"),
            Consumed(stream="IDENTITY", message="isp.identity.v1.SeatChanged"),
            Followed(stream="IDENTITY", message="isp.identity.v1.PrincipalChanged"),
            Followed(stream="IDENTITY", message="isp.identity.v1.IdentityHeartbeat"),
            Followed(stream="IDENTITY", message="isp.identity.v1.OrganisationChanged"),
            Followed(stream="IDENTITY", message="isp.identity.v1.PremisesChanged"),
            Followed(stream="ALERTS", message="isp.alerts.v1.AlertIssued"),
            Followed(stream="ALERTS", message="isp.alerts.v1.AlertEnded"),
            Followed(stream="ALERTS", message="isp.alerts.v1.ThreatLevelChanged"),
            Followed(stream="ALERTS", message="isp.alerts.v1.CordonChanged"),
            Followed(stream="ALERTS", message="isp.alerts.v1.SiteResponseChanged"),
            Followed(stream="ALERTS", message="isp.alerts.v1.ContextAdded"),
        ),
    ),
    "content": Service(
        publishes=("isp.content.v1.>", "isp.usage.v1.UsageRecorded.content"),
        reads=(
            Consumed(stream="IDENTITY", message="isp.identity.v1.PrincipalChanged"),
            Consumed(stream="IDENTITY", message="isp.identity.v1.SavedSearchMailPutOff"),
            Consumed(stream="CONTENT", message="isp.content.v1.DocumentChanged"),
            Consumed(stream="CONTENT", message="isp.content.v1.DocumentChanged", use="saved"),
        ),
    ),
    "engagement": Service(
        publishes=("isp.engagement.v1.>", "isp.usage.v1.UsageRecorded.engagement"),
        reads=(Consumed(stream="IDENTITY", message="isp.identity.v1.PrincipalChanged"),),
    ),
    "analytics": Service(
        publishes=("isp.usage.v1.UsageRecorded.analytics",),
        reads=(
            Consumed(stream="IDENTITY", message="isp.identity.v1.PrincipalChanged"),
            Consumed(stream="USAGE", message="isp.usage.v1.UsageRecorded", of_services=True),
            # `reconcile` reads the whole stream beside the consumer that counts.
            Followed(stream="USAGE", message="isp.usage.v1.UsageRecorded", of_services=True),
        ),
    ),
    "training": Service(
        publishes=("isp.training.v1.>", "isp.usage.v1.UsageRecorded.training"),
        reads=(Consumed(stream="IDENTITY", message="isp.identity.v1.PrincipalChanged"),),
    ),
}

_MIGRATE: Final = (
    # The one user that may create or update streams: with that right on its own stream a service
    # could forge another's events (`republish`) or source another's stream (`sources`).
    "$JS.API.STREAM.CREATE.*",
    "$JS.API.STREAM.UPDATE.*",
    "$JS.API.STREAM.INFO.*",
)


@dataclass(frozen=True, slots=True)
class _User:
    name: str
    publish: list[str] = field(default_factory=list)

    def text(self) -> str:
        allowed = ", ".join(f'"{subject}"' for subject in dict.fromkeys(self.publish))
        return (
            f"    {{ user: {self.name}, password: $NATS_{self.name.upper()}_PASSWORD,\n"
            f'      permissions: {{ subscribe: ["_INBOX.{self.name}.>"], publish: [{allowed}] }} }}'
        )


def configuration(
    port: int,
    monitor: int,
    store: Path,
    max_store: str = "8GB",
    *,
    host: str = "127.0.0.1",
    passwords: str | None = None,
) -> str:
    """Return the server's configuration.

    Passwords come from its environment, or from a file of NATS variables that stands beside it.
    """
    include = f"include {passwords}\n" if passwords else ""
    return f"""\
# Written by stack/nats.py.
{include}listen: "{host}:{port}"
http: "{host}:{monitor}"
max_payload: 1MB
jetstream {{
  store_dir: "{store}"
  max_file_store: {max_store}
  sync_interval: always   # with the default a power cut loses what was acknowledged
}}
{accounts()}"""


def accounts() -> str:
    """Return who there is, and what each may publish and read."""
    users = [_User("migrate", list(_MIGRATE))]
    for name, service in SERVICES.items():
        reads = [subject for each in service.reads for subject in each.allowed(name)]
        users.append(_User(name, [*service.publishes, *reads]))
    listed = ",\n".join(user.text() for user in users)
    return f"""\
accounts {{ ISP {{
  jetstream: enabled
  users: [
{listed}
  ]
}} }}
"""


def prepare(config: Path, store: Path, port: int, monitor: int) -> None:
    """Write the configuration and make the store."""
    private_folder(store)
    config.write_text(configuration(port, monitor, store))


def program(binary: Path, config: Path, monitor: int, passwords: dict[str, str]) -> Program:
    """Return NATS on loopback."""
    return Program(
        name="nats",
        command=(str(binary), "-c", str(config)),
        environment={f"NATS_{user.upper()}_PASSWORD": word for user, word in passwords.items()},
        ready=answers_http(f"http://127.0.0.1:{monitor}/healthz?js-enabled-only=true"),
        as_server=True,
        priority=10,
    )
