"""The film of a module, through the front of training."""

from isp.training.v1 import films_pb2
from isp.training.v1.films_pb2_grpc import FilmsServiceStub
from tests.contract.training.classroom import COURSE
from tests.fakes.serving import Served, refusal
from tests.fakes.training import CATALOGUE


def test_a_module_without_a_film_says_so(server: Served) -> None:
    films = FilmsServiceStub(server.channel)
    (course,) = CATALOGUE.everything()
    module = str(course.modules[0].module_id)
    with refusal() as refused:
        films.GetFilm(films_pb2.GetFilmRequest(course_id=COURSE, module_id=module))
    assert ("NOT_FOUND", "FILM_NOT_FOUND") == refused.status_and_reason
    with refusal() as refused:
        films.GetFilm(films_pb2.GetFilmRequest(course_id=module, module_id=module))
    assert ("NOT_FOUND", "COURSE_NOT_FOUND") == refused.status_and_reason
