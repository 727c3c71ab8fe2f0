"""Synonyms in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from chassis.errors import StaleVersion
from services.content.domain.document import LANGUAGES
from services.content.domain.synonyms import Synonyms


@dataclass
class MemorySynonyms:
    """Synonyms in a dictionary; somebody else may be building."""

    kept: dict[str, Synonyms] = field(default_factory=dict)
    others_build: bool = False

    def get(self, language: str) -> Synonyms:
        return self.kept.get(language) or Synonyms.first(language)

    def all(self) -> Sequence[Synonyms]:
        return [self.get(language) for language in LANGUAGES]

    def save(self, synonyms: Synonyms) -> None:
        if self.get(synonyms.language).version != synonyms.version - 1:
            raise StaleVersion("The synonyms changed meanwhile: read them again.")
        self.kept[synonyms.language] = synonyms

    def changed_by(self, subject: str) -> Sequence[Synonyms]:
        found = [each for each in self.kept.values() if each.changed_by == subject]
        return sorted(found, key=lambda each: each.language)

    def rename(self, subject: str, pseudonym: str) -> int:
        mine = self.changed_by(subject)
        for each in mine:
            self.kept[each.language] = replace(each, changed_by=pseudonym)
        return len(mine)

    def builds_alone(self) -> bool:
        return not self.others_build
