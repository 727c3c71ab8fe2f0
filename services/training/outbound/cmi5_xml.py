"""A course structure as cmi5 XML, written: what another platform imports (cmi5 Quartz, 13)."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from services.training.domain.cmi5_course import (
    NAMESPACE,
    Block,
    CourseStructure,
    LangString,
    LaunchMethod,
    MoveOn,
    Unit,
)


def write_structure(course: CourseStructure) -> bytes:
    """Return the document, UTF-8; reading it gives the same course."""
    # Everything is of the one namespace, said here: a registered prefix is the whole process's.
    root = Element("courseStructure", xmlns=NAMESPACE)
    head = SubElement(root, "course", id=course.publisher_id)
    _words(head, course.title, course.description)
    for each in course.children:
        _add(root, each)
    indent(root)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _add(parent: Element, each: Unit | Block) -> None:
    element = SubElement(parent, "au" if isinstance(each, Unit) else "block", id=each.publisher_id)
    _words(element, each.title, each.description)
    if isinstance(each, Block):
        for child in each.children:
            _add(element, child)
        return
    said = {
        "moveOn": each.move_on.value if each.move_on is not MoveOn.NOT_APPLICABLE else None,
        "masteryScore": None if each.mastery_score is None else str(each.mastery_score),
        "launchMethod": (
            each.launch_method.value if each.launch_method is not LaunchMethod.ANY_WINDOW else None
        ),
        "activityType": each.activity_type,
    }
    element.attrib |= {name: value for name, value in said.items() if value is not None}
    texts = {
        "url": each.url,
        "launchParameters": each.launch_parameters,
        "entitlementKey": each.entitlement_key,
    }
    for name, text in texts.items():
        if text is not None:
            SubElement(element, name).text = text


def _words(element: Element, title: LangString, description: LangString) -> None:
    for name, words in (("title", title), ("description", description)):
        part = SubElement(element, name)
        for language, text in words.items():
            kept = {"lang": language} if language else {}
            SubElement(part, "langstring", kept).text = text
