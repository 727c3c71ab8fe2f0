"""Building the indexes anew when they are outdated."""

import pytest

from services.content.usecases.keep_index_current import KeepIndexCurrent
from services.content.usecases.rebuild_index import RebuildIndex
from tests.fakes.content import MemoryIndex, published


@pytest.fixture
def index() -> MemoryIndex:
    return MemoryIndex(old=True)


@pytest.fixture
def keep_current(index, unit_of_work, stores, clock) -> KeepIndexCurrent:
    stores.documents.add(published())
    rebuild = RebuildIndex(index=index, unit_of_work=unit_of_work, clock=clock)
    return KeepIndexCurrent(index=index, rebuild_index=rebuild)


def test_an_outdated_index_is_built_once(keep_current, index) -> None:
    assert (1, 0) == (keep_current(), keep_current())
    assert 1 == len(index.kept)


def test_one_process_builds_at_a_time(keep_current, index, stores) -> None:
    stores.synonyms.others_build = True
    assert (0, {}) == (keep_current(), index.kept)
    stores.synonyms.others_build = False
    assert 1 == keep_current()


def test_an_engine_that_is_away_is_looked_at_again(keep_current, index) -> None:
    index.away = True
    assert 0 == keep_current()
    index.away = False
    assert 1 == keep_current()
