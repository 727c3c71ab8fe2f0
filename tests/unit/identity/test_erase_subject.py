"""Breaking every link with a person."""

from dataclasses import replace
from datetime import timedelta

from chassis.pseudonyms import Pseudonyms
from kernel.standing import Standing
from services.identity.domain.contact import Channel, Contact
from services.identity.domain.events import (
    OrganisationChanged,
    PremisesChanged,
    PrincipalChanged,
    RecipientChanged,
)
from services.identity.domain.verification_lifecycle import Outcome
from services.identity.usecases.erase_subject import EraseSubject
from services.identity.usecases.waiting_ports import TaskKind
from tests.fakes.identity import SUSPENDED, case, subscriber
from tests.fakes.premises import an_organisation, some_premises
from tests.fakes.subscriptions import PSEUDONYMS, a_subscription, digest
from tests.unit.identity.seated import a_seat_with


def test_erasure_closes_removes_and_tells_and_is_done_once(
    unit_of_work, stores, clock, ids
) -> None:
    stores.subscribers.add(subscriber("owner"))
    erase = EraseSubject(
        unit_of_work=unit_of_work, pseudonyms=Pseudonyms(b"k"), clock=clock, ids=ids
    )
    assert (3, 0, 0) == (erase(subject="owner"), erase(subject="owner"), erase(subject="nobody"))
    person = stores.subscribers.get("owner")
    assert Standing.CLOSED is person.standing
    assert {"owner"} == set(stores.personal_data.erased)
    assert [TaskKind.DELETE] == [w.what.kind for w in stores.tasks.waiting]
    assert [PrincipalChanged(person)] == stores.outbox.events
    assert "owner" not in str(stores.audit.rows)


def test_what_was_written_after_the_first_round_is_gone_after_the_second(
    unit_of_work, stores, clock, ids
) -> None:
    """By a call that was under way, or an event that was late: the saga asks twice for that."""
    stores.subscribers.add(subscriber("owner"))
    erase = EraseSubject(unit_of_work=unit_of_work, pseudonyms=PSEUDONYMS, clock=clock, ids=ids)
    erase(subject="owner")
    stores.personal_data.late["owner"] = 4
    seat = a_seat_with(stores, "owner")
    stores.verifications.add(opened := case("owner"))
    assert (6, 0) == (erase(subject="owner"), erase(subject="owner"))
    assert frozenset() == stores.seats.get(seat.seat_id).people
    assert Outcome.WITHDRAWN is stores.verifications.get(opened.verification_id).outcome
    assert [TaskKind.DELETE] == [w.what.kind for w in stores.tasks.waiting]
    assert 1 == sum(isinstance(each, PrincipalChanged) for each in stores.outbox.events)


def test_alerts_to_the_same_address_end_and_are_forgotten_too(
    unit_of_work, stores, clock, ids
) -> None:
    person = subscriber("owner")
    stores.subscribers.add(person)
    contact = Contact(channel=Channel.EMAIL, address=person.profile.email)
    stores.subscriptions.add(a_subscription(contact))
    erase = EraseSubject(unit_of_work=unit_of_work, pseudonyms=PSEUDONYMS, clock=clock, ids=ids)
    assert 4 == erase(subject="owner")
    left = stores.subscriptions.find(digest(contact))
    assert (None, False) == (left.contact, left.active)
    assert RecipientChanged(left) in stores.outbox.events
    assert [] == stores.mails.waiting


