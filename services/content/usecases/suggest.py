"""Suggest what somebody may be typing."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.principals import Principal
from services.content.domain.compartments import entitled
from services.content.domain.errors import SearchUnavailable
from services.content.domain.typing_ahead import Suggestion, suggestions, typed_words
from services.content.usecases.finding_ports import Finding
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggest:
    """Return titles and tags of what the caller may read that begin so."""

    engine: Finding
    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal, *, text: str, language: str) -> Sequence[Suggestion]:
        """Return at most eight; none while too little is typed.

        The record has the last word: what the caller may not read any more is not suggested.
        """
        words, compartments = typed_words(text), entitled(caller)
        if not words:
            return []
        with self.unit_of_work() as tx:
            try:
                found = self.engine.beginning_so(compartments, words, language=language)
            except SearchUnavailable:
                found = tx.full_text.beginning_so(compartments, words, language=language)
            there = {each.document_id: each for each in tx.documents.of_ids(found)}
        documents = [there[each] for each in found if each in there]
        return suggestions([each for each in documents if each.readable_by(caller)], words)
