"""Subscription requests as domain words, and back; each field that is wrong is named."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from chassis.errors import Invalid, Violation
from chassis.requests import NUL, Wrong, id_from, key_from, text_from
from isp.identity.v1 import channels_pb2
from isp.identity.v1 import subscriptions_pb2 as pb
from kernel.idempotency import RequestKey
from kernel.places import REGIONS
from services.identity.domain.consent import Wording, wording
from services.identity.domain.contact import Channel, Contact
from services.identity.domain.postcode import Covered, Postcode
from services.identity.domain.postcode_area import Around, PostcodeArea
from services.identity.domain.subscription import Subscription
from services.identity.inbound.translate import LANGUAGES, email_address
from services.identity.usecases.confirm_subscription import ByCode, ByLink

TOKEN_LONGEST: Final = 200
LONGEST_NUMBER: Final = 30
LONGEST_TEXT: Final = 2000
_HOME: Final = "GB"
_COUNTRIES: Final = {44, 353}
"""The calling codes of the United Kingdom with its islands, and of Ireland: a text elsewhere
costs many times as much, and numbers that earn by it are the usual abuse of such a form.
"""

_MOBILE: Final = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
_DRAMA: Final = re.compile(r"\+447700900\d{3}")
"""Set aside by Ofcom for drama, as RFC 2606 sets names aside: the demonstration uses them."""

_DIALLED: Final = re.compile(r"[0-9+(). \u00a0-]+")
_CODE: Final = re.compile("[0-9]{6}")
_CHANNEL: Final = {
    Channel.EMAIL: pb.SUBSCRIPTION_CHANNEL_EMAIL,
    Channel.SMS: pb.SUBSCRIPTION_CHANNEL_SMS,
}
_WRONG_ADDRESS: Final = {
    Channel.EMAIL: "must be an e-mail address, like name@example.org",
    Channel.SMS: "must be a mobile number of the United Kingdom or Ireland, like 07700 900123",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What StartSubscription asks for."""

    contact: Contact
    postcode: Postcode
    language: str
    wording: Wording
    key: RequestKey


def asked_from(request: pb.StartSubscriptionRequest) -> Asked:
    """Return what is asked for.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    contact = wrong.built("address", lambda: contact_from(request.channel, request.address))
    postcode = wrong.built("postcode", lambda: Postcode.parsed(request.postcode))
    language = request.language or "en"
    known = language in LANGUAGES
    wrong.unless(known, "language", "must be en or cy")
    shown = wrong.built(
        "wording_version",
        lambda: wording(language if known else "en", request.wording_version),
    )
    key = wrong.built("idempotency_key", lambda: key_from("StartSubscription", request))
    wrong.check()
    assert contact is not None
    assert postcode is not None
    assert shown is not None
    assert key is not None
    return Asked(contact=contact, postcode=postcode, language=language, wording=shown, key=key)


def contact_from(channel: pb.SubscriptionChannel.ValueType, address: str) -> Contact:
    """Return an address as it is compared.

    Raises:
        Invalid: the channel is none, or the address is none of the channel.
    """
    known = next((ours for ours, theirs in _CHANNEL.items() if theirs == channel), None)
    if known is None:
        raise Invalid(Violation("channel", "must be said, with a value that we know"))
    found = email_address(address) if known is Channel.EMAIL else mobile_number(address)
    if found is None:
        raise Invalid(Violation("address", _WRONG_ADDRESS[known]))
    return Contact(channel=known, address=found)


def mobile_number(said: str) -> str | None:
    """Return a mobile's number in E.164, or None if it is none that we text to."""
    if len(said) > LONGEST_NUMBER or not _DIALLED.fullmatch(said):
        return None
    try:
        number = phonenumbers.parse(said, _HOME)
    except NumberParseException:
        return None
    text = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    if number.country_code not in _COUNTRIES:
        return None
    mobile = phonenumbers.number_type(number) in _MOBILE
    return text if mobile or _DRAMA.fullmatch(text) else None


def channel_to_pb(channel: Channel) -> pb.SubscriptionChannel.ValueType:
    """Return by which way."""
    return _CHANNEL[channel]


def sender_from(said: str) -> Contact:
    """Return who sent a text. Providers leave out the plus of a number in international form.

    Raises:
        Invalid: it is no number that we text to.
    """
    digits = said.strip()
    number = mobile_number(f"+{digits}" if digits[:1] in set("123456789") else digits)
    if number is None:
        raise Invalid(Violation("source_number", _WRONG_ADDRESS[Channel.SMS]))
    return Contact(channel=Channel.SMS, address=number)


def message_from(request: pb.ReceiveTextMessageRequest) -> tuple[str, str]:
    """Return the provider's secret, and what the text says.

    Raises:
        Invalid: the secret is missing, or the text is too long.
    """
    secret = text_from("secret", request.secret, TOKEN_LONGEST)
    if len(request.text) > LONGEST_TEXT or NUL in request.text:
        raise Invalid(Violation("text", f"must have at most {LONGEST_TEXT} characters, no NUL"))
    return secret, request.text


def proof_from(
    request: pb.ConfirmSubscriptionRequest | channels_pb2.ConfirmChannelRequest,
) -> ByLink | ByCode:
    """Return what proves the address.

    Raises:
        Invalid: neither a token nor a request with a code of six digits is given, or both.
    """
    if request.token:
        if request.code or request.request_id:
            raise Invalid(Violation("token", "must come alone"))
        return ByLink(text_from("token", request.token, TOKEN_LONGEST))
    wrong = Wrong()
    request_id = wrong.built("request_id", lambda: id_from("request_id", request.request_id))
    code = "".join(request.code[:TOKEN_LONGEST].split())
    wrong.unless(bool(_CODE.fullmatch(code)), "code", "must have six digits")
    wrong.check()
    assert request_id is not None
    return ByCode(request_id, code)


def language_from(said: str) -> str:
    """Return the language that is asked for.

    Raises:
        Invalid: it is none that we have.
    """
    if said and said not in LANGUAGES:
        raise Invalid(Violation("language", "must be en or cy"))
    return said or "en"


def regions_to_pb(codes: Iterable[str]) -> list[pb.Region]:
    """Return regions with their names."""
    return [pb.Region(code=code, name=REGIONS[code].name) for code in codes]


def covered_to_pb(found: Covered) -> pb.ResolvePostcodeResponse:
    """Return where a postcode is."""
    there = found.location
    return pb.ResolvePostcodeResponse(
        postcode=found.postcode.text,
        outward_code=found.postcode.outward,
        regions=regions_to_pb(found.regions),
        exact=found.exact,
        latitude=there.latitude if there else None,
        longitude=there.longitude if there else None,
    )


def around_to_pb(area: PostcodeArea, there: Around) -> pb.GetPostcodeAreaResponse:
    """Return where postcodes that begin alike are."""
    return pb.GetPostcodeAreaResponse(
        area=area.text,
        latitude=there.middle.latitude,
        longitude=there.middle.longitude,
        radius_metres=there.radius_metres,
    )


def subscription_to_pb(there: Subscription) -> pb.ConfirmSubscriptionResponse:
    """Return what somebody will get."""
    assert there.contact is not None  # it was confirmed, and is not forgotten
    return pb.ConfirmSubscriptionResponse(
        channel=_CHANNEL[there.contact.channel], regions=regions_to_pb(sorted(there.regions))
    )
