"""What the comparison of index and record needs."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from services.content.domain.document import Document
from services.content.domain.reconciling import Entry
from services.content.usecases.ports import Index


class ComparedIndex(Index, Protocol):
    """An index that says what is in it. Compartments go by their names."""

    def compartments(self) -> Sequence[str]:
        """Return the compartments that there is an index of.

        Raises:
            SearchUnavailable: it does not answer.
        """
        ...

    def walk(self, compartment: str) -> Iterator[Entry]:
        """Return all that is searched in a compartment, by key, a portion in memory at a time.

        Raises:
            SearchUnavailable: it does not answer.
        """
        ...

    def wanted(self, document: Document) -> Entry:
        """Return what the index should hold of a document that stands."""
        ...

    def held(self, compartment: str, entries: Sequence[str]) -> Sequence[Entry]:
        """Return those of these entries that are there at this moment.

        Raises:
            SearchUnavailable: it does not answer.
        """
        ...

    def remove(self, compartment: str, entries: Sequence[str]) -> None:
        """Delete entries, of whatever version.

        Raises:
            SearchUnavailable: it does not answer.
        """
        ...
