"""The programs that write songs, as one table: encoder by encoder, header by header.

A command runs as it stands, with `{source}` (a wav) and `{target}` filled in. Without `{target}` the program writes
into a pipe, so that it can never go back to correct its header, and what comes out is the file.
"""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import soundfile

from tests.synth import song

RATES_HZ = (44_100, 8_000, 22_050, 48_000)
CHANNELS = (2, 1)
SONG_S = 8.0
MP3_FRAME = 1152
DEADLINE_S = 120.0


@dataclass(frozen=True)
class Writer:
    """One encoder with one kind of header.

    Attributes:
        name: the program and what is special.
        extension: of the file, with the dot.
        command: its words, separated by blanks.
        extra_frames: by how many samples the song may become longer beyond one mp3 frame, where the file has no room
            for the encoder's delay and padding.
        score_within: how far the score may lie from the wav's; what was measured is at most half of it.
        edit: applied to the finished file.
    """

    name: str
    extension: str
    command: str
    extra_frames: int = 0
    score_within: float = 0.02
    edit: Callable[[bytes], bytes] = bytes

    @property
    def program(self) -> str:
        """The executable."""
        return self.command.split()[0]

    def missing(self) -> str | None:
        """Return what is not installed, if anything."""
        if not shutil.which(self.program):
            return f"{self.program} is not installed"
        if self.program == "sox" and self.extension not in _sox_formats():
            return f"sox cannot write {self.extension} (Debian: libsox-fmt-mp3)"
        return None

    def write(self, source: Path, target: Path) -> None:
        """Encode a wav."""
        words = [word.format(source=source, target=target) for word in self.command.split()]
        done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=DEADLINE_S, check=False)
        assert done.returncode == 0, done.stderr
        target.write_bytes(self.edit(target.read_bytes() if "{target}" in self.command else done.stdout))


@cache
def _sox_formats() -> frozenset[str]:
    told = subprocess.run(["sox", "-h"], capture_output=True, text=True, check=False).stdout
    return frozenset(f".{name}" for line in told.splitlines() if line.startswith("AUDIO FILE") for name in line.split())


def write_wav(path: Path, rate_hz: int, n_channels: int, duration_s: float = SONG_S, seed: int = 1) -> Path:
    """Write the song that all encoders get."""
    soundfile.write(path, song(duration_s, rate_hz, n_channels, seed), rate_hz, subtype="PCM_16")
    return path


def _large_id3v2(file: bytes) -> bytes:
    """Put a tag of 300 kB, as cover pictures make them, in front."""
    size = 300_000
    return b"ID3\x04\x00\x00" + bytes(size >> shift & 127 for shift in (21, 14, 7, 0)) + bytes(size) + file


def _never_closed(file: bytes) -> bytes:
    """Write the sizes that libsndfile leaves in a wav whose program died: 8, and zero for the data."""
    at = file.index(b"data") + 4
    return file[:4] + (8).to_bytes(4, "little") + file[8:at] + bytes(4) + file[at + 4 :]


NO_GAPLESS = 3 * MP3_FRAME
"""An mp3 without LAME's tag: the encoder's delay of about 1,105 samples, and padding to whole frames."""
NO_AAC_GAPLESS = 1024
"""AAC without an edit list: 1,024 samples of priming, and padding to whole frames of 1,024."""
LOSSY = 0.3
LOSSIER = 0.6
"""SoX's fixed bit rate and Opus move the score by up to 0.27 at 8 kHz mono: they cut off the highest tones."""
LOSSIEST = 1.0
"""FFmpeg's WMA encoder moves it by 0.48 at 48 kHz stereo."""
_LAME = "lame --quiet"
_FFMPEG = "ffmpeg -v error -y -i {source}"

