"""What OASIS' schema of CAP 1.2 says, in our own words and apart from the code under test.

A content model is a line of names with `?`, `*` and `+` as in a regular expression.
"""

import re
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

NAMESPACE = "{urn:oasis:names:tc:emergency:cap:1.2}"
MODELS = {
    "alert": "identifier sender sent status msgType source? scope restriction? addresses? code*"
    " note? references? incidents? info*",
    "info": "language? category+ event responseType* urgency severity certainty audience?"
    " eventCode* effective? onset? expires? senderName? headline? description? instruction? web?"
    " contact? parameter* resource* area*",
    "area": "areaDesc polygon* circle* geocode* altitude? ceiling?",
    "resource": "resourceDesc mimeType size? uri? derefUri? digest?",
    "parameter": "valueName value",
    "eventCode": "valueName value",
    "geocode": "valueName value",
}
MOMENT = r"\d\d\d\d-\d\d-\d\dT\d\d:\d\d:\d\d[-,+]\d\d:\d\d"
DECIMAL = r"[-+]?(\d+(\.\d*)?|\.\d+)"
VALUES = {
    "status": "Actual|Exercise|System|Test|Draft",
    "msgType": "Alert|Update|Cancel|Ack|Error",
    "scope": "Public|Restricted|Private",
    "category": "Geo|Met|Safety|Security|Rescue|Fire|Health|Env|Transport|Infra|CBRNE|Other",
    "responseType": "Shelter|Evacuate|Prepare|Execute|Avoid|Monitor|Assess|AllClear|None",
    "urgency": "Immediate|Expected|Future|Past|Unknown",
    "severity": "Extreme|Severe|Moderate|Minor|Unknown",
    "certainty": "Observed|Likely|Possible|Unlikely|Unknown",
    "language": r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*",
    **dict.fromkeys(("sent", "effective", "onset", "expires"), MOMENT),
    **dict.fromkeys(("altitude", "ceiling"), DECIMAL),
}


def broken_rules(document: bytes) -> list[str]:
    """Return which of the schema's rules a document breaks."""
    root = fromstring(document)
    return _broken(root) if f"{NAMESPACE}alert" == root.tag else ["root"]


def _broken(element: Element) -> list[str]:
    name = element.tag.removeprefix(NAMESPACE)
    children = [child.tag.removeprefix(NAMESPACE) for child in element]
    if name not in MODELS:
        value = VALUES.get(name, "(?s:.*)")
        good = not children and re.fullmatch(value, element.text or "")
        return [] if good else [f"{name}: {element.text}"]
    model = "".join(
        f"(?:{re.escape(part.rstrip('?*+'))} ){part[-1] if part[-1] in '?*+' else ''}"
        for part in MODELS[name].split()
    )
    said = "".join(f"{child} " for child in children)
    found = [] if re.fullmatch(model, said) else [f"{name}: {said}"]
    return found + [rule for child in element for rule in _broken(child)]
