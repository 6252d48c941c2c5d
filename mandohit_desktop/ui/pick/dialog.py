"""The dialog that picks the songs to keep: the ranking with its cut, what that gains, and where the kept songs go."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QSignalBlocker, QStandardPaths, Qt
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QDialog, QFileDialog, QHBoxLayout, QSlider, QSpinBox, QWidget

from mandohit_desktop.core.export import Line
from mandohit_desktop.core.failure import Failure
from mandohit_desktop.core.handover import HandedOver, playlist_problem, write_playlist
from mandohit_desktop.jobs.engine_queries import EngineQueries
from mandohit_desktop.ui.pick import statement
from mandohit_desktop.ui.pick.ranking import Ranking
from mandohit_desktop.ui.style.theme import MARGIN, SPACING
from mandohit_desktop.ui.style.widgets import button, card, close_button, column, label, resize_within_screen
from mandohit_desktop.ui.text import sentences
from mandohit_desktop.ui.text.i18n import Translated

if TYPE_CHECKING:
    from mandohit_desktop.jobs.engine_queries import Pick

L = TypeVar("L", bound=QBoxLayout)

USUAL_CHANCE = 80
MOST_LIKELY = 99
FIELD_WIDTH = 76


class PickDialog(Translated, QDialog):
    """Shows which songs to keep.

    Args:
        songs: a result line and a fingerprint a song; at least one was scored.
        model: id or folder of the model that scored them.
        queries: pick, copy and move, off this thread.
        star: called with the contents, by SHA-256, that are to be starred.
        parent: the window.
    """

    def __init__(
        self,
        songs: Sequence[tuple[Line, str]],
        model: str,
        queries: EngineQueries,
        star: Callable[[list[str]], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._songs, self._model, self._queries = songs, model, queries
        self._star = star
        self._pick: Pick | None = None
        self._chosen: int | None = None  # by slider or number; the wanted chance decides otherwise
        self._handing: tuple[int, bool] | None = None
        self._done: list[HandedOver] = []
        self.headline, self.gains = label("heading", wrap=True), label("", wrap=True)
        self.caveat, self.left_out = label("muted", wrap=True), label("muted", wrap=True)
        self.told = label("", wrap=True, selectable=True)
        self.ranking = Ranking()
        self._keep_name, self._chance_name = label(), label()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.keep, self.chance = _number_field(), _number_field()
        self.chance.setSuffix(" %")
        self.chance.setRange(1, MOST_LIKELY)
        self.chance.setValue(USUAL_CHANCE)
        self.all_takes, self.include_unlike = QCheckBox(), QCheckBox()
        self.copy, self.move_, self.playlist, self.star, self.stop = (button(primary=i == 0) for i in range(5))
        self._build()
        self._connect()
        self.retranslate()
        self.setEnabled(False)
        resize_within_screen(self, 860, 820)
        self._ask()

    def _build(self) -> None:
        layout = column(self, margin=MARGIN)
        layout.addWidget(card(_in_line(column(), self.headline, self.gains, self.caveat)))
        layout.addLayout(
            _in_line(QHBoxLayout(), self._keep_name, self.slider, self.keep, self._chance_name, self.chance)
        )
        layout.addWidget(self.ranking, 1)
        _in_line(layout, self.left_out, self.all_takes, self.include_unlike, self.told)
        buttons = _in_line(QHBoxLayout(), self.copy, self.move_, self.playlist, self.star, self.stop)
        buttons.addStretch(1)
        buttons.addWidget(close_button(self))
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self.slider.valueChanged.connect(self._keep_songs)
        self.keep.valueChanged.connect(self._keep_songs)
        self.chance.valueChanged.connect(self._keep_enough)
        for option in (self.all_takes, self.include_unlike):
            option.toggled.connect(lambda _: self._ask())
        self.copy.clicked.connect(lambda: self._hand_over(move=False))
        self.move_.clicked.connect(lambda: self._hand_over(move=True))
        self.playlist.clicked.connect(self._write_playlist)
        self.star.clicked.connect(self._star_kept)
        self.stop.clicked.connect(self._queries.stop_handing_over)
        self._queries.picked.connect(self._show_pick)
        self._queries.handed_over.connect(self._show_handed_over)
        self._queries.all_handed_over.connect(self._end_handing_over)
        self._queries.failed.connect(self._show_failure)

    def _ask(self) -> None:
        self._queries.pick(
            self._songs,
            self._model,
            chance=self.chance.value() / 100.0,
            all_takes=self.all_takes.isChecked(),
            include_unlike=self.include_unlike.isChecked(),
        )

    def _show_pick(self, pick: "Pick") -> None:
        is_first = self._pick is None
        self._pick = pick
        self.setEnabled(True)
        if is_first:
            self.slider.setFocus()
        n_songs = len(pick.ranking)
        for choice in (self.slider, self.keep):
            with QSignalBlocker(choice):
                choice.setRange(min(1, n_songs), n_songs)
        self.ranking.fill(pick)
        self._show_keep(pick.keep if self._chosen is None else min(self._chosen, n_songs))

    def _keep_songs(self, keep: int) -> None:
        self._chosen = keep
        self._show_keep(keep)

    def _keep_enough(self, percent: int) -> None:
        self._chosen = None
        if self._pick and self._pick.odds:
            self._show_keep(self._pick.odds.fewest_for(percent / 100.0))

    def _show_keep(self, keep: int) -> None:
        if self._pick is None:
            return
        self._pick = self._pick.with_keep(keep)
        for choice in (self.slider, self.keep):
            with QSignalBlocker(choice):
                choice.setValue(keep)
        self.ranking.show_cut(self._pick)
        self._tell()

    def _tell(self) -> None:
        """Write what depends on the pick."""
        pick, is_busy = self._pick, self._handing is not None
        for part in (self.copy, self.move_, self.playlist, self.star):
            part.setEnabled(pick is not None and bool(pick.kept) and not is_busy)
        self.stop.setVisible(is_busy)
        if pick is None:
            self.headline.setText(self.tr("Picking…"))
            return
        if pick.ranking:
            self.headline.setText(statement.headline(pick))
            self.gains.setText(statement.gains_text(pick))
        else:
            self.headline.setText(self.tr("No song is left to pick from"))
            self.gains.clear()
        self.left_out.setText(statement.left_out(pick))
        self.left_out.setToolTip(statement.left_out_files(pick))

    def _hand_over(self, *, move: bool) -> None:
        music = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MusicLocation)
        title = self.tr("Move the kept songs to") if move else self.tr("Copy the kept songs to")
        chosen = QFileDialog.getExistingDirectory(self, title, music)
        if chosen and self._pick:
            self._handing, self._done = (self._pick.keep, move), []
            self._queries.hand_over(self._pick.kept, Path(chosen), move=move)
            self._tell()

    def _show_handed_over(self, song: HandedOver) -> None:
        if self._handing is None:
            return
        n_songs, move = self._handing
        self._done.append(song)
        text = self.tr("Moved {done} of {total}") if move else self.tr("Copied {done} of {total}")
        self.told.setText(text.format(done=len(self._done), total=n_songs))

    def _end_handing_over(self) -> None:
        if self._handing is None:
            return
        move, self._handing = self._handing[1], None
        there = [song for song in self._done if song.target]
        text = self.tr("%n song(s) moved.", "", len(there)) if move else self.tr("%n song(s) copied.", "", len(there))
        problems = [f"{song.source.name}: {song.problem}" for song in self._done if not song.target]
        self.told.setText("\n".join([text, *problems]))
        if move and self._pick:
            self._forget_moved(there)
        self._tell()

    def _forget_moved(self, there: list[HandedOver]) -> None:
        """Pick of what is left, or a moved song would be asked for again where it is no more."""
        targets = {str(song.source): str(song.target) for song in there}
        self._songs = [
            ({**line, "file": targets.get(line["file"], line["file"])}, print_) for line, print_ in self._songs
        ]
        self._ask()

    def done(self, result: int) -> None:
        """Copy or move nothing more once the dialog is closed."""
        if self._handing is not None:
            self._queries.stop_handing_over()
        super().done(result)

    def _star_kept(self) -> None:
        if self._pick:
            self._star([line["sha256"] for line in self._pick.kept])
            self.told.setText(self.tr("Starred: {count}").format(count=self._pick.keep))

    def _write_playlist(self) -> None:
        music = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MusicLocation)
        title = self.tr("Write a playlist of the kept songs")
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(Path(music) / "mandohit.m3u8"), "*.m3u8")
        if not chosen or self._pick is None:
            return
        path = Path(chosen) if Path(chosen).suffix else Path(f"{chosen}.m3u8")
        if playlist_problem(path):
            self.told.setText(self.tr("{file} is there already and is no playlist.").format(file=path.name))
            return
        try:
            write_playlist(path, self._pick.kept)
        except OSError as error:
            self.told.setText(self.tr("The file cannot be written: {reason}").format(reason=error.strerror))
        else:
            self.told.setText(self.tr("Wrote {file}").format(file=path.name))

    def _show_failure(self, what: str, failure: Failure) -> None:
        if what == "pick":
            self.setEnabled(True)
            self.headline.setText(sentences.failure(failure))
        elif what == "hand_over":
            self._handing = None
            self.told.setText(sentences.failure(failure))
            self._tell()

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.setWindowTitle(self.tr("Pick the songs to keep"))
        self._keep_name.setText(self.tr("Keep"))
        self._chance_name.setText(self.tr("or enough for a chance of"))
        for field in (self.slider, self.keep, self.keep.lineEdit()):
            field.setAccessibleName(self.tr("How many songs to keep"))
        for field in (self.chance, self.chance.lineEdit()):
            field.setAccessibleName(self.tr("Chance that the most popular song is kept"))
        self.all_takes.setText(self.tr("Let every take of a song compete"))
        self.include_unlike.setText(self.tr("Let songs compete that are unlike those this model knows"))
        self.copy.setText(self.tr("&Copy kept to…"))
        self.move_.setText(self.tr("&Move kept to…"))
        self.playlist.setText(self.tr("&Playlist…"))
        self.star.setText(self.tr("Sta&r kept"))
        self.stop.setText(self.tr("&Stop"))
        self.caveat.setText(statement.caveat())
        self._tell()


def _number_field() -> QSpinBox:
    field = QSpinBox()
    field.setMinimumWidth(FIELD_WIDTH)
    return field


def _in_line(layout: L, *parts: QWidget) -> L:
    layout.setSpacing(SPACING)
    for part in parts:
        layout.addWidget(part)
    return layout
