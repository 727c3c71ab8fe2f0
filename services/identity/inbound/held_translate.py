"""What is held of somebody without an account, as the contract has it."""

from chassis.errors import Invalid, Violation
from chassis.requests import Wrong, text_from
from isp.identity.v1 import held_pb2 as pb
from services.identity.domain.held import Held, Message
from services.identity.domain.postcode import Postcode
from services.identity.domain.subscription import KEPT_AFTER_STOP, Subscription
from services.identity.domain.subscription_request import SubscriptionRequest
from services.identity.inbound.subscriptions_translate import (
    TOKEN_LONGEST,
    channel_to_pb,
    regions_to_pb,
)


def postcodes_from(request: pb.ChangeHeldPostcodeRequest) -> tuple[str, Postcode, Postcode]:
    """Return the look, the postcode that goes, and the one that comes.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    look = wrong.built("look", lambda: text_from("look", request.look, TOKEN_LONGEST))
    old = wrong.built("from_postcode", lambda: _postcode("from_postcode", request.from_postcode))
    new = wrong.built("to_postcode", lambda: _postcode("to_postcode", request.to_postcode))
    wrong.check()
    assert look is not None
    assert old is not None
    assert new is not None
    return look, old, new


def _postcode(field: str, said: str) -> Postcode:
    try:
        return Postcode.parsed(said)
    except Invalid as wrong:
        raise Invalid(Violation(field, "must be a full postcode, like SW1A 1AA")) from wrong


def held_to_pb(held: Held) -> pb.Held:
    """Return all of it, without the secrets by which it is proved."""
    there = held.subscription
    return pb.Held(
        channel=channel_to_pb(held.contact.channel),
        address=held.contact.address,
        subscription=None if there is None else _subscription_to_pb(there),
        requests=[_request_to_pb(each) for each in held.requests],
        messages=[_message_to_pb(each) for each in held.messages],
    )


def _subscription_to_pb(there: Subscription) -> pb.HeldSubscription:
    shown = pb.HeldSubscription(
        subscription_id=str(there.subscription_id),
        active=there.active,
        postcodes=[each.text for each in there.postcodes],
        regions=regions_to_pb(sorted(there.regions)),
        language=there.language,
        of_account=there.subject is not None,
    )
    shown.started_at.FromDatetime(there.started_at)
    if there.stopped_at is not None:
        shown.stopped_at.FromDatetime(there.stopped_at)
        shown.forgotten_at.FromDatetime(there.stopped_at + KEPT_AFTER_STOP)
    return shown


def _request_to_pb(asked: SubscriptionRequest) -> pb.HeldRequest:
    shown = pb.HeldRequest(
        postcode=asked.postcode.text,
        language=asked.language,
        wording_version=asked.wording.version,
        wording=asked.wording.text,
    )
    shown.asked_at.FromDatetime(asked.created_at)
    if asked.confirmed_at is not None:
        shown.confirmed_at.FromDatetime(asked.confirmed_at)
    return shown


def _message_to_pb(message: Message) -> pb.HeldMessage:
    shown = pb.HeldMessage(about=message.about)
    shown.kept_at.FromDatetime(message.kept_at)
    if message.sent_at is not None:
        shown.sent_at.FromDatetime(message.sent_at)
    return shown
