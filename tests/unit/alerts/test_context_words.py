"""What was added on the way stands beside the hub's words in what is sent, and never in them."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.alert import Status
from services.alerts.domain.cascade import Context
from services.alerts.domain.context_words import with_context
from services.alerts.domain.delivery import Delivery
from services.alerts.domain.message import LONGEST_TEXT, mail, text
from services.alerts.domain.push import push
from services.alerts.domain.recipient import Channel
from services.alerts.domain.webhook_message import alert_message
from services.alerts.domain.wording import CapStatus
from services.alerts.usecases.beside import CHANGED, beside, changed_under_way
from services.alerts.usecases.erase_subject import EraseSubject
from services.alerts.usecases.export_subject import ExportSubject
from tests.fakes.alerts import NOON, issued
from tests.unit.alerts.cascaded import LEAD, LONDON, REGION, RETAIL, Along, along, member, seated

URL = "https://isp.example"
WORD = Context(text="Use the back gate.", tlp=Tlp.CLEAR)
CLOSE = Context(text="Ask for the steward.", tlp=Tlp.AMBER)


@pytest.fixture
def cascade(unit_of_work, clock):
    seated(unit_of_work.stores)
    return Along(unit_of_work, clock)


@pytest.fixture
def sent(cascade, stores):
    """Pass an alert on with two words; return it, a member, and what was added for them."""

    def _sent(tier=Tier.VERIFIED, **given):
        shop = member(stores, "shop", *RETAIL, tier=tier)
        alert = along(stores, **given)
        cascade.passed(alert, LONDON, REGION, WORD)
        cascade.passed(alert, RETAIL, LEAD, CLOSE)
        assert {shop} == cascade.have(alert)
        to = stores.recipients.find(shop)
        (row,) = stores.deliveries.kept.values()
        return alert, to, beside(stores, alert, row, to)

    return _sent


def test_it_is_told_in_welsh_where_it_was_written_so(sent) -> None:
    alert, to, added = sent()
    welsh = [(step, replace(word, text_cy="Y giât gefn.")) for step, word in added[:1]]
    for language, known, said in (
        ("cy", welsh, "Y giât gefn."),
        ("cy", added[:1], WORD.text),
        ("en", welsh, WORD.text),
    ):
        reader = replace(to, language=language)
        for write, short in ((mail, False), (text, True)):
            plain = write(alert, Status.ISSUED, reader, URL)
            told = with_context(plain, known, alert, reader, short=short).text
            assert said in told[len(plain.text.rstrip()) :]


def test_a_notification_has_it_where_there_is_room_and_else_says_that_there_is_more(
    sent, stores
) -> None:
    alert, to, added = sent()
    (row,) = stores.deliveries.kept.values()

    def body(known, **given) -> str:
        shown = replace(alert, content=replace(alert.content, **given))
        return json.loads(push(shown, row, to, URL, at=NOON, added=known).text)["body"]

    assert WORD.text in body(added[:1])
    assert CLOSE.text not in body(added)
    assert "Added for London" not in body(())
    long = [(step, replace(word, text="x" * 800)) for step, word in added[:1]]
    assert "x" * 50 not in body(long)
    assert "More was added for you" in body(long)
    amber = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)
    assert WORD.text not in body(added[:1], marking=amber)


def test_a_mail_has_the_hubs_words_first_and_whole_and_what_was_added_after(sent) -> None:
    alert, to, added = sent()
    plain = mail(alert, Status.ISSUED, to, URL)
    said = with_context(plain, added, alert, to, short=False)
    assert said.text.startswith(plain.text.rstrip())
    beside_it = said.text[len(plain.text.rstrip()) :]
    assert "Added for London by those who stand for it there" in beside_it
    assert WORD.text in beside_it
    assert CLOSE.text not in said.text  # above TLP:GREEN: only that it is there
    assert "Something was added for Retail, London" in beside_it
    assert (plain.subject, plain.stop) == (said.subject, said.stop)


def test_who_may_not_see_a_word_is_not_told_of_it(sent) -> None:
    _, _, added = sent(tier=Tier.REGISTERED)
    assert [WORD] == [context for _, context in added]


def test_a_text_carries_what_it_has_room_for(sent) -> None:
    alert, to, added = sent()
    plain = text(alert, Status.ISSUED, to, URL)
    assert WORD.text in with_context(plain, added, alert, to, short=True).text
    long = [(step, replace(context, text="a" * 900)) for step, context in added]
    said = with_context(plain, long, alert, to, short=True).text
    assert said.startswith(plain.text)
    assert len(said) <= LONGEST_TEXT
    assert "More was added for you" in said


def test_an_exercise_stays_one_to_the_last_word(sent) -> None:
    alert, to, added = sent(cap_status=CapStatus.EXERCISE)
    said = with_context(mail(alert, Status.ISSUED, to, URL), added, alert, to, short=False)
    assert said.text.rstrip().endswith("EXERCISE EXERCISE EXERCISE")


def test_what_is_not_carried_has_nothing_beside_it(sent) -> None:
    alert, to, added = sent()
    secret = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)
    hidden = replace(alert, content=replace(alert.content, marking=secret))
    plain = mail(hidden, Status.ISSUED, to, URL)
    assert plain == with_context(plain, added, hidden, to, short=False)


def test_an_endpoint_gets_it_apart_from_the_alert(sent) -> None:
    alert, _, added = sent()
    body = alert_message(alert, Status.ISSUED, URL, named=True, added=added)
    assert f'"text":"{WORD.text}"' in body
    assert '"added"' not in alert_message(alert, Status.ISSUED, URL, named=True)


def test_of_an_end_nothing_is_added(sent, stores) -> None:
    alert, to, _ = sent()
    over = alert.withdraw(by="approver", why="wrong", at=NOON)
    row = Delivery.queued(uuid4(), over, to.recipient_id, Channel.EMAIL, at=NOON)
    assert [] == beside(stores, over, row, to)


def test_words_that_changed_under_way_are_not_sent(sent, stores) -> None:
    alert, _, _ = sent()
    assert changed_under_way(stores, alert) is None
    spoiled = replace(alert, content=replace(alert.content, description="Something else."))
    assert CHANGED == changed_under_way(stores, spoiled)
    later = replace(spoiled.content, cascaded=False)
    assert changed_under_way(stores, replace(spoiled, content=later)) is None


def test_who_passed_on_is_told_so_and_erased(unit_of_work, clock, sent, stores) -> None:
    sent()
    held = ExportSubject(unit_of_work=unit_of_work)(subject="lead")
    tables = {table for table, _, _ in held}
    assert {"seats", "cascade_steps"} <= tables
    erase = EraseSubject(unit_of_work=unit_of_work, clock=clock)
    assert erase(subject="lead")
    assert not erase(subject="lead")
    assert [] == stores.seats.of("lead")
    assert "lead" not in {each.done_by for each in stores.cascades.kept.values()}


def test_what_went_to_everyone_at_once_has_nothing_beside_it(stores, sent) -> None:
    _, to, _ = sent()
    direct = issued(expires_at=NOON + timedelta(hours=1))
    row = Delivery.queued(uuid4(), direct, to.recipient_id, Channel.EMAIL, at=NOON)
    assert [] == beside(stores, direct, row, to)
