"""What no template may do: markup that is joined to a text by `~` comes out as text."""

import re
from pathlib import Path

from services.gateway.pages.language import CATALOGUE

TEMPLATES = Path(CATALOGUE).parents[1] / "templates"
JOINED = re.compile(r"""~\s*['"]\s*</?\w""")


def test_no_markup_is_joined_to_a_text() -> None:
    found = [
        each.name for each in TEMPLATES.rglob("*.html") if JOINED.search(each.read_text("utf-8"))
    ]
    assert [] == found


def test_joined_markup_is_found() -> None:
    """The control of the test above."""
    assert JOINED.search("""{"html": _("Confirm") ~ '<span class="x">: ' ~ (name | e)}""")
