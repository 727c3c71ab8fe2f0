"""Where a postcode is, to us."""

from services.identity.domain.location import Location
from services.identity.usecases.resolve_postcode import ResolvePostcode
from tests.fakes.subscriptions import LONDON


def test_the_directory_is_asked_before_the_table(unit_of_work, stores) -> None:
    resolve = ResolvePostcode(unit_of_work=unit_of_work)
    assert (("LON",), False) == (
        resolve(postcode=LONDON).regions,
        resolve(postcode=LONDON).exact,
    )
    stores.postcodes.kept[LONDON.text] = "SE"
    found = resolve(postcode=LONDON)
    assert (("SE",), True, None) == (found.regions, found.exact, found.location)
    there = Location(latitude=51.501, longitude=-0.142)
    stores.postcodes.points[LONDON.text] = there
    assert there == resolve(postcode=LONDON).location
