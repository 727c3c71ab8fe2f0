"""Rows of an audience on a form: include, leave out, or only, by area and all else."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from flask import request
from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField

from isp.alerts.v1 import alert_pb2
from isp.kernel.v1 import kernel_pb2
from services.gateway.pages import labels
from services.gateway.pages.audience import MODES
from services.gateway.pages.forms import Form, line, lines, list_of
from services.gateway.pages.lines_of_points import LONGEST, NoLine, polygon_of, text_of
from services.gateway.pages.places import NoSuchPlace, find
from services.gateway.pages.roles import roles
from services.gateway.pages.told_areas import Named, names_of, told_of

MOST: Final = 6
"""Rows of a form."""

LEAST: Final = 2
"""Rows that are shown before more are asked for."""

AREA: Final = "AREA"
ORGANISATION: Final = "ORGANISATION"
_FIELDS: Final = ("mode", "what", "organisation", "where", "km", "name", "points")
SAID_BY_THE_SERVICE: Final = (
    lazy_gettext("must be the first point again"),
    lazy_gettext("must be a finite number"),
    lazy_gettext("must be degrees from -90 to 90"),
    lazy_gettext("must be degrees from -180 to 180"),
    lazy_gettext("must surround something: all are on one line"),
    lazy_gettext("must have 4 at least, of which the last is the first"),
    lazy_gettext("must have 50000 at most"),
    lazy_gettext("must be 0.001 to 1000 km"),
    lazy_gettext("is given for longitude: every point would be in the United Kingdom if swapped"),
)
"""What alerts says of areas, so that it has its Welsh."""


def _modes() -> list[tuple[str, str]]:
    return [(kernel_pb2.AudienceMode.Name(mode), str(said)) for mode, said in MODES.items()]


def _whats() -> list[tuple[str, str]]:
    """Return what a row may look for, as KIND:value."""
    tiers = [(code, str(labels.TIERS[code])) for code in ("REGISTERED", "VERIFIED", "TRUSTED")]
    kinds = (
        ("REGION", gettext("Region"), labels.regions()),
        ("SECTOR", gettext("Sector"), labels.sectors()),
        ("PREMISES_TYPE", gettext("Type of premises"), labels.premises_types()),
        ("TIER", gettext("At least"), tiers),
        ("ROLE", gettext("Role"), roles()),
    )
    return [
        (AREA, gettext("Premises in an area, as said below")),
        ("EVERYONE:", gettext("Everyone")),
        (ORGANISATION, gettext("An organisation, by its number below")),
        *(
            (f"{kind}:{code}", f"{said}: {name}")
            for kind, said, all_ in kinds
            for code, name in all_
        ),
    ]


def _row(number: int) -> dict[str, Any]:
    """Return the fields of one row."""
    return {
        "mode": list_of(
            lazy_gettext("Row %(number)d: include or not", number=number),
            _modes,
            default="AUDIENCE_MODE_INCLUDE",
        ),
        "what": list_of(lazy_gettext("Row %(number)d: whom", number=number), _whats, default=AREA),
        "organisation": line(
            lazy_gettext("Row %(number)d: the organisation's number", number=number),
            most=100,
            required=False,
            hint=lazy_gettext("Its people read it above their premises."),
            render_kw={"autocomplete": "off", "spellcheck": "false"},
        ),
        "where": line(
            lazy_gettext("Row %(number)d: around where", number=number),
            most=100,
            required=False,
            hint=lazy_gettext("A postcode, the beginning of one, a town, or 51.501,-0.142."),
            render_kw={"list": "places", "autocomplete": "off", "spellcheck": "false"},
        ),
        "km": line(
            lazy_gettext("Row %(number)d: how many km around it", number=number),
            most=8,
            required=False,
            hint=lazy_gettext("For example 0.5. Of the beginning of a postcode you may leave it."),
            render_kw={"inputmode": "decimal", "autocomplete": "off"},
        ),
        "name": line(
            lazy_gettext("Row %(number)d: the place, as readers are told of it", number=number),
            most=500,
            required=False,
            hint=lazy_gettext("Empty: the message does not say where it applies."),
        ),
        "points": lines(
            lazy_gettext("Row %(number)d: or the line around it", number=number),
            most=LONGEST,
            required=False,
            hint=lazy_gettext(
                "Latitude and longitude with a comma between, one point a line, the last the first"
                " again; or a GeoJSON polygon."
            ),
            render_kw={"rows": 4, "spellcheck": "false"},
        ),
    }


class AreaRows(Form):
    """The rows. Those that say nothing are none."""

    rows = HiddenField(default=str(LEAST))
    sources: list[str]
    """The field of each row's value."""
    told: alert_pb2.Area | None = None
    _named: list[Named]

    most_rows: Final = MOST

    @property
    def numbers(self) -> range:
        """The rows that are shown: as many as were, one more where that was asked, and all said."""
        said = str(self.rows.data)
        asked = int(said) if said.isascii() and said.isdecimal() and len(said) == 1 else LEAST
        more = request.form.get("do") == "more"
        filled = [number for number in range(1, MOST + 1) if self.says(number)]
        return range(1, min(MOST, max(LEAST, asked + more, *filled, 0)) + 1)

    def row(self, number: int) -> dict[str, Any]:
        """Return the fields of a row by their short names."""
        return {name: self[f"row{number}_{name}"] for name in _FIELDS}

    def says(self, number: int) -> bool:
        """Tell whether a row says anything."""
        field = self.row(number)
        texts = ("organisation", "where", "km", "name", "points")
        return (field["what"].data or AREA) != AREA or any(
            (field[name].data or "").strip() for name in texts
        )

    def audience_rows(self) -> list[kernel_pb2.AudienceRow]:
        """Return what the rows say; what is wrong is said at its field, and is left out.

        `told` is afterwards the area that readers are told of, if any.
        """
        self.sources, self._named = [], []
        found = []
        for number in filter(self.says, range(1, MOST + 1)):
            made = self._made(number)
            if made is not None:
                found.append(made)
        self.told = told_of(self._named)
        return found

    def _made(self, number: int) -> kernel_pb2.AudienceRow | None:
        field = self.row(number)
        fit = [each.validate(self) for each in field.values()]
        if not all(fit):
            return None
        mode = kernel_pb2.AudienceMode.Value(field["mode"].data)
        if field["what"].data == ORGANISATION:
            return self._organisation(mode, field["organisation"])
        if field["what"].data != AREA:
            kind, _, value = field["what"].data.partition(":")
            self.sources.append(field["what"].name)
            return kernel_pb2.AudienceRow(
                mode=mode, kind=kernel_pb2.AudienceKind.Value(f"AUDIENCE_KIND_{kind}"), value=value
            )
        try:
            return self._area(mode, field)
        except (NoSuchPlace, NoLine) as wrong:
            at = field["where" if isinstance(wrong, NoSuchPlace) else "points"]
            at.errors = [*at.errors, str(wrong)]
        return None

    def _organisation(self, mode: Any, field: Any) -> kernel_pb2.AudienceRow | None:
        number = (field.data or "").strip()
        if not number:
            field.errors = [*field.errors, gettext("say which organisation, by its number")]
            return None
        self.sources.append(field.name)
        return kernel_pb2.AudienceRow(
            mode=mode, kind=kernel_pb2.AUDIENCE_KIND_ORGANISATION, value=number
        )

    def _area(self, mode: Any, field: dict[str, Any]) -> kernel_pb2.AudienceRow | None:
        where, points = ((field[name].data or "").strip() for name in ("where", "points"))
        if points:
            if where:
                raise NoLine(gettext("either this or around where, not both"))
            self.sources.append(field["points"].name)
            row = kernel_pb2.AudienceRow(mode=mode, kind=kernel_pb2.AUDIENCE_KIND_POLYGON)
            row.polygon.CopyFrom(polygon_of(points))
            self._tell(row, field["name"].data)
            return row
        if not where:
            raise NoSuchPlace(gettext("say around where, or paste the line around it"))
        there, km = find(where), _kilometres(field["km"])
        km = there.covers_km if km is None else km
        if km is None:
            if not field["km"].errors:
                field["km"].errors = [gettext("say how many km, such as 0.5")]
            return None
        self.sources.append(field["km"].name)
        row = kernel_pb2.AudienceRow(mode=mode, kind=kernel_pb2.AUDIENCE_KIND_CIRCLE)
        row.circle.latitude, row.circle.longitude = there.latitude, there.longitude
        row.circle.radius_km = km
        self._tell(row, field["name"].data)
        return row

    def _tell(self, row: kernel_pb2.AudienceRow, name: str | None) -> None:
        """Let readers be told of every place that is included and has a name."""
        if (name or "").strip() and row.mode == kernel_pb2.AUDIENCE_MODE_INCLUDE:
            self._named.append(((name or "").strip(), row))


