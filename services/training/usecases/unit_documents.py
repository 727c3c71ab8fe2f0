"""Read and keep the documents of a launched unit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from chassis.errors import Invalid, Violation
from kernel.ports import Clock
from services.training.domain.errors import (
    DocumentNotFound,
    DocumentOfPlatform,
    DocumentsFull,
)
from services.training.domain.launch import Launched
from services.training.domain.lms_statements import LAUNCH_DATA
from services.training.domain.scorm_kept import DOCUMENT
from services.training.domain.unit_documents import (
    LARGEST,
    MOST,
    MOST_OF_UNIT,
    Asked,
    DocumentKind,
    DocumentPlace,
    UnitDocument,
    may_change,
    merged,
)
from services.training.usecases.read_statements import OWN, Whose, session_of
from services.training.usecases.records_ports import RecordStores, RecordsUnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Where a request looks: which resource, about which activity, and whose."""

    kind: DocumentKind
    activity_id: str = ""
    whose: Whose = OWN

    def at(self, launched: Launched, document_id: str) -> DocumentPlace:
        """Return the place of a document on it.

        Raises:
            NotThisActor, StatementRefused: it is not the session's own.
        """
        self.whose.must_be(launched)
        return DocumentPlace(
            registration=launched.registration,
            kind=self.kind,
            activity_id=self.activity_id,
            document_id=document_id,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadUnitDocument:
    """Return a document."""

    unit_of_work: RecordsUnitOfWork
    clock: Clock

    def __call__(self, *, token: str, shelf: Shelf, document_id: str) -> UnitDocument:
        """Return it.

        Raises:
            SessionUnknown, StatementRefused: as `session_of`.
            NotThisActor: it is asked for another learner.
            DocumentNotFound: there is none.
        """
        with self.unit_of_work() as tx:
            launched = session_of(tx, token, self.clock)
            found = tx.unit_documents.get(shelf.at(launched, document_id))
        if found is None:
            raise DocumentNotFound("There is no such document.")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class ListUnitDocuments:
    """Return the ids of the documents that changed after a time."""

    unit_of_work: RecordsUnitOfWork
    clock: Clock

    def __call__(self, *, token: str, shelf: Shelf, since: datetime | None) -> Sequence[str]:
        """Return them by name.

        Raises:
            SessionUnknown, StatementRefused, NotThisActor: as for one document.
        """
        with self.unit_of_work() as tx:
            place = shelf.at(session_of(tx, token, self.clock), "")
            return tx.unit_documents.names(place.registration, place.kind, place.activity_id, since)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepUnitDocument:
    """Keep a document in the place of the one there is, or put its properties over those there."""

    unit_of_work: RecordsUnitOfWork
    clock: Clock

    def __call__(
        self,
        *,
        token: str,
        shelf: Shelf,
        document_id: str,
        content_type: str,
        content: bytes,
        asked: Asked,
        merge: bool,
    ) -> None:
        """Keep it.

        Raises:
            Invalid: it is too large, or one that is merged is no JSON object.
            SessionUnknown, StatementRefused, NotThisActor: as for reading.
            DocumentOfPlatform: units do not write it.
            DocumentChanged, DocumentPreconditionNeeded: as `may_change`.
            DocumentsFull: the registration has too many.
        """
        if len(content) > LARGEST:
            raise Invalid(Violation("body", f"must have at most {LARGEST} bytes"))
        with self.unit_of_work() as tx:
            launched = session_of(tx, token, self.clock, lock=True)
            place = shelf.at(launched, document_id)
            _must_be_the_units(place)
            there = tx.unit_documents.get(place, lock=True)
            may_change(there, asked, kind=place.kind, replacing=not merge)
            now = self.clock.now()
            new = UnitDocument(
                place=place, content_type=content_type, content=content, updated_at=now
            )
            if there is None:
                _must_have_room(tx, launched.registration)
            if merge and there is not None:
                new = replace(new, content=merged(there, new), content_type=there.content_type)
                if len(new.content) > LARGEST:
                    raise Invalid(Violation("body", f"must come to at most {LARGEST} bytes"))
            tx.unit_documents.put(new)
            tx.launches.save(replace(launched, heard_at=now))


@dataclass(frozen=True, slots=True, kw_only=True)
class DropUnitDocuments:
    """Delete a document, or all on a shelf; none there is no error."""

    unit_of_work: RecordsUnitOfWork
    clock: Clock

    def __call__(self, *, token: str, shelf: Shelf, document_id: str | None, asked: Asked) -> None:
        """Delete; what is the platform's stays when all are meant.

        Raises:
            SessionUnknown, StatementRefused, NotThisActor: as for reading.
            DocumentOfPlatform: units do not delete it.
            DocumentChanged: it is not the one in If-Match.
        """
        with self.unit_of_work() as tx:
            launched = session_of(tx, token, self.clock, lock=True)
            place = shelf.at(launched, document_id or "")
            if document_id is not None:
                _must_be_the_units(place)
                there = tx.unit_documents.get(place, lock=True)
                may_change(there, asked, kind=place.kind, replacing=False)
                tx.unit_documents.drop(place)
                return
            names = tx.unit_documents.names(place.registration, place.kind, place.activity_id, None)
            for each in names:
                if not _is_the_platforms(replace(place, document_id=each)):
                    tx.unit_documents.drop(replace(place, document_id=each))


def _must_have_room(tx: RecordStores, registration: UUID) -> None:
    most = MOST + MOST_OF_UNIT * len(tx.launches.standings(registration))
    if tx.unit_documents.count(registration) >= most:
        raise DocumentsFull(f"The registration has {most} documents, and may have no more.")


def _must_be_the_units(place: DocumentPlace) -> None:
    if _is_the_platforms(place):
        raise DocumentOfPlatform(f"{place.document_id} is written by the platform alone.")


def _is_the_platforms(place: DocumentPlace) -> bool:
    """Tell what a unit was launched with (cmi5, 10.0), and how a SCO was left, which we read."""
    return place.kind is DocumentKind.STATE and place.document_id in {LAUNCH_DATA, DOCUMENT}
