"""Films of modules, by REST; pages play them from here."""

from io import BytesIO
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, send_file

from isp.training.v1 import films_pb2
from services.gateway.clients import clients
from services.gateway.headers import public

films = APIBlueprint("films", __name__, url_prefix="/v1", tag="Training")

FILM: Final = "video/webm"
CAPTIONS: Final = "text/vtt"
_KEPT_SECONDS: Final = 60


def _file_of(kind: str) -> dict[int | str, dict[str, str | dict[str, dict[str, Any]]]]:
    schema = {kind: {"schema": {"type": "string", "format": "binary"}}}
    return {
        200: {"description": "The file", "content": schema},
        404: {"description": "None that you may know of"},
    }


def _of(course_id: UUID, module_id: UUID) -> films_pb2.GetFilmRequest:
    return films_pb2.GetFilmRequest(course_id=str(course_id), module_id=str(module_id))


@films.get("/courses/<uuid:course_id>/modules/<uuid:module_id>/film")
@films.doc(
    summary="Watch the film of a module",
    description="Ranges of bytes may be asked for.",
    responses=_file_of(FILM),
)
def get_film(course_id: UUID, module_id: UUID) -> Response:
    """Watch the film of a module."""
    found = clients().call(clients().films.GetFilm, _of(course_id, module_id))
    answer = send_file(BytesIO(found.film), mimetype=FILM, conditional=True)
    return public(answer, _KEPT_SECONDS)


@films.get("/courses/<uuid:course_id>/modules/<uuid:module_id>/captions")
@films.doc(
    summary="Read the captions of a module's film",
    description="WebVTT.",
    responses=_file_of(CAPTIONS),
)
def get_captions(course_id: UUID, module_id: UUID) -> Response:
    """Read the captions of a module's film."""
    found = clients().call(clients().films.GetFilm, _of(course_id, module_id))
    return public(Response(found.captions, mimetype=CAPTIONS), _KEPT_SECONDS)
