"""Files judged as `work` judges them: the real record, clamd, folder and bounded looks."""

import hashlib
from datetime import UTC, datetime

import pytest
from werkzeug.test import Client

from chassis.clamd import Clamd
from chassis.postgres.engine import open_engine
from chassis.postgres.principals import PostgresPrincipalRows
from chassis.pseudonyms import Pseudonyms
from chassis.storage.folder import FolderStorage
from kernel.ports import RandomIds, SystemClock
from kernel.principals import ANONYMOUS
from services.content.domain.attachment import PIECE_BYTES, Refusal, State
from services.content.inbound.files_http import FilesApp
from services.content.outbound.inspection.bounded import BoundedInspection
from services.content.outbound.postgres.readers import KnownReaders
from services.content.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.content.outbound.scratch import TemporaryScratch
from services.content.outbound.sealed_links import SealedLinks
from services.content.usecases.begin_upload import BeginUpload
from services.content.usecases.clear_attachments import ClearAttachments
from services.content.usecases.finish_upload import FinishUpload
from services.content.usecases.open_attachment import OpenAttachment
from services.content.usecases.put_upload_piece import PutUploadPiece
from services.content.usecases.read_attachment import ReadAttachment
from services.content.usecases.red_reads import RedReads
from services.content.usecases.scan_attachments import ScanAttachments
from stack.harness import Harness
from stack.places import throw_away_folder
from tests.fakes import attached_files as files
from tests.fakes.content import AMBER, EDITOR, published
from tests.fakes.uploads import key

CLOCK, IDS = SystemClock(), RandomIds()
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {"pdf": "application/pdf", "docx": WORD, "txt": "text/plain", "mp4": "video/mp4"}


@pytest.fixture(scope="module")
def clamd():
    """The daemon."""
    with (
        throw_away_folder("isp-clamd-") as folder,
        Harness(folder, servers=frozenset({"scanner"})) as harness,
    ):
        if harness.platform.servers.scanner is None:
            pytest.skip("clamd is not here: apt-get install clamav-daemon")
        yield Clamd(host="127.0.0.1", port=harness.port("scanner"))


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("content").app_url, process="test", pool=3)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine):
    return open_unit_of_work(engine, clock=CLOCK, ids=IDS, pseudonyms=Pseudonyms(b"k"))


@pytest.fixture
def storage(tmp_path):
    return FolderStorage(tmp_path / "attachments")


@pytest.fixture
def work(unit_of_work, storage, clamd):
    """Judges and clears."""
    scan = ScanAttachments(
        unit_of_work=unit_of_work,
        clock=CLOCK,
        storage=storage,
        scanner=clamd,
        inspection=BoundedInspection(),
        scratch=TemporaryScratch(),
        outcome=lambda _: None,
    )
    clear = ClearAttachments(unit_of_work=unit_of_work, clock=CLOCK, storage=storage)

    def work() -> None:
        scan()
        clear()

    return work


@pytest.fixture
def attached(unit_of_work, storage, work):
    """Brings a file for a new document and returns what became of it."""

    def attach(name: str, body: bytes, **said):
        document = published(at=datetime.now(UTC), **said)
        with unit_of_work() as tx:
            tx.documents.add(document)
        begin = BeginUpload(unit_of_work=unit_of_work, clock=CLOCK, ids=IDS)
        upload = begin(
            EDITOR,
            document_id=document.document_id,
            name=name,
            media_type=TYPES[name.rpartition(".")[2]],
            size=len(body),
            key=key(str(document.document_id)),
        )
        put = PutUploadPiece(unit_of_work=unit_of_work, storage=storage)
        for number in range(upload.pieces):
            piece = body[number * PIECE_BYTES : (number + 1) * PIECE_BYTES]
            put(EDITOR, attachment_id=upload.attachment_id, number=number, body=piece)
        finish = FinishUpload(unit_of_work=unit_of_work, clock=CLOCK)
        digest = hashlib.sha256(body).hexdigest()
        finish(EDITOR, attachment_id=upload.attachment_id, digest=digest)
        work()
        with unit_of_work() as tx:
            return document, tx.attachments.get(upload.attachment_id)

    return attach


@pytest.mark.parametrize(
    ("name", "make", "why"),
    [
        ("virus.txt", files.EICAR.encode, Refusal.INFECTED),
        (
            "virus.docx",
            lambda: files.repacked(files.word(), {"word/x.xml": files.EICAR.encode()}),
            Refusal.INFECTED,
        ),
        ("macros.docx", files.word_with_macros, Refusal.MACROS),
        ("bomb.docx", files.word_bomb, Refusal.COMPRESSION_BOMB),
        ("script.pdf", files.pdf_with_script, Refusal.ACTIVE_CONTENT),
        ("secret.pdf", lambda: files.pdf(encrypt="secret"), Refusal.ENCRYPTED),
        ("picture.pdf", files.png, Refusal.MISTYPED),
    ],
)
def test_a_bad_file_leaves_nothing_but_why(attached, storage, name, make, why) -> None:
    _, file = attached(name, make())
    assert (State.REFUSED, why, False) == (file.state, file.refusal, file.bytes_kept)
    assert [] == list(storage.keys(""))


def test_a_good_file_is_kept_once_and_its_words_are_known(attached, storage, unit_of_work) -> None:
    document, file = attached("plan.pdf", files.pdf("Keep the gates clear."))
    assert (State.STANDING, True) == (file.state, file.has_text)
    assert [f"files/{file.attachment_id}"] == list(storage.keys(""))
    with unit_of_work() as tx:
        (said,) = tx.attachments.texts_of([document.document_id])[document.document_id]
    assert "Keep the gates clear." in said


def test_a_large_video_comes_through_and_is_read_in_parts(
    attached, unit_of_work, storage, engine
) -> None:
    body = files.mp4(5 * PIECE_BYTES + 7)
    document, file = attached("film.mp4", body)
    assert State.STANDING is file.state
    links = SealedLinks.under("secret", "http://files.example")
    opening = OpenAttachment(
        unit_of_work=unit_of_work,
        clock=CLOCK,
        links=links,
        red_reads=RedReads(unit_of_work=unit_of_work, clock=CLOCK),
    )
    _, url, _ = opening(ANONYMOUS, attachment_id=file.attachment_id)
    reading = ReadAttachment(
        unit_of_work=unit_of_work,
        clock=CLOCK,
        links=links,
        readers=KnownReaders(PostgresPrincipalRows(engine)),
        storage=storage,
    )
    client = Client(FilesApp(read_attachment=reading, site="http://isp.example"))
    path = url.removeprefix("http://files.example")
    assert body == client.get(path).data
    part = client.get(path, headers={"Range": f"bytes={4 * PIECE_BYTES}-"})
    assert (206, body[4 * PIECE_BYTES :]) == (part.status_code, part.data)
    with unit_of_work() as tx:
        raised = document.revise(
            published(marking=AMBER).content, by="editor", at=datetime.now(UTC)
        )
        tx.documents.save(raised)
    assert 404 == client.get(path).status_code, "at once"


def test_while_clamd_is_away_a_file_waits(
    attached, unit_of_work, storage, clamd, monkeypatch
) -> None:
    monkeypatch.setattr("chassis.clamd.socket.create_connection", _refused)
    _, file = attached("notes.txt", b"hello")
    assert State.QUARANTINED is file.state
    assert not list(storage.keys("files/"))


def _refused(*_: object) -> None:
    raise ConnectionRefusedError
