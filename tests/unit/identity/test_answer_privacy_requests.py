"""The saga asks every holder, whatever is killed between two steps."""

import io
import json
import zipfile
from datetime import timedelta

import pytest

from services.identity.domain.privacy_errors import ExportNotReady
from services.identity.domain.privacy_request import PrivacyRequestState
from services.identity.usecases.answer_privacy_requests import AnswerPrivacyRequests
from services.identity.usecases.download_export import DownloadExport
from tests.fakes.privacy import MemoryHolder
from tests.unit.identity.asking import ERASURE, EXPORT, OWNER, made, peopled

SWEEP = timedelta(minutes=15)
NAMES = ("alerts", "content", "identity", "keycloak")


class Killed(BaseException):
    """The process ends here: nothing after this is done, and nothing is undone."""


@pytest.fixture
def holders():
    row = {"table": "t", "purpose": "p", "row": {"owner": "owner"}}
    return {name: MemoryHolder({"owner": [row]}) for name in NAMES}


@pytest.fixture
def answer(unit_of_work, clock, ids, stores, holders):
    peopled(stores)
    return AnswerPrivacyRequests(
        unit_of_work=unit_of_work, holders=holders, clock=clock, ids=ids, sweep=SWEEP
    )


def asked(stores, kind=EXPORT):
    request = made(kind)
    stores.privacy_requests.add(request)
    return request.request_id


def test_an_export_has_what_every_holder_has_and_its_person_is_told(
    answer, stores, unit_of_work, clock
) -> None:
    request_id = asked(stores)
    answer()
    request = stores.privacy_requests.get(request_id)
    assert PrivacyRequestState.ANSWERED is request.state
    receipts = stores.privacy_receipts.of([request_id])
    assert [(name, 1, 1) for name in NAMES] == [(r.holder, r.records, r.tries) for r in receipts]
    assert ["privacy-export-ready"] == [w.what.template for w in stores.mails.waiting]
    packed = DownloadExport(unit_of_work=unit_of_work, clock=clock)(OWNER, request_id=request_id)
    with zipfile.ZipFile(io.BytesIO(packed.content)) as opened:
        files = json.loads(opened.read("manifest.json"))["files"]
    digests = {each["file"]: each["sha256"] for each in files}
    assert {f"{r.holder}.json": r.digest.hex() for r in receipts} == digests


def test_an_export_is_deleted_when_its_time_is_over(answer, stores, clock, unit_of_work) -> None:
    request_id = asked(stores)
    answer()
    clock.pass_(days=7)
    answer()
    assert {} == stores.privacy_receipts.held
    assert PrivacyRequestState.ENDED is stores.privacy_requests.get(request_id).state
    with pytest.raises(ExportNotReady):
        DownloadExport(unit_of_work=unit_of_work, clock=clock)(OWNER, request_id=request_id)


def test_who_is_away_is_asked_again_later_and_later_and_holds_nobody_else_up(
    answer, stores, holders, clock
) -> None:
    request_id = asked(stores)
    holders["content"].away = True
    answer()
    waiting = [r for r in stores.privacy_receipts.of([request_id]) if r.answered_at is None]
    assert ["content"] == [each.holder for each in waiting]
    pauses = []
    for _ in range(12):
        (waits,) = [r for r in stores.privacy_receipts.of([request_id]) if r.answered_at is None]
        pauses.append((waits.due_at - clock.now()).total_seconds())
        clock.moment = waits.due_at
        answer()
    assert [2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300] == pauses
    assert "UNAVAILABLE" in waits.why
    holders["content"].away = False
    clock.pass_(minutes=5)
    answer()
    assert PrivacyRequestState.ANSWERED is stores.privacy_requests.get(request_id).state
    assert [1, 14, 1, 1] == [len(holders[name].asked) for name in NAMES]


