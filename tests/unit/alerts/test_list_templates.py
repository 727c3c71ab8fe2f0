"""Reading the templates and the places."""

from services.alerts.domain.places import GAZETTEER
from services.alerts.usecases.list_templates import ListTemplates
from tests.fakes.alerts import AUTHOR
from tests.fakes.templates import NOON, approved


def test_what_is_retired_is_not_listed_and_places_come_by_name(unit_of_work, stores) -> None:
    stores.templates.add(good := approved())
    stores.templates.add(approved().retire(by="x", why="w", at=NOON))
    templates, places = ListTemplates(unit_of_work=unit_of_work)(AUTHOR)
    assert [good] == list(templates)
    names = [place.name for place in places]
    assert (len(GAZETTEER), sorted(names)) == (len(names), names)
