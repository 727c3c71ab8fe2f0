"""Reading one draft."""

from uuid import uuid4

import pytest

from services.content.domain.draft_errors import DraftNotFound
from services.content.usecases.get_draft import GetDraft
from tests.fakes.content import AMBER, EDITOR, content, published
from tests.unit.content.drafted import UNCLEARED, a_draft


@pytest.fixture
def get(unit_of_work, red_reads) -> GetDraft:
    return GetDraft(unit_of_work=unit_of_work, red_reads=red_reads)


def test_it_comes_with_what_stands_and_what_would_change(get, stores) -> None:
    stores.documents.add(document := published(marking=AMBER, title="Old words"))
    draft = a_draft(stores, standing=document, title="New words")
    seen, standing, changes = get(EDITOR, draft_id=draft.draft_id)
    assert (draft, document) == (seen, standing)
    assert ["title"] == [each.field for each in changes]


def test_a_new_one_replaces_nothing(get, stores) -> None:
    draft = a_draft(stores)
    assert (draft, None) == get(EDITOR, draft_id=draft.draft_id)[:2]


def test_who_may_not_read_it_or_what_it_replaces_knows_of_none(get, stores) -> None:
    hidden = a_draft(stores)
    stores.documents.add(document := published(marking=AMBER))
    opens = a_draft(stores, standing=document, marking=content().marking)
    for draft_id in (hidden.draft_id, opens.draft_id, uuid4()):
        with pytest.raises(DraftNotFound):
            get(UNCLEARED, draft_id=draft_id)
