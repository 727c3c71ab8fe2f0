"""What is suggested while somebody types."""

import pytest

from kernel.principals import ANONYMOUS
from services.content.domain.typing_ahead import Suggestion, typed_words
from services.content.usecases.suggest import Suggest
from tests.fakes.content import AMBER, NOON, READER, VERIFIED, MemorySearch, published


@pytest.fixture
def engine(stores) -> MemorySearch:
    return MemorySearch(stores.documents)


@pytest.fixture
def suggest(engine, unit_of_work):
    use_case = Suggest(engine=engine, unit_of_work=unit_of_work)
    return lambda who, text, language="": use_case(who, text=text, language=language)


@pytest.mark.parametrize("away", [False, True])
def test_titles_and_tags_that_begin_so_are_suggested(suggest, engine, stores, away) -> None:
    engine.away = away
    stores.documents.add(one := published(title="Hostile vehicles", tags=("Vehicle barriers",)))
    stores.documents.add(published(title="Crowds", tags=("queues",)))
    both = [
        Suggestion("Vehicle barriers", one.document_id, is_tag=True),
        Suggestion("Hostile vehicles", one.document_id),
    ]
    assert both == list(suggest(ANONYMOUS, "  VEH"))
    assert both[1:] == list(suggest(ANONYMOUS, "veh hos"))
    assert [] == list(suggest(ANONYMOUS, "vans"))


def test_nothing_is_suggested_of_what_the_caller_may_not_read(suggest, engine, stores) -> None:
    stores.documents.add(published(title="Swarms of drones", marking=AMBER, tags=("secretword",)))
    for text in ("swa", "secr", "drones of"):
        assert [] == list(suggest(READER, text))
        assert [] != list(suggest(VERIFIED, text))
    assert {len(each) for each in engine.asked} == {2, 3}


def test_what_rose_since_it_was_indexed_is_not_suggested(unit_of_work, stores) -> None:
    old = published(title="Swarms")
    behind = MemorySearch(type(stores.documents)({old.document_id: old}))
    raised = old.revise(published(title="Swarms", marking=AMBER).content, by="e", at=NOON)
    stores.documents.add(raised)
    suggest = Suggest(engine=behind, unit_of_work=unit_of_work)
    assert [] == list(suggest(READER, text="swarms", language=""))


@pytest.mark.parametrize("text", ["", " ", "v", "!", "* ?", "é"])
def test_too_little_is_not_looked_for(suggest, engine, text) -> None:
    assert [] == list(suggest(ANONYMOUS, text))
    assert [] == engine.asked


def test_what_is_typed_is_words_and_no_operators() -> None:
    assert ("ty", "van", "a", "b") == typed_words('"Tŷ" -van* a|b')
    assert ("antidisestablis",) == typed_words("antidisestablishment")
    assert 6 == len(typed_words("one two three four five six seven"))
