"""What happened, for others to know."""

from dataclasses import dataclass

from kernel.usage import Used
from services.content.domain.document import Document


@dataclass(frozen=True, slots=True)
class DocumentChanged:
    """A document was published, revised or withdrawn."""

    document: Document


Event = DocumentChanged | Used
