"""Where a postcode is, to us."""

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
    assert (("SE",), True) == (found.regions, found.exact)
