"""The demonstration's documents in their files: TOML between two lines of `+++`, then Markdown.

No file carries the banner: every document gets it here, so that none can be without.
"""

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent / "documents"
FENCE: Final = "+++"
FIELDS: Final = frozenset(
    {
        *("kind", "title", "summary", "tlp", "minimum_tier", "language"),
        *(
            "sectors",
            "regions",
            "tags",
            "sources",
            "review_by",
            "translation_of",
            "teaser",
            "receipt",
        ),
    }
)

BANNERS: Final = {
    "en-GB": "Demonstration, not official.",
    "cy": "Arddangosiad, nid cyngor swyddogol.",
}
_OPENINGS: Final = {
    "en-GB": "> **{banner}** Written to show what this platform does. Where it differs from"
    " ProtectUK, or from what the police tell you, follow them.",
    "cy": "> **{banner}** Ysgrifennwyd i ddangos beth mae'r llwyfan hwn yn ei wneud. Os yw'n"
    " wahanol i ProtectUK, neu i'r hyn y mae'r heddlu'n ei ddweud wrthych, dilynwch nhw.\n>\n"
    "> **Cymraeg heb ei hadolygu (unreviewed Welsh).** Nid oes neb sy'n medru'r Gymraeg wedi"
    " gwirio'r cyfieithiad hwn eto.",
}
_ENDINGS: Final = {"en-GB": "*To be reviewed by {day}.*", "cy": "*I'w adolygu erbyn {day}.*"}
_MONTHS: Final = {
    "en-GB": "January February March April May June"
    " July August September October November December",
    "cy": "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr",
}


class BadDocument(Exception):
    """A file is not a document of the demonstration; says which and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoDocument:
    """One document. `translation_of` is the name of another file, without `.md`.

    `teaser` is what those may be told who may not read it; `receipt` what it asks of its readers.
    """

    name: str
    kind: str
    title: str
    summary: str
    tlp: str
    minimum_tier: str
    language: str
    sources: tuple[str, ...]
    review_by: date
    text: str
    sectors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    translation_of: str = ""
    teaser: str = ""
    receipt: str = ""

    def said(self, translation_of: str = "", today: date | None = None) -> dict[str, Any]:
        """Return it as `POST /v1/documents` takes it, under the banner.

        `translation_of` is the id that the platform gave to the document that it translates.
        The day of review is said while it is to come: the platform takes no other.
        """
        banner = BANNERS[self.language]
        opening = _OPENINGS[self.language].format(banner=banner)
        ending = _ENDINGS[self.language].format(day=self._review_day())
        to_come = self.review_by > (today or datetime.now(UTC).date())
        return {
            "kind": self.kind,
            "title": self.title,
            "summary": f"{self.summary} {banner}",
            "body": f"{opening}\n\n{self.text}\n\n{ending}\n",
            "language": self.language,
            "marking": {"tlp": self.tlp, "minimum_tier": self.minimum_tier},
            "sectors": list(self.sectors),
            "regions": list(self.regions),
            "sources": list(self.sources),
            "translation_of": translation_of,
            "tags": list(self.tags),
            "review_on": self.review_by.isoformat() if to_come else "",
            "teaser": f"{self.teaser} {banner}" if self.teaser else "",
            "teaser_confirmed": bool(self.teaser),
            "receipt": self.receipt or None,
        }

    def _review_day(self) -> str:
        month = _MONTHS[self.language].split()[self.review_by.month - 1]
        return f"{self.review_by.day} {month} {self.review_by.year}"


def demo_documents(folder: Path = FOLDER) -> list[DemoDocument]:
    """Return every document, each after the one that it translates.

    Raises:
        BadDocument: a file cannot be read as one, or translates none.
    """
    documents = [read(path) for path in sorted(folder.glob("*.md"))]
    originals = {each.name for each in documents if not each.translation_of}
    for each in documents:
        if each.translation_of and each.translation_of not in originals:
            raise BadDocument(f"{each.name}: translates {each.translation_of!r}, which is not here")
    return sorted(documents, key=lambda each: bool(each.translation_of))


def read(path: Path) -> DemoDocument:
    """Return the document in a file.

    Raises:
        BadDocument: it has no fences, no good TOML, no text, or another set of fields.
    """
    first, _, rest = path.read_text("utf-8").partition("\n")
    matter, fence, text = rest.partition(f"\n{FENCE}\n")
    if first != FENCE or not fence or not text.strip():
        raise BadDocument(f"{path.name}: TOML between two lines of {FENCE}, then text, is needed")
    try:
        said = tomllib.loads(matter)
        if unknown := said.keys() - FIELDS:
            raise BadDocument(f"{path.name}: unknown {', '.join(sorted(unknown))}")
        for many in {"sectors", "regions", "tags", "sources"} & said.keys():
            said[many] = tuple(said[many])
        return DemoDocument(name=path.stem, text=text.strip(), **said)
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise BadDocument(f"{path.name}: {error}") from error
