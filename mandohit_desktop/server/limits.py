"""What one request, the queue and the memory of finished jobs may hold. Here, so that tests can shrink it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The service's bounds; the defaults are what `mandohit serve` uses.

    Attributes:
        request_bytes: the largest request body.
        songs_per_batch: files in one batch.
        jobs: uploads and jobs that are not finished; more are turned away until one is.
        waiting_bytes: disk space that their uploads may take together.
        spare_bytes: disk space that is left alone.
        stall_s: how long an upload may pause.
        slowest_bytes_per_s: what an upload must reach on average after its first `stall_s`.
        song_s: how long one song may keep the scorer busy.
        songs_per_turn: songs of one job that are scored before the next job has its turn.
        keep_s: how long a finished job's results are kept.
        kept_songs: results kept altogether; the oldest finished jobs go first.
        kept_picks: picks kept altogether; the oldest go first.
        small_bytes: the largest body that holds no songs.
    """

    request_bytes: int = 300_000_000
    songs_per_batch: int = 1000
    jobs: int = 100
    waiting_bytes: int = 8_000_000_000
    spare_bytes: int = 500_000_000
    stall_s: float = 30.0
    slowest_bytes_per_s: int = 4096
    song_s: float = 1800.0
    songs_per_turn: int = 8
    keep_s: float = 3600.0
    kept_songs: int = 2000
    kept_picks: int = 32
    small_bytes: int = 100_000
