"""Listing what a document was."""

import pytest

from services.content.domain.errors import DocumentNotFound
from services.content.usecases.list_versions import ListVersions
from tests.fakes.content import AMBER, EDITOR, NOON, content, published
from tests.unit.content.drafted import UNCLEARED


@pytest.fixture
def list_versions(unit_of_work, red_reads) -> ListVersions:
    return ListVersions(unit_of_work=unit_of_work, red_reads=red_reads)


def test_versions_come_newest_first_page_by_page(list_versions, stores) -> None:
    document = published()
    stores.documents.add(document)
    for number in range(4):
        document = document.revise(content(title=f"Title {number}"), by="editor", at=NOON)
        stores.documents.save(document)
    told = {"document_id": document.document_id, "size": 3}
    first, following = list_versions(EDITOR, before=None, **told)
    second, end = list_versions(EDITOR, before=following, **told)
    assert ([5, 4, 3], [2, 1]) == ([v.version for v in first], [v.version for v in second])
    assert (3, None) == (following, end)


def test_each_version_bears_its_own_marking(list_versions, stores) -> None:
    """What was for verified people once stays so, also where anyone may read it by now."""
    stores.documents.add(first := published(marking=AMBER))
    stores.documents.save(opened := first.revise(content(), by="editor", at=NOON))
    told = {"document_id": first.document_id, "before": None, "size": 9}
    assert [2] == [each.version for each in list_versions(UNCLEARED, **told)[0]]
    stores.documents.save(opened.revise(content(marking=AMBER), by="editor", at=NOON))
    with pytest.raises(DocumentNotFound):
        list_versions(UNCLEARED, **told)
