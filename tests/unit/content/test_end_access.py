"""Grants end by themselves, and with what they rest on."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from kernel.tiers import Tier
from services.content.domain.access_request import KEPT, AccessStatus, Why
from services.content.domain.events import AccessRequestChanged
from services.content.usecases.end_access import EndAccess
from services.content.usecases.end_access_of_document import EndAccessOfDocument
from services.content.usecases.end_access_of_person import EndAccessOfPerson
from services.content.usecases.forget_access_requests import ForgetAccessRequests
from tests.fakes.content import NOON, READER
from tests.fakes.content_access import HIGH, asked, granted

KNOWN = replace(READER, rights_version=7)


@pytest.fixture
def tidy(unit_of_work, clock):
    return EndAccess(unit_of_work=unit_of_work, clock=clock)


@pytest.fixture
def of_document(unit_of_work, clock):
    return EndAccessOfDocument(unit_of_work=unit_of_work, clock=clock)


@pytest.fixture
def of_person(unit_of_work, clock):
    use_case = EndAccessOfPerson(unit_of_work=unit_of_work, clock=clock)

    def call(tier=Tier.REGISTERED, version=8, *, active=True, subject="reader"):
        use_case(subject=subject, tier=tier, active=active, rights_version=version)

    return call


@pytest.fixture
def grant(teased, stores):
    stores.access.add(given := granted(teased(), KNOWN, days=2))
    return given


def test_time_ends_grants_and_requests_once_and_tells(tidy, grant, teased, stores, clock) -> None:
    stores.access.add(request := asked(teased(), by="other"))
    assert 0 == tidy()
    clock.moment = NOON + timedelta(days=2)
    assert (1, 0) == (tidy(), tidy())
    ended = stores.access.get(grant.request_id)
    assert (AccessStatus.ENDED, Why.TIME) == (ended.status, ended.why)
    assert [AccessRequestChanged(request=ended, owner="owner")] == stores.outbox.events
    assert [("content:end-access", "TIME")] == [
        (row[1], row[4]["why"]) for row in stores.audit.rows
    ]
    clock.moment = NOON + timedelta(days=30)
    assert (1, 0) == (tidy(), tidy())
    assert AccessStatus.LAPSED is stores.access.get(request.request_id).status


def test_a_withdrawn_document_ends_them(tidy, of_document, grant, teased, stores) -> None:
    stores.access.add(request := asked(other := teased()))
    first = stores.documents.kept[grant.document_id]
    for document in (first, other):
        stores.documents.save(document.withdraw(by="owner", at=NOON))
    of_document(document_id=first.document_id)
    assert Why.WITHDRAWN is stores.access.get(grant.request_id).why
    assert (1, 0) == (tidy(), tidy())
    lapsed = stores.access.get(request.request_id)
    assert (AccessStatus.LAPSED, Why.WITHDRAWN) == (lapsed.status, lapsed.why)


def test_a_marking_that_rose_ends_it_for_good(of_document, grant, stores) -> None:
    document = stores.documents.kept[grant.document_id]
    raised = document.revise(
        replace(document.content, marking=HIGH["marking"]), by="owner", at=NOON
    )
    stores.documents.save(raised)
    stores.documents.save(raised.revise(document.content, by="owner", at=NOON))
    of_document(document_id=document.document_id)
    ended = stores.access.get(grant.request_id)
    assert (AccessStatus.ENDED, Why.MARKING) == (ended.status, ended.why)


def test_another_text_under_the_same_marking_ends_nothing(of_document, grant, stores) -> None:
    document = stores.documents.kept[grant.document_id]
    said = replace(document.content, body="Other words.")
    stores.documents.save(document.revise(said, by="owner", at=NOON))
    for each in (document.document_id, uuid4()):
        of_document(document_id=each)
    assert grant == stores.access.get(grant.request_id)


def test_a_marking_that_was_high_before_ends_nothing(of_document, teased, stores) -> None:
    document = teased(**HIGH)
    lowered = document.revise(
        replace(document.content, marking=teased().content.marking), by="owner", at=NOON
    )
    stores.documents.save(lowered)
    stores.access.add(grant := granted(lowered, KNOWN))
    of_document(document_id=document.document_id)
    assert grant == stores.access.get(grant.request_id)


@pytest.mark.parametrize("said", [{"tier": Tier.PUBLIC}, {"active": False}])
def test_who_falls_or_is_suspended_loses_it_for_good(of_person, grant, stores, said) -> None:
    of_person(**said)
    of_person(version=9)
    ended = stores.access.get(grant.request_id)
    assert (AccessStatus.ENDED, Why.PERSON) == (ended.status, ended.why)
    of_person(**said)
    assert 1 == len(stores.outbox.events)


def test_other_changes_and_older_ones_end_nothing(of_person, grant, stores) -> None:
    of_person()
    of_person(tier=Tier.VERIFIED)
    of_person(active=False, version=6)
    of_person(active=False, subject="other")
    assert grant == stores.access.get(grant.request_id)


def test_what_a_suspended_person_waits_for_lapses(of_person, teased, stores) -> None:
    stores.access.add(request := asked(teased()))
    of_person(tier=Tier.PUBLIC)
    assert request == stores.access.get(request.request_id)
    of_person(active=False)
    assert AccessStatus.LAPSED is stores.access.get(request.request_id).status


def test_a_year_after_it_was_over_it_is_gone(unit_of_work, clock, grant, stores) -> None:
    forget = ForgetAccessRequests(unit_of_work=unit_of_work, clock=clock)
    stores.access.save(grant.given_up(NOON))
    clock.moment = NOON + KEPT
    assert 0 == forget()
    clock.moment = NOON + KEPT + timedelta(seconds=1)
    assert 1 == forget()
    assert not stores.access.kept
