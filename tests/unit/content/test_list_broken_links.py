"""Reading the links that somebody has to look at."""

from datetime import timedelta

from services.content.domain.link_health import UNSEEN, Look
from services.content.usecases.list_broken_links import ListBrokenLinks
from tests.fakes.content_partners import NOON, partner_link


def test_only_what_is_broken_or_moved_comes(unit_of_work, stores) -> None:
    silent = UNSEEN.after(Look(why="x"), at=NOON)
    broken = silent
    for hour in (1, 2):
        broken = broken.after(Look(why="x"), at=NOON + timedelta(hours=hour))
    moved = UNSEEN.after(Look(moved_to="https://other.example/"), at=NOON)
    links = [
        partner_link(health=each)
        for each in (UNSEEN, UNSEEN.after(Look(), at=NOON), silent, broken, moved)
    ]
    for each in links:
        stores.partner_links.add(each)
    found = ListBrokenLinks(unit_of_work=unit_of_work)()
    assert {links[3].link_id, links[4].link_id} == {each.link_id for each in found}
