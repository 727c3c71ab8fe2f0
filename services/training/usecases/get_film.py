"""Hand out the film of a module."""

from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.training.domain.course import Film
from services.training.domain.errors import FilmNotFound
from services.training.usecases.get_module import GetModule


@dataclass(frozen=True, slots=True, kw_only=True)
class GetFilm:
    """Return the film of a module to whoever may read the module."""

    get_module: GetModule

    def __call__(self, caller: Principal, *, course_id: UUID, module_id: UUID) -> Film:
        """Return the film.

        Raises:
            CourseNotFound: there is none that the caller may know of.
            ModuleNotFound: the course has no such module.
            FilmNotFound: the module has no film.
        """
        film = self.get_module(caller, course_id=course_id, module_id=module_id).module.film
        if film is None:
            raise FilmNotFound("The module has no film.")
        return film
