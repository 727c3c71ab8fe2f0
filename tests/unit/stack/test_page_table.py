"""Each page of the table has a name of its own: pictures are kept under it."""

from collections import Counter

from stack.browser.pages import PAGES


def test_no_two_pages_have_one_name() -> None:
    named = Counter(each.name for each in PAGES)
    assert [] == [name for name, times in named.items() if times > 1]
    assert len(named) > 200
