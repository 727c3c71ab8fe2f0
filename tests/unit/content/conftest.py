"""The use cases of content, on memory."""

from collections.abc import Callable
from typing import Any

import pytest

from services.content.domain.document import Document
from services.content.usecases.red_reads import RedReads
from tests.fakes.content import (
    EDITOR,
    NOON,
    READER,
    VERIFIED,
    MemoryContentStores,
    looked_after,
    memory,
    published,
)
from tests.fakes.content_access import OWNER, TEASED
from tests.fakes.plumbing import MemoryUnitOfWork, SetClock
from tests.unit.content.formats import Desk


@pytest.fixture
def unit_of_work() -> MemoryUnitOfWork[MemoryContentStores]:
    return memory()


@pytest.fixture
def stores(unit_of_work: MemoryUnitOfWork[MemoryContentStores]) -> MemoryContentStores:
    return unit_of_work.stores


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOON)


@pytest.fixture
def red_reads(unit_of_work: MemoryUnitOfWork[MemoryContentStores], clock: SetClock) -> RedReads:
    return RedReads(unit_of_work=unit_of_work, clock=clock)


@pytest.fixture
def teased(stores: MemoryContentStores) -> Callable[..., Document]:
    """Keeps a document with a teaser, whose owner and readers are known."""
    stores.readers.known |= {each.person: each for each in (OWNER, EDITOR, READER, VERIFIED)}

    def keep(**given: Any) -> Document:
        stores.documents.add(document := looked_after(**TEASED | given))
        return document

    return keep


@pytest.fixture
def desk(
    unit_of_work: MemoryUnitOfWork[MemoryContentStores], clock: SetClock, red_reads: RedReads
) -> Desk:
    return Desk(unit_of_work, clock, red_reads)


@pytest.fixture
def document(stores: MemoryContentStores) -> Document:
    """One that everyone may read."""
    found = published()
    stores.documents.add(found)
    return found
