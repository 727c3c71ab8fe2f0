"""Requests as domain words, and the record as protobuf; each field that is wrong is named."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from email_validator import EmailNotValidError, validate_email
from google.protobuf.timestamp_pb2 import Timestamp

from chassis.requests import Wrong, key_from
from isp.identity.v1 import identity_pb2
from isp.kernel.v1 import kernel_pb2
from kernel.idempotency import RequestKey
from kernel.places import REGIONS, SECTORS
from services.identity.domain.subscriber import Profile, Subscriber
from services.identity.domain.verification_lifecycle import Outcome

LANGUAGES: Final = ("en", "cy")


def application_from(
    request: identity_pb2.RegisterSubscriberRequest,
) -> tuple[Profile, RequestKey]:
    """Return what an applicant says of themselves, and the key under which it is taken once.

    Names are in NFC and the address is normalised.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    email = email_address(request.email)
    wrong.unless(email is not None, "email", "must be an e-mail address, like name@example.org")
    given, family = tidy(request.given_name), tidy(request.family_name)
    organisation = tidy(request.organisation_name)
    wrong.unless(is_printed(given, 100), "given_name", "must have 1 to 100 characters")
    wrong.unless(is_printed(family, 100), "family_name", "must have 1 to 100 characters")
    wrong.unless(
        not organisation or is_printed(organisation, 200),
        "organisation_name",
        "must have at most 200 characters",
    )
    _check_codes(wrong, "regions", request.regions, REGIONS, 11)
    _check_codes(wrong, "sectors", request.sectors, SECTORS, 10)
    language = request.language or "en"
    wrong.unless(language in LANGUAGES, "language", "must be en or cy")
    key = wrong.built("idempotency_key", lambda: key_from("RegisterSubscriber", request))
    wrong.check()
    assert key is not None
    profile = Profile(
        email=email or "",
        given_name=given,
        family_name=family,
        organisation_name=organisation,
        regions=frozenset(request.regions),
        sectors=frozenset(request.sectors),
        language=language,
    )
    return profile, key


def email_address(text: str) -> str | None:
    """Return an address as it is kept: the domain in lower case, ours to compare.

    Whether mail reaches it, the confirmation shows. Names set aside for documentation and tests
    (RFC 2606) are addresses too: the demonstration uses them.
    """
    try:
        return validate_email(
            text, check_deliverability=False, test_environment=True
        ).normalized.lower()
    except EmailNotValidError:
        return None


def tidy(text: str) -> str:
    """Return a text as it is kept: in NFC, without space around it."""
    return unicodedata.normalize("NFC", text).strip()


def is_printed(text: str, most: int) -> bool:
    """Tell whether a text has 1 to `most` characters, and none that controls a printer."""
    return 1 <= len(text) <= most and not any(
        unicodedata.category(letter) in {"Cc", "Cf", "Co", "Cs"} for letter in text
    )


def _check_codes(
    wrong: Wrong, field: str, codes: Iterable[str], known: Iterable[str], most: int
) -> None:
    said = list(codes)
    wrong.unless(1 <= len(set(said)) <= most, field, f"must name 1 to {most}")
    # What comes after is not looked at: a request may hold a million codes.
    said = said[: 2 * most]
    for number, code in enumerate(said):
        wrong.unless(code in known, f"{field}[{number}]", f"{code!r} is not a code that we know")


STATUS: Final = {
    each: identity_pb2.VerificationStatus.Value(f"VERIFICATION_STATUS_{each.name}")
    for each in Outcome
}


def subscriber_to_pb(person: Subscriber, outcome: Outcome | None) -> identity_pb2.Subscriber:
    """Return a person as they see themselves."""
    return identity_pb2.Subscriber(
        subject=person.subject,
        email=person.profile.email,
        given_name=person.profile.given_name,
        family_name=person.profile.family_name,
        organisation_name=person.profile.organisation_name,
        tier=kernel_pb2.Tier.Value(f"TIER_{person.tier.name}"),
        roles=sorted(person.roles),
        regions=sorted(person.profile.regions),
        sectors=sorted(person.profile.sectors),
        language=person.profile.language,
        rights_version=person.rights_version,
        created_at=moment_to_pb(person.created_at),
        verification_status=(
            STATUS[outcome] if outcome else identity_pb2.VERIFICATION_STATUS_UNSPECIFIED
        ),
        organisation_id=str(person.organisation_id) if person.organisation_id else "",
    )


def moment_to_pb(at: datetime) -> Timestamp:
    """Return a moment as messages say it."""
    message = Timestamp()
    message.FromDatetime(at)
    return message
