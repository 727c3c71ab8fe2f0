"""`make words`: brings the Welsh catalogue up to date with what the pages say in English.

What has no Welsh yet is listed, and keeps the gate red. docs/adr/0035 says how it is read.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from kernel.places import REGIONS, SECTORS
from kernel.premises import PREMISES_TYPES
from services.gateway.pages.language import CATALOGUE
from services.gateway.pages.notices import NOTICES
from services.gateway.problem_meanings import MEANINGS

_HERE: Final = Path(__file__).resolve().parent
_READERS: Final = [
    ("templates/**.html", "jinja2"),
    ("pages/**.py", "python"),
    ("resources/document_feeds.py", "python"),
]
_OPTIONS: Final = {
    "templates/**.html": {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true"}
}
_KEYWORDS: Final = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
_HEADER: Final = """\
# What the pages say, in Welsh. Not reviewed by a translator: every Welsh page says so.
# `make words` keeps it up to date with the English; write the msgstr of what is new.
"""


def spoken() -> Iterator[tuple[str, str | tuple[str, str]]]:
    """Yield (where, what) of everything that the pages may say in English."""
    found = extract_from_dir(
        _HERE, _READERS, options_map=_OPTIONS, keywords=_KEYWORDS, strip_comment_tags=True
    )
    for where, _line, said, _comments, _context in found:
        yield where, said if isinstance(said, str) else (said[0], said[1])
    for meaning in MEANINGS.values():
        yield "problems.py", meaning
    for notice in NOTICES.values():
        yield from (("pages/data/notices.json", each) for each in notice.words())
    for region in REGIONS.values():
        yield "kernel/data/places.json", region.name
    for sector in SECTORS.values():
        yield "kernel/data/places.json", sector.name
    for premises_type in PREMISES_TYPES.values():
        yield "kernel/data/premises_types.json", premises_type.name


def up_to_date() -> Catalog:
    """Return the catalogue with every message that is spoken, and with no other."""
    with CATALOGUE.open("rb") as written:
        before = read_po(written, locale="cy", domain="messages")
    catalogue = Catalog(locale="cy", header_comment=_HEADER, fuzzy=False)
    for where, said in sorted(spoken(), key=str):
        known = before.get(said if isinstance(said, str) else said[0])
        kept = known.string if known is not None and known.id == said else ""
        catalogue.add(said, kept, locations=[(where, 0)])
    return catalogue


def text_of(catalogue: Catalog) -> bytes:
    """Return a catalogue as it is committed: by message, without what changes by itself."""
    out = BytesIO()
    write_po(out, catalogue, width=100, sort_output=True, omit_header=True, include_lineno=False)
    head = [
        _HEADER.rstrip(),
        'msgid ""',
        'msgstr ""',
        '"Language: cy\\n"',
        f'"Plural-Forms: {catalogue.plural_forms}\\n"',
        '"Content-Type: text/plain; charset=utf-8\\n"',
    ]
    return "\n".join(head).encode() + b"\n\n" + out.getvalue().strip() + b"\n"


def without_welsh(catalogue: Catalog) -> list[str]:
    """Return the messages that lack their Welsh, or a plural of it."""
    return [_first(each) for each in catalogue if each.id and not _is_whole(each)]


def _is_whole(message: Message) -> bool:
    said = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return all(said)


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def main() -> int:
    """Write the catalogue and return how many messages lack their Welsh."""
    catalogue = up_to_date()
    CATALOGUE.write_bytes(text_of(catalogue))
    missing = without_welsh(catalogue)
    for each in missing:
        print(each)
    print(f"{len(catalogue)} messages, {len(missing)} without Welsh")
    return len(missing)


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
