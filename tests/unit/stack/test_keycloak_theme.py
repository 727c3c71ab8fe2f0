"""Keycloak's pages: our words in both languages, and nobody else is asked for anything."""

import re
from itertools import product
from pathlib import Path

import yaml

from stack.places import CHECKOUT

THEME = CHECKOUT / "stack/keycloak_theme"
MAILS = CHECKOUT / "stack/keycloak_mails"


def words(language: str, theme: Path = THEME) -> dict[str, str]:
    text = (theme / f"messages/messages_{language}.properties").read_text("utf-8")
    return dict(line.split("=", 1) for line in text.splitlines() if line and line[0] != "#")


def test_what_is_said_in_english_is_said_in_welsh() -> None:
    english, welsh = words("en"), words("cy")
    assert len(english) > 50
    assert not english.keys() - welsh.keys()
    same = {key for key, said in english.items() if said == welsh[key]}
    assert {"locale_en", "locale_cy"} == same


def test_an_apostrophe_is_written_as_a_message_format_wants_it() -> None:
    """A single one would swallow what follows it."""
    for language, theme in product(("en", "cy"), (THEME, MAILS)):
        for key, said in words(language, theme).items():
            assert not re.search(r"(?<!')'(?!')", said), (language, key)


def test_what_a_mail_says_it_says_in_both_languages_and_as_plain_text_too() -> None:
    english, welsh = words("en", MAILS), words("cy", MAILS)
    assert not english.keys() - welsh.keys()
    assert not {key for key, said in english.items() if said == welsh[key]}
    for said, mark in ((english, "Information Sharing Platform"), (welsh, "heb ei adolygu")):
        bodies = {key for key in said if key.endswith("Body")}
        assert len(bodies) >= 5
        for key in bodies - {"emailTestBody"}:
            html = said[f"{key}Html"]
            assert "<" not in said[key]
            for text in (said[key], html):
                assert mark in text, key
                assert set(re.findall(r"\{\d\}", said[key])) == set(re.findall(r"\{\d\}", html))
                assert "{0}" in text, "the link"


def test_no_page_asks_anybody_else() -> None:
    for path in sorted(THEME.rglob("*")):
        if path.is_file():
            assert not re.search(r"https?://|//cdn|@import|url\(", path.read_text("utf-8")), path


def test_the_cluster_carries_each_file_of_it() -> None:
    said = yaml.safe_load((CHECKOUT / "stack/kustomization.yaml").read_text("utf-8"))
    for theme, kind in ((THEME, "login"), (MAILS, "email")):
        map_name = theme.name.replace("_", "-")
        named = next(each for each in said["configMapGenerator"] if each["name"] == map_name)
        files = {str(each.relative_to(theme.parent)) for each in theme.rglob("*") if each.is_file()}
        assert files == set(named["files"])
        for part in ("backing-development", "operators"):
            text = (CHECKOUT / f"deploy/k8s/components/{part}/keycloak.yaml").read_text("utf-8")
            assert f"mountPath: /opt/keycloak/themes/isp/{kind}" in text
            _, _, items = text.partition(f"name: {map_name}\n")
            for name in files:
                inner = name.removeprefix(f"{theme.name}/")
                assert f"path: {inner} }}" in items, (part, inner)


def test_who_is_throttled_or_shut_out_reads_what_a_stranger_reads() -> None:
    """Else five wrong passwords would tell who has an account."""
    for language in ("en", "cy"):
        said = words(language)
        shut = ("accountTemporarilyDisabled", "accountPermanentlyDisabled")
        assert {said["invalidUserMessage"]} == {
            said[f"{each}Message"] for each in (*shut, "accountDisabled", "invalidUsernameOrEmail")
        }
        assert {said["invalidTotpMessage"]} == {said[f"{each}MessageTotp"] for each in shut}
