"""Films of modules, by REST; pages play them from here."""

from io import BytesIO
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, send_file

from isp.training.v1 import films_pb2
from services.gateway.clients import clients
from services.gateway.headers import public

training_films = APIBlueprint("training_films", __name__, url_prefix="/v1", tag="Training")

FILM: Final = "video/webm"
CAPTIONS: Final = "text/vtt"
_KEPT_SECONDS: Final = 60


def _file_of(kind: str) -> dict[int | str, dict[str, str | dict[str, dict[str, Any]]]]:
    schema = {kind: {"schema": {"type": "string", "format": "binary"}}}
    return {
        200: {"description": "The file", "content": schema},
        404: {"description": "None that you may know of"},
    }


def film_of(course_id: UUID, module_id: UUID) -> films_pb2.GetFilmResponse:
    """Return the film of a module."""
    message = films_pb2.GetFilmRequest(course_id=str(course_id), module_id=str(module_id))
    found: films_pb2.GetFilmResponse = clients().call(clients().films.GetFilm, message)
    return found


@training_films.get("/courses/<uuid:course_id>/modules/<uuid:module_id>/film")
@training_films.doc(
    summary="Watch the film of a module",
    description="Ranges of bytes may be asked for.",
    responses=_file_of(FILM),
)
def get_film(course_id: UUID, module_id: UUID) -> Response:
    """Watch the film of a module."""
    film = BytesIO(film_of(course_id, module_id).film)
    return public(send_file(film, mimetype=FILM, conditional=True), _KEPT_SECONDS)


@training_films.get("/courses/<uuid:course_id>/modules/<uuid:module_id>/captions")
@training_films.doc(
    summary="Read the captions of a module's film",
    description="WebVTT.",
    responses=_file_of(CAPTIONS),
)
def get_captions(course_id: UUID, module_id: UUID) -> Response:
    """Read the captions of a module's film."""
    return public(
        Response(film_of(course_id, module_id).captions, mimetype=CAPTIONS), _KEPT_SECONDS
    )
