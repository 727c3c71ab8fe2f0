"""The settings of alerts."""

from dataclasses import dataclass, field

from chassis.configuration import Address, BadSetting, Settings
from chassis.mail_relay import MailRelay
from chassis.service_settings import ServiceSettings
from services.alerts.config_apps import AppPushSettings
from services.alerts.domain.cap.issuing import Sender
from services.alerts.domain.cap.message import is_name
from services.alerts.outbound.head_signer import Ed25519HeadSigner, UnfitLogKey


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverySettings:
    """How `work` reaches the mail server and the providers of texts and of apps' notifications."""

    public_url: str
    relay: MailRelay
    mail_from: str
    sms_url: str
    sms_api_key: str = field(repr=False)
    sms_template_id: str
    second_relay: MailRelay | None = None
    sms_second_url: str = ""
    sms_second_api_key: str = field(default="", repr=False)
    sms_second_template_id: str = ""
    apps: AppPushSettings | None = None

    @classmethod
    def read(cls, settings: Settings) -> "DeliverySettings":
        """Read them from the environment.

        Raises:
            BadSetting: one is missing or wrong.
        """
        return cls(
            public_url=settings.url("ISP_PUBLIC_URL", "http", "https").rstrip("/"),
            relay=MailRelay.read(settings, "ALERTS_SMTP"),
            mail_from=settings.text("ALERTS_MAIL_FROM"),
            sms_url=settings.url("ALERTS_SMS_URL", "http", "https"),
            sms_api_key=settings.secret("ALERTS_SMS_API_KEY"),
            sms_template_id=settings.text("ALERTS_SMS_TEMPLATE_ID"),
            second_relay=_second_relay(settings),
            apps=AppPushSettings.read(settings),
            **_second_texts(settings),
        )


def _second_relay(settings: Settings) -> MailRelay | None:
    """Return the second mail server, if there is one: by a TLS and a password of its own."""
    name = "ALERTS_SMTP_SECOND"
    said = settings.source.get(f"{name}_HOST", "").strip()
    return MailRelay.read(settings, name) if said else None


def _second_texts(settings: Settings) -> dict[str, str]:
    """Return the second provider of texts, if there is one: it is named whole or not at all."""
    if not settings.source.get("ALERTS_SMS_SECOND_URL", "").strip():
        return {}
    return {
        "sms_second_url": settings.url("ALERTS_SMS_SECOND_URL", "http", "https"),
        "sms_second_api_key": settings.secret("ALERTS_SMS_SECOND_API_KEY"),
        "sms_second_template_id": settings.text("ALERTS_SMS_SECOND_TEMPLATE_ID"),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertsSettings:
    """What every role of alerts reads at boot."""

    service: ServiceSettings
    stream_listen: Address
    stream_public_url: str
    stream_origins: frozenset[str]
    stream_most: int
    sender: Sender
    ticket_key: str = field(repr=False)

    @classmethod
    def read(cls, settings: Settings) -> "AlertsSettings":
        """Read them from the environment.

        Raises:
            BadSetting: one is missing or wrong.
        """
        origins = settings.source.get("ALERTS_STREAM_ORIGINS", "")
        return cls(
            service=ServiceSettings.read(settings, "alerts"),
            stream_listen=settings.address("ALERTS_STREAM_LISTEN"),
            stream_public_url=settings.url("ALERTS_STREAM_PUBLIC_URL", "http", "https"),
            stream_origins=frozenset(filter(None, origins.split(","))),
            stream_most=settings.number("ALERTS_STREAM_MOST", 10_000),
            sender=_sender(settings),
            ticket_key=settings.secret("ALERTS_TICKET_KEY"),
        )


def read_callback_secret(settings: Settings) -> str:
    """Return what the provider of text messages proves itself to `serve` by.

    Raises:
        BadSetting: it is missing.
    """
    return settings.secret("ALERTS_SMS_CALLBACK_SECRET")


def read_head_signer(settings: Settings) -> Ed25519HeadSigner:
    """Return what signs the public log's heads: `work` alone has its key.

    Raises:
        BadSetting: the secret that it is made of is missing or too short.
    """
    name = "ALERTS_LOG_KEY"
    try:
        return Ed25519HeadSigner.of(settings.secret(name))
    except UnfitLogKey as error:
        raise BadSetting(name, f"must be a random text: {error}") from error


def _sender(settings: Settings) -> Sender:
    name = "ALERTS_CAP_SENDER"
    sender = settings.text(name)
    if not is_name(sender):
        raise BadSetting(name, "must have no space, comma, < or &, and 200 characters at most")
    people = settings.text("ALERTS_CAP_SENDER_NAME", "Information Sharing Platform (demonstration)")
    url = settings.url("ISP_PUBLIC_URL", "http", "https").rstrip("/")
    return Sender(sender=sender, name=people, public_url=url)
