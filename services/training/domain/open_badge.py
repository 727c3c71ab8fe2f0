"""A certificate as an OpenBadgeCredential (1EdTech Open Badges 3.0) of W3C VC Data Model 2.0.

The claims of JWT stand beside the credential's own, as Open Badges 3.0, 8.2.4 asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from services.training.domain.certificate import Certificate
from services.training.domain.course import Course
from services.training.domain.issuer import Issuer

VC_CONTEXT: Final = "https://www.w3.org/ns/credentials/v2"
BADGE_CONTEXT: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
TYPES: Final = ("VerifiableCredential", "OpenBadgeCredential")
PURPOSE: Final = "revocation"

Payload = dict[str, Any]


def moment(at: datetime) -> str:
    """Return a moment as credentials write it (XML Schema dateTimeStamp), in whole seconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def claims(payload: Payload, *, until: datetime, since: datetime) -> Payload:
    """Return a credential with the claims of JWT that say the same."""
    issuer = payload["issuer"]
    return payload | {
        "iss": issuer if isinstance(issuer, str) else issuer["id"],
        "jti": payload["id"],
        "sub": payload["credentialSubject"]["id"],
        "nbf": int(since.timestamp()),
        "exp": int(until.timestamp()),
    }


def badge(certificate: Certificate, course: Course, issuer: Issuer) -> Payload:
    """Return what is signed for a certificate."""
    address = issuer.status_list(certificate.place.list_id)
    named = {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": certificate.name,
        "identityType": "name",
    }
    payload: Payload = {
        "@context": [VC_CONTEXT, BADGE_CONTEXT],
        "id": issuer.certificate(certificate.certificate_id),
        "type": list(TYPES),
        "name": course.title,
        "issuer": {"id": issuer.id, "type": ["Profile"], "name": issuer.name, "url": issuer.url},
        "validFrom": moment(certificate.issued_at),
        "validUntil": moment(certificate.valid_until),
        "credentialSubject": {
            "id": f"urn:uuid:{certificate.recipient_id}",
            "type": ["AchievementSubject"],
            "identifier": [named],
            "achievement": {
                "id": issuer.course(course.course_id),
                "type": ["Achievement"],
                "achievementType": "CertificateOfCompletion",
                "name": course.title,
                "description": f"{course.banner} {course.summary}",
                "criteria": {"narrative": course.criteria},
                "inLanguage": course.language,
                "version": str(course.version),
            },
        },
        "credentialStatus": {
            "id": f"{address}#{certificate.place.index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": PURPOSE,
            "statusListIndex": str(certificate.place.index),
            "statusListCredential": address,
        },
    }
    return claims(payload, until=certificate.valid_until, since=certificate.issued_at)


def without_name(payload: Mapping[str, Any]) -> Payload:
    """Return the same credential, naming nobody."""
    subject = {
        name: value for name, value in payload["credentialSubject"].items() if name != "identifier"
    }
    return {**payload, "credentialSubject": subject}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What a credential says, read from it."""

    certificate_id: UUID
    issuer_id: str
    issuer_name: str
    name: str
    title: str
    criteria: str
    valid_from: datetime
    valid_until: datetime
    status_list: str
    status_index: str


class NotABadge(Exception):
    """It is no Open Badges 3.0 credential as we issue them; says what is wrong."""


def stated(payload: Mapping[str, Any]) -> Stated:
    """Read a credential strictly.

    Raises:
        NotABadge: a part that it must have is missing or wrong.
    """
    said = _Reader(payload, "")
    contexts, types = said.texts("@context"), said.texts("type")
    if contexts[:2] != [VC_CONTEXT, BADGE_CONTEXT]:
        raise NotABadge("@context does not begin with those of VC 2.0 and Open Badges 3.0")
    if not set(TYPES) <= set(types):
        raise NotABadge(f"type lacks {' or '.join(TYPES)}")
    issuer, subject, status = (
        said.part(each) for each in ("issuer", "credentialSubject", "credentialStatus")
    )
    achievement = subject.part("achievement")
    if "AchievementSubject" not in subject.texts("type"):
        raise NotABadge("credentialSubject.type lacks AchievementSubject")
    if "Achievement" not in achievement.texts("type"):
        raise NotABadge("credentialSubject.achievement.type lacks Achievement")
    if (status.text("type"), status.text("statusPurpose")) != ("BitstringStatusListEntry", PURPOSE):
        raise NotABadge("credentialStatus is no BitstringStatusListEntry for revocation")
    read = Stated(
        certificate_id=said.id_at_end("id"),
        issuer_id=issuer.text("id"),
        issuer_name=issuer.text("name"),
        name=_name(subject),
        title=achievement.text("name"),
        criteria=achievement.part("criteria").text("narrative"),
        valid_from=said.moment("validFrom"),
        valid_until=said.moment("validUntil"),
        status_list=status.text("statusListCredential"),
        status_index=status.text("statusListIndex"),
    )
    registered = {
        "iss": read.issuer_id,
        "jti": said.text("id"),
        "sub": subject.text("id"),
        "nbf": int(read.valid_from.timestamp()),
        "exp": int(read.valid_until.timestamp()),
    }
    for name, value in registered.items():
        if payload.get(name) != value:
            raise NotABadge(f"{name} does not say what the credential says")
    return read


def _name(subject: "_Reader") -> str:
    if "identifier" not in subject.said:
        return ""
    identifiers = subject.said["identifier"]
    if not isinstance(identifiers, list) or len(identifiers) != 1:
        raise NotABadge("credentialSubject.identifier is not one identity")
    identity = _Reader({"identity": identifiers[0]}, "credentialSubject.").part("identity")
    if identity.said.get("hashed") is not False or identity.text("identityType") != "name":
        raise NotABadge("credentialSubject.identifier is no name")
    return identity.text("identityHash")


@dataclass(frozen=True, slots=True)
class _Reader:
    said: Mapping[str, Any]
    where: str

    def part(self, name: str) -> "_Reader":
        value = self.said.get(name)
        if not isinstance(value, dict):
            raise NotABadge(f"{self.where}{name} is missing or no object")
        return _Reader(value, f"{self.where}{name}.")

    def text(self, name: str) -> str:
        value = self.said.get(name)
        if not isinstance(value, str) or not value:
            raise NotABadge(f"{self.where}{name} is missing or no text")
        return value

    def texts(self, name: str) -> list[str]:
        value = self.said.get(name)
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise NotABadge(f"{self.where}{name} is missing or no list of texts")
        return value

    def moment(self, name: str) -> datetime:
        try:
            at = datetime.fromisoformat(self.text(name))
        except ValueError:
            raise NotABadge(f"{self.where}{name} is no time") from None
        if at.tzinfo is None:
            raise NotABadge(f"{self.where}{name} has no offset")
        return at

    def id_at_end(self, name: str) -> UUID:
        try:
            return UUID(self.text(name).rpartition("/")[2])
        except ValueError:
            raise NotABadge(f"{self.where}{name} is not an address of a certificate") from None
