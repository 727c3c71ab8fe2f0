"""Who is mailed of what they look for: by choice, when they may read it, and not for ever."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.content.domain.events import SavedSearchMailDue
from services.content.domain.saved_search_mail import COALESCED, Mailing, MailOrder, next_morning
from services.content.usecases.erase_subject import EraseSubject
from services.content.usecases.export_subject import ExportSubject
from services.content.usecases.match_saved_searches import MatchSavedSearches
from services.content.usecases.set_saved_search_mails import SetSavedSearchMails
from services.content.usecases.tell_matches import PutOffMail, TellMatches
from tests.fakes.content import AMBER, NOON, READER, VERIFIED, published
from tests.fakes.content_saved import saved_search


@pytest.fixture
def choose(unit_of_work, clock) -> SetSavedSearchMails:
    return SetSavedSearchMails(unit_of_work=unit_of_work, clock=clock)


@pytest.fixture
def tell(unit_of_work, clock) -> TellMatches:
    return TellMatches(unit_of_work=unit_of_work, clock=clock)


@pytest.fixture
def match(unit_of_work, stores, clock) -> MatchSavedSearches:
    for reader in (READER, VERIFIED):
        stores.readers.known[reader.subject] = reader
        stores.saved_searches.add(saved_search(owner=reader.subject))
    return MatchSavedSearches(unit_of_work=unit_of_work, clock=clock)


def due(stores) -> list[SavedSearchMailDue]:
    return [each for each in stores.outbox.events if isinstance(each, SavedSearchMailDue)]


def test_nobody_is_mailed_who_did_not_choose_it(tell, match, stores, clock) -> None:
    stores.documents.add(document := published())
    match(document.document_id)
    clock.pass_(days=2)
    assert (0, []) == (tell(), due(stores))


def test_whoever_chose_it_is_mailed_once_within_minutes(choose, tell, match, stores, clock) -> None:
    choose(READER, mailing=Mailing.AT_ONCE)
    for _ in range(2):
        stores.documents.add(document := published())
        match(document.document_id)
    assert 0 == tell()
    clock.pass_(minutes=3)
    assert [1, 0] == [tell(), tell()]
    (mail,) = due(stores)
    order = stores.mail_orders.of("reader")
    assert ("reader", 2, order.stop_token) == (mail.subject, mail.count, mail.stop_token)
    clock.pass_(days=1)
    assert 0 == tell()


@pytest.mark.parametrize("what", ["withdrawn", "raised", "seen", "suspended", "unknown"])
def test_what_may_not_be_read_or_was_seen_by_then_is_in_no_mail(
    choose, tell, match, stores, clock, what: str
) -> None:
    choose(READER, mailing=Mailing.AT_ONCE)
    stores.documents.add(document := published())
    match(document.document_id)
    if what == "withdrawn":
        stores.documents.save(document.withdraw(by="editor", at=NOON))
    elif what == "raised":
        raised = replace(document.content, marking=AMBER)
        stores.documents.save(document.revise(raised, by="editor", at=NOON))
    elif what == "seen":
        (saved,) = stores.saved_searches.of("reader")
        stores.saved_searches.see(saved.saved_search_id)
    elif what == "suspended":
        stores.readers.known["reader"] = None
    else:
        del stores.readers.known["reader"]
    clock.pass_(minutes=3)
    assert (1, []) == (tell(), due(stores))


def test_what_may_be_read_is_told_to_those_alone(choose, tell, match, stores, clock) -> None:
    for reader in (READER, VERIFIED):
        choose(reader, mailing=Mailing.AT_ONCE)
    stores.documents.add(document := published(marking=AMBER))
    match(document.document_id)
    clock.pass_(minutes=3)
    while tell():
        pass
    assert ["verified"] == [each.subject for each in due(stores)]


def test_in_quiet_hours_it_is_put_off_and_looked_at_again(
    choose, tell, match, stores, clock, unit_of_work
) -> None:
    choose(READER, mailing=Mailing.AT_ONCE)
    stores.documents.add(document := published())
    match(document.document_id)
    clock.pass_(minutes=3)
    tell()
    (first,) = due(stores)
    put_off, until = PutOffMail(unit_of_work=unit_of_work), clock.now() + timedelta(hours=8)
    for _ in range(2):
        put_off(subject="reader", until=until, since=first.since)
    put_off(subject="nobody", until=until, since=first.since)
    assert 0 == tell()
    stores.documents.save(document.withdraw(by="editor", at=clock.now()))
    stores.documents.add(other := published())
    match(other.document_id)
    clock.pass_(hours=8)
    assert [1, 0] == [tell(), tell()]
    assert [1, 1] == [each.count for each in due(stores)], "the first was withdrawn meanwhile"


def test_a_choice_is_exported_and_erased(choose, unit_of_work, stores) -> None:
    choose(READER, mailing=Mailing.DAILY)
    exported = ExportSubject(unit_of_work=unit_of_work)(subject="reader")
    (said,) = [row for table, _, row in exported if table == "saved_search_mails"]
    assert "DAILY" == said["mailing"]
    assert 1 <= EraseSubject(unit_of_work=unit_of_work)(subject="reader")
    assert stores.mail_orders.of("reader") is None


@pytest.mark.parametrize(
    ("at", "morning"),
    [
        (datetime(2026, 11, 24, 7, 59, tzinfo=UTC), datetime(2026, 11, 24, 8, tzinfo=UTC)),
        (datetime(2026, 11, 24, 8, tzinfo=UTC), datetime(2026, 11, 25, 8, tzinfo=UTC)),
        (datetime(2026, 7, 1, 6, 59, tzinfo=UTC), datetime(2026, 7, 1, 7, tzinfo=UTC)),
        (datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 25, 8, tzinfo=UTC)),
    ],
)
def test_morning_is_eight_by_the_clock_in_london(at: datetime, morning: datetime) -> None:
    assert morning == next_morning(at)
    order = MailOrder(subject="a", mailing=Mailing.DAILY, stop_token="t", told_until=at)
    assert morning == order.woken(at).due_at
    assert at + COALESCED == replace(order, mailing=Mailing.AT_ONCE).woken(at).due_at
