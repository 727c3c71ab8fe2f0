"""Keycloak's pages: our words in both languages, and nobody else is asked for anything."""

import re

import yaml

from stack.places import CHECKOUT

THEME = CHECKOUT / "stack/keycloak_theme"


def words(language: str) -> dict[str, str]:
    text = (THEME / f"messages/messages_{language}.properties").read_text("utf-8")
    return dict(line.split("=", 1) for line in text.splitlines() if line and line[0] != "#")


def test_what_is_said_in_english_is_said_in_welsh() -> None:
    english, welsh = words("en"), words("cy")
    assert len(english) > 50
    assert not english.keys() - welsh.keys()
    same = {key for key, said in english.items() if said == welsh[key]}
    assert {"locale_en", "locale_cy"} == same


def test_an_apostrophe_is_written_as_a_message_format_wants_it() -> None:
    """A single one would swallow what follows it."""
    for language in ("en", "cy"):
        for key, said in words(language).items():
            assert not re.search(r"(?<!')'(?!')", said), (language, key)


def test_no_page_asks_anybody_else() -> None:
    for path in sorted(THEME.rglob("*")):
        if path.is_file():
            assert not re.search(r"https?://|//cdn|@import|url\(", path.read_text("utf-8")), path


def test_the_cluster_carries_each_file_of_it() -> None:
    said = yaml.safe_load((CHECKOUT / "stack/kustomization.yaml").read_text("utf-8"))
    named = next(each for each in said["configMapGenerator"] if each["name"] == "keycloak-theme")
    files = {str(each.relative_to(THEME.parent)) for each in THEME.rglob("*") if each.is_file()}
    assert files == set(named["files"])
    for part in ("backing-development", "operators"):
        text = (CHECKOUT / f"deploy/k8s/components/{part}/keycloak.yaml").read_text("utf-8")
        for name in files:
            inner = name.removeprefix("keycloak_theme/")
            assert f"path: {inner} }}" in text, (part, inner)


def test_who_is_throttled_or_shut_out_reads_what_a_stranger_reads() -> None:
    """Else five wrong passwords would tell who has an account."""
    for language in ("en", "cy"):
        said = words(language)
        shut = ("accountTemporarilyDisabled", "accountPermanentlyDisabled")
        assert {said["invalidUserMessage"]} == {
            said[f"{each}Message"] for each in (*shut, "accountDisabled", "invalidUsernameOrEmail")
        }
        assert {said["invalidTotpMessage"]} == {said[f"{each}MessageTotp"] for each in shut}
