"""Manifests of SCORM packages, written by the suite: each part can be changed or left out."""

from dataclasses import dataclass, field
from html import escape

from services.training.domain.scorm_course import Edition

CP = {
    True: "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
    False: "http://www.imsglobal.org/xsd/imscp_v1p1",
}
ADL = {
    True: "http://www.adlnet.org/xsd/adlcp_rootv1p2",
    False: "http://www.adlnet.org/xsd/adlcp_v1p3",
}


@dataclass
class Item:
    """An item: a unit if it names a resource, else a block."""

    identifier: str
    resource: str = ""
    items: tuple["Item", ...] = ()
    title: str = "An item"
    parameters: str = ""
    launch_data: str = ""
    mastery: str = ""


@dataclass
class Manifest:
    """A manifest of one organisation, unless more are said."""

    edition: Edition = Edition.V1_2
    items: tuple[Item, ...] = (Item("ITEM-1", "RES-1"),)
    resources: str | None = None
    said_edition: str | None = None
    default: str = ' default="ORG-1"'
    others: str = ""
    identifier: str = "COURSE-1"
    before: str = ""
    title: str = "A course"
    base: str = ""
    hrefs: dict[str, str] = field(default_factory=lambda: {"RES-1": "index.html"})

    @property
    def first(self) -> bool:
        return self.edition is Edition.V1_2

    def __bytes__(self) -> bytes:
        kind = "scormtype" if self.first else "scormType"
        resources = self.resources
        if resources is None:
            resources = "".join(
                f'<resource identifier="{name}" type="webcontent" adlcp:{kind}="sco"'
                f' href="{href}"><file href="{href}"/></resource>'
                for name, href in self.hrefs.items()
            )
        return (
            f'<?xml version="1.0"?>{self.before}<manifest identifier="{self.identifier}"'
            f' xmlns="{CP[self.first]}" xmlns:adlcp="{ADL[self.first]}"'
            f' xmlns:imsss="http://www.imsglobal.org/xsd/imsss"{self.base}>'
            "<metadata><schema>ADL SCORM</schema><schemaversion>"
            f"{self.said_edition or self.edition.value}</schemaversion></metadata>"
            f'<organizations{self.default}><organization identifier="ORG-1">'
            f"<title>{escape(self.title)}</title>{''.join(map(self._item, self.items))}"
            f"</organization>{self.others}</organizations>"
            f"<resources>{resources}</resources></manifest>"
        ).encode()

    def _item(self, item: Item) -> str:
        named = f' identifierref="{item.resource}"' if item.resource else ""
        if item.parameters:
            named += f' parameters="{escape(item.parameters)}"'
        data = "datafromlms" if self.first else "dataFromLMS"
        more = f"<adlcp:{data}>{item.launch_data}</adlcp:{data}>" if item.launch_data else ""
        if item.mastery and self.first:
            more += f"<adlcp:masteryscore>{item.mastery}</adlcp:masteryscore>"
        elif item.mastery:
            more += (
                '<imsss:sequencing><imsss:objectives><imsss:primaryObjective objectiveID="o"'
                f' satisfiedByMeasure="true"><imsss:minNormalizedMeasure>{item.mastery}'
                "</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives>"
                "</imsss:sequencing>"
            )
        return (
            f'<item identifier="{item.identifier}"{named}><title>{escape(item.title)}</title>'
            f"{''.join(map(self._item, item.items))}{more}</item>"
        )
