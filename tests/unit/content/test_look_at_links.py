"""Looking whether somebody answers where our links lead."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from chassis.visits import Answer, NotReached
from services.content.domain.link_health import LinkState, Look
from services.content.outbound.link_visits import LinkVisits
from services.content.usecases.list_broken_links import ListBrokenLinks
from services.content.usecases.look_at_links import AT_ONCE, LookAtLinks
from tests.fakes.content_partners import link_content, partner_link


@dataclass
class Says:
    """Finds at every address what the test says."""

    look_: Look = field(default_factory=Look)
    asked: list[str] = field(default_factory=list)

    def look(self, url: str) -> Look:
        self.asked.append(url)
        return self.look_


def test_a_link_that_is_silent_for_three_hours_is_listed_for_editors(
    unit_of_work, clock, stores
) -> None:
    stores.partner_links.add(link := partner_link())
    looking = Says(Look(why="no answer"))
    look = LookAtLinks(unit_of_work=unit_of_work, looking=looking, clock=clock)
    broken = ListBrokenLinks(unit_of_work=unit_of_work)
    for _ in range(2):
        assert 1 == look()
        clock.pass_(hours=1)
        assert [] == broken()
    assert (1, 0) == (look(), look())
    assert [link.link_id] == [each.link_id for each in broken()]
    assert 1 == stores.partner_links.get(link.link_id).version, "a look is no change of editors'"


def test_a_link_that_moved_is_listed_too_and_nobody_goes_there(unit_of_work, clock, stores) -> None:
    stores.partner_links.add(link := partner_link())
    looking = Says(Look(moved_to="https://other.example/"))
    LookAtLinks(unit_of_work=unit_of_work, looking=looking, clock=clock)()
    (found,) = ListBrokenLinks(unit_of_work=unit_of_work)()
    assert (LinkState.MOVED, link.content.url) == (found.health.state, found.content.url)
    assert [link.content.url] == looking.asked


def test_a_removed_link_is_not_looked_at_and_a_round_is_bounded(
    unit_of_work, clock, stores
) -> None:
    stores.partner_links.add(partner_link(removed=True))
    for number in range(AT_ONCE + 1):
        url = f"https://trade.example/{number}"
        stores.partner_links.add(partner_link(content=link_content(url=url)))
    look = LookAtLinks(unit_of_work=unit_of_work, looking=Says(), clock=clock)
    assert (AT_ONCE, 1, 0) == (look(), look(), look())
    clock.pass_(hours=6)
    assert AT_ONCE == look()


def test_what_was_seen_of_another_address_counts_for_nothing(unit_of_work, clock, stores) -> None:
    stores.partner_links.add(link := partner_link())

    class ChangesMeanwhile(Says):
        def look(self, url: str) -> Look:
            now = stores.partner_links.get(link.link_id)
            other = replace(now.content, url="https://other.example/")
            stores.partner_links.save(now.changed(other, by="editor", at=clock.now()))
            return Look(why="no answer")

    LookAtLinks(unit_of_work=unit_of_work, looking=ChangesMeanwhile(), clock=clock)()
    assert LinkState.NOT_LOOKED_AT is stores.partner_links.get(link.link_id).health.state


@dataclass
class Answers:
    """Answers each method as the test says."""

    by: dict[str, Answer | NotReached]
    asked: list[str] = field(default_factory=list)

    def seen(self, _url: str, *, method: str = "GET", most_bytes: int = 0) -> Answer:
        assert 0 == most_bytes
        self.asked.append(method)
        found = self.by[method]
        if isinstance(found, NotReached):
            raise found
        return found


def test_head_is_enough_where_it_says_enough_and_get_decides_elsewhere() -> None:
    good, gone, never = Answer(status=200), Answer(status=404), NotReached("no answer")
    for head, get, expected, asked in (
        (good, gone, Look(), ["HEAD"]),
        (Answer(status=405), good, Look(), ["HEAD", "GET"]),
        (gone, gone, Look(why="it answers 404"), ["HEAD", "GET"]),
        (never, good, Look(), ["HEAD", "GET"]),
        (never, never, Look(why="no answer"), ["HEAD", "GET"]),
    ):
        visits = Answers({"HEAD": head, "GET": get})
        assert expected == LinkVisits(visits).look("https://trade.example/")
        assert asked == visits.asked


def test_hours_apart_are_hours_of_the_clock(unit_of_work, clock, stores) -> None:
    clock.pass_(minutes=59)
    stores.partner_links.add(link := partner_link())
    health = link.health.after(Look(why="x"), at=clock.now())
    assert 2 == health.after(Look(why="x"), at=clock.now() + timedelta(minutes=1)).failures
