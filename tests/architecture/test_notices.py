"""A notice stands at each field that collects personal data, and says what the tables say."""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from wtforms import HiddenField

from services.gateway import pages
from services.gateway.pages.desk import EndForm
from services.gateway.pages.forms import Form, line
from services.gateway.pages.notices import NOTICED, NOTICES, noticed
from tests.architecture.notice_reasons import EVERYWHERE, FIELDS, TEMPLATES

HTML = Path(pages.__file__).parents[1] / "templates"
DRAWN = {"assessment.Questions": ("questions_asked.html", "learning")}
"""Forms whose further fields are made for each visitor, and where their one notice stands."""

_VALUE = r'(?:"((?:\{\{.*?\}\}|[^"])*)"|\'((?:\{\{.*?\}\}|[^\'])*)\'|([^\s>"\']+))'
_TAG = re.compile(
    r"<(?:input|textarea|select|button)\b((?:\{\{.*?\}\}|\{%.*?%\}|\"[^\"]*\"|'[^']*'|[^>])*)>",
    re.DOTALL,
)
_NAME, _SENT = (
    re.compile(rf"(?<![\w-]){each}\s*=\s*{_VALUE}", re.DOTALL) for each in ("name", "value")
)
_SAID = r'("[^"]*"(?=\s*[,}])|[^,}]+)'
_MACRO = re.compile(
    rf'"name":\s*{_SAID}(?:(?:,\s*"(?!name")\w+":\s*(?:"[^"]*"|[^,}}]+))*?,\s*"value":\s*{_SAID})?',
    re.DOTALL,
)


def forms() -> Iterator[tuple[str, type[Form]]]:
    for found in pkgutil.iter_modules(pages.__path__):
        module = importlib.import_module(f"services.gateway.pages.{found.name}")
        for each in vars(module).values():
            is_form = inspect.isclass(each) and issubclass(each, Form)
            if is_form and each.__module__ == module.__name__:
                yield found.name, each


def fields_of(form: type[Form]) -> set[str]:
    return {
        each
        for each in dir(form)
        if not each.startswith("_") and hasattr(getattr(form, each), "field_class")
    }


def without(form: type[Form]) -> list[str]:
    """Return the fields of a form that have neither a notice nor a reason why not."""
    names = [f"{each.__module__.rpartition('.')[2]}.{each.__name__}" for each in form.__mro__]
    excused = {field for name in names for field in FIELDS.get(name, ())}
    key = {"key"} if getattr(getattr(form, "key", None), "field_class", None) is HiddenField else ()
    return sorted(fields_of(form) - noticed(form).keys() - excused - set(key))


@pytest.mark.parametrize("form", [form for _, form in forms()], ids=lambda form: form.__name__)
def test_each_field_has_a_notice_or_a_reason_why_not(form: type[Form]) -> None:
    assert [] == without(form)


def test_a_field_without_either_is_found() -> None:
    """The control: a form that nobody spoke of, and a number that is not the page's own."""

    class AnyForm(Form):
        birthday = line("When were you born?", most=10)
        key = line("Which key do you have?", most=10)

    assert ["birthday", "key"] == without(AnyForm)


@pytest.mark.parametrize("name", FIELDS)
def test_reasons_for_some_fields_excuse_no_further_one(name: str) -> None:
    """The control: a field that is added to a form, below it or to itself, is found."""
    form = {f"{module}.{each.__name__}": each for module, each in forms()}[name]
    grown = type("Grown", (form,), {"birthday": line("When were you born?", most=10)})
    assert ["birthday"] == without(grown)


def test_a_new_form_beside_excused_ones_is_not_excused() -> None:
    """The control: reasons are of a form, not of its module."""
    beside = type("Beside", (Form,), {"reason": line("Why?", most=10)})
    beside.__module__ = EndForm.__module__
    assert ["reason"] == without(beside)


def test_what_has_a_notice_is_there_and_its_purpose_too() -> None:
    known = {f"{module}.{form.__name__}": fields_of(form) for module, form in forms()}
    for name, fields in NOTICED.items():
        assert fields.keys() <= known[name], name
        assert set(fields.values()) <= NOTICES.keys(), name
    for name, reasons in FIELDS.items():
        assert reasons.keys() <= known[name], name
        assert not reasons.keys() & NOTICED.get(name, {}).keys(), name


