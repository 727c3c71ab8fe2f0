"""Reads how a PDF is tagged (ISO 32000-1, 14.7)."""

from pypdf.generic import DictionaryObject


def structure(node: DictionaryObject) -> tuple[set[str], list[str]]:
    """Return the kinds of a document's parts, and the words that stand for pictures."""
    kinds, words = set[str](), list[str]()
    waiting = [node]
    while waiting:
        each = waiting.pop().get_object()
        if isinstance(each, list):
            waiting.extend(each)
        elif isinstance(each, dict):
            kinds.add(str(each.get("/S")))
            if each.get("/S") == "/Figure":
                words.append(str(each.get("/Alt")))
            if "/K" in each:
                waiting.append(each["/K"])
    return kinds, words
