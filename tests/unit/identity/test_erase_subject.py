"""Breaking every link with a person."""

from chassis.pseudonyms import Pseudonyms
from kernel.standing import Standing
from services.identity.domain.events import PrincipalChanged
from services.identity.usecases.erase_subject import EraseSubject
from services.identity.usecases.ports import TaskKind
from tests.fakes.identity import subscriber


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
