"""Files over HTTP: what a browser is told, and that nothing opens without a link."""

import pytest
from werkzeug.test import Client

from chassis.errors import StorageUnavailable
from services.content.domain.attachment_errors import AttachmentNotFound
from services.content.domain.attachment_kind import FileKind
from services.content.inbound.files_http import FilesApp, disposition
from tests.fakes.content_attachments import attachment

BODY = b"0123456789"


class _Read:
    def __init__(self) -> None:
        self.file = attachment(size=len(BODY), name="Cynllun ŵyl.pdf")
        self.fails: Exception | None = None
        self.read: list[tuple[int, int]] = []

    def __call__(self, *, token: str):
        if self.fails:
            raise self.fails
        if token != "good":
            raise AttachmentNotFound("none")

        def pieces(start: int, length: int):
            self.read.append((start, length))
            return iter([BODY[start : start + length]])

        return self.file, pieces


@pytest.fixture
def read() -> _Read:
    return _Read()


@pytest.fixture
def client(read) -> Client:
    return Client(FilesApp(read_attachment=read, site="https://isp.example"))


def test_a_file_is_saved_and_never_run(client) -> None:
    answer = client.get("/good/plan.pdf")
    assert (200, BODY) == (answer.status_code, answer.data)
    said = answer.headers
    assert "application/pdf" == said["Content-Type"]
    assert said["Content-Disposition"].startswith("attachment;")
    assert "UTF-8''Cynllun%20%C5%B5yl.pdf" in said["Content-Disposition"]
    assert "nosniff" == said["X-Content-Type-Options"]
    assert {"default-src 'none'", "sandbox", "frame-ancestors 'none'"} == {
        each.strip() for each in said["Content-Security-Policy"].split(";")
    }
    assert "private, no-store" == said["Cache-Control"]
    assert "no-referrer" == said["Referrer-Policy"]
    assert "https://isp.example" == said["Access-Control-Allow-Origin"]
    assert "Access-Control-Allow-Credentials" not in said
    assert "Set-Cookie" not in said


@pytest.mark.parametrize(
    ("asked", "status", "body", "part"),
    [
        ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
        ("bytes=4-", 206, b"456789", "bytes 4-9/10"),
        ("bytes=-2", 206, b"89", "bytes 8-9/10"),
        ("bytes=8-100", 206, b"89", "bytes 8-9/10"),
        ("bytes=0-1,4-5", 200, BODY, None),
        ("lines=0-1", 200, BODY, None),
        ("nonsense", 200, BODY, None),
    ],
)
def test_a_part_is_given_where_one_is_asked_for(client, asked, status, body, part) -> None:
    answer = client.get("/good/plan.pdf", headers={"Range": asked})
    assert (status, body, part) == (
        answer.status_code,
        answer.data,
        answer.headers.get("Content-Range"),
    )
    assert str(len(body)) == answer.headers["Content-Length"]


def test_a_part_that_is_not_there_is_said_to_be_none(client) -> None:
    answer = client.get("/good/plan.pdf", headers={"Range": "bytes=10-"})
    assert (416, "bytes */10") == (answer.status_code, answer.headers["Content-Range"])


def test_of_another_file_the_whole_is_given(client) -> None:
    asked = {"Range": "bytes=0-3", "If-Range": '"other"'}
    assert BODY == client.get("/good/plan.pdf", headers=asked).data
    asked["If-Range"] = client.head("/good/plan.pdf").headers["ETag"]
    assert b"0123" == client.get("/good/plan.pdf", headers=asked).data


def test_asking_for_the_head_reads_no_byte(client, read) -> None:
    answer = client.head("/good/plan.pdf")
    assert (200, b"", "10") == (answer.status_code, answer.data, answer.headers["Content-Length"])
    assert [] == read.read


def test_everything_without_a_good_link_looks_the_same(client) -> None:
    answers = [client.get(path) for path in ("/", "/bad/plan.pdf", "/good", "/good/", "/x/y/z")]
    assert {404} == {each.status_code for each in answers}
    assert 1 == len({each.data for each in answers})
    assert 1 == len({str(each.headers) for each in answers})


def test_nothing_but_reading_is_answered(client) -> None:
    for method in ("post", "put", "delete", "options"):
        assert 405 == getattr(client, method)("/good/plan.pdf").status_code


def test_a_storage_that_is_away_is_said_without_a_word_of_why(client, read) -> None:
    read.fails = StorageUnavailable("the storage says Secret")
    answer = client.get("/good/plan.pdf")
    assert 503 == answer.status_code
    assert b"Secret" not in answer.data


def test_text_is_said_to_be_utf_8(client, read) -> None:
    read.file = attachment(size=10, kind=FileKind.CSV, name="a.csv")
    assert "text/csv; charset=utf-8" == client.get("/good/a.csv").headers["Content-Type"]


def test_no_name_breaks_out_of_its_header() -> None:
    said = disposition('a"; x="b\\\r\nSet-Cookie: x.pdf')
    assert "\r" not in said
    assert "\n" not in said
    assert 2 == said.split("filename*")[0].count('"')
