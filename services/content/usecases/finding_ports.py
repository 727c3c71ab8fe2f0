"""What suggestions and similar documents need."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from services.content.domain.compartments import Compartment


class Finding(Protocol):
    """Finds by beginnings and by likeness, in the compartments that are named and no others."""

    def beginning_so(
        self, compartments: Sequence[Compartment], words: Sequence[str], *, language: str
    ) -> Sequence[UUID]:
        """Return documents in whose title or tags each word begins one, newest first.

        Raises:
            SearchUnavailable: it does not answer.
        """
        ...

    def alike(
        self,
        compartments: Sequence[Compartment],
        terms: Sequence[str],
        *,
        language: str,
        leave_out: Sequence[UUID],
    ) -> Sequence[UUID]:
        """Return documents of a language that say many of the terms, best first.

        Raises:
            SearchUnavailable: it does not answer.
        """
        ...
