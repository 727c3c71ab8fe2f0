"""What the use cases about synonyms need."""

from collections.abc import Sequence
from typing import Protocol

from services.content.domain.synonyms import Synonyms as OfLanguage


class Synonyms(Protocol):
    """The synonyms of one transaction."""

    def get(self, language: str) -> OfLanguage:
        """Return the synonyms of a language of ours; what a new platform has, before a change."""
        ...

    def all(self) -> Sequence[OfLanguage]:
        """Return the synonyms of every language."""
        ...

    def save(self, synonyms: OfLanguage) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def changed_by(self, subject: str) -> Sequence[OfLanguage]:
        """Return those whose present version a person made."""
        ...

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in an editor's place; return how many rows changed."""
        ...

    def builds_alone(self) -> bool:
        """Tell whether no other process builds indexes; none begins until this transaction ends."""
        ...
