"""Templates in memory, and templates as tests make them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from chassis.errors import StaleVersion
from services.alerts.domain.content import Certainty, Severity, Urgency
from services.alerts.domain.errors import TemplateNotFound
from services.alerts.domain.freeze import Word
from services.alerts.domain.template import Filling, Template, TemplateContent, TemplateUse
from services.alerts.domain.wording import Translation

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
FILLING = Filling(place="bath", radius_metres=500, seen_at=NOON, minutes=60)


def words(**given: Any) -> TemplateContent:
    """A good template's content, unless said otherwise."""
    return TemplateContent(
        **{
            "name": "Stay inside",
            "headline": "Stay inside in {place}",
            "description": "Demonstration since {time}, within {radius} m of {place}.",
            "instruction": "Lock the doors.",
            "action_line": "Stay inside in {place}.",
            "severity": Severity.SEVERE,
            "urgency": Urgency.IMMEDIATE,
            "certainty": Certainty.OBSERVED,
            "largest_radius_metres": 1000,
            "longest_minutes": 180,
            "expires_at": NOON + timedelta(days=30),
            "translations": (
                Translation(
                    language="cy-GB",
                    headline="Arhoswch y tu mewn yn {place}",
                    description="Ers {time}.",
                    instruction="Clowch y drysau.",
                    action_line="Arhoswch y tu mewn.",
                ),
            ),
        }
        | given
    )


def proposed(by: str = "author", **given: Any) -> Template:
    """A template that one person proposed."""
    return Template(
        template_id=uuid4(), version=1, content=words(**given), proposed=Word(by=by, at=NOON)
    )


def approved(**given: Any) -> Template:
    """A template that may be used."""
    template = proposed(**given)
    return template.approve(by="approver", read=template.digest, at=NOON)


@dataclass
class MemoryTemplates:
    """Templates in a dictionary."""

    kept: dict[UUID, Template] = field(default_factory=dict)

    def add(self, template: Template) -> None:
        self.kept[template.template_id] = template

    def get(self, template_id: UUID, *, lock: bool = False) -> Template:
        if template_id not in self.kept:
            raise TemplateNotFound("There is no such template.")
        return self.kept[template_id]

    def save(self, template: Template) -> None:
        if self.kept[template.template_id].version != template.version - 1:
            raise StaleVersion("The template changed meanwhile: read it again.")
        self.kept[template.template_id] = template

    def standing(self, *, most: int) -> Sequence[Template]:
        found = [each for each in self.kept.values() if each.retired is None]
        return sorted(found, key=lambda t: (-t.proposed.at.timestamp(), t.template_id))[:most]

    def said_by(self, subject: str) -> Sequence[Template]:
        found = [each for each in self.kept.values() if subject in _people(each)]
        return sorted(found, key=lambda each: each.proposed.at)

    def rename(self, subject: str, pseudonym: str) -> int:
        def named(word: Word | None) -> Word | None:
            return replace(word, by=pseudonym) if word and word.by == subject else word

        changed = self.said_by(subject)
        for each in changed:
            self.kept[each.template_id] = replace(
                each,
                proposed=named(each.proposed) or each.proposed,
                approved=named(each.approved),
                retired=named(each.retired),
            )
        return len(changed)


def _people(template: Template) -> set[str]:
    said = (template.proposed, template.approved, template.retired)
    return {word.by for word in said if word is not None}


def stand_in(**given: Any) -> Template:
    """A template whose Welsh stands in Extreme alerts."""
    return approved(
        **{
            "name": "Welsh for Extreme alerts",
            "headline": "Urgent warning",
            "description": "The full Welsh follows within the hour. The English is below.",
            "instruction": "Act on the English below.",
            "action_line": "Urgent warning.",
            "severity": Severity.EXTREME,
            "use": TemplateUse.WELSH_STAND_IN,
            "translations": (STAND_IN,),
        }
        | given
    )


STAND_IN = Translation(
    language="cy-GB",
    headline="Rhybudd brys",
    description="Bydd y testun Cymraeg llawn yn dilyn o fewn yr awr. Mae'r Saesneg isod.",
    instruction="Gweithredwch ar y Saesneg isod.",
    action_line="Rhybudd brys.",
)
