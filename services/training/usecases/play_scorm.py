"""Begin a SCO, and take in what it reports."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kernel.ports import Clock, Ids
from services.training.domain.cmi5_session import LaunchMode, Verb
from services.training.domain.errors import StatementRefused
from services.training.domain.launch import Launched
from services.training.domain.lms_statements import LAUNCH_DATA
from services.training.domain.scorm_kept import DOCUMENT, Kept, found
from services.training.domain.scorm_run import Report, RunTime, Spoken, report, spoken
from services.training.domain.scorm_statements import statement
from services.training.domain.unit_documents import (
    JSON,
    DocumentKind,
    DocumentPlace,
    UnitDocument,
)
from services.training.usecases.hear_statements import HearStatements
from services.training.usecases.read_statements import session_of
from services.training.usecases.records_ports import RecordStores, RecordsUnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What a SCO finds set, and where its learner goes when it ends."""

    elements: Mapping[str, str]
    return_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginScorm:
    """Let a launched SCO begin where it was left, and say for it that it is there."""

    unit_of_work: RecordsUnitOfWork
    hear_statements: HearStatements
    clock: Clock
    ids: Ids

    def __call__(self, *, token: str, run_time: RunTime) -> Begun:
        """Return what it finds.

        Raises:
            SessionUnknown: no session has the token.
            StatementRefused: the session is over, or the unit began in it already.
        """
        with self.unit_of_work() as tx:
            launched = session_of(tx, token, self.clock)
        begins = Spoken(verb=Verb.INITIALIZED)
        said = statement(self.ids.new(), launched, begins, self.clock.now())
        self.hear_statements(token=token, statements=[said])
        with self.unit_of_work() as tx:
            launched = session_of(tx, token, self.clock, lock=True)
            there = tx.unit_documents.get(_place(launched, DOCUMENT), lock=True)
            kept = None if there is None else Kept.read(there.content)
            if launched.session.mode is LaunchMode.NORMAL:
                after = (kept or Kept()).begun(launched.session.session_id)
                _put(tx, launched, after, self.clock)
            launch = tx.unit_documents.get(_place(launched, LAUNCH_DATA))
        told = {} if launch is None else json.loads(launch.content)
        parameters = told.get("launchParameters", "")
        return Begun(
            elements=found(run_time, launched, kept, parameters),
            return_url=told.get("returnURL", ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitScorm:
    """Keep what a SCO has set, and say what comes of it; what is forged is counted and refused."""

    unit_of_work: RecordsUnitOfWork
    hear_statements: HearStatements
    clock: Clock
    ids: Ids

    def __call__(
        self, *, token: str, run_time: RunTime, elements: Mapping[str, str], finished: bool
    ) -> None:
        """Take a report in; `finished` says that the SCO ended its session.

        Raises:
            Invalid: an element has a value that it may not have.
            SessionUnknown: no session has the token.
            StatementRefused: it breaks a rule, which is named and counted; nothing of it is kept.
        """
        said = report(run_time, elements)
        launched = None
        try:
            with self.unit_of_work() as tx:
                launched = session_of(tx, token, self.clock)
            now = self.clock.now()
            each = spoken(launched, said, finished=finished)
        except StatementRefused as refused:
            self._count(launched, refused)
            raise
        statements = [statement(self.ids.new(), launched, one, now) for one in each]
        if statements:
            self.hear_statements(token=token, statements=statements)
        self._keep(token, said, finished=finished)

    def _keep(self, token: str, said: Report, *, finished: bool) -> None:
        with self.unit_of_work() as tx:
            launched = session_of(tx, token, self.clock, lock=True)
            if launched.session.mode is not LaunchMode.NORMAL:
                return
            there = tx.unit_documents.get(_place(launched, DOCUMENT), lock=True)
            kept = Kept() if there is None else Kept.read(there.content)
            session = launched.session
            lasted = self.clock.now() - (session.initialized_at or session.launched_at)
            here = kept.begun(session.session_id)
            _put(tx, launched, here.left(said, finished=finished, lasted=lasted), self.clock)

    def _count(self, launched: Launched | None, refused: StatementRefused) -> None:
        if launched is None:
            return
        with self.unit_of_work() as tx:
            tx.launches.refused(launched, refused.rule, self.clock.now())


def _place(launched: Launched, document_id: str) -> DocumentPlace:
    return DocumentPlace(
        registration=launched.registration,
        kind=DocumentKind.STATE,
        activity_id=launched.activity_id,
        document_id=document_id,
    )


def _put(tx: RecordStores, launched: Launched, kept: Kept, clock: Clock) -> None:
    now = clock.now()
    place = _place(launched, DOCUMENT)
    tx.unit_documents.put(
        UnitDocument(place=place, content_type=JSON, content=kept.write(), updated_at=now)
    )
    tx.launches.save(replace(launched, heard_at=now))
