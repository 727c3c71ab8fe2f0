"""Asking to read."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from chassis.errors import IdempotencyKeyReused, Invalid
from kernel.tiers import Tier
from services.content.domain.access_errors import AccessOutOfReach, TooManyAccessRequests
from services.content.domain.access_request import LONGEST_REASON, MOST_A_DAY, AccessStatus
from services.content.domain.errors import DocumentNotFound
from services.content.domain.events import AccessRequestChanged
from services.content.domain.upkeep import NOBODYS
from services.content.usecases.ask_for_access import AskForAccess
from tests.fakes.content import EDITOR, NOON, READER, VERIFIED, key
from tests.fakes.content_access import HIGH, OWNER, asked, granted
from tests.fakes.plumbing import FreshIds


@pytest.fixture
def ask(unit_of_work, clock):
    use_case = AskForAccess(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())

    def call(document_id, who=READER, reason=" We hold a market. ", key_=None):
        return use_case(who, document_id=document_id, reason=reason, key=key_ or key(str(uuid4())))

    return call


def test_it_waits_is_on_record_and_its_owner_is_told_without_a_word_of_it(
    ask, teased, stores
) -> None:
    document = teased()
    request = ask(document.document_id)
    assert request == stores.access.get(request.request_id)
    assert ("reader", "We hold a market.", AccessStatus.WAITING, document.document_id) == (
        request.subject,
        request.reason,
        request.status,
        request.original_id,
    )
    told, used = stores.outbox.events
    assert AccessRequestChanged(request=request, owner="owner") == told
    assert ("content.access-asked", "") == (used.metric, used.detail)
    ((_, action, resource, *_),) = stores.audit.rows
    assert ("content:ask-access", str(request.request_id)) == (action, resource)


@pytest.mark.parametrize("owner", [None, replace(OWNER, roles=frozenset())])
def test_where_no_owner_decides_editors_hear_who_may_read_it(ask, teased, stores, owner) -> None:
    document = teased()
    fallen = replace(EDITOR, subject="fallen", tier=Tier.REGISTERED)
    stores.readers.known |= {"fallen": fallen, "owner": owner}
    ask(document.document_id)
    told, _used = stores.outbox.events
    assert ("editor",) == told.editors


def test_of_what_nobody_owns_every_editor_hears_who_may_read_it(ask, teased, stores) -> None:
    document = teased()
    stores.documents.kept[document.document_id] = replace(document, upkeep=NOBODYS)
    ask(document.document_id)
    told, _used = stores.outbox.events
    assert (None, ("editor", "owner")) == (told.owner, told.editors)


def test_an_editor_who_asks_does_not_hear_of_it(ask, teased, stores) -> None:
    asks = replace(EDITOR, subject="asks", tier=Tier.VERIFIED)
    stores.readers.known |= {"owner": None, "asks": asks}
    ask(teased(**HIGH).document_id, who=asks)
    told, _used = stores.outbox.events
    assert ("editor",) == told.editors


def test_asking_again_while_it_is_open_changes_nothing(ask, teased, stores) -> None:
    document = teased()
    first = ask(document.document_id, key_=key("a"))
    assert first == ask(document.document_id, key_=key("a"))
    assert first == ask(document.document_id, key_=key("b"), reason="Again.")
    assert first == ask(document.document_id, key_=key("b"), reason="Again.")
    assert 1 == len(stores.access.kept)
    assert 2 == len(stores.outbox.events)
    with pytest.raises(IdempotencyKeyReused):
        ask(document.document_id, key_=key("a", body=b"2" * 32))


def test_one_who_is_granted_it_asks_for_nothing_and_later_may_again(
    ask, teased, stores, clock
) -> None:
    document = teased()
    stores.access.add(grant := granted(document, READER, days=1))
    assert grant == ask(document.document_id)
    clock.moment = NOON + timedelta(days=1)
    assert grant != ask(document.document_id)


def test_without_a_teaser_it_is_not_found(ask, teased) -> None:
    for each in (teased(teaser="").document_id, uuid4()):
        with pytest.raises(DocumentNotFound):
            ask(each)


def test_who_may_read_it_or_is_two_tiers_below_is_told_so(ask, teased, stores) -> None:
    for document, who in ((teased(), VERIFIED), (teased(**HIGH), READER)):
        with pytest.raises(AccessOutOfReach):
            ask(document.document_id, who=who)
    assert not stores.access.kept
    assert ask(teased(**HIGH).document_id, who=VERIFIED)


@pytest.mark.parametrize("reason", ["", "  ", "x" * (LONGEST_REASON + 1), "a\x00b"])
def test_a_reason_must_be_said(ask, teased, reason) -> None:
    with pytest.raises(Invalid, match="reason"):
        ask(teased().document_id, reason=reason)


def test_nobody_asks_more_than_ten_times_a_day(ask, teased, clock, stores) -> None:
    for _ in range(MOST_A_DAY):
        ask(teased().document_id)
    more = teased()
    with pytest.raises(TooManyAccessRequests):
        ask(more.document_id)
    with pytest.raises(DocumentNotFound):
        ask(uuid4())
    assert ask(more.document_id, who=replace(READER, subject="other"))
    clock.moment = NOON + timedelta(days=1)
    assert ask(more.document_id)


def test_a_refusal_holds_for_a_week(ask, teased, stores, clock) -> None:
    document = teased()
    stores.access.add(asked(document).refused(by="owner", because="No.", at=NOON))
    clock.moment = NOON + timedelta(days=7) - timedelta(seconds=1)
    with pytest.raises(TooManyAccessRequests):
        ask(document.document_id)
    clock.moment = NOON + timedelta(days=7)
    assert ask(document.document_id)
