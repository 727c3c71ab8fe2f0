"""What ends grants: a person's rights that fall, a document that is withdrawn or marked higher."""

from dataclasses import dataclass
from uuid import UUID

from chassis.principals import PrincipalRow
from kernel.standing import Standing
from services.content.usecases.end_access_of_document import EndAccessOfDocument
from services.content.usecases.end_access_of_person import EndAccessOfPerson


@dataclass(frozen=True, slots=True)
class AccessEvents:
    """Hears of people and of documents; hearing it again changes nothing."""

    of_person: EndAccessOfPerson
    of_document: EndAccessOfDocument

    def person_changed(self, row: PrincipalRow) -> None:
        """End what somebody's rights, as an event tells them, no longer bear."""
        self.of_person(
            subject=row.subject,
            tier=row.tier,
            active=row.standing is Standing.ACTIVE,
            rights_version=row.rights_version,
        )

    def document_changed(self, document_id: UUID) -> None:
        """End what a document, in any version since, no longer bears."""
        self.of_document(document_id=document_id)