WRITERS = (
    Writer("lame CBR", ".mp3", f"{_LAME} -b 128 {{source}} {{target}}", score_within=LOSSY),
    Writer("lame CBR without Xing", ".mp3", f"{_LAME} -t -b 128 {{source}} {{target}}", NO_GAPLESS, LOSSY),
    Writer("lame CBR through a pipe", ".mp3", f"{_LAME} -b 128 {{source}} -", NO_GAPLESS, LOSSY),
    Writer("lame VBR", ".mp3", f"{_LAME} -V4 {{source}} {{target}}", score_within=LOSSY),
    Writer("lame VBR without Xing", ".mp3", f"{_LAME} -t -V2 {{source}} {{target}}", NO_GAPLESS, LOSSY),
    Writer("lame VBR through a pipe", ".mp3", f"{_LAME} -V4 {{source}} -", NO_GAPLESS, LOSSY),
    Writer("lame ABR", ".mp3", f"{_LAME} --abr 160 {{source}} {{target}}", score_within=LOSSY),
    Writer("lame ABR without Xing", ".mp3", f"{_LAME} --abr 160 -t {{source}} {{target}}", NO_GAPLESS, LOSSY),
    Writer(
        "lame VBR, large ID3v2", ".mp3", f"{_LAME} -V4 {{source}} {{target}}", score_within=LOSSY, edit=_large_id3v2
    ),
    Writer(
        "lame CBR without Xing, large ID3v2", ".mp3", f"{_LAME} -t -b 128 {{source}} {{target}}", NO_GAPLESS, LOSSY,
        edit=_large_id3v2,
    ),
    Writer("sox", ".mp3", "sox {source} {target}", NO_GAPLESS, LOSSIER),
    Writer("ffmpeg", ".mp3", f"{_FFMPEG} -b:a 128k {{target}}", score_within=LOSSY),
    Writer("ffmpeg VBR through a pipe", ".mp3", f"{_FFMPEG} -q:a 4 -f mp3 -", NO_GAPLESS, LOSSY),
    Writer("flac", ".flac", "flac --silent -o {target} {source}"),
    Writer("flac through a pipe", ".flac", "flac --silent -c {source}"),
    Writer("sox", ".flac", "sox {source} {target}"),
    Writer("ffmpeg through a pipe", ".flac", f"{_FFMPEG} -f flac -"),
    Writer("sox 24 bit", ".wav", "sox {source} -b 24 {target}"),
    Writer("sox through a pipe", ".wav", "sox {source} -t wav -"),
    Writer("ffmpeg through a pipe", ".wav", f"{_FFMPEG} -f wav -"),
    Writer("ffmpeg float", ".wav", f"{_FFMPEG} -c:a pcm_f32le {{target}}"),
    Writer("never closed", ".wav", "sox {source} {target}", edit=_never_closed),
    Writer("ffmpeg RF64", ".wav", f"{_FFMPEG} -rf64 always {{target}}"),
    Writer("sox", ".w64", "sox {source} {target}"),
    Writer("ffmpeg", ".w64", f"{_FFMPEG} {{target}}"),
    Writer("sox", ".aiff", "sox {source} {target}"),
    Writer("ffmpeg", ".aiff", f"{_FFMPEG} {{target}}"),
    Writer("sox", ".aifc", "sox {source} {target}"),
    Writer("sox", ".caf", "sox {source} {target}"),
    Writer("ffmpeg", ".caf", f"{_FFMPEG} {{target}}"),
    Writer("ffmpeg ALAC", ".caf", f"{_FFMPEG} -c:a alac {{target}}"),
    Writer("sox", ".au", "sox {source} {target}"),
    Writer("ffmpeg through a pipe", ".au", f"{_FFMPEG} -f au -"),
    Writer("oggenc", ".ogg", "oggenc --quiet -q 8 -o {target} {source}", score_within=LOSSY),
    Writer("oggenc through a pipe", ".ogg", "oggenc --quiet -q 8 -o - {source}", score_within=LOSSY),
    Writer("ffmpeg", ".ogg", f"{_FFMPEG} -c:a libvorbis -q:a 8 {{target}}", score_within=LOSSY),
    Writer("ffmpeg FLAC", ".oga", f"{_FFMPEG} -c:a flac -f ogg {{target}}"),
    Writer("opusenc", ".opus", "opusenc --quiet --bitrate 192 {source} {target}", score_within=LOSSIER),
    Writer("opusenc through a pipe", ".opus", "opusenc --quiet --bitrate 192 {source} -", score_within=LOSSIER),
    Writer("ffmpeg", ".opus", f"{_FFMPEG} -b:a 192k {{target}}", score_within=LOSSIER),
    Writer("ffmpeg AAC", ".m4a", f"{_FFMPEG} {{target}}", score_within=LOSSY),
    Writer("ffmpeg AAC, index first", ".m4a", f"{_FFMPEG} -movflags faststart {{target}}", score_within=LOSSY),
    Writer(
        "ffmpeg AAC through a pipe", ".m4a", f"{_FFMPEG} -f mp4 -movflags frag_keyframe+empty_moov -", NO_AAC_GAPLESS,
        LOSSY,
    ),
    Writer("ffmpeg ALAC", ".m4a", f"{_FFMPEG} -c:a alac {{target}}"),
    Writer("ffmpeg ADTS", ".aac", f"{_FFMPEG} {{target}}", NO_AAC_GAPLESS, LOSSY),
    Writer("ffmpeg ADTS through a pipe", ".aac", f"{_FFMPEG} -f adts -", NO_AAC_GAPLESS, LOSSY),
    Writer("ffmpeg FLAC", ".mka", f"{_FFMPEG} -c:a flac {{target}}"),
    Writer("ffmpeg PCM through a pipe", ".mka", f"{_FFMPEG} -c:a pcm_s16le -f matroska -"),
    Writer("ffmpeg Opus", ".webm", f"{_FFMPEG} -c:a libopus -b:a 192k {{target}}", score_within=LOSSIER),
    Writer("ffmpeg Vorbis through a pipe", ".webm", f"{_FFMPEG} -c:a libvorbis -q:a 8 -f webm -", score_within=LOSSY),
    Writer("ffmpeg", ".wma", f"{_FFMPEG} {{target}}", score_within=LOSSIEST),
    Writer("ffmpeg through a pipe", ".wma", f"{_FFMPEG} -f asf -", score_within=LOSSIEST),
    Writer("wavpack", ".wv", "wavpack -q {source} -o {target}"),
    Writer("ffmpeg", ".wv", f"{_FFMPEG} {{target}}"),
    Writer("ffmpeg", ".tta", f"{_FFMPEG} {{target}}"),
)  # fmt: skip
