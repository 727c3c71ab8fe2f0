"""A course structure as plain data, for the record and between processes; and back."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from services.training.domain.cmi5_course import (
    Block,
    CourseStructure,
    LaunchMethod,
    MoveOn,
    Unit,
)


def structure_to_data(course: CourseStructure) -> dict[str, Any]:
    """Return a structure as what JSON can say."""
    return {
        "id": course.publisher_id,
        "title": dict(course.title),
        "description": dict(course.description),
        "children": [_part(each) for each in course.children],
    }


def structure_from_data(data: Mapping[str, Any]) -> CourseStructure:
    """Return the structure that `structure_to_data` was given."""
    return CourseStructure(
        publisher_id=data["id"],
        title=data["title"],
        description=data["description"],
        children=tuple(_from(each) for each in data["children"]),
    )


def _part(each: Unit | Block) -> dict[str, Any]:
    said: dict[str, Any] = {
        "id": each.publisher_id,
        "title": dict(each.title),
        "description": dict(each.description),
    }
    if isinstance(each, Block):
        return said | {"children": [_part(child) for child in each.children]}
    score = each.mastery_score
    return said | {
        "url": each.url,
        "move_on": each.move_on.value,
        "mastery_score": None if score is None else str(score),
        "launch_method": each.launch_method.value,
        "launch_parameters": each.launch_parameters,
        "entitlement_key": each.entitlement_key,
        "activity_type": each.activity_type,
    }


def _from(data: Mapping[str, Any]) -> Unit | Block:
    words = {
        "publisher_id": data["id"],
        "title": data["title"],
        "description": data["description"],
    }
    if "children" in data:
        return Block(**words, children=tuple(_from(each) for each in data["children"]))
    score = data["mastery_score"]
    return Unit(
        **words,
        url=data["url"],
        move_on=MoveOn(data["move_on"]),
        mastery_score=None if score is None else Decimal(score),
        launch_method=LaunchMethod(data["launch_method"]),
        launch_parameters=data["launch_parameters"],
        entitlement_key=data["entitlement_key"],
        activity_type=data["activity_type"],
    )
