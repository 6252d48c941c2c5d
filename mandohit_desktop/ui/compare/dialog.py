"""Two to six songs, or versions of one song, side by side."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from mandohit_desktop.store.history import Entry, Version
from mandohit_desktop.store.result import Result
from mandohit_desktop.ui.compare.charts import (
    IntervalRow,
    ScaleLabels,
    Swatch,
    TagComparison,
    Timelines,
    letter,
    scale_end,
)
from mandohit_desktop.ui.compare.verdict import (
    MAX_SONGS,
    MIN_SONGS,
    Compared,
    Meaning,
    differing_tags,
    meaning,
    ranked,
    verdict,
)
from mandohit_desktop.ui.style.theme import MARGIN, SPACING
from mandohit_desktop.ui.style.widgets import card, close_button, label, resize_within_screen, scrolled, set_role
from mandohit_desktop.ui.text import sentences, wording
from mandohit_desktop.ui.text.i18n import Translated, tag_name

N_TAGS = 6


def compared_entries(entries: Sequence[Entry]) -> list[Compared]:
    """Return the songs of a selection that have a result."""
    return [Compared(wording.title(entry.path), entry.result) for entry in entries if entry.result]


def compared_versions(versions: Sequence[Version]) -> list[Compared]:
    """Return the versions of a song that have a result."""
    title = QCoreApplication.translate("CompareDialog", "Version {number}")
    return [Compared(title.format(number=version.number), version.result) for version in versions if version.result]


class CompareDialog(Translated, QDialog):
    """Scores, intervals, timelines and tags of some songs, and whether the differences mean anything.

    Args:
        songs: two to six; see `compared_entries` and `compared_versions`.
        versions: whether they are versions of one song.

    Raises:
        ValueError: too few or too many songs.
    """

    def __init__(self, songs: Sequence[Compared], parent: QWidget | None = None, *, versions: bool = False) -> None:
        if not MIN_SONGS <= len(songs) <= MAX_SONGS:
            raise ValueError(f"{len(songs)} songs cannot be compared")
        super().__init__(parent)
        self.songs = ranked(songs)
        self._versions = versions
        self.headline = label("heading", wrap=True, selectable=True)
        self.explanation = label("muted", wrap=True, selectable=True)
        self._headings = {name: label("heading") for name in ("timelines", "tags")}
        self._columns = [label("muted") for _ in range(5)]
        self._intervals = [IntervalRow(i, song.result, scale_end(songs)) for i, song in enumerate(self.songs)]
        self._percentiles = [label("muted") for _ in self.songs]
        self._scores = [label("title") for _ in self.songs]
        self.differences = [label() for _ in self.songs]
        self._timelines = Timelines(self.songs)
        self._tag_rows = differing_tags(self.songs, N_TAGS)
        self._tags = TagComparison(self._tag_rows)
        self._build()
        self.retranslate()
        resize_within_screen(self, 920, 860)

    def _build(self) -> None:
        inside = QVBoxLayout()
        inside.setSpacing(MARGIN)
        inside.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        words = QVBoxLayout()
        words.addWidget(self.headline)
        words.addWidget(self.explanation)
        inside.addWidget(card(words))
        inside.addWidget(card(self._song_grid()))
        for name, chart in (("timelines", self._timelines), ("tags", self._tags)):
            column = QVBoxLayout()
            column.setSpacing(SPACING)
            column.addWidget(self._headings[name])
            column.addWidget(chart)
            inside.addWidget(card(column), 1 if name == "timelines" else 0)
        page = QWidget()
        page.setLayout(inside)
        area = scrolled(page)
        self._area = area
        bottom = QHBoxLayout()
        bottom.setContentsMargins(MARGIN, 0, MARGIN, MARGIN)
        bottom.addWidget(close_button(self))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        layout.addLayout(bottom)

    def _song_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(MARGIN)
        grid.setVerticalSpacing(SPACING)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(5, 3)
        for column, heading in enumerate(self._columns, 1):
            grid.addWidget(heading, 0, column)
        for row, song in enumerate(self.songs, 1):
            name = label(wrap=True)
            name.setText(song.title)
            grid.addWidget(Swatch(row - 1), row, 0)
            grid.addWidget(name, row, 1)
            grid.addWidget(self._scores[row - 1], row, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(
                self.differences[row - 1], row, 3, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            )
            grid.addWidget(self._percentiles[row - 1], row, 4)
            grid.addWidget(self._intervals[row - 1], row, 5)
        grid.addWidget(ScaleLabels(scale_end(self.songs)), len(self.songs) + 1, 5)
        return grid

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        title = self.tr("Compare versions") if self._versions else self.tr("Compare songs")
        self.setWindowTitle(title)
        found = verdict(self.songs, versions=self._versions)
        self.headline.setText(found.headline)
        self.explanation.setText(found.explanation)
        texts = (
            self.tr("Title"), self.tr("Score"), self.tr("Difference"), self.tr("Percentile"), self.tr("80 % interval"),
        )  # fmt: skip
        for heading, text in zip(self._columns, texts, strict=True):
            heading.setText(text)
        self._headings["timelines"].setText(self.tr("Score through the song, by 30 s window"))
        self._headings["tags"].setText(self.tr("Tags that differ most"))
        self._area.setAccessibleName(title)
        for i, song in enumerate(self.songs):
            self._describe_song(i, song)
        self._timelines.setAccessibleName(self._headings["timelines"].text())
        self._timelines.setAccessibleDescription("\n".join(map(self._timeline_text, range(len(self.songs)))))
        self._tags.setAccessibleName(self._headings["tags"].text())
        self._tags.setAccessibleDescription("\n".join(self._tag_text(*row) for row in self._tag_rows))
        self._tags.update()

    def _describe_song(self, i: int, song: Compared) -> None:
        result = song.result
        doubt = sentences.doubt(result)
        self._scores[i].setText(wording.score_of(result))
        self._scores[i].setAccessibleDescription(doubt)
        self._scores[i].setToolTip(doubt)
        set_role(self._scores[i], "muted" if doubt else "")
        self._percentiles[i].setText(wording.chance(result.percentile / 100.0))
        if i > 0:
            self._describe_difference(self.differences[i], self.songs[0].result, result)
        self._intervals[i].setAccessibleName(wording.summary(song.title, result))
        self._intervals[i].setToolTip(wording.interval(result.interval_low, result.interval_high))

    def _describe_difference(self, text: QLabel, best: Result, result: Result) -> None:
        found = meaning(best, result, versions=self._versions)
        if found is Meaning.SAME:
            text.setText(wording.EQUAL)
            set_role(text, "muted")
        elif found is not Meaning.NOT_COMPARABLE:
            text.setText(wording.difference(result.raw_score - best.raw_score))

    def _timeline_text(self, i: int) -> str:
        scores = [score for score in self.songs[i].result.timeline[1] if not math.isnan(score)]
        n_windows = len(scores)
        return self.tr("{letter}, {title}: {low} to {high} over %n window(s).", "", n_windows).format(
            letter=letter(i),
            title=self.songs[i].title,
            low=wording.score(min(scores)),
            high=wording.score(max(scores)),
        )

    def _tag_text(self, name: str, values: Sequence[float]) -> str:
        each = ", ".join(f"{letter(i)} {wording.chance(value)}" for i, value in enumerate(values))
        return f"{tag_name(name)}: {each}"
