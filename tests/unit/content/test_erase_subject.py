"""Breaking every link with a person."""

from chassis.pseudonyms import Pseudonyms
from services.content.usecases.erase_subject import EraseSubject
from tests.fakes.content import published


def test_a_pseudonym_takes_the_editors_place_and_the_document_stays(unit_of_work, stores) -> None:
    stores.documents.add(document := published())
    pseudonyms = Pseudonyms(b"key")
    erase = EraseSubject(unit_of_work=unit_of_work, pseudonyms=pseudonyms)
    assert (1, 0) == (erase(subject="editor"), erase(subject="editor"))
    after = stores.documents.get(document.document_id)
    assert (pseudonyms.of("editor"), document.content) == (after.changed_by, after.content)
    assert not any("editor" in str(row) for row in stores.audit.rows)
