"""The simulator of a provider of evidence, and the adapter that asks it: whatever it answers."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from services.identity.domain.check import CheckKind
from services.identity.domain.provider_check import ProviderAnswer
from services.identity.domain.verification_errors import ProviderAnswerBad, ProviderUnavailable
from services.identity.outbound import evidence_over_http
from services.identity.outbound.evidence_by_hand import EvidenceByHand
from services.identity.outbound.evidence_over_http import EvidenceOverHttp
from services.identity.usecases.verification_ports import Question
from stack.evidence import Simulator, _Handler

KEY = "of a test"


def question(number: str = "123456789", kind: CheckKind = CheckKind.EVIDENCE) -> Question:
    evidence = kind is CheckKind.EVIDENCE
    return Question(
        reference=uuid4(),
        kind=kind,
        given_name="Cafe",
        family_name="Owner",
        document_type="uk-passport" if evidence else "",
        issuer="HM Passport Office" if evidence else "",
        document_number=number if evidence else "",
    )


@contextmanager
def listening(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True  # one may sleep longer than anybody waits
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def provider(folder: Path) -> Iterator[EvidenceOverHttp]:
    handler = type("Handler", (_Handler,), {"simulator": Simulator(folder=folder, key=KEY)})
    with listening(handler) as url:
        yield EvidenceOverHttp(url=url, api_key=KEY, timeout_seconds=0.3)


def test_a_document_is_scored_and_its_number_not_kept(
    provider: EvidenceOverHttp, folder: Path
) -> None:
    assert ProviderAnswer(strength=4, validity=2) == provider.ask(question())
    (kept,) = folder.glob("*.json")
    assert "123456789" not in kept.read_text("utf-8")


@pytest.mark.parametrize("kind", [CheckKind.ACTIVITY, CheckKind.FRAUD])
def test_a_name_has_a_score(provider: EvidenceOverHttp, kind: CheckKind) -> None:
    assert ProviderAnswer(score=2) == provider.ask(question(kind=kind))


def test_the_same_question_again_is_the_same_check(
    provider: EvidenceOverHttp, folder: Path
) -> None:
    """So a retry costs nothing and can find nothing else."""
    asked = question()
    first = provider.ask(asked)
    assert first == provider.ask(replace(asked, document_type="bank-statement"))
    assert 1 == len(list(folder.glob("*.json")))


@pytest.mark.parametrize("end", ["0001", "0002", "0003"])
def test_one_that_is_away_drops_or_is_slow_is_asked_again_and_answers(
    provider: EvidenceOverHttp, folder: Path, end: str
) -> None:
    asked = question(f"12345{end}")
    with pytest.raises(ProviderUnavailable):
        provider.ask(asked)
    assert ProviderAnswer(strength=4, validity=2) == provider.ask(asked)
    assert 1 == len(list(folder.glob("*.json")))


@pytest.mark.parametrize("end", ["0004", "0005", "0006"])
def test_what_cannot_be_is_no_answer(provider: EvidenceOverHttp, end: str) -> None:
    with pytest.raises(ProviderAnswerBad):
        provider.ask(question(f"12345{end}"))


def test_what_it_does_not_do_an_officer_does(provider: EvidenceOverHttp) -> None:
    assert provider.ask(question("123450007")) is None
    assert EvidenceByHand().ask(question()) is None


def test_a_document_that_is_not_valid_scores_nothing_for_it(provider: EvidenceOverHttp) -> None:
    assert ProviderAnswer(strength=4, validity=0) == provider.ask(question("123450009"))


def test_nobody_else_is_answered(provider: EvidenceOverHttp, folder: Path) -> None:
    with pytest.raises(ProviderUnavailable, match="401"):
        replace(provider, api_key="another").ask(question())
    with pytest.raises(ProviderUnavailable):
        EvidenceOverHttp(url="http://127.0.0.1:1", api_key=KEY).ask(question())
    assert [] == list(folder.glob("*"))


def test_the_token_is_in_no_words_about_it(provider: EvidenceOverHttp) -> None:
    assert KEY not in repr(provider)


class _Scripted(BaseHTTPRequestHandler):
    status: int
    body: bytes
    headers_said: dict[str, str]

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.status)
        for name, value in self.headers_said.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def answered(asked: Question, body: Any, status: int = 200, **headers: str) -> Any:
    """Return what the adapter makes of an answer."""
    said = body if isinstance(body, bytes) else json.dumps(body).encode()
    handler = type(
        "Handler", (_Scripted,), {"status": status, "body": said, "headers_said": headers}
    )
    with listening(handler) as url:
        return EvidenceOverHttp(url=url, api_key=KEY, timeout_seconds=2).ask(asked)


def good(asked: Question, **more: Any) -> dict[str, Any]:
    said = {"reference": str(asked.reference), "kind": "EVIDENCE", "strength": 3, "validity": 2}
    return said | more


@pytest.mark.parametrize(
    "more",
    [
        {"strength": 5},
        {"strength": -1},
        {"strength": "3"},
        {"strength": True},
        {"strength": 3.0},
        {"strength": None},
        {"validity": [2]},
        {"kind": "FRAUD"},
        {"reference": ""},
    ],
)
def test_each_part_of_an_answer_must_be_what_it_can_be(more: dict[str, Any]) -> None:
    asked = question()
    with pytest.raises(ProviderAnswerBad):
        answered(asked, good(asked, **more))


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"\xff\xfe", b"{" * 100_000])
def test_what_is_no_object_is_no_answer(body: bytes) -> None:
    with pytest.raises(ProviderAnswerBad):
        answered(question(), body)


def test_an_answer_has_a_bound() -> None:
    asked = question()
    long = good(asked, words="x" * evidence_over_http.LARGEST_ANSWER)
    with pytest.raises(ProviderAnswerBad, match="long"):
        answered(asked, long)


@pytest.mark.parametrize("status", [204, 301, 302, 400, 401, 404, 409, 429, 500, 503])
def test_any_other_status_is_asked_again(status: int) -> None:
    asked = question()
    with pytest.raises(ProviderUnavailable):
        answered(asked, good(asked), status, Location="http://127.0.0.1:1/")


def test_a_good_answer_with_more_in_it_is_good() -> None:
    asked = question()
    assert ProviderAnswer(strength=3, validity=2) == answered(asked, good(asked, charge="1.00"))
