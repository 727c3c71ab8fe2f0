"""A template: words that two people approved beforehand, with slots that one may fill in alone."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from chassis.errors import Invalid, Violation
from kernel.audiences import AudienceRow, Kind, Mode
from kernel.digests import Digest, digest_of
from kernel.markings import Marking
from services.alerts.domain.alert_area import AlertArea
from services.alerts.domain.content import AlertContent, Certainty, Severity, Urgency
from services.alerts.domain.errors import (
    IllegalTransition,
    SelfApproval,
    TemplateExpired,
    TemplateNotApproved,
    VersionChanged,
)
from services.alerts.domain.freeze import Word
from services.alerts.domain.kinds import SECURITY, Kinds
from services.alerts.domain.places import GAZETTEER, Place
from services.alerts.domain.welsh import StandIn
from services.alerts.domain.welsh_errors import TemplateOfAnotherUse
from services.alerts.domain.wording import ACTION_LINE_LONGEST, LONGEST, Translation

SLOTS: Final = ("place", "radius", "time")
"""What may stand in braces: a place of the gazetteer, metres around it, a time of day."""

NAME_LONGEST: Final = 80
STAND_IN_LONGEST: Final = {
    "headline": 40,
    "description": 600,
    "instruction": 200,
    "action_line": 60,
}
LONGEST_LIFE: Final = timedelta(days=366)
LARGEST_RADIUS: Final = 5_000
LONGEST_MINUTES: Final = 24 * 60
BACK: Final = timedelta(hours=6)
AHEAD: Final = timedelta(minutes=5)
"""How far from now the time in a warning may be."""

_BRACES: Final = re.compile(r"\{(\w*)\}")
_LONDON: Final = ZoneInfo("Europe/London")
_WIDEST: Final = {
    "place": max((place.name for place in GAZETTEER.values()), key=len),
    "radius": str(LARGEST_RADIUS),
    "time": "00:00",
}


class TemplateUse(Enum):
    """What a template is for."""

    BREAK_GLASS = "BREAK_GLASS"
    """One person warns by it alone."""

    WELSH_STAND_IN = "WELSH_STAND_IN"
    """Its Welsh stands in an Extreme alert until confirmed Welsh follows; its English says what
    that Welsh means."""


class TemplateStatus(Enum):
    """Where a template stands. Only an approved one that has not run out may be used."""

    PROPOSED = "PROPOSED"
    APPROVED = "APPROVED"
    RETIRED = "RETIRED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """What one person fills in: where, how far around, since when, and for how long."""

    place: str
    radius_metres: int
    seen_at: datetime
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateContent:
    """The words with their slots, their weight, and the bounds of what may be filled in."""

    name: str
    headline: str
    description: str
    instruction: str
    action_line: str
    severity: Severity
    urgency: Urgency
    certainty: Certainty
    largest_radius_metres: int
    longest_minutes: int
    expires_at: datetime
    translations: tuple[Translation, ...] = ()
    use: TemplateUse = TemplateUse.BREAK_GLASS
    kinds: Kinds = SECURITY

    def violations(self, now: datetime) -> list[Violation]:
        """Return everything that is wrong, by field: also what would be once it is filled in."""
        found = []
        if not 1 <= len(self.name.strip()) <= NAME_LONGEST or "\x00" in self.name:
            found.append(Violation("content.name", f"must have 1 to {NAME_LONGEST} characters"))
        for name, most in (*LONGEST.items(), ("action_line", ACTION_LINE_LONGEST)):
            found += _wrong_text(f"content.{name}", getattr(self, name), most)
        if "\n" in self.action_line:
            found.append(Violation("content.action_line", "must be one line"))
        found += self.kinds.violations("content.")
        stands_in = self.use is TemplateUse.WELSH_STAND_IN
        found += self._wrong_stand_in() if stands_in else []
        if not stands_in and "{place}" not in self.headline + self.description:
            found.append(Violation("content.headline", "must say {place}, or the description"))
        for number, each in enumerate(self.translations):
            place = f"content.translations[{number}]"
            found += each.violations(place, has_action_line=True)
            for name in (*LONGEST, "action_line"):
                most = LONGEST.get(name, ACTION_LINE_LONGEST)
                found += _wrong_text(f"{place}.{name}", getattr(each, name), most)
        for field, value, most in (
            ("largest_radius_metres", self.largest_radius_metres, LARGEST_RADIUS),
            ("longest_minutes", self.longest_minutes, LONGEST_MINUTES),
        ):
            if not 1 <= value <= most:
                found.append(Violation(f"content.{field}", f"must be 1 to {most}"))
        if not now < self.expires_at <= now + LONGEST_LIFE:
            found.append(
                Violation("content.expires_at", "must be later than now, at most a year ahead")
            )
        return found

    def _wrong_stand_in(self) -> list[Violation]:
        """Return what is wrong of words that stand in: room is left for the English after them."""
        found = []
        if [each.language for each in self.translations] != ["cy-GB"]:
            found.append(Violation("content.translations", "must be the Welsh, once"))
        for each in self.translations:
            for name, most in STAND_IN_LONGEST.items():
                text, place = getattr(each, name), f"content.translations[0].{name}"
                if _BRACES.search(text) or len(text) > most:
                    what = f"must have at most {most} characters, and no slot"
                    found.append(Violation(place, what))
        return found

    def filled(self, filling: Filling, now: datetime) -> AlertContent:
        """Return what an alert says when the slots are filled in.

        It is TLP:CLEAR and for everyone in the region of the place.

        Raises:
            Invalid: a slot is filled with what is outside its bounds; each is named.
        """
        place = GAZETTEER.get(filling.place)
        found = self._wrong_filling(filling, now)
        if place is None or found:
            raise Invalid(*found)
        slots = _said(place, filling)
        return AlertContent(
            headline=_fill(self.headline, slots),
            description=_fill(self.description, slots),
            instruction=_fill(self.instruction, slots),
            action_line=_fill(self.action_line, slots),
            language="en-GB",
            severity=self.severity,
            urgency=self.urgency,
            certainty=self.certainty,
            marking=Marking.clear(),
            audience=(AudienceRow(Mode.INCLUDE, Kind.REGION, place.region),),
            expires_at=now + timedelta(minutes=filling.minutes),
            kinds=self.kinds,
            translations=tuple(
                replace(
                    each,
                    headline=_fill(each.headline, slots),
                    description=_fill(each.description, slots),
                    instruction=_fill(each.instruction, slots),
                    action_line=_fill(each.action_line, slots),
                )
                for each in self.translations
            ),
            area=AlertArea.about(
                place.name,
                latitude=place.latitude,
                longitude=place.longitude,
                radius_metres=filling.radius_metres,
            ),
        )

    def _wrong_filling(self, filling: Filling, now: datetime) -> list[Violation]:
        found = []
        if filling.place not in GAZETTEER:
            found.append(Violation("place", "must be a place of the gazetteer"))
        most = self.largest_radius_metres
        if not 1 <= filling.radius_metres <= most:
            found.append(Violation("radius_metres", f"must be 1 to {most} metres"))
        if not now - BACK <= filling.seen_at <= now + AHEAD:
            hours = BACK // timedelta(hours=1)
            found.append(Violation("seen_at", f"must be within the last {hours} hours"))
        if not 1 <= filling.minutes <= self.longest_minutes:
            found.append(Violation("minutes", f"must be 1 to {self.longest_minutes}"))
        return found

    def fields(self) -> dict[str, Any]:
        """Return everything, as plain values; what is as it always was is left out.

        So the digest of a template from before there was a choice stays what it was.
        """
        kinds = {} if self.kinds == SECURITY else self.kinds.fields()
        use = {} if self.use is TemplateUse.BREAK_GLASS else {"use": self.use.value}
        return {
            "name": self.name,
            "headline": self.headline,
            "description": self.description,
            "instruction": self.instruction,
            "action_line": self.action_line,
            "severity": self.severity.value,
            "urgency": self.urgency.value,
            "certainty": self.certainty.value,
            "largest_radius_metres": self.largest_radius_metres,
            "longest_minutes": self.longest_minutes,
            "expires_at": self.expires_at.isoformat(),
            "translations": [each.fields() for each in self.translations],
            **use,
            **kinds,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A template from its proposal to its end. What it says never changes: propose another."""

    template_id: UUID
    version: int
    content: TemplateContent
    proposed: Word
    approved: Word | None = None
    retired: Word | None = None

    @property
    def status(self) -> TemplateStatus:
        """Where it stands."""
        if self.retired is not None:
            return TemplateStatus.RETIRED
        return TemplateStatus.PROPOSED if self.approved is None else TemplateStatus.APPROVED

    @property
    def digest(self) -> Digest:
        """The digest that the second person names."""
        return digest_of(
            {"digest_version": 1, "template_id": str(self.template_id), **self.content.fields()}
        )

    def approve(self, *, by: str, read: bytes, at: datetime) -> "Template":
        """Let duty officers use it, on the word of a second person who read exactly this.

        Raises:
            IllegalTransition: it is approved or retired already.
            SelfApproval: `by` proposed it.
            VersionChanged: `read` is not its digest.
        """
        if self.status is not TemplateStatus.PROPOSED:
            raise IllegalTransition(f"The template is {self.status.value.lower()} already.")
        if by == self.proposed.by:
            raise SelfApproval("Somebody else must approve the template.")
        if read != self.digest:
            raise VersionChanged("The template is not what you read: read it again.")
        return replace(self, approved=Word(by=by, at=at), version=self.version + 1)

    def retire(self, *, by: str, why: str, at: datetime) -> "Template":
        """Let nobody use it any more; one person is enough for that.

        Raises:
            IllegalTransition: it is retired already.
        """
        if self.retired is not None:
            raise IllegalTransition("The template is retired already.")
        return replace(self, retired=Word(by=by, at=at, why=why), version=self.version + 1)

    def filled(self, filling: Filling, now: datetime) -> AlertContent:
        """Return what an alert says by this template.

        Raises:
            TemplateNotApproved: a second person has not approved it, or it is retired.
            TemplateExpired: it has run out.
            TemplateOfAnotherUse: nobody warns by it.
            Invalid: a slot is filled with what is outside its bounds.
        """
        if self.status is not TemplateStatus.APPROVED:
            raise TemplateNotApproved("Only a template that two people approved may be used.")
        if self.content.expires_at <= now:
            raise TemplateExpired("The template has run out: two people must look at it again.")
        if self.content.use is not TemplateUse.BREAK_GLASS:
            raise TemplateOfAnotherUse("Its words stand in for Welsh: nobody warns by it.")
        return self.content.filled(filling, now)

    def stand_in(self, now: datetime) -> StandIn | None:
        """Return the Welsh that it holds for Extreme alerts; None unless it may be used so."""
        usable = self.status is TemplateStatus.APPROVED and now < self.content.expires_at
        if not usable or self.content.use is not TemplateUse.WELSH_STAND_IN:
            return None
        return StandIn(template_id=self.template_id, words=self.content.translations[0])


def _wrong_text(field: str, text: str, most: int) -> list[Violation]:
    unknown = set(_BRACES.findall(text)) - set(SLOTS)
    if unknown or "{" in _BRACES.sub("", text) or "}" in _BRACES.sub("", text):
        return [Violation(field, f"may have in braces only {', '.join(SLOTS)}")]
    if not 1 <= len(_fill(text, _WIDEST).strip()) <= most or "\x00" in text:
        return [Violation(field, f"must have 1 to {most} characters once it is filled in")]
    return []


def _fill(text: str, slots: dict[str, str]) -> str:
    return _BRACES.sub(lambda found: slots[found[1]], text)


def _said(place: Place, filling: Filling) -> dict[str, str]:
    time = filling.seen_at.astimezone(_LONDON).strftime("%H:%M")
    return {"place": place.name, "radius": str(filling.radius_metres), "time": time}
