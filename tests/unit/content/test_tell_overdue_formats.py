"""Editors hear of what is overdue."""

from dataclasses import replace

import pytest

from kernel.tiers import Tier
from services.content.domain.events import FormatRequestOverdue
from services.content.usecases.tell_overdue_formats import TellOverdueFormats
from tests.fakes.content import AMBER, EDITOR, READER, VERIFIED, published
from tests.unit.content.formats import COLLEAGUE


@pytest.fixture
def figures():
    return []


@pytest.fixture
def tell(unit_of_work, clock, stores, figures) -> TellOverdueFormats:
    stores.readers.known |= {"editor": EDITOR, "colleague": COLLEAGUE, "reader": READER}
    return TellOverdueFormats(
        unit_of_work=unit_of_work, clock=clock, tell=lambda *said: figures.append(said)
    )


def heard(stores):
    return [each.to for each in stores.outbox.events if isinstance(each, FormatRequestOverdue)]


def test_all_editors_hear_once_a_day_and_whoever_claimed_it_alone(
    tell, desk, document, clock, stores, figures
) -> None:
    request = desk.asked(document)
    assert 0 == tell()
    clock.pass_(days=8)
    assert 1 == tell()
    assert 0 == tell()
    assert ["colleague", "editor"] == heard(stores)
    desk.claimed(desk.kept(request.request_id), COLLEAGUE)
    clock.pass_(days=1)
    assert 1 == tell()
    assert "colleague" == heard(stores)[-1]
    assert 3 == len(heard(stores))
    assert [(1, 0), (1, 1), (1, 1), (1, 1)] == figures


def test_who_may_not_read_the_document_does_not_hear(tell, desk, clock, stores) -> None:
    hidden = published(marking=AMBER)
    stores.documents.add(hidden)
    desk.asked(hidden, by=VERIFIED)
    stores.readers.known["editor"] = replace(EDITOR, tier=Tier.REGISTERED)
    clock.pass_(days=8)
    tell()
    assert ["colleague"] == heard(stores)
