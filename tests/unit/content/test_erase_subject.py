"""Breaking every link with a person."""

from services.content.usecases.erase_subject import EraseSubject
from tests.fakes.content import published


def test_a_pseudonym_takes_the_editors_place_and_the_document_stays(unit_of_work, stores) -> None:
    stores.documents.add(document := published())
    erase = EraseSubject(unit_of_work=unit_of_work)
    name = stores.audit.name_of("editor")
    assert (2, 0) == (erase(subject="editor"), erase(subject="editor"))
    after = stores.documents.get(document.document_id)
    assert (name, document.content) == (after.changed_by, after.content)
    assert not any("editor" in str(row) for row in stores.audit.rows)
