"""Asks a provider of evidence over HTTP; stack/evidence.py simulates one, and says the API."""

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

import requests

from services.identity.domain.check import CheckKind
from services.identity.domain.provider_check import ProviderAnswer
from services.identity.domain.verification_errors import ProviderAnswerBad, ProviderUnavailable
from services.identity.usecases.verification_ports import Question

LARGEST_ANSWER: Final = 64 * 1024
_SCORES: Final = {
    CheckKind.EVIDENCE: ("strength", "validity"),
    CheckKind.ACTIVITY: ("score",),
    CheckKind.FRAUD: ("score",),
}
"""What an answer to each kind of question has."""

_HIGHEST: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceOverHttp:
    """One provider. It is put, never posted: the same question again is the same question."""

    url: str
    api_key: str = field(repr=False)
    timeout_seconds: float = 5

    def ask(self, question: Question) -> ProviderAnswer | None:
        """Return what it found; None where it does not do such checks.

        Raises:
            ProviderUnavailable: it is away, too slow, or refuses us for now.
            ProviderAnswerBad: its answer is too long, not JSON, for another question, or has
                scores that there are not.
        """
        status, body = self._put(question)
        if status == HTTPStatus.NOT_IMPLEMENTED:
            return None
        if status not in {HTTPStatus.OK, HTTPStatus.CREATED}:
            raise ProviderUnavailable(f"provider: status {status}")
        return _answer(body, question)

    def _put(self, question: Question) -> tuple[int, bytes]:
        said = {
            "kind": question.kind.value,
            "given_name": question.given_name,
            "family_name": question.family_name,
        }
        if question.kind is CheckKind.EVIDENCE:
            said["document_type"] = question.document_type
            said["issuer"] = question.issuer
            said["document_number"] = question.document_number
        try:
            with requests.Session() as session:
                session.trust_env = False  # a .netrc would put other words into our requests
                answer = session.put(
                    f"{self.url}/v1/checks/{question.reference}",
                    json=said,
                    headers={"Authorization": f"Bearer {self.api_key}"},
                    timeout=self.timeout_seconds,
                    allow_redirects=False,
                    stream=True,
                )
                body = answer.raw.read(LARGEST_ANSWER + 1, decode_content=True)
                return answer.status_code, body
        except (requests.RequestException, OSError) as error:
            raise ProviderUnavailable(f"provider: {type(error).__name__}") from error


def _answer(body: bytes, question: Question) -> ProviderAnswer:
    if len(body) > LARGEST_ANSWER:
        raise ProviderAnswerBad("provider: answer too long")
    said = _object(body)
    if said.get("reference") != str(question.reference):
        raise ProviderAnswerBad("provider: answer to another question")
    if said.get("kind") != question.kind.value:
        raise ProviderAnswerBad("provider: answer of another kind")
    found: dict[str, int] = {}
    for name in _SCORES[question.kind]:
        value = said.get(name)
        if type(value) is not int or not 0 <= value <= _HIGHEST:
            raise ProviderAnswerBad(f"provider: {name} is no score")
        found[name] = value
    return ProviderAnswer(**found)


def _object(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except ValueError as error:
        raise ProviderAnswerBad("provider: answer is not JSON") from error
    if not isinstance(said, dict):
        raise ProviderAnswerBad("provider: answer is no object")
    return said
