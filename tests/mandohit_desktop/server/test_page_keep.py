"""The page's Keep in a real browser: the slider, the cut, names to copy and save, stars."""

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from mandohit_desktop.commands.table import percent
from models.difference import EQUAL_BELOW
from models.pick import near_cut
from tests.mandohit_desktop.server.conftest import Running, upload


def kept_names(page: Page) -> list[str]:
    """The names down to the cut, but for those of songs that do not compete."""
    return page.evaluate(
        """() => {
            const rows = [...document.querySelectorAll("#rows tr")];
            return rows.slice(0, rows.findIndex((row) => row.classList.contains("cut")) + 1)
                .filter((row) => row.querySelector(".mark").textContent === "kept")
                .map((row) => row.querySelector(".song button").textContent);
        }"""
    )


def test_slider_shows_what_keeping_gains(page: Page, service: Running, batch: list[Path]) -> None:
    upload(page, *batch)
    slider, statement = page.get_by_label("How many songs to keep"), page.locator("#keep-statement")
    expect(slider).to_have_value("1")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    job = page.evaluate("JSON.parse(localStorage.getItem('mandohit.jobs'))")
    with service.client() as client:
        picks = [client.post("/v1/picks", json={"jobs": job, "keep": keep}).json() for keep in (1, 2, 3, 4)]
    slider.focus()
    for picked in picks:
        expect(slider).to_have_attribute("aria-valuetext", f"{picked['keep']} of 4")
        best, luck = (percent(100 * picked[f"chance_best_kept{end}"]) for end in ("", "_by_luck"))
        chance = f"the most popular is among them with a chance of {best} % (by luck {luck} %)."
        expect(statement).to_contain_text(f"Keeping {picked['keep']} of 4: {chance}")
        near = page.locator(".mark").filter(has_text="as good as the last one kept")
        expect(near).to_have_count(len(picked["near_cut"]))
        assert kept_names(page) == [line["file"] for line in picked["kept"]]
        page.keyboard.press("ArrowRight")
    expect(page.locator("tr.cut")).to_have_count(1)
    expect(page.locator("tr:has-text('short.wav') .mark")).to_have_text("left out: shorter than 15 s")
    expect(page.locator(".mark").filter(has_text="another take of a song above")).to_have_count(1)
    expect(page.locator("#keep")).to_contain_text("within one author’s batch expect less")
    assert asked == []


def test_kept_names_are_copied_and_saved(page: Page, batch: list[Path]) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    upload(page, *batch)
    page.get_by_label("How many songs to keep").fill("3")
    names = kept_names(page)
    assert len(names) == 3
    page.get_by_role("button", name="Copy names").click()
    expect(page.locator("#keep-told")).to_have_text("Names copied: 3")
    assert page.evaluate("navigator.clipboard.readText()") == "\n".join(names)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save list").click()
    assert waiting.value.suggested_filename == "mandohit-kept.txt"
    assert Path(waiting.value.path()).read_text(encoding="utf-8").splitlines() == names


def test_refused_copying_is_told(page: Page, batch: list[Path]) -> None:
    upload(page, *batch)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    page.get_by_role("button", name="Copy names").click()
    expect(page.locator("#keep-told")).to_contain_text("Save the list instead")


def test_stars_are_of_the_content_and_survive_a_reload(page: Page, batch: list[Path]) -> None:
    upload(page, *batch)
    star = page.get_by_role("button", name="Star 一.wav")
    star.focus()
    page.keyboard.press("Enter")
    for _ in range(2):
        expect(star).to_have_attribute("aria-pressed", "true")
        expect(page.get_by_role("button", name="Star 一 copy.wav")).to_have_attribute("aria-pressed", "true")
        expect(page.locator(".star [aria-pressed=true]")).to_have_count(2)
        page.reload()
    star.click()
    expect(page.locator(".star [aria-pressed=true]")).to_have_count(0)


def test_focus_stays_on_a_star(page: Page, batch: list[Path]) -> None:
    upload(page, *batch)
    star = page.get_by_role("button", name="Star 二.wav")
    star.focus()
    page.keyboard.press("Space")
    expect(star).to_have_attribute("aria-pressed", "true")
    expect(star).to_be_focused()


@pytest.mark.parametrize("keep", [1, 2, 5])
@pytest.mark.parametrize("step", [0.0, 0.05, 0.12, 0.3])
def test_near_the_cut_is_that_of_the_command_line(page: Page, step: float, keep: int) -> None:
    strengths = [1.0 - i * step for i in range(6)]
    near = page.evaluate(
        """async ([strengths, keep, equalBelow]) => {
            const { nearCut } = await import("/page/keep.js");
            return nearCut(strengths, keep, equalBelow);
        }""",
        [strengths, keep, EQUAL_BELOW],
    )
    assert near == near_cut(np.array(strengths), keep)


def test_nothing_to_pick_from_shows_no_slider(page: Page, short_songs: list[Path]) -> None:
    with page.expect_response("**/v1/picks"):
        upload(page, *short_songs[:2])
    expect(page.locator("#keep")).to_be_hidden()
    expect(page.locator(".mark:not([hidden])")).to_have_count(0)


def test_protocols_are_not_mixed_in_a_pick(page: Page, batch: list[Path], complaints: list[str]) -> None:
    upload(page, batch[0])
    page.select_option("#protocol", "published")
    page.set_input_files("#files", batch[1])
    expect(page.locator("#keep-statement")).to_contain_text("under different protocols")
    expect(page.get_by_label("How many songs to keep")).to_be_disabled()
    page.select_option("#language", "zh-TW")
    expect(page.locator("#keep-statement")).to_contain_text("評分方式不同")
    assert all("422" in complaint for complaint in complaints)
    complaints.clear()