def test_an_erasure_asks_everybody_twice_and_leaves_no_name_in_its_own_record(
    answer, stores, holders, clock
) -> None:
    earlier, open_export = made(EXPORT), made(EXPORT)
    stores.privacy_requests.add(earlier.begun().answered(clock.now()))
    stores.privacy_requests.add(open_export)
    request_id = asked(stores, ERASURE)
    answer()
    assert all(["erase owner"] == [a for a in h.asked if "erase" in a] for h in holders.values())
    assert PrivacyRequestState.WORKING is stores.privacy_requests.get(request_id).state
    holders["alerts"].rows["owner"] = [{"written": "by an event that was on its way"}]
    clock.pass_(seconds=SWEEP.total_seconds() - 1)
    answer()
    assert holders["alerts"].rows
    clock.pass_(seconds=1)
    answer()
    assert all({} == each.rows for each in holders.values())
    done = stores.privacy_requests.get(request_id)
    assert PrivacyRequestState.ANSWERED is done.state
    assert "owner" not in str(stores.privacy_requests.kept)
    assert "owner" not in str(stores.audit.rows)
    assert {} == stores.privacy_receipts.held
    ended = stores.privacy_requests.get(open_export.request_id)
    assert PrivacyRequestState.WITHDRAWN is ended.state


def test_a_holder_that_is_new_is_asked_too_and_one_that_is_gone_is_not_forgotten(
    answer, stores, holders, clock
) -> None:
    request_id = asked(stores)
    holders["content"].away = True
    answer()
    holders["training"] = MemoryHolder()
    content = holders.pop("content")
    clock.pass_(minutes=6)
    answer()
    (waits,) = [r for r in stores.privacy_receipts.of([request_id]) if r.answered_at is None]
    assert ("content", "No setting says where content is.") == (waits.holder, waits.why)
    content.away = False
    holders["content"] = content
    clock.pass_(minutes=6)
    answer()
    assert PrivacyRequestState.ANSWERED is stores.privacy_requests.get(request_id).state
    assert ["export owner"] == holders["training"].asked


def test_what_is_taken_back_meanwhile_is_not_answered(answer, stores, holders, clock) -> None:
    request_id = asked(stores)
    holders["keycloak"].away = True
    answer()
    stores.privacy_requests.save(stores.privacy_requests.get(request_id).withdrawn(clock.now()))
    holders["keycloak"].away = False
    clock.pass_(minutes=6)
    answer()
    assert PrivacyRequestState.WITHDRAWN is stores.privacy_requests.get(request_id).state
    assert ["export owner"] == holders["keycloak"].asked
    assert [] == stores.mails.waiting


class Mortal:
    """A unit of work that is killed at its nth transaction, before or after its commit."""

    def __init__(self, inner, at: int, *, committed: bool) -> None:
        self.inner, self.left, self.committed = inner, at, committed

    def __call__(self):
        from contextlib import contextmanager

        @contextmanager
        def transaction():
            self.left -= 1
            with self.inner() as tx:
                yield tx
                if self.left == 0 and not self.committed:
                    raise Killed
            if self.left == 0:
                raise Killed

        return transaction()


@pytest.mark.parametrize("committed", [True, False])
@pytest.mark.parametrize("kind", [EXPORT, ERASURE])
@pytest.mark.parametrize("at", range(1, 30))
def test_killed_at_any_point_it_goes_on_and_does_nothing_twice(
    at, kind, committed, unit_of_work, stores, clock, ids, holders
) -> None:
    peopled(stores)
    request_id = asked(stores, kind)

    def process(work):
        return AnswerPrivacyRequests(
            unit_of_work=work, holders=holders, clock=clock, ids=ids, sweep=SWEEP
        )

    mortal = Mortal(unit_of_work, at, committed=committed)
    try:
        for _ in range(3):
            process(mortal)()
            clock.pass_(minutes=15)
    except Killed:
        pass
    for _ in range(6):
        process(unit_of_work)()
        clock.pass_(minutes=15)
    request = stores.privacy_requests.get(request_id)
    assert PrivacyRequestState.ANSWERED is request.state
    receipts = stores.privacy_receipts.of([request_id])
    rounds = 1 if kind is EXPORT else 2
    assert [(n, r) for r in range(1, rounds + 1) for n in NAMES] == [
        (each.holder, each.round) for each in receipts
    ]
    assert all(each.answered_at for each in receipts)
    answers = [row for row in stores.audit.rows if row[1] == "identity:answer-privacy"]
    assert 1 == len(answers)
    if kind is EXPORT:
        assert set(NAMES) == {part.holder for part in stores.privacy_receipts.parts(request_id)}
        assert 1 == len(stores.mails.waiting)
    else:
        assert all({} == each.rows for each in holders.values())
