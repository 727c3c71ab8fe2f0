"""The demonstration's film in a real browser: it plays, has captions, is found by its words."""

from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import expect

from stack.demo_content.films import demo_films, publish_films
from stack.demo_content.publish import listed
from stack.story.front import Front, eventually
from tests.e2e.pages.conftest import Visiting

pytestmark = pytest.mark.feature("F07")

_LENGTH: float = 16.0
_PLAYED = """async () => {
    const film = document.querySelector("video");
    const until = (what, event) => what()
        || new Promise((done) => film.addEventListener(event, done, { once: true }));
    await until(() => film.readyState > 0, "loadedmetadata");
    const track = film.textTracks[0];
    track.mode = "showing";
    for (let wait = 0; wait < 100 && !(track.cues && track.cues.length); wait += 1)
        await new Promise((done) => setTimeout(done, 100));
    film.muted = true;
    film.currentTime = 9;
    await until(() => !film.seeking, "seeked");
    await film.play();
    await new Promise((done) => setTimeout(done, 1000));
    return {
        duration: film.duration,
        at: film.currentTime,
        error: film.error && film.error.message,
        cues: track.cues.length,
        said: [...track.activeCues].map((cue) => cue.text).join(" "),
    };
}"""


def test_a_film_plays_with_captions_from_the_origin_of_files(
    visiting: Visiting, front: Front
) -> None:
    (film,) = demo_films()
    assert 1 == publish_films(front).there
    there = listed(front, front.sign_in_demo("editor", "aal1"))
    document_id = there["en-GB", film["title"]]
    visit = visiting()
    tab = visit.open(f"/advice/{document_id}")
    expect(tab.locator("video")).to_have_count(1)
    expect(tab.get_by_text("Nobody has signed this film yet.")).to_be_visible()
    played = tab.evaluate(_PLAYED)
    assert played["error"] is None
    assert played["duration"] == pytest.approx(_LENGTH, abs=0.5)
    assert played["at"] > 9
    assert 4 == played["cues"]
    assert "row of yellow bollards" in played["said"]
    tab.get_by_text("All that is said and seen in it, as text").click()
    expect(tab.get_by_text("Between them stands a row of three yellow bollards.")).to_be_visible()
    origins = {urlsplit(each).netloc for each in visit.asked}
    assert 2 == len(origins), "our pages, and the origin of files"
    assert [] == visit.complaints


def test_a_film_is_found_by_what_is_said_in_it(front: Front) -> None:
    (film,) = demo_films()
    publish_films(front)
    words = "three people wait grey road from the left"
    found = eventually(
        lambda: front.ask("GET", f"/v1/search?q={quote(words)}").json(),
        lambda said: any(hit["title"] == film["title"] for hit in said["hits"]),
        20,
        "the film by its words",
    )
    assert not found["degraded"]
