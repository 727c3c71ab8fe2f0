"""Mails about saved searches, through the front of content."""

import pytest

from isp.content.v1 import saved_search_mails_pb2 as pb
from isp.content.v1.saved_search_mails_pb2_grpc import SavedSearchMailsServiceStub
from tests.fakes.content import MemoryContentStores
from tests.fakes.serving import Caller, Served, refusal

DAILY = pb.SetSavedSearchMailsRequest(mailing=pb.SAVED_SEARCH_MAILING_DAILY)


@pytest.fixture
def mails(server: Served) -> SavedSearchMailsServiceStub:
    return SavedSearchMailsServiceStub(server.channel)


@pytest.fixture
def reader(server: Served) -> Caller:
    return server.caller()


def chosen(mails: SavedSearchMailsServiceStub, by: Caller) -> str:
    said = mails.GetSavedSearchMails(pb.GetSavedSearchMailsRequest(), metadata=by.metadata)
    return pb.SavedSearchMailing.Name(said.mailing).removeprefix("SAVED_SEARCH_MAILING_")


def test_nobody_is_mailed_before_they_choose_it_and_a_link_ends_it(
    mails: SavedSearchMailsServiceStub, reader: Caller, stores: MemoryContentStores
) -> None:
    assert "NEVER" == chosen(mails, reader)
    kept = mails.SetSavedSearchMails(DAILY, metadata=reader.metadata)
    assert pb.SAVED_SEARCH_MAILING_DAILY == kept.mailing
    assert "DAILY" == chosen(mails, reader)
    (order,) = stores.mail_orders.kept.values()
    answers = {}
    for token in ("unknown", order.stop_token):
        assert "DAILY" == chosen(mails, reader)
        request = pb.StopSavedSearchMailsRequest(token=token)
        answers[token] = mails.StopSavedSearchMails(request).SerializeToString()
    assert {b""} == set(answers.values()), "it does not say whether a link is known"
    assert "NEVER" == chosen(mails, reader)


def test_one_does_not_choose_for_others(
    mails: SavedSearchMailsServiceStub, reader: Caller, server: Served
) -> None:
    mails.SetSavedSearchMails(DAILY, metadata=reader.metadata)
    assert "NEVER" == chosen(mails, server.caller())


@pytest.mark.parametrize("mailing", [0, 9])
def test_a_way_that_is_not_known_is_refused(
    mails: SavedSearchMailsServiceStub, reader: Caller, mailing: int
) -> None:
    with refusal() as refused:
        mails.SetSavedSearchMails(
            pb.SetSavedSearchMailsRequest(mailing=mailing),  # type: ignore[arg-type]
            metadata=reader.metadata,
        )
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason


@pytest.mark.parametrize("token", ["", "x" * 101])
def test_a_token_that_none_could_be_is_refused(
    mails: SavedSearchMailsServiceStub, token: str
) -> None:
    with refusal() as refused:
        mails.StopSavedSearchMails(pb.StopSavedSearchMailsRequest(token=token))
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
