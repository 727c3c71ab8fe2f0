"""What an alert says and to whom, in the words of CAP 1.2 (OASIS)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Final
from uuid import UUID

from chassis.errors import Violation
from kernel.audiences import AudienceRow
from kernel.digests import Digest, digest_of
from kernel.markings import OWN_GROUP, Marking
from services.alerts.domain import exercise
from services.alerts.domain.alert_area import AlertArea
from services.alerts.domain.hands import Part
from services.alerts.domain.kinds import SECURITY, Kinds
from services.alerts.domain.wording import (
    ACTION_LINE_LONGEST,
    EVERY_CHANNEL,
    LONGEST,
    NUL,
    CapStatus,
    Channel,
    Translation,
)


class Severity(Enum):
    """CAP's severity."""

    EXTREME = "Extreme"
    SEVERE = "Severe"
    MODERATE = "Moderate"
    MINOR = "Minor"


class Urgency(Enum):
    """CAP's urgency."""

    IMMEDIATE = "Immediate"
    EXPECTED = "Expected"
    FUTURE = "Future"
    PAST = "Past"


class Certainty(Enum):
    """CAP's certainty."""

    OBSERVED = "Observed"
    LIKELY = "Likely"
    POSSIBLE = "Possible"
    UNLIKELY = "Unlikely"


