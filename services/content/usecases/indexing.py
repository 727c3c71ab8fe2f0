"""What the index holds of a document beside its own words: what its attachments say."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

from services.content.domain.document import Document
from services.content.usecases.attachment_ports import Attachments

_AT_ONCE: Final = 200


def with_attachments(attachments: Attachments, documents: Iterable[Document]) -> Iterator[Document]:
    """Yield documents with what their standing attachments say, asked for some at a time."""
    left = iter(documents)
    while some := list(islice(left, _AT_ONCE)):
        texts = attachments.texts_of([each.document_id for each in some])
        for each in some:
            yield replace(each, attached=tuple(texts.get(each.document_id, ())))
