"""Drafts as the tests of their verbs find them, and who has to do with them."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from kernel.tiers import Tier
from services.content.domain.document import Document
from services.content.domain.draft import Draft
from services.content.domain.proposal import Proposal
from tests.fakes.content import AMBER, EDITOR, NOON, MemoryContentStores, content

OTHER = replace(EDITOR, subject="other")
UNCLEARED = replace(EDITOR, subject="uncleared", tier=Tier.REGISTERED)
"""An editor who may not read what is for verified people."""


def proposal(title: str = "New", *, marking: Any = AMBER, **given: Any) -> Proposal:
    """What a document would say, to verified people unless said otherwise."""
    return Proposal(content=content(title=title, marking=marking), **given)


def a_draft(
    stores: MemoryContentStores,
    *,
    standing: Document | None = None,
    submitted: bool = False,
    **given: Any,
) -> Draft:
    """Keep a draft by the editor, submitted by them if said so."""
    draft = Draft.begun(
        uuid4(),
        proposal(**given),
        document_id=standing.document_id if standing else uuid4(),
        standing=standing,
        owner="editor",
        by="editor",
        at=NOON,
    )
    stores.drafts.add(draft)
    if submitted:
        stores.drafts.save(draft := draft.submit(by="editor", at=NOON))
    return draft


def unchanged(stores: MemoryContentStores, draft: Draft) -> bool:
    """Tell whether a draft is as it was, and nothing was told or noted of it."""
    kept = stores.drafts.get(draft.draft_id)
    return (kept, [], []) == (draft, stores.audit.rows, stores.outbox.events)
