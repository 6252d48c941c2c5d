"""Errors, warnings and notices in the user's language: a translated sentence for each stable code.

The engine and the background parts give an English text and a code. In English the text is shown as it is, since it
names the particulars; so is a text whose code has no entry here.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from mandohit_desktop.core.failure import Failure
from mandohit_desktop.core.notices import Notice
from mandohit_desktop.store.result import Result
from mandohit_desktop.ui.text.i18n import QT_TRANSLATE_NOOP, current_language

CONTEXT = "Sentences"

FAILURES = {
    "audio.error": QT_TRANSLATE_NOOP("Sentences", "This file cannot be scored."),
    "audio.missing": QT_TRANSLATE_NOOP("Sentences", "The file is not there (any more). Was it moved or deleted?"),
    "audio.not_permitted": QT_TRANSLATE_NOOP(
        "Sentences", "The system does not allow reading this file or folder. Check its permissions."
    ),
    "audio.no_songs": QT_TRANSLATE_NOOP(
        "Sentences", "There are no songs in this folder. Are they in folders below it?"
    ),
    "audio.empty": QT_TRANSLATE_NOOP("Sentences", "The file is empty. Export it again."),
    "audio.not_decodable": QT_TRANSLATE_NOOP(
        "Sentences", "This is not audio, or in a format that MandoHit does not know. Try WAV, FLAC or MP3."
    ),
    "audio.unsupported": QT_TRANSLATE_NOOP(
        "Sentences", "MandoHit cannot read this kind of audio file. Try WAV, FLAC or MP3."
    ),
    "audio.truncated": QT_TRANSLATE_NOOP("Sentences", "The file breaks off before its end. Is it still being written?"),
    "audio.stuck": QT_TRANSLATE_NOOP("Sentences", "The decoder gets no sound out of this file. Export it again."),
    "audio.changed": QT_TRANSLATE_NOOP("Sentences", "The file changed while it was scored. Is it still being written?"),
    "audio.outdated": QT_TRANSLATE_NOOP(
        "Sentences", "The file has changed since it was scored. Score it again to see and hear the new version."
    ),
    "audio.too_short": QT_TRANSLATE_NOOP("Sentences", "The file is too short for a score."),
    "audio.silent": QT_TRANSLATE_NOOP("Sentences", "The file is silent. Check the export's routing and faders."),
    "audio.invalid_samples": QT_TRANSLATE_NOOP(
        "Sentences", "The file holds samples that are not numbers (NaN or infinite). Export it again."
    ),
    "bundle.error": QT_TRANSLATE_NOOP("Sentences", "This model cannot be used."),
    "bundle.missing": QT_TRANSLATE_NOOP("Sentences", "There is no such model. Choose another under Models."),
    "bundle.damaged": QT_TRANSLATE_NOOP("Sentences", "The model's files are damaged. Install it again."),
    "bundle.spec_mismatch": QT_TRANSLATE_NOOP("Sentences", "The model was made for another version of MandoHit."),
    "import.refused": QT_TRANSLATE_NOOP("Sentences", "These are not the published files, or some are missing."),
    "import.fetch_failed": QT_TRANSLATE_NOOP("Sentences", "The published files could not be fetched."),
    "device.unavailable": QT_TRANSLATE_NOOP(
        "Sentences", "This machine does not have the chosen device. Choose another in the settings."
    ),
    "output.unavailable": QT_TRANSLATE_NOOP(
        "Sentences", "There is nothing to play on. Check the system's sound settings."
    ),
    "corpus.error": QT_TRANSLATE_NOOP("Sentences", "These songs cannot be used."),
    "corpus.manifest": QT_TRANSLATE_NOOP("Sentences", "The table of songs and labels cannot be used."),
    "training.error": QT_TRANSLATE_NOOP("Sentences", "The training cannot go on."),
    "training.config": QT_TRANSLATE_NOOP("Sentences", "The recipe cannot be used."),
    "training.features": QT_TRANSLATE_NOOP(
        "Sentences", "The stored features do not fit. Choose another name, or remove the work folder."
    ),
    "training.too_few_songs": QT_TRANSLATE_NOOP(
        "Sentences",
        "There are too few songs with label, sound and artist. 40 songs of many artists are the least; to show "
        "anything takes some hundred.",
    ),
    "training.step_missing": QT_TRANSLATE_NOOP("Sentences", "An earlier step is missing. Start again."),
    "training.checkpoint": QT_TRANSLATE_NOOP(
        "Sentences", "The checkpoint is damaged. Choose another name, or remove the work folder."
    ),
    "training.mixed_up": QT_TRANSLATE_NOOP(
        "Sentences", "Songs were mixed up: stored features belong to other songs. Start under another name."
    ),
    "training.folder": QT_TRANSLATE_NOOP("Sentences", "The work folder cannot be written."),
    "training.no_start": QT_TRANSLATE_NOOP("Sentences", "The training process cannot be started."),
    "training.crashed": QT_TRANSLATE_NOOP(
        "Sentences", "The training process ended unexpectedly. What it has done is kept."
    ),
    "history.not_kept": QT_TRANSLATE_NOOP(
        "Sentences", "The song is scored, but the score cannot be kept yet. Is the disk full?"
    ),
    "history.mark_not_kept": QT_TRANSLATE_NOOP("Sentences", "The mark cannot be kept. Is the disk full?"),
    "cancelled": QT_TRANSLATE_NOOP("Sentences", "Stopped."),
    "internal": QT_TRANSLATE_NOOP("Sentences", "Something unexpected went wrong. The log has the details."),
}
"""What each code of an error means."""

NAMES_PARTICULARS = frozenset(
    {
        "audio.error",
        "audio.too_short",
        "bundle.error",
        "import.refused",
        "import.fetch_failed",
        "corpus.error",
        "corpus.manifest",
        "history.not_kept",
        "history.mark_not_kept",
        "training.error",
        "training.config",
        "training.too_few_songs",
        "training.folder",
        "training.no_start",
        "training.crashed",
    }
)
"""Codes that cover many faults: the English sentence, which distinguishes them, follows the translated one."""

UNLIKE = "unlike_reference"
WARNINGS = {
    UNLIKE: QT_TRANSLATE_NOOP("Sentences", "Unlike the songs this model knows: its score means little."),
    "short": QT_TRANSLATE_NOOP(
        "Sentences", "Only {0:.1f} s of sound: the model was trained on 30 s, so this score is rough."
    ),
    "narrow_band": QT_TRANSLATE_NOOP(
        "Sentences",
        "The file's sample rate is {0:,.0f} Hz: its treble is missing, and the tags were trained on full-band sound, "
        "so this score is rough.",
    ),
    "clipped": QT_TRANSLATE_NOOP(
        "Sentences",
        "The sound is clipped: {0:.1f} % of its samples are cut off at one level, and the score includes that "
        "distortion. Lower the level before it is cut off and export again.",
    ),
    "channels_cancel": QT_TRANSLATE_NOOP(
        "Sentences",
        "The channels cancel each other when they are mixed to mono, which is what the model hears: this score is of "
        "what is left. Is the polarity of one channel inverted?",
    ),
    "treble_missing": QT_TRANSLATE_NOOP(
        "Sentences",
        "There is practically nothing above 4 kHz: the model was trained on full-band sound, so this score is rough. "
        "Use the original, not a copy that lost its treble.",
    ),
    "mostly_silent": QT_TRANSLATE_NOOP(
        "Sentences",
        "{0:.0f} % of the file is silence: the score is of 30 s of it, silence in them included. Check the export's "
        "start and end, and muted tracks.",
    ),
    "loop": QT_TRANSLATE_NOOP(
        "Sentences",
        "The same {0:.1f} s repeat over and over: the model was trained on excerpts of whole songs, so this score says "
        "little about a song. Score the finished arrangement.",
    ),
    "end_unknown": QT_TRANSLATE_NOOP(
        "Sentences",
        "This kind of file does not tell where it ends: if it was cut short, its end is missing from this score.",
    ),
    "loudness_differs": QT_TRANSLATE_NOOP(
        "Sentences",
        "The song's loudness is {0:.0f} LU away from the reference songs', and scores of the published protocol change "
        "with loudness: the matched protocol suits this file.",
    ),
}
"""The warnings of a result by code, with places for their numbers."""

NOTICES = {
    "watch.starting": QT_TRANSLATE_NOOP("Sentences", "Looking at what is in the folder."),
    "watch.watching": QT_TRANSLATE_NOOP("Sentences", "Watching. Songs that were here before: {n_before}."),
    "watch.writing": QT_TRANSLATE_NOOP("Sentences", "Being written: {file} (files in all: {n_files})."),
    "watch.scoring": QT_TRANSLATE_NOOP("Sentences", "Songs that are ready to be scored: {n_files}."),
    "watch.unreadable": QT_TRANSLATE_NOOP("Sentences", "{file} cannot be read yet: the system does not allow it."),
    "watch.incomplete": QT_TRANSLATE_NOOP("Sentences", "{file} is not complete. Is it still being written?"),
    "watch.folder_missing": QT_TRANSLATE_NOOP("Sentences", "Waiting for the folder to come back."),
    "watch.folder_unreadable": QT_TRANSLATE_NOOP("Sentences", "The system does not allow looking into the folder."),
    "watch.disk_full": QT_TRANSLATE_NOOP(
        "Sentences", "The disk is full. Which songs are done is noted once there is room again."
    ),
    "watch.off": QT_TRANSLATE_NOOP("Sentences", "Switched off."),
    "capture.no_device": QT_TRANSLATE_NOOP(
        "Sentences", "There is no device to record from. Is one connected, and is the sound system running?"
    ),
    "capture.no_audio_system": QT_TRANSLATE_NOOP("Sentences", "The sound system cannot be reached: {reason}."),
    "capture.no_such_device": QT_TRANSLATE_NOOP("Sentences", "There is no device {device} to record from."),
    "capture.cannot_open": QT_TRANSLATE_NOOP("Sentences", "{device} cannot be recorded: {reason}."),
    "capture.cannot_write": QT_TRANSLATE_NOOP("Sentences", "The recording cannot be written to {folder}: {reason}."),
    "capture.nothing_arrives": QT_TRANSLATE_NOOP("Sentences", "Nothing arrives from {device}. Is anything playing?"),
    "capture.zeros": QT_TRANSLATE_NOOP(
        "Sentences", "{device} delivers nothing but digital silence. Is anything playing, and on this device?"
    ),
    "capture.zeros_permission": QT_TRANSLATE_NOOP(
        "Sentences",
        "{device} delivers nothing but digital silence. MandoHit probably lacks the permission to record: System "
        "Settings, Privacy & Security, Microphone. With a loopback device, is the sound sent to it?",
    ),
    "capture.quiet": QT_TRANSLATE_NOOP("Sentences", "{device} is almost silent. Is its volume turned up?"),
    "capture.unplugged": QT_TRANSLATE_NOOP("Sentences", "{device} is gone. What was recorded until then is kept."),
    "capture.came_back": QT_TRANSLATE_NOOP(
        "Sentences", "{device} was gone for a moment; the recording goes on, with a gap."
    ),
    "capture.rate_changed": QT_TRANSLATE_NOOP(
        "Sentences",
        "{device} changed its sample rate to {rate_hz} Hz; the recording goes on at {kept_hz} Hz.",
    ),
    "capture.disk_full": QT_TRANSLATE_NOOP("Sentences", "The disk is full. What was recorded until then is kept."),
    "capture.folder_gone": QT_TRANSLATE_NOOP(
        "Sentences", "The folder {folder} cannot be reached any more. The recording ends here."
    ),
    "capture.saved_elsewhere": QT_TRANSLATE_NOOP(
        "Sentences", "{folder} could not keep the recording. It was saved as {file}."
    ),
    "capture.too_short": QT_TRANSLATE_NOOP("Sentences", "Nothing was recorded."),
    "capture.recovered": QT_TRANSLATE_NOOP("Sentences", "A recording that broke off was recovered: {file}."),
}
"""The notices of the background parts, by code."""


def _translated(table: Mapping[str, str], code: str) -> str | None:
    if current_language() == "en" or code not in table:
        return None
    return QCoreApplication.translate(CONTEXT, table[code])


def failure(failed: Failure) -> str:
    """Return what went wrong and what to do, in the language in use."""
    english = f"{failed.message} {failed.hint}".strip()
    own = _translated(FAILURES, failed.code)
    if own is None:
        return english
    return f"{own} ({english})" if failed.code in NAMES_PARTICULARS else own


def notice(said: Notice) -> str:
    """Return what a background part says, in the language in use."""
    own = _translated(NOTICES, said.code)
    return said.text if own is None else own.format(**said.arguments)


def warnings(result: Result) -> list[str]:
    """Return a result's warnings in the language in use."""
    english: Sequence[str] = result.report["warnings"]
    coded: Sequence[tuple[str, Sequence[float]]] = result.detail.get("notices", ())
    if len(coded) != len(english):
        return list(english)
    own = [_translated(WARNINGS, code) for code, _ in coded]
    return [
        text.format(*values) if text else plain for text, (_, values), plain in zip(own, coded, english, strict=True)
    ]


def doubt(result: Result) -> str:
    """Return why a result's score means little, in the language in use; nothing where it does not."""
    return (_translated(WARNINGS, UNLIKE) or WARNINGS[UNLIKE]) if result.is_unlike_reference else ""
