"""Words that mean the same to whoever looks for advice, kept by editors."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.resources import files
from typing import Final

from chassis.errors import StaleVersion, Violation
from services.content.domain.document import LANGUAGES

MOST_GROUPS: Final = 500
LEAST_TERMS: Final = 2
MOST_TERMS: Final = 20
LONGEST_TERM: Final = 60
"""Characters."""

Group = tuple[str, ...]
"""Terms of one or more words; who looks for one of them finds what says any other."""

_TERM: Final = re.compile(r"[^\W_]+(?:[ '\u2019-][^\W_]+)*")
_WORD: Final = re.compile(r"[^\W_]+")
_OWNER: Final = re.compile("['\u2019]s\\b")


def _read(name: str) -> dict[str, list[str]]:
    text = files("services.content.domain").joinpath(f"data/{name}").read_text("utf-8")
    found: dict[str, list[str]] = json.loads(text)
    return found


COMMON: Final = {
    language: frozenset(words) for language, words in _read("common_words.json").items()
}
"""By language: words that say nothing of what somebody looks for, in small letters."""

FIRST: Final[dict[str, tuple[Group, ...]]] = {
    language: tuple(tuple(group) for group in groups)
    for language, groups in _read("synonyms.json").items()
}
"""By language: the groups that stand before an editor changes any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Synonyms:
    """The groups of one language. Version 1 is what stands before anybody changes it."""

    language: str
    version: int
    groups: tuple[Group, ...]
    changed_at: datetime | None = None
    changed_by: str = ""

    @classmethod
    def first(cls, language: str) -> "Synonyms":
        """Return what a new platform has in a language of ours."""
        return cls(language=language, version=1, groups=FIRST[language])

    def changed(self, groups: Sequence[Group], *, read: int, by: str, at: datetime) -> "Synonyms":
        """Return the next version, with these groups in place of all.

        Raises:
            StaleVersion: another version was read.
        """
        if read != self.version:
            raise StaleVersion("The synonyms changed meanwhile: read them again.")
        return replace(
            self,
            version=self.version + 1,
            groups=tuple(tuple(group) for group in groups),
            changed_at=at,
            changed_by=by,
        )


def first_synonyms() -> list[Synonyms]:
    """Return what a new platform has, for each language."""
    return [Synonyms.first(language) for language in LANGUAGES]


def without_common_words(term: str, language: str) -> str:
    """Return a term's words in small letters, without those that say nothing."""
    words = _WORD.findall(_OWNER.sub("", term.lower()))
    return " ".join(word for word in words if word not in COMMON[language])


def readings(text: str, every: Sequence[Synonyms], most: int = 12) -> list[str]:
    """Return a text, and the same with one term of it replaced by another of its group.

    For a search that knows no synonyms itself: the words of each reading are looked for.
    """
    found = [text]
    for synonyms in every:
        words = f" {without_common_words(text, synonyms.language)} "
        for group in synonyms.groups:
            terms = [f" {without_common_words(term, synonyms.language)} " for term in group]
            for said in (term for term in terms if term in words):
                found += [words.replace(said, other).strip() for other in terms if other != said]
    return list(dict.fromkeys(found))[:most]


def violations(language: str, groups: Sequence[Group]) -> list[Violation]:
    """Return what is wrong with groups of a language, each named by its place."""
    if language not in LANGUAGES:
        return [Violation("language", f"must be one of {', '.join(LANGUAGES)}")]
    if len(groups) > MOST_GROUPS:
        return [Violation("groups", f"must be at most {MOST_GROUPS}")]
    seen = set[str]()
    wrong = [(place, _wrong_of(group, language, seen)) for place, group in enumerate(groups)]
    return [Violation(f"groups[{place}]", what) for place, what in wrong if what]


def _wrong_of(group: Group, language: str, seen: set[str]) -> str:
    """Return what is wrong with a group first; what it says is seen from now on."""
    if not LEAST_TERMS <= len(group) <= MOST_TERMS:
        return f"must have {LEAST_TERMS} to {MOST_TERMS} terms"
    if not all(len(term) <= LONGEST_TERM and _TERM.fullmatch(term) for term in group):
        return f"must be words, at most {LONGEST_TERM} characters a term, with no other signs"
    said = [without_common_words(term, language) for term in group]
    if not all(said):
        return "has a term that says nothing which could be looked for"
    if len(set(said)) < len(said) or seen & set(said):
        return "has a term twice, or one that stands in a group above"
    seen |= set(said)
    return ""