def test_the_last_to_go_takes_the_organisation_and_its_premises_along(
    unit_of_work, stores, clock, ids
) -> None:
    """Of a sole trader they may tell who it was."""
    own = an_organisation()
    premises = [some_premises(own.organisation_id) for _ in range(2)]
    stores.organisations.add(own)
    for each in premises:
        stores.premises.add(each)
    for subject in ("owner", "colleague"):
        stores.subscribers.add(subscriber(subject, organisation_id=own.organisation_id))
    erase = EraseSubject(unit_of_work=unit_of_work, pseudonyms=PSEUDONYMS, clock=clock, ids=ids)
    assert 3 == erase(subject="owner")
    assert own == stores.organisations.get(own.organisation_id)
    assert 2 == stores.premises.count(own.organisation_id)
    stores.outbox.events.clear()
    assert 7 == erase(subject="colleague")  # their name in the log goes too: they became admin
    assert own.closed(clock.now()) == stores.organisations.find(own.organisation_id)
    for each in premises:
        assert each.removed(clock.now()) == stores.premises.kept[each.premises_id]
        assert PremisesChanged(each.removed(clock.now())) in stores.outbox.events
    assert OrganisationChanged(own.closed(clock.now())) in stores.outbox.events
    assert stores.subscribers.get("colleague").organisation_id is None


def test_the_log_forgets_them_and_no_row_beside_their_id_says_their_name(
    unit_of_work, stores, clock, ids
) -> None:
    """A last act that was under way while they were erased is forgotten by the next time."""
    stores.subscribers.add(subscriber("owner"))
    name = stores.audit.name_of("owner")
    erase = EraseSubject(unit_of_work=unit_of_work, pseudonyms=PSEUDONYMS, clock=clock, ids=ids)
    assert 4 == erase(subject="owner")
    assert ("identity:erase", name) == stores.audit.rows[-1][1:3]
    assert name not in str(stores.subscribers.get("owner"))
    late = stores.audit.name_of("owner")
    assert late != name
    assert [1, 0] == [erase(subject="owner"), erase(subject="owner")]
    assert {} == stores.audit.people({name, late})


def test_officers_work_on_the_case_of_nobody_who_was_erased(
    unit_of_work, stores, clock, ids
) -> None:
    stores.subscribers.add(subscriber("owner"))
    stores.verifications.add(opened := case("owner"))
    erase = EraseSubject(
        unit_of_work=unit_of_work, pseudonyms=Pseudonyms(b"k"), clock=clock, ids=ids
    )
    erase(subject="owner")
    assert [] == stores.verifications.open_page(after=None, size=5)
    assert Outcome.WITHDRAWN is stores.verifications.get(opened.verification_id).outcome


def test_of_an_organisation_whose_only_admin_goes_the_eldest_is_the_next(
    unit_of_work, stores, clock, ids
) -> None:
    own = an_organisation()
    stores.organisations.add(own)
    for subject in ("admin", "eldest", "newest", "suspended"):
        standing = {"standing": SUSPENDED} if subject == "suspended" else {}
        days = timedelta(days=1 if subject == "newest" else 0)
        person = subscriber(subject, organisation_id=own.organisation_id, **standing)
        stores.subscribers.add(replace(person, created_at=person.created_at + days))
    stores.subscribers.save(stores.subscribers.get("admin").as_admin(admin=True))
    erase = EraseSubject(unit_of_work=unit_of_work, pseudonyms=PSEUDONYMS, clock=clock, ids=ids)
    erase(subject="admin")
    assert ["eldest"] == list(stores.members.admins(own.organisation_id))
    assert PrincipalChanged(stores.subscribers.get("eldest")) in stores.outbox.events
    erase(subject="newest")
    assert ["eldest"] == list(stores.members.admins(own.organisation_id))


def test_nobody_becomes_admin_because_a_colleague_of_a_suspended_one_goes(
    unit_of_work, stores, clock, ids
) -> None:
    """Whom the organisation needs then, an officer says."""
    own = an_organisation()
    stores.organisations.add(own)
    for subject in ("admin", "one", "two"):
        stores.subscribers.add(subscriber(subject, organisation_id=own.organisation_id))
    admin = stores.subscribers.get("admin").as_admin(admin=True)
    stores.subscribers.kept["admin"] = admin.suspended(by="officer", at=clock.now())
    erase = EraseSubject(unit_of_work=unit_of_work, pseudonyms=PSEUDONYMS, clock=clock, ids=ids)
    erase(subject="one")
    assert [] == list(stores.members.admins(own.organisation_id))
    erase(subject="admin")
    assert ["two"] == list(stores.members.admins(own.organisation_id))
