"""What a person consents to, as who sends is told of it."""

from typing import Final

from isp.identity.v1 import consents_pb2, identity_events_pb2, subscriptions_pb2
from services.identity.domain.agreement import AgreementPurpose, standing
from services.identity.domain.contact import Channel
from services.identity.domain.events import ConsentChanged

_PURPOSES: Final = {
    AgreementPurpose.NEWSLETTER: consents_pb2.CONSENT_PURPOSE_NEWSLETTER,
    AgreementPurpose.SURVEY: consents_pb2.CONSENT_PURPOSE_SURVEY,
}
_CHANNELS: Final = {
    Channel.EMAIL: subscriptions_pb2.SUBSCRIPTION_CHANNEL_EMAIL,
    Channel.SMS: subscriptions_pb2.SUBSCRIPTION_CHANNEL_SMS,
}


def consent_message(event: ConsentChanged) -> identity_events_pb2.ConsentChanged:
    """Return the whole state; what was withdrawn is not in it."""
    message = identity_events_pb2.ConsentChanged(subject=event.subject, version=event.version)
    for (purpose, channel), entry in standing(event.ledger).items():
        if entry.given:
            given = message.given.add(
                purpose=_PURPOSES[purpose],
                channel=_CHANNELS[channel],
                wording_version=entry.wording_version,
                language=entry.language,
                stop_token=entry.stop_token or "",
            )
            given.since.FromDatetime(entry.at)
    return message
