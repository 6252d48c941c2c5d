"""The page in a real browser: upload, ranking, error row, languages, reload, token; and nothing comes from outside."""

import base64
import csv
import io
import shutil
from pathlib import Path

import pytest
import soundfile
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from mandohit_desktop.commands.table import percent
from mandohit_desktop.core.export import CSV_COLUMNS
from mandohit_desktop.engine.batch import Engine
from models.difference import EQUAL_BELOW, places
from tests.mandohit_desktop.server.conftest import Running, running, upload
from tests.synth import song

TOKEN = "correct horse battery staple"


@pytest.fixture(scope="module")
def songs(short_songs: list[Path], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three short songs, one of 40 s, and a text file that calls itself one."""
    folder = tmp_path_factory.mktemp("page")
    soundfile.write(folder / "半熟月光.wav", song(40.0, 16_000), 16_000)
    (folder / "歌詞 <b>.mp3").write_text("no song")
    return [*short_songs, *sorted(folder.iterdir())]


def test_songs_are_ranked_with_the_error_row_last(page: Page, songs: list[Path]) -> None:
    upload(page, *songs)
    expect(page.locator("#status-text")).to_have_text("Done: 4 scored, 1 could not be scored.")
    rows = page.locator("#rows tr")
    expect(rows).to_have_count(5)
    first, *others, failed = [rows.nth(i).locator("td").first.inner_text() for i in range(5)]
    assert (first, failed) == ("1", "✕")
    assert all(text in (str(place), "=") for place, text in enumerate(others, 2))
    scores = [float(text) for text in page.locator(".points b").all_inner_texts()]
    assert scores == sorted(scores, reverse=True)
    expect(rows.nth(4)).to_contain_text("歌詞 <b>.mp3")
    expect(rows.nth(4).locator(".reason").last).to_contain_text("not audio that MandoHit can decode")
    expect(rows.first).to_contain_text("beats")


@pytest.mark.parametrize(
    ("scheme", "width", "language"), [("light", 1280, "en-US"), ("dark", 1280, "zh-TW"), ("light", 360, "zh-CN")]
)
def test_axe_finds_no_violation(
    browser: Browser, service: Running, scheme: str, width: int, language: str, tmp_path: Path
) -> None:
    """Empty, and with songs to keep, one left out and one that failed."""
    for seed, length_s in enumerate((16.0, 18.0, 20.0, 5.0)):
        soundfile.write(tmp_path / f"夜曲 {seed}.wav", song(length_s, 16_000, seed=seed), 16_000)
    (tmp_path / "broken.wav").write_bytes(b"no song")
    options = {"locale": language, "viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    with browser.new_context(bypass_csp=True, **options) as context:
        page = context.new_page()
        page.goto(service.url)
        found = [Axe().run(page)]
        page.set_input_files("#files", sorted(tmp_path.iterdir()))
        expect(page.locator("#keep")).to_be_visible()
        found.append(Axe().run(page))
        assert [result.generate_report() for result in found if result.violations_count] == []


@pytest.mark.parametrize("step", [0.0, 0.05, 0.12, 0.3])
def test_places_are_those_of_the_command_line(page: Page, step: float) -> None:
    strengths = [1.0 - i * step for i in range(12)]
    placed = page.evaluate(
        """async ([strengths, equalBelow]) => {
            const { places } = await import("/page/table.js");
            return places(strengths.map((strength) => ({ line: { strength } })), equalBelow);
        }""",
        [strengths, EQUAL_BELOW],
    )
    assert placed == places(strengths)


@pytest.mark.parametrize("value", [0.0, 0.7, 1.0, 52.3, 99.0, 99.4, 100.0])
def test_percentiles_are_those_of_the_command_line(page: Page, value: float) -> None:
    text = page.evaluate('async (value) => (await import("/page/i18n.js")).percent(value)', value)
    assert text == percent(value)


def test_detail_shows_spectrogram_timeline_and_tags(page: Page, songs: list[Path]) -> None:
    upload(page, songs[3])
    page.get_by_role("button", name="半熟月光.wav", exact=True).click()
    detail = page.locator("#detail")
    spectrogram = detail.get_by_role("img", name="Spectrogram of 半熟月光.wav")
    expect(spectrogram).to_be_visible()
    assert spectrogram.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    expect(detail.locator(".spectrogram .spectrogram-band")).to_have_count(1)
    expect(detail.get_by_role("img", name="Score of every 30 s")).to_be_visible()
    assert detail.locator(".timeline path").last.get_attribute("d").count("L") == 4
    detail.locator(".plots").hover(position={"x": 1, "y": 200})
    expect(detail.locator(".pointer")).to_contain_text("0:00 ·")
    expect(detail.locator(".tags li")).to_have_count(10)
    parts = detail.locator(".reasons li")
    assert parts.locator("span").all_inner_texts() == ["Typical song", "Sound as a whole", "Other tags", "This song"]
    assert parts.locator("i").all_inner_texts()[0] == "0.00"
    expect(detail).to_contain_text("real songs’ predictions")
    detail.get_by_role("button", name="Close").click()
    expect(detail).to_be_hidden()


def test_ranking_is_worked_by_keyboard_alone(page: Page, songs: list[Path]) -> None:
    upload(page, *songs[:2])
    page.get_by_role("button", name="Close").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#detail")).to_be_hidden()
    expect(page.locator("tr:has(.points) button:focus")).to_have_count(1)
    page.locator("#clear").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#detail h2")).to_have_text(page.locator(".song button").first.inner_text())


def test_csv_holds_every_row(page: Page, songs: list[Path]) -> None:
    upload(page, *songs)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download CSV").click()
    text = Path(waiting.value.path()).read_bytes().decode("utf-8-sig")
    reader = csv.DictReader(io.StringIO(text))
    rows = list(reader)
    assert tuple(reader.fieldnames or ()) == CSV_COLUMNS
    assert {row["file"] for row in rows} == {path.name for path in songs}
    scores = [float(row["raw_score"]) for row in rows[:4]]
    assert scores == sorted(scores, reverse=True)
    assert rows[4]["error_code"] == "audio.not_decodable"


@pytest.mark.parametrize(
    ("choice", "title", "reason"),
    [
        ("zh-TW", "把歌曲拖到這裡", "這不是 MandoHit 能解碼的音訊"),
        ("zh-CN", "把歌曲拖到这里", "这不是 MandoHit 能解码的音频"),
    ],
)
def test_page_speaks_chinese(page: Page, songs: list[Path], choice: str, title: str, reason: str) -> None:
    upload(page, songs[0], songs[4])
    page.select_option("#language", choice)
    expect(page.locator("#drop-title")).to_have_text(title)
    expect(page.locator("#rows .reason").last).to_contain_text(reason)
    assert page.evaluate("document.documentElement.lang") == choice
    page.reload()
    expect(page.locator("#drop-title")).to_have_text(title)


def test_every_language_has_every_word(page: Page) -> None:
    words = page.evaluate("import('/page/words.js').then(({WORDS}) => WORDS)")
    assert set(words) == {"en", "zh-TW", "zh-CN"}

    def slots(text: str) -> set[str]:
        return {part.split("}")[0] for part in text.split("{")[1:]}

    for language in words.values():
        assert {key: slots(text) for key, text in language.items()} == {
            key: slots(text) for key, text in words["en"].items()
        }


def test_results_survive_a_reload(page: Page, songs: list[Path]) -> None:
    upload(page, *songs[:2])
    before = page.locator(".song").all_inner_texts()
    page.reload()
    expect(page.locator("#rows .points")).to_have_count(2)
    assert page.locator(".song").all_inner_texts() == before


def test_dropped_songs_are_taken(page: Page, songs: list[Path]) -> None:
    page.evaluate(
        """base64 => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], "掉落.wav"));
            window.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, cancelable: true }));
        }""",
        base64.b64encode(songs[0].read_bytes()).decode(),
    )
    expect(page.locator("#rows .points")).to_have_count(1)
    expect(page.locator(".song")).to_have_text("掉落.wav")


def test_rows_stay_clickable_while_songs_arrive(page: Page, songs: list[Path], tmp_path: Path) -> None:
    many = [Path(shutil.copy(songs[0], tmp_path / f"{i:03d}.wav")) for i in range(24)]
    page.set_input_files("#files", many)
    first = page.locator("tr:has(.points)").first
    expect(first).to_be_visible()
    first.evaluate("row => (row.marked = true)")
    expect(page.locator("tr:has(.points)")).to_have_count(24)
    assert page.evaluate("[...document.querySelectorAll('#rows tr')].filter(row => row.marked).length") == 1


def test_stop_keeps_what_is_scored(page: Page, songs: list[Path], tmp_path: Path, hold_songs) -> None:
    hold_songs(lambda path: path.name >= "0003")
    many = [Path(shutil.copy(songs[0], tmp_path / f"{i:03d}.wav")) for i in range(15)]
    page.set_input_files("#files", many)
    expect(page.locator("#rows .points").first).to_be_visible()
    expect(page.locator("#status-text")).to_contain_text("3 of 15 songs scored")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#status-text")).to_contain_text("Stopped")
    expect(page.locator("#rows .pending")).to_have_count(0)
    expect(page.locator("#rows tr")).to_have_count(3)


def test_token_is_asked_for_once(browser: Browser, engine: Engine, tmp_path: Path, songs: list[Path]) -> None:
    with running(engine, tmp_path / "spool", token=TOKEN) as service:
        page = browser.new_page(locale="en-US")
        page.goto(service.url)
        page.locator("#token").fill("wrong")
        page.keyboard.press("Enter")
        expect(page.locator("#token")).to_have_value("")
        page.locator("#token").fill(TOKEN)
        page.keyboard.press("Enter")
        expect(page.locator("#model")).to_contain_text(engine.card.id)
        upload(page, songs[3])
        expect(page.locator("#detail").get_by_role("img", name="Spectrogram of")).to_be_visible()
        page.close()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (768, "dark"), (1280, "light")])
def test_page_fits_its_window(page: Page, songs: list[Path], batch: list[Path], width: int, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    upload(page, songs[3], songs[4], *batch[:2])
    expect(page.locator("#keep")).to_be_visible()
    expect(page.locator("#detail img")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(27, 26, 25)"
    assert dark == (scheme == "dark")


def test_a_score_that_means_little_is_marked_and_explained(page: Page) -> None:
    sentence = "Unlike the songs this model knows: its score means little."
    shown = page.evaluate(
        """async (sentence) => {
            const { doubt, setLanguage } = await import("/page/i18n.js");
            const { scoreText } = await import("/page/dom.js");
            return ["en", "zh-TW", "zh-CN"].map((language) => {
                setLanguage(language);
                const element = scoreText("b", {}, "5.2", doubt({ warnings: ["Another.", sentence] }));
                const plain = scoreText("b", {}, "5.2", doubt({ warnings: [] }));
                return [element.className, element.textContent, plain.textContent];
            });
        }""",
        sentence,
    )
    assert shown[0] == ["doubtful", f"? 5.2 {sentence}", "5.2"]
    for name, text, plain in shown[1:]:
        assert (name, text[:8], plain) == ("doubtful", "? 5.2 不像", "5.2")
