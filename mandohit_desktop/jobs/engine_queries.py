"""What the dialogs ask of the engine, answered off the window's thread: models, devices, picks, the check-up."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot

from mandohit_desktop.core.export import Line
from mandohit_desktop.core.failure import Failure
from mandohit_desktop.core.handover import hand_over
from mandohit_desktop.jobs.background import submit
from mandohit_desktop.jobs.main_thread_signals import MainThreadSignals

if TYPE_CHECKING:
    from mandohit_desktop.engine.picking import Pick as Pick


@dataclass(frozen=True)
class ModelEntry:
    """A model on this machine.

    Attributes:
        id: its name, by which it is chosen.
        created: day it was made, or empty.
        text: its model card, in Markdown.
        ships_with_app: whether it came with MandoHit and stays.
        problem: why it cannot be used, or None.
    """

    id: str
    created: str
    folder: Path
    text: str
    ships_with_app: bool
    problem: Failure | None


class EngineQueries(MainThreadSignals):
    """Asks the engine on a thread of its own and answers by signals. Lives on the window's thread."""

    models_listed = Signal(object)
    """A list of `ModelEntry`s, the shipped ones first."""
    model_imported = Signal(str)
    """The id of a model that was imported."""
    model_installed = Signal(str)
    """The id of a model that was made here and is now among the others."""
    model_removed = Signal(str)
    """The id of a model that was removed."""
    devices_listed = Signal(object)
    """A dict: usable compute devices and how to name each to a person."""
    outputs_listed = Signal(object)
    """A list of names: where sound can be played."""
    picked = Signal(object)
    """The `Pick` of the songs that were asked about."""
    handed_over = Signal(object)
    """What became of one kept song, a `HandedOver`."""
    all_handed_over = Signal()
    """Nothing more is copied or moved."""
    finding = Signal(object)
    """A finding of the check-up, with `topic`, `text` and `sound`."""
    checked = Signal()
    """The check-up is over."""
    failed = Signal(str, object)
    """What was asked, by the name of the method here, and the `Failure`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, "mandohit-queries")
        self._closing = threading.Event()
        self._stopped = threading.Event()

    def close(self) -> None:
        """Drop what waits and wait for what runs."""
        self._closing.set()
        self._pool.shutdown(cancel_futures=True)

    def list_models(self) -> None:
        """Ask for the models on this machine."""
        self._ask("list_models", self._list_models)

    def import_model(self, source: Path, name: str) -> None:
        """Import the published weights from a folder under a new name."""
        self._ask("import_model", lambda: self._import_model(source, name))

    def install_model(self, folder: Path) -> None:
        """Put a model that was made here among the others."""
        self._ask("install_model", lambda: self._install_model(folder))

    def remove_model(self, name: str) -> None:
        """Remove one of the user's own models."""
        self._ask("remove_model", lambda: self._remove_model(name))

    def list_devices(self) -> None:
        """Ask for the compute devices."""
        self._ask("list_devices", self._list_devices)

    def list_outputs(self) -> None:
        """Ask where sound can be played."""
        self._ask("list_outputs", self._list_outputs)

    def pick(self, songs: Sequence[tuple[Line, str]], model: str, **choice: Any) -> None:
        """Pick of songs.

        Args:
            songs: a result line and a fingerprint each.
            model: id or folder of the model that scored them.
            choice: see `engine.picking.Choice`.
        """
        self._ask("pick", lambda: self._pick(songs, model, choice))

    def hand_over(self, lines: Sequence[Line], folder: Path, *, move: bool) -> None:
        """Copy or move the files of result lines into a folder."""
        self._stopped.clear()
        self._ask("hand_over", lambda: self._hand_over(lines, folder, move=move))

    def stop_handing_over(self) -> None:
        """Leave the songs where they are that are not copied or moved yet."""
        self._stopped.set()

    def check_up(self) -> None:
        """Check this installation."""
        self._ask("check_up", self._check_up)

    def _ask(self, what: str, work: Callable[[], None]) -> None:
        def run() -> None:
            try:
                work()
            except Exception as error:  # noqa: BLE001  every fault becomes a value for the window
                self._post(self.failed, what, Failure.of(error))

        submit(self._pool, run)

    @Slot(object, object)
    def _emit(self, signal: SignalInstance, values: tuple[object, ...]) -> None:
        if not self._closing.is_set():
            super()._emit(signal, values)

    def _list_models(self) -> None:
        from mandohit_desktop.engine.registry import card_text, installed_models

        listed = [
            ModelEntry(
                id=model.folder.name,
                created=model.card.created[:10] if model.card else "",
                folder=model.folder,
                text=card_text(model.folder),
                ships_with_app=model.ships_with_app,
                problem=Failure.of(model.problem) if model.problem else None,
            )
            for model in installed_models()
        ]
        self._post(self.models_listed, listed)

    def _import_model(self, source: Path, name: str) -> None:
        from mandohit_desktop.engine.published import import_from

        import_from(source, name)
        self._post(self.model_imported, name)

    def _install_model(self, folder: Path) -> None:
        from mandohit_desktop.engine.registry import install_model

        self._post(self.model_installed, install_model(folder))

    def _remove_model(self, name: str) -> None:
        from mandohit_desktop.engine.registry import remove_model

        remove_model(name)
        self._post(self.model_removed, name)

    def _list_devices(self) -> None:
        from mandohit_desktop.engine.devices import available_devices

        self._post(self.devices_listed, available_devices())

    def _list_outputs(self) -> None:
        from mandohit_desktop.jobs.outputs import output_devices

        self._post(self.outputs_listed, output_devices())

    def _pick(self, songs: Sequence[tuple[Line, str]], model: str, choice: dict[str, Any]) -> None:
        from mandohit_desktop.engine.picking import Choice, pick
        from mandohit_desktop.engine.registry import load_reference

        lines, prints = [line for line, _ in songs], [print_ for _, print_ in songs]
        scored_by = next(line["model"]["sha256"] for line in lines if "model" in line)
        self._post(self.picked, pick(lines, prints, load_reference(model, scored_by), Choice(**choice)))

    def _hand_over(self, lines: Sequence[Line], folder: Path, *, move: bool) -> None:
        with closing(hand_over(lines, folder, move=move)) as songs:
            for song in songs:
                self._post(self.handed_over, song)
                if self._stopped.is_set() or self._closing.is_set():
                    break
        self._post(self.all_handed_over)

    def _check_up(self) -> None:
        from mandohit_desktop.engine.checkup import check_up

        for finding in check_up():
            if self._closing.is_set():
                return
            self._post(self.finding, finding)
        self._post(self.checked)
