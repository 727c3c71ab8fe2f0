"""What content holds about a person."""

from services.content.usecases.export_subject import ExportSubject
from tests.fakes.content import published


def test_the_documents_of_an_editor_and_the_plumbings_rows_are_exported(
    unit_of_work, stores
) -> None:
    stores.documents.add(mine := published())
    stores.documents.add(published(by="somebody"))
    row = ("principals", "deciding what a person may do now", {"tier": "TRUSTED"})
    stores.plumbing.rows["editor"] = [row]
    export = ExportSubject(unit_of_work=unit_of_work)
    document, plumbing = export(subject="editor")
    assert ("documents", mine.document_id) == (document[0], document[2]["document_id"])
    assert row == plumbing
    assert [] == list(export(subject="nobody"))
