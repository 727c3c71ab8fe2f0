"""The film of a module, for who may read the module."""

from dataclasses import replace

import pytest

from kernel.principals import ANONYMOUS
from services.training.domain.course import Catalogue, Film
from services.training.domain.errors import CourseNotFound, FilmNotFound
from services.training.usecases.get_film import GetFilm
from services.training.usecases.get_module import GetModule
from services.training.usecases.mark_overdue import MarkOverdue
from tests.fakes.training import COURSE_ID, VERIFIED, course, module

FILM = Film(title="Shut", transcript="A door.", film=b"film", captions=b"WEBVTT")


@pytest.fixture
def films(unit_of_work, clock):
    def of(**changed: object) -> GetFilm:
        modules = (replace(module(1), film=FILM), module(2))
        catalogue = Catalogue([course(modules=modules, **changed)])
        needs = {"unit_of_work": unit_of_work, "catalogue": catalogue, "clock": clock}
        return GetFilm(get_module=GetModule(**needs, mark=MarkOverdue(**needs)))

    return of


def test_anyone_who_may_read_the_module_sees_its_film(films) -> None:
    get = films()
    assert FILM == get(ANONYMOUS, course_id=COURSE_ID, module_id=module(1).module_id)
    with pytest.raises(FilmNotFound):
        get(ANONYMOUS, course_id=COURSE_ID, module_id=module(2).module_id)
    with pytest.raises(CourseNotFound):
        films(marking=VERIFIED)(ANONYMOUS, course_id=COURSE_ID, module_id=module(1).module_id)