for _number in range(1, MOST + 1):
    for _name, _field in _row(_number).items():
        setattr(AreaRows, f"row{_number}_{_name}", _field)


def _kilometres(field: Any) -> float | None:
    """Return the number of a field, None where it says none; what is no number is said there."""
    said = (field.data or "").strip().replace(",", ".").removesuffix("km").strip()
    if not said:
        return None
    if not re.fullmatch(r"\d{1,4}(\.\d{1,3})?", said) or not float(said):
        field.errors = [*field.errors, gettext("must be a number of km, such as 0.5")]
        return None
    return float(said)


def fields_of(
    rows: Iterable[kernel_pb2.AudienceRow], told: alert_pb2.Area | None
) -> dict[str, Any] | None:
    """Return the fields that say these rows, or None where a form cannot."""
    fields: dict[str, Any] = {}
    every = list(rows)
    named = zip(every, names_of(every, told), strict=True)
    for number, (row, name) in enumerate(named, start=1):
        said = _said(row, name)
        if said is None or number > MOST:
            return None
        said["mode"] = kernel_pb2.AudienceMode.Name(row.mode)
        fields |= {f"row{number}_{name}": value for name, value in said.items()}
    return fields


def _said(row: kernel_pb2.AudienceRow, name: str) -> dict[str, str] | None:
    kind = kernel_pb2.AudienceKind.Name(row.kind).removeprefix("AUDIENCE_KIND_")
    if row.kind == kernel_pb2.AUDIENCE_KIND_CIRCLE:
        at = row.circle
        return {
            "what": AREA,
            "where": f"{at.latitude:.6f},{at.longitude:.6f}",
            "km": f"{at.radius_km:.3f}".rstrip("0").rstrip("."),
            "name": name,
        }
    if row.kind == kernel_pb2.AUDIENCE_KIND_POLYGON:
        return {"what": AREA, "points": text_of(row.polygon), "name": name}
    if row.kind == kernel_pb2.AUDIENCE_KIND_ORGANISATION:
        return {"what": ORGANISATION, "organisation": row.value}
    what = f"{kind}:{row.value}"
    return {"what": what} if what in dict(_whats()) else None


def at_fields(violations: Iterator[tuple[str, str]], names: list[str]) -> Iterator[tuple[str, str]]:
    """Return what is wrong of an audience by the names of the fields that said it.

    `names` has the field of each row of the audience. Of a polygon the point is said.
    """
    for path, what in violations:
        at = re.search(r"audience\[(\d+)\]", path)
        name = names[int(at.group(1))] if at and int(at.group(1)) < len(names) else ""
        point = re.search(r"points\[(\d+)\]", path)
        said = str(gettext(what))
        if name and point:
            number = int(point.group(1)) + 1
            said = gettext("point %(number)d: %(what)s", number=number, what=said)
        yield (name or path), said