LONGEST_LIFE: Final = timedelta(days=7)
MOST_ROWS: Final = 100
WORDS: Final = ("headline", "description", "instruction", "action_line")
LANGUAGES: Final = ("en-GB",)
"""What is written first; the others are translations of it."""
DIGEST_VERSION: Final = 5
EXERCISES: Final = 2
"""The list of fields that exercises had before there was a status of CAP's."""
KINDLESS: Final = 3
"""The list of fields before an alert said what it is about and what people are to do."""
REFERENCE_LONGEST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertContent:
    """The words, their weight, their marking and their audience: what is read and approved.

    `digest_version` says which list of fields the digest is over: a digest that was approved
    under an older list stays what it was.
    """

    headline: str
    description: str
    instruction: str
    action_line: str
    language: str
    severity: Severity
    urgency: Urgency
    certainty: Certainty
    marking: Marking
    audience: tuple[AudienceRow, ...]
    expires_at: datetime
    cap_status: CapStatus = CapStatus.ACTUAL
    translations: tuple[Translation, ...] = ()
    channels: frozenset[Channel] = EVERY_CHANNEL
    area: AlertArea | None = None
    authority_reference: str = ""
    """On whose external reference it rests; for those who decide, and never for recipients."""
    digest_version: int = DIGEST_VERSION
    asks_answer: bool = False
    kinds: Kinds = SECURITY
    """What kind of event it is about, and what people are to do: CAP's category, responseType."""
    cascaded: bool = False
    """Whether it goes along seats: to members when those who stand for them pass it on."""

    def marked(self) -> "AlertContent":
        """Return the words as they go out: an exercise says that it is one first and last.

        They are marked before they are read and approved, so that no channel can leave it out.
        """
        if self.cap_status is not CapStatus.EXERCISE:
            return self
        return replace(
            self,
            headline=exercise.enclosed(self.headline),
            description=exercise.enclosed(self.description),
            instruction=exercise.enclosed(self.instruction),
            action_line=exercise.enclosed(self.action_line),
            translations=tuple(each.marked() for each in self.translations),
        )

    @property
    def heard_under(self) -> Marking:
        """Return under which marking people hear of it at all: of what is Immediate, everyone.

        They hear its action line, which is TLP:CLEAR. A technical test is for nobody's ears.
        """
        meant = self.cap_status is not CapStatus.TEST
        return Marking.clear() if meant and self.urgency is Urgency.IMMEDIATE else self.marking

    @property
    def _room(self) -> int:
        return exercise.ROOM if self.cap_status is CapStatus.EXERCISE else 0

    def violations(self, now: datetime) -> list[Violation]:
        """Return everything that is wrong with the content, by field."""
        found = [
            Violation(f"content.{name}", f"must have 1 to {most} characters")
            for name, most in LONGEST.items()
            if not getattr(self, name).strip() or len(getattr(self, name)) > most + self._room
        ]
        found += [
            Violation(f"content.{name}", "must have no NUL")
            for name in (*LONGEST, "action_line")
            if NUL in getattr(self, name)
        ]
        found += self._wrong_action_line()
        if self.language not in LANGUAGES:
            found.append(Violation("content.language", f"must be one of {', '.join(LANGUAGES)}"))
        found += self._wrong_translations()
        found += self.kinds.violations("content.")
        if (self.marking.closed_group or "").startswith(OWN_GROUP):
            what = "must be a closed group; an organisation's own people are no such group"
            found.append(Violation("content.marking.closed_group", what))
        if self.cascaded and self.urgency is Urgency.IMMEDIATE:
            what = "must not be said of what is Immediate: that goes to everyone at once"
            found.append(Violation("content.cascaded", what))
        if len(self.authority_reference) > REFERENCE_LONGEST or NUL in self.authority_reference:
            what = f"must have at most {REFERENCE_LONGEST} characters, none of them NUL"
            found.append(Violation("content.authority_reference", what))
        found += self.area.violations() if self.area else []
        if not 1 <= len(self.audience) <= MOST_ROWS:
            found.append(Violation("content.audience", f"must have 1 to {MOST_ROWS} rows"))
        elif len(set(self.audience)) != len(self.audience):
            found.append(Violation("content.audience", "says a row twice"))
        if not now < self.expires_at <= now + LONGEST_LIFE:
            days = LONGEST_LIFE.days
            found.append(
                Violation(
                    "content.expires_at", f"must be later than now, at most {days} days ahead"
                )
            )
        return found

    def _wrong_translations(self) -> list[Violation]:
        found = []
        for number, each in enumerate(self.translations):
            place = f"content.translations[{number}]"
            has_line = bool(self.action_line.strip())
            found += each.violations(place, has_action_line=has_line, room=self._room)
        languages = [each.language for each in self.translations]
        if len(set(languages)) != len(languages):
            found.append(Violation("content.translations", "says a language twice"))
        return found

    def _wrong_action_line(self) -> list[Violation]:
        field = "content.action_line"
        if self.urgency is Urgency.IMMEDIATE and not self.action_line.strip():
            return [Violation(field, "is needed when urgency is Immediate")]
        if len(self.action_line) > ACTION_LINE_LONGEST + self._room:
            return [Violation(field, f"must have at most {ACTION_LINE_LONGEST} characters")]
        if "\n" in self.action_line:
            return [Violation(field, "must be one line")]
        return []

    def digest(self, alert_id: UUID, updates: UUID | None = None) -> Digest:
        """Return the digest that an approval names: everything that the approver reads.

        Version 1 of the list: digest_version, alert_id, headline, description, instruction,
        action_line, language, severity, urgency, certainty, marking (tlp, minimum_tier,
        closed_group, named_subjects sorted), audience (rows sorted; an area in CAP's notation, to
        six decimals), expires_at. Version 2, of exercises alone, has `exercise` besides. Version 3
        has, besides those of 1, cap_status, translations (by language), channels sorted, area,
        authority_reference, and updates: the message whose place it takes. Version 4 has, besides
        those of 3, categories and response_types, each in CAP's order. Up to 4 an area is place,
        latitude, longitude and radius_metres; in version 5 it is place, shapes (each in CAP's
        notation, to six decimals, in the order in which they are said) and geocodes. Nothing new is
        written under 1 to 4.
        Either has `asks_answer` besides where the alert asks, and `cascaded` where it goes along
        seats.
        """
        fields: dict[str, Any] = {
            "digest_version": self.digest_version,
            "alert_id": str(alert_id),
            "headline": self.headline,
            "description": self.description,
            "instruction": self.instruction,
            "action_line": self.action_line,
            "language": self.language,
            "severity": self.severity.value,
            "urgency": self.urgency.value,
            "certainty": self.certainty.value,
            "marking": {
                "tlp": self.marking.tlp.value,
                "minimum_tier": self.marking.minimum_tier.name,
                "closed_group": self.marking.closed_group,
                "named_subjects": sorted(self.marking.named_subjects),
            },
            "audience": sorted(
                [row.mode.value, row.kind.value, row.value] for row in self.audience
            ),
            "expires_at": self.expires_at.isoformat(),
        }
        if self.digest_version == EXERCISES:
            fields["exercise"] = True
        if self.digest_version > EXERCISES:
            by_language = sorted(self.translations, key=lambda each: each.language)
            fields |= {
                "cap_status": self.cap_status.value,
                "translations": [each.fields() for each in by_language],
                "channels": sorted(channel.value for channel in self.channels),
                "area": self.area.fields(self.digest_version) if self.area else None,
                "authority_reference": self.authority_reference,
                "updates": str(updates) if updates else None,
            }
        if self.digest_version > KINDLESS:
            fields |= self.kinds.fields()
        if self.asks_answer:
            fields |= {"asks_answer": True}
        if self.cascaded:
            fields |= {"cascaded": True}
        return digest_of(fields)

    def repeats_words_of(self, before: "AlertContent") -> bool:
        """Tell whether anything that it says in its own language was said so before."""
        return any(
            getattr(self, name).strip() and getattr(self, name) == getattr(before, name)
            for name in WORDS
        )

    def parts_changed_from(self, before: "AlertContent") -> frozenset[Part]:
        """Return the hands that a change to this content needs: a translator's, an editor's."""
        parts = {Part.TRANSLATOR} if self.translations != before.translations else set()
        if replace(self, translations=before.translations) != before:
            parts.add(Part.EDITOR)
        return frozenset(parts)
