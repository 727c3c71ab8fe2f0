"""State, activity profile and agent profile over HTTP (xAPI 1.0.3 part 3, 2.2 to 2.7)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Final

from werkzeug.wrappers import Request, Response

from chassis.errors import Invalid, Violation
from services.training.domain.unit_documents import DocumentKind
from services.training.inbound.xapi_answers import json_answer
from services.training.inbound.xapi_requests import (
    asked_from,
    iri_from,
    moment_from,
    must_know,
    text_from,
    token_from,
    whose_from,
)
from services.training.usecases.unit_documents import (
    DropUnitDocuments,
    KeepUnitDocument,
    ListUnitDocuments,
    ReadUnitDocument,
    Shelf,
)

LONGEST_TYPE: Final = 200
LONGEST_KEY: Final = 1_000
"""Bytes of an activity's id, and of a document's: a row is found by both at once."""

_NAMED: Final = {
    DocumentKind.STATE: "stateId",
    DocumentKind.ACTIVITY_PROFILE: "profileId",
    DocumentKind.AGENT_PROFILE: "profileId",
}
_KNOWN: Final = {
    DocumentKind.STATE: frozenset({"activityId", "agent", "registration"}),
    DocumentKind.ACTIVITY_PROFILE: frozenset({"activityId"}),
    DocumentKind.AGENT_PROFILE: frozenset({"agent"}),
}
Handlers = Mapping[str, Callable[[Request], Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class XapiDocuments:
    """The three resources that keep documents: they differ in what a document stands under."""

    read_document: ReadUnitDocument
    list_documents: ListUnitDocuments
    keep_document: KeepUnitDocument
    drop_documents: DropUnitDocuments

    def state(self) -> Handlers:
        """Return what answers each method of activities/state."""
        return self._handlers(DocumentKind.STATE)

    def activity_profile(self) -> Handlers:
        """Return what answers each method of activities/profile."""
        return self._handlers(DocumentKind.ACTIVITY_PROFILE)

    def agent_profile(self) -> Handlers:
        """Return what answers each method of agents/profile."""
        return self._handlers(DocumentKind.AGENT_PROFILE)

    def _handlers(self, kind: DocumentKind) -> Handlers:
        return {
            "GET": partial(self._get, kind),
            "PUT": partial(self._keep, kind, merge=False),
            "POST": partial(self._keep, kind, merge=True),
            "DELETE": partial(self._delete, kind),
        }

    def _get(self, kind: DocumentKind, request: Request) -> Response:
        token, name = token_from(request), _NAMED[kind]
        if name not in request.args:
            shelf = _shelf(kind, request, "since")
            since = moment_from("since", request.args)
            return json_answer(self.list_documents(token=token, shelf=shelf, since=since))
        shelf = _shelf(kind, request, name)
        named = _named(name, request)
        found = self.read_document(token=token, shelf=shelf, document_id=named)
        answer = Response(found.content, content_type=found.content_type)
        answer.headers["ETag"] = found.etag
        answer.last_modified = found.updated_at
        # A browser that opened this by itself would be shown a page of the unit's: it saves it.
        answer.headers["Content-Disposition"] = "attachment"
        return answer

    def _keep(self, kind: DocumentKind, request: Request, *, merge: bool) -> Response:
        token, name = token_from(request), _NAMED[kind]
        content_type = request.headers.get("Content-Type", "application/octet-stream")
        if len(content_type) > LONGEST_TYPE or not content_type.isprintable():
            what = f"must have at most {LONGEST_TYPE} characters"
            raise Invalid(Violation("Content-Type", what))
        self.keep_document(
            token=token,
            shelf=_shelf(kind, request, name),
            document_id=_named(name, request),
            content_type=content_type,
            content=request.get_data(cache=False),
            asked=asked_from(request),
            merge=merge,
        )
        return Response(status=HTTPStatus.NO_CONTENT)

    def _delete(self, kind: DocumentKind, request: Request) -> Response:
        """Delete one document; of states also all at once, where none is named (2.3)."""
        token, name = token_from(request), _NAMED[kind]
        every = kind is DocumentKind.STATE and name not in request.args
        self.drop_documents(
            token=token,
            shelf=_shelf(kind, request, name),
            document_id=None if every else _named(name, request),
            asked=asked_from(request),
        )
        return Response(status=HTTPStatus.NO_CONTENT)


def _shelf(kind: DocumentKind, request: Request, *more: str) -> Shelf:
    values, known = request.args, _KNOWN[kind]
    must_know(values, known.union(more))
    return Shelf(
        kind=kind,
        activity_id=_key(iri_from("activityId", values)) if "activityId" in known else "",
        whose=whose_from(values, agent="agent" in known),
    )


def _named(name: str, request: Request) -> str:
    return _key(text_from(name, request.args), name)


def _key(text: str, name: str = "activityId") -> str:
    if len(text.encode()) > LONGEST_KEY:
        raise Invalid(Violation(name, f"must have at most {LONGEST_KEY} bytes"))
    return text
