"""The two documents as text, and the notices that stand at the fields of the pages' forms."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

_HEAD: Final = "Written by `make records` from the tables of every service; the gate compares them."
BASES: Final = {
    "public task": "article 6(1)(e): a task in the public interest",
    "legal obligation": "article 6(1)(c): the law asks for it",
    "legitimate interests": "article 6(1)(f): an organisation's own systems",
    "vital interests": "article 6(1)(d): somebody's life or health",
    "consent": "article 6(1)(a): asked for apart, withdrawn as easily",
}
"""The bases that there are, as UK GDPR has them."""


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Column:
    """A column of personal data, as its table defines it."""

    service: str
    table: str
    column: str
    purpose: str
    basis: str
    retention: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Purposes:
    """Which assessment each purpose has."""

    note: str
    assessments: Mapping[str, Mapping[str, Any]]
    """Each with the `notice` that people read, which sums up how long its columns are kept."""

    purposes: Mapping[str, str]

    def wrong(self, columns: Iterable[Column]) -> list[str]:
        """Return what does not fit: purposes without an assessment, and the other way about."""
        found = {each.purpose: each.basis for each in columns}
        return [
            *(f"no assessment of the purpose: {each}" for each in found.keys() - self.purposes),
            *(f"no table has the purpose: {each}" for each in self.purposes.keys() - found),
            *(
                f"no such assessment: {each}"
                for each in set(self.purposes.values()) ^ self.assessments.keys()
            ),
            *self._stale_notices(columns),
            *(
                f"no such basis: {each.basis} ({each.service}.{each.table}.{each.column})"
                for each in columns
                if each.basis not in BASES
            ),
            *(
                f"empty: {each}"
                for each in columns
                if not all((each.purpose.strip(), each.basis.strip(), each.retention.strip()))
            ),
        ]

    def _stale_notices(self, columns: Iterable[Column]) -> list[str]:
        """Return whose notice was written for other retentions than the tables have now."""
        kept: dict[str, set[str]] = defaultdict(set)
        for each in columns:
            kept[self.purposes.get(each.purpose, "")].add(each.retention)
        return [
            f"the notice of {name} sums up other retentions: read it again, and say which"
            for name, said in self.assessments.items()
            if kept[name] and kept[name] != set(said["notice"]["sums_up"])
        ]


def notices(columns: Sequence[Column], purposes: Purposes) -> str:
    """Return as JSON what people read at a field: why, on which basis, how long, seen by whom."""
    bases: dict[str, set[str]] = defaultdict(set)
    for each in columns:
        bases[purposes.purposes[each.purpose]].add(each.basis)
    said = {
        name: {
            "title": each["title"],
            "why": each["notice"]["why"],
            "bases": sorted(bases[name]),
            "kept": each["notice"]["kept"],
            "seen_by": each["notice"]["seen_by"],
        }
        for name, each in sorted(purposes.assessments.items())
    }
    return json.dumps({"note": _HEAD, "notices": said}, indent=1, ensure_ascii=False) + "\n"


def documents(columns: Sequence[Column], purposes: Purposes) -> Mapping[str, str]:
    """Return the documents by the names of their files."""
    return {
        "record-of-processing.md": record(columns, purposes),
        "impact-assessment.md": assessment(columns, purposes),
    }


def record(columns: Sequence[Column], purposes: Purposes) -> str:
    """Return the record of processing activities (UK GDPR, article 30)."""
    lines = [
        "# Record of processing",
        "",
        _HEAD,
        "",
        f"{len(columns)} columns of personal data in {len(_tables(columns))} tables.",
    ]
    by_purpose: dict[str, list[Column]] = defaultdict(list)
    for each in columns:
        by_purpose[each.purpose].append(each)
    for purpose in sorted(by_purpose):
        held = by_purpose[purpose]
        said = purposes.assessments[purposes.purposes[purpose]]
        bases = sorted({each.basis for each in held})
        lines += [
            "",
            f"## {purpose[0].upper()}{purpose[1:]}",
            "",
            f"- About: {said['people']}",
            f"- Basis: {'; '.join(f'{each}, {BASES[each]}' for each in bases)}",
            f"- Seen by: {said['seen_by']}",
            "",
            "| Table | Columns | Kept |",
            "| --- | --- | --- |",
            *_rows(held),
        ]
    return "\n".join(lines) + "\n"


def _rows(held: Iterable[Column]) -> list[str]:
    grouped: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in sorted(held):
        grouped[(f"{each.service}.{each.table}", each.retention)].append(each.column)
    return [
        f"| `{table}` | {', '.join(f'`{each}`' for each in names)} | {retention} |"
        for (table, retention), names in sorted(grouped.items())
    ]


def assessment(columns: Sequence[Column], purposes: Purposes) -> str:
    """Return the data protection impact assessment (UK GDPR, article 35)."""
    lines = [
        "# Data protection impact assessment",
        "",
        _HEAD,
        "",
        (
            "Why there is one: people's whereabouts and identity documents are processed at a large"
            " scale, and some of it during attacks. Nobody is profiled, and no decision about a"
            " person is a program's alone: officers decide, with reasons and an appeal. Nothing"
            " leaves the platform but messages by the providers of mail, texts and notifications,"
            " and what a person shows others themselves."
        ),
        "",
        (
            "Rights: everybody can have a copy and an erasure on their account's page, or by the"
            " privacy officer, within a month (docs/adr/0100); alerts end by one press. The columns"
            " are in the [record of processing](record-of-processing.md)."
        ),
    ]
    for name, said in sorted(purposes.assessments.items()):
        mine = sorted(each for each, of in purposes.purposes.items() if of == name)
        held = [each for each in columns if each.purpose in mine]
        lines += [
            "",
            f"## {said['title']}",
            "",
            f"- Purposes: {'; '.join(mine)}",
            f"- Data: {len(held)} columns of {', '.join(f'`{each}`' for each in _tables(held))}",
            f"- About: {said['people']}",
            f"- Seen by: {said['seen_by']}",
            f"- Necessary: {said['necessary']}",
            f"- Risk: {said['risk']}",
            f"- Measures: {said['measures']}",
            f"- Risk that is left: {said['left']}",
        ]
    return "\n".join(lines) + "\n"


def _tables(columns: Iterable[Column]) -> list[str]:
    return sorted({f"{each.service}.{each.table}" for each in columns})
