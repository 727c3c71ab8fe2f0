"""Breaking every link with a person."""

from services.alerts.domain.recipient import Recipient
from services.alerts.usecases.erase_subject import EraseSubject
from tests.fakes.alerts import AUTHOR, issued
from tests.fakes.deliveries import recipient
from tests.fakes.webhooks import registered
from tests.ports.answer_stores import answered, called, shift, someone


def test_a_pseudonym_takes_the_persons_place_and_the_digest_stays(
    unit_of_work, stores, clock
) -> None:
    stores.alerts.add(out := issued())
    stores.audit.record(AUTHOR, "alerts:draft", str(out.alert_id))
    name = stores.audit.name_of("author")
    erase = EraseSubject(unit_of_work=unit_of_work, clock=clock)
    assert (2, 0) == (erase(subject="author"), erase(subject="author"))
    after = stores.alerts.get(out.alert_id)
    assert ({name}, out.digest) == (after.hands, after.digest)
    assert ["alerts:erase", name] == list(stores.audit.rows[-1][1:3])
    assert name != stores.audit.name_of("author"), "who comes after them is somebody else"


def test_no_alert_is_sent_to_them_any_more(unit_of_work, stores, clock) -> None:
    stores.recipients.keep(mine := recipient(subject="one", version=3))
    stores.recipients.keep(other := recipient(subject="two"))
    erase = EraseSubject(unit_of_work=unit_of_work, clock=clock)
    assert (1, 0) == (erase(subject="one"), erase(subject="one"))
    assert Recipient.stopped(mine.recipient_id, 3) == stores.recipients.find(mine.recipient_id)
    assert other == stores.recipients.find(other.recipient_id)


def test_what_they_answered_and_where_they_helped_names_them_no_more(
    unit_of_work, stores, clock
) -> None:
    call = called(someone("one"))
    stores.answers.save(answered(call.thread_id, call.answerer))
    stores.help.ask(call)
    stores.help.begin(shift("one"))
    erase = EraseSubject(unit_of_work=unit_of_work, clock=clock)
    assert (4, 0) == (erase(subject="one"), erase(subject="one"))
    kept = (*stores.answers.past, *stores.answers.kept.values(), *stores.help.shifts.values())
    assert not any("one'" in repr(each) for each in kept)
    assert "" == stores.help.get(call.help_id).call_back


def test_an_address_goes_with_who_gave_it_whoever_answers_for_the_endpoint(
    unit_of_work, stores, clock
) -> None:
    """It was enabled by a colleague since, and is sent to as before."""
    mine = registered(stores, contact_by="venue", owner="colleague")
    other = registered(stores, contact_by="colleague", owner="colleague")
    erase = EraseSubject(unit_of_work=unit_of_work, clock=clock)
    assert (1, 0) == (erase(subject="venue"), erase(subject="venue"))
    after = stores.webhooks.find(mine.webhook_id)
    assert ("", None, "colleague", None) == (
        after.contact_email,
        after.contact_by,
        after.owner,
        after.disabled_at,
    )
    assert other == stores.webhooks.find(other.webhook_id)


def test_who_gave_the_address_is_told_that_the_owner_left(unit_of_work, stores, clock) -> None:
    mine = registered(stores, contact_by="colleague")
    EraseSubject(unit_of_work=unit_of_work, clock=clock)(subject="venue")
    (untold,) = stores.webhooks.untold(most=9)
    assert (mine.webhook_id, mine.contact_email) == (untold.webhook_id, untold.contact_email)


def test_nothing_is_posted_in_their_name_any_more(unit_of_work, stores, clock) -> None:
    mine = registered(stores, contact_by="venue")
    other = registered(stores, owner="colleague")
    erase = EraseSubject(unit_of_work=unit_of_work, clock=clock)
    assert (3, 0) == (erase(subject="venue"), erase(subject="venue"))
    after = stores.webhooks.find(mine.webhook_id)
    assert (stores.audit.rows[-1][2], "") == (after.owner, after.contact_email)
    assert after.disabled_at is not None
    assert not stores.recipients.find(mine.webhook_id).active
    assert other == stores.webhooks.find(other.webhook_id)
