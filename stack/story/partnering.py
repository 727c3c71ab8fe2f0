"""Step 5: the owner signs in at a partner's site, which learns a code for them and yes or no."""

import base64
import json
from collections.abc import Callable

from bs4 import BeautifulSoup

from stack.partner.sample_registered import sample_registered
from stack.partner.visiting import PartnerVisitor
from stack.story.front import Front, Person, StoryBroken, eventually
from stack.story.steps import PASSWORD

Say = Callable[[str], None]


def sign_in_at_partner(front: Front, owner: Person, say: Say) -> None:
    """The owner signs in there by the platform's account, is known by a code, and is signed out."""
    site = sample_registered(front)
    say("two people of the platform made the site known, with exact addresses and its scopes")
    visitor = PartnerVisitor(username=owner.name, password=PASSWORD)
    page = visitor.visit(f"{front.partner}/sign-in").text
    told = told_on(page)
    if told.get("verified") != "yes":
        raise StoryBroken(f"the site was told verified: {told.get('verified')}")
    say(f"signed in there with the platform's account; it shows verified: {told['verified']}")
    for read in ("a code that stands for you there", "yes or no"):
        if not any(read in each for each in visitor.asked):
            raise StoryBroken(f"nothing said before that it learns {read}")
    say("the owner read first what it learns, in English and Welsh, and agreed")
    subject = subject_of(owner)
    if told["sub"] == subject or subject in page or owner.name in page:
        raise StoryBroken("the site learned who the owner is to the platform")
    say(f"it knows the owner by {told['sub'][:8]}…, which nobody else knows them by")
    if front.status("GET", f"/v1/partner-sites/{site.site_id}", by=owner) == 200:
        raise StoryBroken("the owner may look into the partner's registration")
    visitor.sign_out_of(front.client.issuer)
    eventually(
        lambda: told_on(visitor.visit(f"{front.partner}/").text),
        lambda seen: not seen,
        10,
        "the partner's session ends by back channel",
    )
    say("signing out of the platform ended the session there, by back channel")


def told_on(page: str) -> dict[str, str]:
    """Return what the site shows that it was told; nothing if nobody is signed in there."""
    shown = BeautifulSoup(page, "html.parser").select("dd[id]")
    return {str(each["id"]): each.get_text(strip=True) for each in shown}


def subject_of(person: Person) -> str:
    """Return who somebody is to the platform."""
    payload = person.tokens.access.split(".")[1]
    said: dict[str, str] = json.loads(base64.urlsafe_b64decode(payload + "=="))
    return said["sub"]
