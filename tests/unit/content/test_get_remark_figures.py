"""Counting what readers said."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.content.domain.errors import DocumentNotFound
from services.content.domain.remark import KEPT
from services.content.usecases.get_remark_figures import GetRemarkFigures
from services.content.usecases.remark_ports import Month
from tests.fakes.content import AMBER, EDITOR, NOON, READER, published
from tests.ports.content_reading_stores import remark


def test_what_is_kept_is_counted_and_named(unit_of_work, stores, clock) -> None:
    stores.documents.add(document := published())
    stores.remarks.add(remark(document))
    stores.remarks.add(remark(document, -int((KEPT + timedelta(days=1)).total_seconds() / 60)))
    figures = GetRemarkFigures(unit_of_work=unit_of_work, clock=clock)
    month = [Month(month=f"{NOON:%Y-%m}", useful=0, not_useful=1)]
    assert (month, "") == figures(EDITOR, document_id=None)
    assert (month, "Hostile vehicles") == figures(EDITOR, document_id=document.document_id)


def test_of_what_one_may_not_read_there_are_none(unit_of_work, stores, clock) -> None:
    stores.documents.add(hidden := published(marking=AMBER))
    figures = GetRemarkFigures(unit_of_work=unit_of_work, clock=clock)
    for document_id in (hidden.document_id, uuid4()):
        with pytest.raises(DocumentNotFound):
            figures(READER, document_id=document_id)
