"""The RPC of films: it translates, calls its use case, translates back."""

from dataclasses import dataclass

import grpc

from chassis.calls import caller
from chassis.requests import id_from
from isp.training.v1 import films_pb2, films_pb2_grpc
from services.training.usecases.get_film import GetFilm


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmsServicer(films_pb2_grpc.FilmsServiceServicer):
    """isp.training.v1.FilmsService."""

    get_film: GetFilm

    def GetFilm(
        self, request: films_pb2.GetFilmRequest, context: grpc.ServicerContext
    ) -> films_pb2.GetFilmResponse:
        """Read the film of a module."""
        film = self.get_film(
            caller(context),
            course_id=id_from("course_id", request.course_id),
            module_id=id_from("module_id", request.module_id),
        )
        return films_pb2.GetFilmResponse(film=film.film, captions=film.captions)
