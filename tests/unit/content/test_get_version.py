"""Reading what a document was."""

import pytest

from services.content.domain.errors import DocumentNotFound
from services.content.usecases.get_version import GetVersion
from tests.fakes.content import AMBER, EDITOR, NOON, content, published
from tests.unit.content.drafted import UNCLEARED


@pytest.fixture
def get(unit_of_work, red_reads) -> GetVersion:
    return GetVersion(unit_of_work=unit_of_work, red_reads=red_reads)


def test_a_version_comes_with_what_changed_since_another(get, stores) -> None:
    stores.documents.add(first := published(title="Old words"))
    second = first.revise(content(title="New words"), by="editor", at=NOON)
    stores.documents.save(second)
    told = {"document_id": first.document_id}
    assert (first, ()) == get(EDITOR, version=1, **told)
    seen, changes = get(EDITOR, version=2, since=1, **told)
    assert (second, ["title"]) == (seen, [each.field for each in changes])


def test_a_version_bears_its_own_marking_also_as_what_is_compared_with(get, stores) -> None:
    stores.documents.add(first := published(marking=AMBER))
    stores.documents.save(first.revise(content(), by="editor", at=NOON))
    told = {"document_id": first.document_id}
    assert 2 == get(UNCLEARED, version=2, **told)[0].version
    for version, since in ((1, None), (2, 1), (3, None)):
        with pytest.raises(DocumentNotFound):
            get(UNCLEARED, version=version, since=since, **told)
