"""Listing the synonyms."""

from services.content.domain.synonyms import Synonyms
from services.content.usecases.list_synonyms import ListSynonyms
from tests.fakes.content import NOON


def test_each_language_is_there_changed_or_not(unit_of_work, stores) -> None:
    first = Synonyms.first("en-GB")
    changed = first.changed([("drone", "UAV")], read=1, by="editor", at=NOON)
    stores.synonyms.save(changed)
    assert [changed, Synonyms.first("cy")] == list(ListSynonyms(unit_of_work=unit_of_work)())
