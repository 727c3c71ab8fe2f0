"""Anyone complains, and is told that it arrived."""

import pytest

from services.identity.usecases.make_complaint import MakeComplaint
from services.identity.usecases.send_mails import SendMails
from tests.fakes.identity import caller
from tests.fakes.identity_servers import MemoryMailServer
from tests.unit.identity.asking import key


@pytest.fixture
def complain(unit_of_work, clock, ids):
    make = MakeComplaint(unit_of_work=unit_of_work, clock=clock, ids=ids)

    def said(who=None, name="k"):
        return make(
            who or caller(None),
            email="reader@corner.example",
            about="You keep too much.",
            language="cy",
            key=key(name),
        )

    return said


def test_the_same_key_makes_one_without_an_account(complain, stores) -> None:
    assert complain() == complain()
    (kept,) = stores.complaints.kept.values()
    assert ("reader@corner.example", "You keep too much.", None) == (
        kept.email,
        kept.about,
        kept.acknowledged_at,
    )
    assert ["identity.complaint-made"] == [each.metric for each in stores.outbox.events]
    assert "reader" not in str(stores.audit.rows)


def test_it_is_acknowledged_when_the_mail_server_has_taken_the_mail(
    complain, stores, unit_of_work, clock
) -> None:
    complaint_id = complain()
    server = MemoryMailServer(away=True)
    send = SendMails(
        unit_of_work=unit_of_work, mail_server=server, clock=clock, public_url="https://isp.example"
    )
    send()
    assert stores.complaints.get(complaint_id).acknowledged_at is None
    server.away = False
    clock.pass_(days=2)
    send()
    ((to, subject, words),) = server.sent
    assert ("reader@corner.example", "Mae gennym eich cwyn") == (to, subject)
    assert str(complaint_id) in words
    assert clock.now() == stores.complaints.get(complaint_id).acknowledged_at


def test_of_a_complaint_that_went_with_its_person_the_mail_is_sent_and_nothing_kept(
    complain, stores, unit_of_work, clock
) -> None:
    complain()
    stores.complaints.kept.clear()
    server = MemoryMailServer()
    send = SendMails(
        unit_of_work=unit_of_work, mail_server=server, clock=clock, public_url="https://isp.example"
    )
    assert 1 == send()
    assert {} == stores.complaints.kept
