"""Breaking every link with a person."""

from chassis.pseudonyms import Pseudonyms
from services.alerts.usecases.erase_subject import EraseSubject
from tests.fakes.alerts import issued


def test_a_pseudonym_takes_the_persons_place_and_the_digest_stays(unit_of_work, stores) -> None:
    stores.alerts.add(out := issued())
    pseudonyms = Pseudonyms(b"key")
    erase = EraseSubject(unit_of_work=unit_of_work, pseudonyms=pseudonyms)
    assert (1, 0) == (erase(subject="author"), erase(subject="author"))
    after = stores.alerts.get(out.alert_id)
    assert ({pseudonyms.of("author")}, out.digest) == (after.hands, after.digest)
    assert not any("author" in str(row) for row in stores.audit.rows)
