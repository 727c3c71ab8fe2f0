"""Consent to what is not needed: given and withdrawn for one thing and one channel at a time."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from importlib.resources import files
from typing import Any, Final
from uuid import UUID

from chassis.errors import Conflict, NotFound
from services.identity.domain.contact import Channel


class AgreementPurpose(Enum):
    """What may be sent to who agreed."""

    NEWSLETTER = "NEWSLETTER"
    SURVEY = "SURVEY"


class AgreementWay(Enum):
    """How it was given or withdrawn."""

    PAGE = "PAGE"
    REST = "REST"
    LINK = "LINK"


Kind = tuple[AgreementPurpose, Channel]
KINDS: Final[Sequence[Kind]] = [
    (purpose, channel) for purpose in AgreementPurpose for channel in (Channel.EMAIL, Channel.SMS)
]
LANGUAGES: Final = ("en", "cy")


class StaleWording(Conflict):
    """The words that were shown are not the present ones: show those, and ask again."""

    reason = "STALE_WORDING"


class ConsentLinkNotFound(NotFound):
    """The link is of no consent that we know."""

    reason = "CONSENT_LINK_NOT_FOUND"


class WordingChanged(Exception):
    """A wording in our data is not the one whose digest stands beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementWording:
    """What is shown in one language; each version stays as it is."""

    version: str
    language: str
    text: str
    digest: bytes


def wordings_of(data: Mapping[str, Any]) -> Mapping[tuple[Kind, str], Sequence[AgreementWording]]:
    """Return every version by thing, channel and language, the newest last.

    Raises:
        WordingChanged: a text is not the one that its digest is of, or a version comes twice.
    """
    found: dict[tuple[Kind, str], list[AgreementWording]] = {}
    for said in data["wordings"]:
        kind = AgreementPurpose[said["purpose"]], Channel[said["channel"]]
        for language in LANGUAGES:
            text = said[language]
            digest = hashlib.sha256(text.encode()).digest()
            versions = found.setdefault((kind, language), [])
            known = {each.version for each in versions}
            if digest.hex() != said[f"{language}_sha256"] or said["version"] in known:
                raise WordingChanged(f"{said['purpose']} {said['channel']} {said['version']}")
            versions.append(
                AgreementWording(
                    version=said["version"], language=language, text=text, digest=digest
                )
            )
    return found


_DATA: Final = files("services.identity.domain").joinpath("data/agreement_wordings.json")
WORDINGS: Final = wordings_of(json.loads(_DATA.read_text("utf-8")))


def newest(kind: Kind, language: str) -> AgreementWording:
    """Return the words that are shown for a thing and a channel."""
    return WORDINGS[kind, language][-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementEntry:
    """One line of the ledger: what somebody gave or withdrew; no line is changed later."""

    entry_id: UUID
    subject: str
    number: int
    """Counts a person's lines from 1."""
    purpose: AgreementPurpose
    channel: Channel
    given: bool
    at: datetime
    way: AgreementWay
    wording_version: str
    language: str
    wording_digest: bytes
    stop_token: str | None
    """Of the link by which it is withdrawn without sign-in; None on a withdrawal."""

    @property
    def kind(self) -> Kind:
        """What it is about."""
        return self.purpose, self.channel


def standing(ledger: Iterable[AgreementEntry]) -> Mapping[Kind, AgreementEntry]:
    """Return the last line of each thing and channel; what has none was never given."""
    return {each.kind: each for each in sorted(ledger, key=lambda entry: entry.number)}


def giving(
    ledger: Sequence[AgreementEntry],
    kind: Kind,
    *,
    subject: str,
    shown: tuple[str, str],
    way: AgreementWay,
    at: datetime,
    entry_id: UUID,
    stop_token: str,
) -> AgreementEntry | None:
    """Return the line that consent is given, or None where it stands under these words already.

    `shown` is (version, language) of the words that the person had before them.

    Raises:
        StaleWording: they are not the present ones.
    """
    version, language = shown
    words = newest(kind, language)
    if words.version != version:
        raise StaleWording("These words are not the present ones: read those first.")
    before = standing(ledger).get(kind)
    if before is not None and before.given and before.wording_version == version:
        return None
    return AgreementEntry(
        entry_id=entry_id,
        subject=subject,
        number=len(ledger) + 1,
        purpose=kind[0],
        channel=kind[1],
        given=True,
        at=at,
        way=way,
        wording_version=version,
        language=language,
        wording_digest=words.digest,
        stop_token=stop_token,
    )


def withdrawing(
    ledger: Sequence[AgreementEntry],
    kind: Kind,
    *,
    way: AgreementWay,
    at: datetime,
    entry_id: UUID,
) -> AgreementEntry | None:
    """Return the line that consent is withdrawn, or None where none stands.

    It names the words that it was given under.
    """
    before = standing(ledger).get(kind)
    if before is None or not before.given:
        return None
    return AgreementEntry(
        entry_id=entry_id,
        subject=before.subject,
        number=len(ledger) + 1,
        purpose=before.purpose,
        channel=before.channel,
        given=False,
        at=at,
        way=way,
        wording_version=before.wording_version,
        language=before.language,
        wording_digest=before.wording_digest,
        stop_token=None,
    )
