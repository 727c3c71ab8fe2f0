"""A second person's word."""

import pytest

from kernel.principals import Principal
from kernel.tiers import Tier
from services.content.domain.attachment import State
from services.content.domain.attachment_errors import (
    AttachmentChanged,
    AttachmentNotFound,
    NotAwaitingConfirmation,
)
from services.content.domain.partner_errors import SelfConfirmation
from services.content.usecases.confirm_attachment import ConfirmAttachment
from tests.fakes.content import AMBER, EDITOR, VERIFIED, published
from tests.fakes.content_attachments import attachment

SECOND = Principal(subject="second", tier=Tier.TRUSTED, roles=frozenset({"editor"}))


@pytest.fixture
def waiting(stores):
    stores.documents.add(document := published(marking=AMBER))
    waiting = attachment(document_id=document.document_id, state=State.UNCONFIRMED)
    stores.attachments.add(waiting)
    return waiting


def test_it_is_shown_on_the_word_of_a_second_person(unit_of_work, stores, clock, waiting) -> None:
    confirm = ConfirmAttachment(unit_of_work=unit_of_work, clock=clock)
    shown = confirm(SECOND, attachment_id=waiting.attachment_id, read_digest=waiting.digest)
    assert (State.STANDING, "second") == (shown.state, shown.confirmed_by)
    assert [waiting.document_id] == [each.document.document_id for each in stores.outbox.events], (
        "the index is told"
    )
    assert ("second", "content:confirm-attachment") == stores.audit.rows[-1][:2]


def test_not_on_the_same_person_s_nor_on_another_file_s_nor_by_a_reader(
    unit_of_work, stores, clock, waiting
) -> None:
    confirm = ConfirmAttachment(unit_of_work=unit_of_work, clock=clock)
    for who, digest, why in (
        (EDITOR, waiting.digest, SelfConfirmation),
        (SECOND, "b" * 64, AttachmentChanged),
        (VERIFIED, waiting.digest, AttachmentNotFound),
    ):
        with pytest.raises(why):
            confirm(who, attachment_id=waiting.attachment_id, read_digest=digest)
    assert waiting == stores.attachments.get(waiting.attachment_id)
    assert [] == stores.outbox.events


def test_what_stands_waits_for_nobody(unit_of_work, stores, clock, waiting) -> None:
    confirm = ConfirmAttachment(unit_of_work=unit_of_work, clock=clock)
    what = {"attachment_id": waiting.attachment_id, "read_digest": waiting.digest}
    shown = confirm(SECOND, **what)
    with pytest.raises(NotAwaitingConfirmation):
        confirm(SECOND, **what)
    assert (shown, 1) == (stores.attachments.get(waiting.attachment_id), len(stores.outbox.events))
