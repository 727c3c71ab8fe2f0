"""Reading a page of drafts."""

from services.content.domain.draft_status import OPEN, DraftStatus
from services.content.usecases.list_drafts import ListDrafts
from tests.fakes.content import AMBER, EDITOR, NOON, content, published
from tests.unit.content.drafted import UNCLEARED, a_draft


def test_pages_follow_each_other_each_with_what_stands(unit_of_work, stores, red_reads) -> None:
    stores.documents.add(document := published(marking=AMBER))
    drafts = {(d := a_draft(stores)).draft_id: d for _ in range(4)}
    revises = a_draft(stores, standing=document)
    drafts[revises.draft_id] = revises
    list_drafts = ListDrafts(unit_of_work=unit_of_work, red_reads=red_reads)
    first, following = list_drafts(EDITOR, statuses=OPEN, after=None, size=3)
    second, end = list_drafts(EDITOR, statuses=OPEN, after=following, size=3)
    seen = {draft.draft_id: standing for draft, standing in (*first, *second)}
    assert (drafts.keys(), 3, None) == (seen.keys(), len(first), end)
    assert {revises.draft_id: document} == {k: v for k, v in seen.items() if v is not None}


def test_only_those_of_a_status_and_that_one_may_read(unit_of_work, stores, red_reads) -> None:
    waits = a_draft(stores, submitted=True)
    open_ = a_draft(stores, marking=content().marking)
    gone = a_draft(stores)
    stores.drafts.save(gone.discard(by="editor", at=NOON))
    list_drafts = ListDrafts(unit_of_work=unit_of_work, red_reads=red_reads)
    page = {"after": None, "size": 9}
    submitted, _ = list_drafts(EDITOR, statuses=frozenset({DraftStatus.SUBMITTED}), **page)
    assert [waits.draft_id] == [draft.draft_id for draft, _ in submitted]
    seen, _ = list_drafts(UNCLEARED, statuses=OPEN, **page)
    assert [open_.draft_id] == [draft.draft_id for draft, _ in seen]
