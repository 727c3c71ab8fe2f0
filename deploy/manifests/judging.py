"""Says what is wrong with an object: by Kubernetes' own schemas, else by ours of custom kinds."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import kubernetes_validate.utils as kubernetes_validate
import yaml

from deploy.manifests.rendering import Document
from stack.pins import KUBECTL

KUBERNETES: Final = KUBECTL.holds.rpartition(".")[0]
"""The version whose schemas judge: 1.36."""

_FILE: Final = Path(__file__).with_name("custom_kinds.yaml")
# The library reads all of Kubernetes' definitions anew for each object: 1.6 MB of JSON.
kubernetes_validate.schema_contents = cache(kubernetes_validate.schema_contents)
_HOLDS: Final = {"text": str, "number": int, "flag": bool, "any": object}


def faults(document: Document) -> list[str]:
    """Return what is wrong, each with the path of the field; nothing if nothing is."""
    return [f"{named(document)}: {each}" for each in _faults(document)]


def named(document: Document) -> str:
    """Return how an object is called: `Deployment/alerts-serve`."""
    return f"{document['kind']}/{document['metadata']['name']}"


def _faults(document: Document) -> Iterator[str]:
    try:
        kubernetes_validate.validate(document, KUBERNETES, strict=True)
    except kubernetes_validate.ValidationError as error:
        yield f"{'.'.join(map(str, error.path))}: {error.message[:300]}"
    except kubernetes_validate.SchemaNotFoundError:
        yield from _faults_of_custom(document)


def _faults_of_custom(document: Document) -> Iterator[str]:
    kind = f"{document['apiVersion']} {document['kind']}"
    if kind not in _custom_kinds():
        yield f"{kind} is known neither to Kubernetes {KUBERNETES} nor to {_FILE.name}"
        return
    unknown = set(document) - {"apiVersion", "kind", "metadata", "spec"}
    yield from (f"{name}: nobody knows this field" for name in sorted(unknown))
    yield from _differences(document.get("spec"), _custom_kinds()[kind], "spec")


@cache
def _custom_kinds() -> dict[str, Any]:
    kinds: dict[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
    return kinds


def _differences(value: Any, wanted: Any, path: str) -> Iterator[str]:
    match wanted:
        case dict() if isinstance(value, dict):
            for name, part in value.items():
                known = wanted.get(name, wanted.get("*"))
                if known is None:
                    yield f"{path}.{name}: nobody knows this field"
                else:
                    yield from _differences(part, known, f"{path}.{name}")
        case [each] if isinstance(value, list):
            for number, part in enumerate(value):
                yield from _differences(part, each, f"{path}.{number}")
        case "pod":
            template = {
                "apiVersion": "v1",
                "kind": "PodTemplate",
                "metadata": {"name": "any"},
                "template": value,
            }
            yield from (f"{path}: {each}" for each in _faults(template))
        case str() if _fits(value, wanted):
            return
        case _:
            yield f"{path}: {value!r} is not {wanted}"


def _fits(value: Any, wanted: str) -> bool:
    if "|" in wanted:
        return value in wanted.split("|")
    kind = _HOLDS[wanted]
    return isinstance(value, kind) and (kind is not int or not isinstance(value, bool))
