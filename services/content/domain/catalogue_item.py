"""One item of a partner's catalogue: what it must say, and the marking that it declares."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from chassis.errors import Violation
from kernel.markings import Marking, MarkingBelowFloor, Tlp
from kernel.tiers import Tier
from kernel.web_addresses import AddressRules
from services.content.domain.document import LONGEST, DocumentContent, Kind
from services.content.domain.partner_link import wrong_address, wrong_text

LEVELS: Final = {
    "PUBLIC": Marking.clear(),
    "REGISTERED": Marking(tlp=Tlp.GREEN, minimum_tier=Tier.REGISTERED),
    "VERIFIED": Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED),
}
"""What a level means by our markings."""

DECLARABLE: Final = {each.value: each for each in (Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER)}
"""The others need a closed group or people of ours, which a partner does not know."""

_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}")
_ITEM: Final = frozenset(
    {"id", "title", "summary", "url", "language", "level", "marking", "kind", "sectors", "regions"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something of a partner's: `content` says it in our words, `url` is where it is."""

    item_id: str
    url: str
    content: DocumentContent


def item_from(said: Any, rules: AddressRules) -> tuple[Item | None, list[Violation]]:
    """Return an item, or what is wrong with it, field by field."""
    if not isinstance(said, dict):
        return None, [Violation("", "must be an object")]
    wrong = [
        Violation(plain(name), "is a field that nobody knows") for name in sorted(set(said) - _ITEM)
    ]
    texts = {
        name: _text(said, name, wrong) for name in ("id", "title", "summary", "url", "language")
    }
    marking, kind = _marking(said, wrong), said.get("kind", Kind.RESOURCE.name)
    if not isinstance(kind, str) or kind not in Kind.__members__:
        wrong.append(Violation("kind", "must be one that we know"))
    sectors, regions = (_codes(said, name, wrong) for name in ("sectors", "regions"))
    if wrong or marking is None:
        return None, wrong
    if not _ID.fullmatch(texts["id"]):
        wrong.append(Violation("id", "must be 1 to 100 letters, digits, dots, dashes or colons"))
    wrong += wrong_address("url", texts["url"], rules)
    content = DocumentContent(
        kind=Kind[kind],
        title=texts["title"],
        summary=texts["summary"],
        body=texts["summary"],  # what search looks into; the whole of it is at the partner's
        language=texts["language"],
        marking=marking,
        sectors=sectors,
        regions=regions,
    )
    wrong += _wrong_with(content)
    return Item(item_id=texts["id"], url=texts["url"], content=content), wrong


def _text(said: Mapping[str, Any], name: str, wrong: list[Violation]) -> str:
    text = said.get(name)
    if isinstance(text, str):
        return text.strip()
    wrong.append(Violation(name, "must be a text"))
    return ""


def _wrong_with(content: DocumentContent) -> list[Violation]:
    """Return what breaks a rule of ours. Whatever a text holds, PostgreSQL must be able to keep."""
    found = [
        wrong
        for name in ("title", "summary")
        if (wrong := wrong_text(name, getattr(content, name), LONGEST[name]))
    ]
    said = {each.field for each in found} | {"body"}
    others = (
        Violation(each.field.removeprefix("content."), each.description)
        for each in content.violations()
    )
    return found + [each for each in others if each.field not in said]


def _marking(said: Mapping[str, Any], wrong: list[Violation]) -> Marking | None:
    """Return what an item declares, by a level or by a marking of ours, and never by both."""
    if ("level" in said) == ("marking" in said):
        wrong.append(Violation("level", "must be said, or marking in its place"))
        return None
    if "marking" in said:
        return _declared(said["marking"], wrong)
    level = said["level"]
    if not isinstance(level, str) or level not in LEVELS:
        wrong.append(Violation("level", f"must be one of {', '.join(LEVELS)}"))
        return None
    return LEVELS[level]


def _declared(said: Any, wrong: list[Violation]) -> Marking | None:
    good = isinstance(said, dict) and set(said) == {"tlp", "minimum_tier"}
    if not good or not all(isinstance(each, str) for each in said.values()):
        wrong.append(Violation("marking", "must have tlp and minimum_tier"))
        return None
    tlp, tier = said["tlp"], said["minimum_tier"]
    if tlp not in DECLARABLE or tier not in Tier.__members__:
        what = f"must be one of {', '.join(DECLARABLE)} with a tier of ours"
        wrong.append(Violation("marking", what))
        return None
    try:
        return Marking(tlp=DECLARABLE[tlp], minimum_tier=Tier[tier])
    except MarkingBelowFloor as error:
        wrong.append(Violation("marking", str(error)))
        return None


def _codes(said: Mapping[str, Any], name: str, wrong: list[Violation]) -> frozenset[str]:
    codes = said.get(name, [])
    if not isinstance(codes, list) or not all(isinstance(each, str) for each in codes):
        wrong.append(Violation(name, "must be a list of codes"))
        return frozenset()
    return frozenset(codes)


def plain(text: str) -> str:
    """Return the beginning of a text that somebody made up, fit to be kept and shown."""
    return "".join(each if each.isprintable() else "?" for each in text[:40])
