"""Speed of the window: time from start to display, longest block of its thread, and a table of 10,000 songs.

    python3 run.py benchmark window FOLDER_OF_SONGS

Runs without a screen and with an empty history. A timer of 5 ms on the window's thread shows how long the thread was
blocked: by its own work (processor time) and in total (wall time, which other programs lengthen).
"""

import argparse
import itertools
import os
import statistics
import tempfile
import time
from pathlib import Path

STARTED = time.perf_counter()
BEAT_MS = 5
N_ROWS = 10_000
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


class Beats:
    """Measures the gaps between ticks of a timer on the window's thread."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._moments: list[tuple[float, float]] = []
        self._timer = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(lambda: self._moments.append((time.perf_counter(), time.thread_time())))
        self._timer.start()

    def report(self, what: str) -> None:
        """Print the gaps since the last report."""
        gaps = [(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(self._moments)]
        wall, own = (sorted(1000.0 * gap[i] for gap in gaps) for i in range(2))
        print(
            f"{what}: longest gap {wall[-1]:.0f} ms, 99 % below {wall[len(wall) * 99 // 100]:.0f} ms; "
            f"longest own work {own[-1]:.0f} ms"
        )
        self._moments.clear()


def time_table() -> None:
    """Print the time of sorting and filtering many songs."""
    from PySide6.QtCore import Qt

    from mandohit_desktop.store.history import Content, Entry
    from mandohit_desktop.ui.results.model import Column, ResultsModel

    entries = [
        Entry(i, Path(f"/songs/song {i}.wav"), 1, Content("", 1, 1), float(i), None, None) for i in range(N_ROWS)
    ]
    model = ResultsModel()
    model.load(entries, None)
    costs = []
    for column, text in itertools.product(Column, ("", "song 12")):
        before = time.perf_counter()
        model.set_filter(text)
        model.sort(column, Qt.SortOrder.DescendingOrder)
        costs.append(1000.0 * (time.perf_counter() - before))
    print(f"{N_ROWS} songs: sort and filter {statistics.median(costs):.0f} ms (median), {max(costs):.0f} ms (most)")


def main() -> None:
    """Run all measurements."""
    parser = argparse.ArgumentParser(description="Time the window.")
    parser.add_argument("songs", type=Path, help="a folder of audio files")
    folder = parser.parse_args().songs
    with tempfile.TemporaryDirectory(prefix="mandohit-") as home:
        os.environ["MANDOHIT_HOME"] = home
        from PySide6.QtWidgets import QApplication

        from mandohit_desktop.app import Application

        app = QApplication([])
        application = Application(app)
        beats = Beats()
        application.start([])
        app.processEvents()
        print(f"window on screen after {time.perf_counter() - STARTED:.2f} s")

        def on_ready(_: object) -> None:
            beats.report(f"model ready after {time.perf_counter() - STARTED:.2f} s")
            application.window.open_paths([folder])

        def on_progress(state: object) -> None:
            done, total = application.scoring.state().n_done, application.scoring.state().n_total
            if total and done >= total:
                beats.report(f"{total} files scored")
                app.quit()

        application.scoring.model_ready.connect(on_ready)
        application.scoring.progressed.connect(on_progress)
        app.exec()
        application.close()
    time_table()


if __name__ == "__main__":
    main()
