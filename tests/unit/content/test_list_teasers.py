"""What somebody may ask for."""

from kernel.principals import ANONYMOUS
from services.content.usecases.list_teasers import ListTeasers
from tests.fakes.content import READER, VERIFIED
from tests.fakes.content_access import HIGH


def test_it_lists_what_one_may_not_read_by_id_and_pages(unit_of_work, teased) -> None:
    teased(teaser="")
    amber, high = teased(), teased(**HIGH)
    listing = ListTeasers(unit_of_work=unit_of_work)
    both = sorted((amber, high), key=lambda each: each.document_id)
    for who in (ANONYMOUS, READER):
        assert (both, None) == listing(who, after=None, size=2)
    first, following = listing(READER, after=None, size=1)
    assert (both[:1], both[0].document_id) == (first, following)
    assert (both[1:], None) == listing(READER, after=following, size=1)
    assert ([high], None) == listing(VERIFIED, after=None, size=5)
