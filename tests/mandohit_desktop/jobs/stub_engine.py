"""In place of an engine: scores at once, or when the test says so, and knows what it was asked."""

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

from models.errors import AudioNotDecodable, AudioTooShort, BundleMissing
from models.report import ScoreReport, WindowScore
from models.spec import Protocol

POLL_S = 0.01


@dataclass
class Stub:
    """What the engines of one test do.

    Attributes:
        proceed: songs under way wait for it.
        under_way: released once for every song that starts.
        scored: name, model and `alone` of every song that was started.
        n_at_once: songs side by side.
        fault: raised by the next warm-up.
    """

    proceed: threading.Event = field(default_factory=threading.Event)
    under_way: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    scored: list[tuple[str, str, bool]] = field(default_factory=list)
    n_at_once: int = 1
    fault: Exception | None = None

    def wait_for_songs(self, n_songs: int) -> None:
        """Wait until so many songs are under way."""
        for _ in range(n_songs):
            assert self.under_way.acquire(timeout=60.0)

    def load_model(self, model: str) -> SimpleNamespace:
        """Stand in for `registry.load_model`."""
        if model == "missing":
            raise BundleMissing("There is no model named missing.")
        return SimpleNamespace(card=SimpleNamespace(id=model, weights_sha256=model.ljust(64, "0")))

    def engine(self, bundle: SimpleNamespace, device: str) -> "StubEngine":
        """Stand in for the class `Engine`."""
        return StubEngine(self, bundle, device)


class StubEngine:
    """What `CachedScorer` and the worker need of an engine. A file named `broken...` cannot be scored."""

    def __init__(self, stub: Stub, bundle: SimpleNamespace, device: str) -> None:
        self._stub, self.card, self.device = stub, bundle.card, device
        self.n_songs_at_once = stub.n_at_once

    def warm_up(self) -> None:
        if self._stub.fault:
            raise self._stub.fault

    def score_file(
        self, path: Path, protocol: Protocol, on_progress: Callable[[float], None], *, alone: bool
    ) -> ScoreReport:
        self._stub.scored.append((path.name, self.card.id, alone))
        self._stub.under_way.release()
        on_progress(0.5)
        while not self._stub.proceed.wait(POLL_S):
            on_progress(0.5)
        if path.name.startswith("broken"):
            raise AudioNotDecodable("The file cannot be decoded.")
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        return ScoreReport(
            file=str(path), sha256=sha256, duration_s=30.0, loudness_lufs=-9.0, peak_dbfs=-1.0, model_id=self.card.id,
            model_sha256=self.card.weights_sha256, protocol=protocol.value, device=self.device, raw_score=7.0,
            inception=7.0, tag_score=7.0, percentile=50.0, spotify_percentile=50.0, interval80=(1.0, 20.0),
            chance_top_decile=0.1, strength=0.0, highlight=(0.0, 30.0), best=WindowScore(0.0, 7.0, -9.0),
            windows=(WindowScore(0.0, 7.0, -9.0),), tags=(), reasons=None, warnings=(),
            steps=(7.0,), resemblance=50.0, described=(), fingerprint="",
        )  # fmt: skip

    def score_samples(self, samples: object, sample_rate_hz: int, protocol: Protocol) -> SimpleNamespace:
        if not samples:
            raise AudioTooShort("The sound is too short.")
        return SimpleNamespace(score=7.0)
