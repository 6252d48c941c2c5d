"""Which actions have something to work on just now; the others are grey.

Compare stays on: it says how many songs it needs.
"""

from collections.abc import Sequence

from mandohit_desktop.ui.actions import Actions
from mandohit_desktop.ui.results.row import Row

WITH_SONGS = ("export_csv", "export_json", "select_all", "find")
WITH_SELECTION = ("compare", "copy", "show_file")
WITH_IDLE_SELECTION = ("rescore", "remove")
WITH_WAITING_SELECTION = ("stop",)
WITH_WORK = ("stop_all",)


def show_availability(actions: Actions, selected: Sequence[Row], *, songs: bool, work: bool) -> None:
    """Switch the actions on or off.

    Args:
        actions: all of them; those that always work are left alone.
        selected: the selected songs.
        songs: whether there are songs at all.
        work: whether songs wait or are being scored.
    """
    groups = {
        WITH_SONGS: songs,
        WITH_SELECTION: bool(selected),
        WITH_IDLE_SELECTION: any(row.job is None for row in selected),
        WITH_WAITING_SELECTION: any(row.job is not None for row in selected),
        WITH_WORK: work,
    }
    for keys, able in groups.items():
        for key in keys:
            actions[key].setEnabled(able)
