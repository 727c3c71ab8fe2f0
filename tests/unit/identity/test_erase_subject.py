"""Breaking every link with a person."""

from chassis.pseudonyms import Pseudonyms
from kernel.standing import Standing
from services.identity.domain.contact import Channel, Contact
from services.identity.domain.events import PrincipalChanged, RecipientChanged
from services.identity.usecases.erase_subject import EraseSubject
from services.identity.usecases.ports import TaskKind
from tests.fakes.identity import subscriber
from tests.fakes.subscriptions import PSEUDONYMS, a_subscription, digest


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
    assert ["owner"] == stores.personal_data.erased
    assert [TaskKind.DELETE] == [w.what.kind for w in stores.tasks.waiting]
    assert [PrincipalChanged(person)] == stores.outbox.events
    assert "owner" not in str(stores.audit.rows)


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
