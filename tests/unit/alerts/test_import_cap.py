"""A CAP message from elsewhere: it becomes a draft that waits for approval, and never more."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest

from chassis.errors import IdempotencyKeyReused, Invalid
from kernel.markings import Tlp
from kernel.tiers import Tier
from services.alerts.domain.alert import Status
from services.alerts.domain.cap import terms
from services.alerts.domain.cap.message import Reference
from services.alerts.domain.cap.writing import to_xml
from services.alerts.domain.content import DIGEST_VERSION
from services.alerts.domain.errors import (
    CapIdentifierReused,
    CapThreadEnded,
    CapThreadUnknown,
    TooManyDrafts,
)
from services.alerts.domain.thread import MOST_OPEN_DRAFTS
from services.alerts.domain.wording import CapStatus
from services.alerts.usecases.import_cap import ImportCap
from tests.fakes.alerts import AUTHOR, NOON, issued, key, person, updated
from tests.fakes.plumbing import FreshIds, a_row
from tests.ports.record_stores import AMBER
from tests.unit.alerts.cap.messages import info, message

UPDATE, CANCEL = terms.MsgType.UPDATE, terms.MsgType.CANCEL


@pytest.fixture
def take(unit_of_work, clock):
    use_case = ImportCap(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())

    def take(said, by=AUTHOR, under=None):
        digest = sha256(to_xml(said)).digest()
        request = key(under or str(uuid4()), digest, "ImportCap")
        return use_case(by, message=said, digest=digest, key=request)

    return take


@pytest.fixture
def out(stores):
    alert = issued()
    stores.alerts.add(alert)
    stores.messages.record(alert)
    return alert


def about(stores, alert, kind=UPDATE, **given):
    (sent, *_) = stores.messages.of_alert(alert.alert_id)
    return message(msg_type=kind, identifier="demo-2", references=(sent.reference,), **given)


def test_a_message_becomes_a_submitted_draft_and_nothing_is_issued(take, stores) -> None:
    made = take(message())
    assert (Status.SUBMITTED, None) == (made.alert.status, made.about)
    assert "Demonstration" == made.alert.content.headline
    assert frozenset({"author"}) == made.alert.hands
    assert stores.alerts.get(made.alert.alert_id) == made.alert
    assert [] == stores.messages.kept == list(stores.dispatches.kept.values())
    assert ["alerts:import-cap"] == [row[1] for row in stores.audit.rows]
    assert ["alerts.imported"] == [event.metric for event in stores.outbox.events]


def test_who_imports_it_cannot_approve_it(take) -> None:
    made = take(message())
    assert "author" in made.alert.hands


def test_an_exercise_stays_one(take) -> None:
    said = message(status=terms.Status.EXERCISE, note="Practice.")
    assert CapStatus.EXERCISE is take(said).alert.content.cap_status


def test_what_it_is_about_and_what_to_do_is_kept(take) -> None:
    said = info(
        category=(terms.Category.INFRA, terms.Category.CBRNE),
        response_types=(terms.ResponseType.EVACUATE, terms.ResponseType.AVOID),
    )
    kinds = take(message(infos=(said,))).alert.content.kinds
    assert {"Infra", "CBRNE"} == set(kinds.fields()["categories"])
    assert ["Evacuate", "Avoid"] == kinds.fields()["response_types"]


def test_a_cancel_tells_nobody_to_do_anything(take, stores, out) -> None:
    said = take(about(stores, out, CANCEL, note="Wrong town.", infos=())).alert.content
    assert ((), DIGEST_VERSION) == (said.kinds.responses, said.digest_version)


def test_a_test_stays_one(take) -> None:
    made = take(message(status=terms.Status.TEST)).alert
    assert CapStatus.TEST is made.content.cap_status


def test_a_restricted_message_is_never_drafted_for_everyone(take) -> None:
    said = message(scope=terms.Scope.RESTRICTED, restriction="Police only")
    assert Tlp.AMBER is take(said).alert.content.marking.tlp


def test_a_private_message_is_for_those_whom_it_names(take, stores) -> None:
    who = str(uuid4())
    stores.reach.people = [a_row(who, tier=Tier.TRUSTED, regions=frozenset({"LON"}))]
    said = message(scope=terms.Scope.PRIVATE, addresses=(who,))
    assert frozenset({who}) == take(said).alert.content.marking.named_subjects


@pytest.mark.parametrize("kind", [UPDATE, CANCEL])
def test_an_update_and_a_cancel_find_their_alert_and_change_nothing_of_it(
    take, stores, out, kind
) -> None:
    made = take(about(stores, out, kind))
    assert (Status.SUBMITTED, out.alert_id) == (made.alert.status, made.about)
    assert out == stores.alerts.get(out.alert_id)
    assert 1 == len(stores.messages.kept)


@pytest.mark.parametrize("kind", [UPDATE, CANCEL])
def test_the_draft_stands_in_the_thread_of_what_it_is_about(take, stores, out, kind) -> None:
    draft = take(about(stores, out, kind)).alert
    assert (out.thread.thread_id, out.alert_id) == (draft.thread.thread_id, draft.thread.updates)


def test_a_message_about_what_an_update_replaced_is_about_the_update(take, stores, out) -> None:
    said = about(stores, out)
    before, update = updated(out)
    stores.alerts.save(before)
    stores.alerts.add(update)
    stores.messages.record(update)
    assert update.alert_id == take(said).about


def test_a_cancel_becomes_words_that_never_say_that_it_is_safe(take, stores, out) -> None:
    said = take(about(stores, out, CANCEL, note="Wrong town.", infos=())).alert.content
    assert "Cancelled by its sender: Demonstration" == said.headline
    assert "This does not mean that it is safe. Wrong town." in said.description
    assert "" == said.action_line


def test_a_cancel_of_what_is_restricted_is_shown_to_nobody_else(take, stores) -> None:
    alert = issued(marking=AMBER)
    stores.alerts.add(alert)
    stores.messages.record(alert)
    assert AMBER == take(about(stores, alert, CANCEL)).alert.content.marking


def test_an_update_finds_the_draft_that_an_earlier_import_became(take, clock) -> None:
    first = take(message())
    clock.pass_(minutes=1)
    reference = message().reference
    second = take(message(msg_type=UPDATE, identifier="demo-2", references=(reference,)))
    third = take(
        message(
            msg_type=CANCEL,
            identifier="demo-3",
            references=(reference, Reference(reference.sender, "demo-2", reference.sent)),
        )
    )
    assert (first.alert.alert_id, second.alert.alert_id) == (second.about, third.about)


@pytest.mark.parametrize("change", ["sender", "identifier", "sent"])
def test_a_reference_must_be_right_in_each_part(take, stores, out, change: str) -> None:
    said = about(stores, out)
    (reference,) = said.references
    other = {"sent": NOON + timedelta(seconds=1)}.get(change, "other")
    wrong = replace(reference, **{change: other})
    with pytest.raises(CapThreadUnknown):
        take(replace(said, references=(wrong,)))


def test_what_the_caller_may_not_read_is_unknown_to_them(take, stores) -> None:
    alert = issued(marking=AMBER)
    stores.alerts.add(alert)
    stores.messages.record(alert)
    outsider = person("outsider", "alert-author", tier=Tier.REGISTERED)
    with pytest.raises(CapThreadUnknown):
        take(about(stores, alert), by=outsider)


def test_what_is_over_is_not_taken_up_again(take, stores, out) -> None:
    said = about(stores, out)
    stores.alerts.save(out.withdraw(by="duty", why="Wrong.", at=NOON))
    with pytest.raises(CapThreadEnded):
        take(said)


def test_what_waits_in_a_thread_that_is_over_takes_up_nothing(take, stores, out) -> None:
    take(about(stores, out))
    said = about(stores, out)
    stores.alerts.save(out.withdraw(by="duty", why="Wrong.", at=NOON))
    with pytest.raises(CapThreadEnded):
        take(replace(said, identifier="another"))


def test_references_of_two_threads_are_refused(take, stores, out) -> None:
    other = issued()
    stores.alerts.add(other)
    both = (
        stores.messages.of_alert(out.alert_id)[0].reference,
        stores.messages.record(other).reference,
    )
    with pytest.raises(Invalid, match="of one thread"):
        take(message(msg_type=UPDATE, references=both))


def test_a_feed_that_updates_again_and_again_hides_nothing_and_is_refused_in_the_end(
    take, stores, out
) -> None:
    (sent, *_) = stores.messages.of_alert(out.alert_id)
    for number in range(MOST_OPEN_DRAFTS):
        take(message(msg_type=UPDATE, identifier=f"u-{number}", references=(sent.reference,)))
    with pytest.raises(TooManyDrafts):
        take(message(msg_type=UPDATE, identifier="more", references=(sent.reference,)))
    assert out == stores.alerts.standing_in(out.alert_id)


def test_an_update_of_the_real_thing_cannot_be_an_exercise(take, stores, out) -> None:
    said = about(stores, out, status=terms.Status.EXERCISE, note="Practice.")
    with pytest.raises(Invalid, match="never becomes actual"):
        take(said)


def test_an_actual_update_cannot_be_about_an_exercise(take, stores) -> None:
    drill = issued(cap_status=CapStatus.EXERCISE)
    stores.alerts.add(drill)
    stores.messages.record(drill)
    with pytest.raises(Invalid, match="never becomes actual"):
        take(about(stores, drill))


def test_the_same_message_again_gives_the_same_draft(take, stores) -> None:
    first, again = take(message(), under="a"), take(message(), under="a")
    other_key = take(message(), under="b")
    assert first == again == other_key
    assert 1 == len(stores.alerts.kept)


def test_another_message_under_the_same_name_is_refused(take) -> None:
    take(message())
    with pytest.raises(CapIdentifierReused):
        take(message(infos=(info(headline="Other"),)))


def test_another_message_under_the_same_key_is_refused(take) -> None:
    take(message(), under="a")
    with pytest.raises(IdempotencyKeyReused):
        take(message(identifier="other"), under="a")


@pytest.mark.parametrize(
    "given",
    [
        {"infos": ()},
        {"msg_type": terms.MsgType.ACK},
        {"status": terms.Status.SYSTEM},
        {"infos": (info(headline=""),)},
        {"infos": (info(expires=NOON),)},
        {"infos": (info(urgency=terms.CapUrgency.IMMEDIATE),)},
    ],
)
def test_a_refusal_names_its_reason_and_changes_nothing(take, stores, given) -> None:
    with pytest.raises(Invalid) as refused:
        take(message(**given))
    assert refused.value.violations
    assert {} == stores.alerts.kept == stores.cap_imports.kept == stores.idempotency.keys
    assert [] == stores.audit.rows == stores.outbox.events
