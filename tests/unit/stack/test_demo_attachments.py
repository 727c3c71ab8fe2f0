"""The demonstration's files are fit to be attached, and say what they are."""

import pytest

from services.content.domain.attachment_kind import declared_violations, kind_of
from services.content.outbound.inspection.checks import check
from stack.attaching import TYPES
from stack.demo_content.attachments import demo_attachments
from stack.demo_content.files import demo_documents

FILES = demo_attachments()


@pytest.mark.parametrize(("document", "name", "body"), FILES, ids=[each[1] for each in FILES])
def test_each_is_good_and_belongs_to_a_document(tmp_path, document, name, body) -> None:
    media_type = TYPES[name.rpartition(".")[2]]
    assert [] == declared_violations(name, media_type, len(body))
    path = tmp_path / "file"
    path.write_bytes(body)
    kind = kind_of(media_type)
    assert kind is not None
    check(path, kind)
    assert document in {each.name for each in demo_documents()}
    assert b"not official" in body[:100]