def made_later(source: str) -> set[str]:
    """Return of which bases a module makes classes while it runs, where no gate sees them."""
    found = set()
    for inside in ast.walk(ast.parse(source)):
        if not isinstance(inside, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for each in ast.walk(inside):
            if isinstance(each, ast.ClassDef):
                found |= {ast.unparse(base) for base in each.bases}
            elif isinstance(each, ast.Call) and ast.unparse(each.func) == "type" and each.args[1:]:
                found.add(ast.unparse(each.args[1]).strip("(,)"))
    return found


def test_a_form_whose_fields_are_drawn_has_one_notice_for_all_of_them() -> None:
    made = {
        f"{path.stem}.{base}"
        for path in Path(pages.__file__).parent.glob("*.py")
        for base in made_later(path.read_text("utf-8"))
    }
    assert DRAWN.keys() == made
    for template, purpose in DRAWN.values():
        assert stands(purpose, (HTML / template).read_text("utf-8"))


@pytest.mark.parametrize(
    "made", ['return type("Any", (Form,), {})()', "class Any(Form):\n        pass"]
)
def test_a_form_that_is_made_later_is_seen(made: str) -> None:
    """The control."""
    assert {"Form"} == made_later(f"def any_form():\n    {made}")


def stands(purpose: str, html: str) -> bool:
    """Tell whether a template has the notice of a purpose."""
    return re.search(rf'\bnotice_at\(.*?, "{purpose}"\)', html) is not None


def asked_in(html: str) -> Iterator[tuple[str, str]]:
    """Yield by name and value what a template asks for by itself, by tags and by components."""
    for attributes in _TAG.findall(html):
        name, sent = (each.search(attributes) for each in (_NAME, _SENT))
        if name:
            yield _said(name), _said(sent) if sent else ""
    for found in _MACRO.finditer(html):
        yield _of_component(found[1]), _of_component(found[2] or '""')


def _of_component(said: str) -> str:
    """Return a text as it is, and an expression as it would stand in a tag."""
    return said[1:-1] if re.fullmatch(r'"[^"]*"', said) else f"{{{{ {said.strip()} }}}}"


def _said(found: re.Match[str]) -> str:
    return next(each for each in found.groups() if each is not None)


def unexcused(html: str, reasons: dict[str, str]) -> list[str]:
    """Return what a template asks for with neither its notice nor a reason."""
    left = []
    for name, value in asked_in(html):
        shape, _ = EVERYWHERE.get(name, (None, ""))
        if shape and re.fullmatch(shape, value):
            continue
        said = f"{name}={value}" if value and "{" not in value else name
        purpose = reasons.get(said, "").removeprefix("told:")
        if said not in reasons or (purpose != reasons[said] and not stands(purpose, html)):
            left.append(said)
    return left


def templates() -> list[str]:
    return sorted(str(each.relative_to(HTML)) for each in HTML.rglob("*.html"))


@pytest.mark.parametrize("name", templates())
def test_what_templates_ask_for_by_themselves_has_a_notice_or_a_reason(name: str) -> None:
    assert [] == unexcused((HTML / name).read_text("utf-8"), TEMPLATES.get(name, {}))


def test_what_templates_are_excused_is_there() -> None:
    assert TEMPLATES.keys() <= set(templates())
    for name, reasons in TEMPLATES.items():
        asked = set()
        for each, value in asked_in((HTML / name).read_text("utf-8")):
            asked |= {each, f"{each}={value}"}
        assert reasons.keys() <= asked, name


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ('<input type="text" name="birthday">', "birthday"),
        ('<textarea\n  rows="3" name="birthday"></textarea>', "birthday"),
        ('<select class="a" id="b" name="birthday"></select>', "birthday"),
        ('<input type="hidden" name="birthday" value="{{ a > b }}">', "birthday"),
        ('<input type="checkbox"{% if a > b %} checked{% endif %} name=birthday>', "birthday"),
        ("<input name='birthday'>", "birthday"),
        ('<button type="submit" name="mood" value="well">Well</button>', "mood=well"),
        ('<input type="submit" name="mood" value="well">', "mood=well"),
        ('<select name="{{ facet.name }}"></select>', "{{ facet.name }}"),
        ('<input name="row{{ loop["index"] }}">', 'row{{ loop["index"] }}'),
        ('{{ govukButton({"text": "A", "name": "mood", "value": "well"}) }}', "mood=well"),
        ('{{ govukButton({"name": "mood", "text": "A", "value": well}) }}', "mood"),
        ('{{ govukInput({"name": what, "id": "a"}) }}', "{{ what }}"),
        ('<input type="hidden" name="version" value="{{ person.name }}">', "version"),
        ('<input type="text" name="key">', "key"),
        ('{{ govukButton({"name": "do", "value": "close" if a else "stay"}) }}', "do"),
        ('<input data-name="a" name="birthday">', "birthday"),
    ],
)
def test_whatever_a_template_asks_by_is_seen(html: str, said: str) -> None:
    """The control: each way, also under a name that is excused with another value."""
    assert [said] == unexcused(html, {})


def test_a_reason_is_of_one_button_and_a_notice_has_to_stand() -> None:
    """The control."""
    pressed = '<button name="do" value="{}"></button>'
    reasons = {"do=leave": "it ends", "do=ask": "told:proofing"}
    assert [] == unexcused(pressed.format("leave"), reasons)
    assert ["do=join"] == unexcused(pressed.format("join"), reasons)
    assert ["do=ask"] == unexcused(pressed.format("ask"), reasons)
    told = '{{ notice_at(_("Ask"), "proofing") }}' + pressed.format("ask")
    assert [] == unexcused(told, reasons)
