"""Ending a catalogue; what becomes of its documents is in test_take_catalogues."""

from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from services.content.domain.catalogue import CatalogueStatus
from services.content.domain.partner_errors import CatalogueEnded, CatalogueNotFound
from services.content.usecases.end_catalogue import EndCatalogue
from tests.fakes.content import EDITOR
from tests.fakes.content_partners import catalogue, taken
from tests.fakes.plumbing import FreshIds


def test_one_person_ends_it_for_good(unit_of_work, clock, stores) -> None:
    stores.catalogues.add(before := catalogue(taken=taken()))
    end = EndCatalogue(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())
    what = {"catalogue_id": before.catalogue_id, "reason": "Over."}
    with pytest.raises(CatalogueNotFound):
        end(EDITOR, catalogue_id=uuid4(), reason="Over.", expected_version=1)
    with pytest.raises(StaleVersion):
        end(EDITOR, **what, expected_version=1)
    ended = end(EDITOR, **what, expected_version=2)
    assert (CatalogueStatus.ENDED, "editor", 0) == (ended.status, ended.ended_by, ended.taken.items)
    with pytest.raises(CatalogueEnded):
        end(EDITOR, **what, expected_version=3)
    assert 1 == len(stores.audit.rows)
