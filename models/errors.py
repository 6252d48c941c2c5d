"""The one hierarchy of errors.

Each error has a stable code for programs, a sentence a musician understands, and what to do about it. Nothing else
may reach a user: the command line, the window and the server all print these.
"""

from typing import Any, ClassVar


class MandoHitError(Exception):
    """Base of every error that MandoHit raises on purpose.

    Attributes:
        code: stable dotted name, part of the public interface.
        message: what is wrong, in one sentence.
        hint: what to do about it, in one sentence; may be empty.
    """

    code: ClassVar[str] = "error"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    @property
    def text(self) -> str:
        """Message and hint together."""
        return f"{self.message} {self.hint}".strip()

    def to_json(self) -> dict[str, Any]:
        """Return the `error` object of a result line."""
        return {"code": self.code, "message": self.text}


class AudioError(MandoHitError):
    """An input cannot be scored."""

    code = "audio.error"


class AudioMissing(AudioError):
    """The file is not there, or vanished while it was read."""

    code = "audio.missing"


class AudioNotPermitted(AudioError):
    """The system refuses to open the file."""

    code = "audio.not_permitted"


class NoSongs(AudioError):
    """A folder holds no audio files."""

    code = "audio.no_songs"


class AudioEmpty(AudioError):
    """The file holds no bytes or no samples."""

    code = "audio.empty"


class AudioNotDecodable(AudioError):
    """The file is not audio, or in a format that no decoder here knows."""

    code = "audio.not_decodable"


class AudioUnsupported(AudioError):
    """A sample rate or a number of channels that cannot be metered and scored."""

    code = "audio.unsupported"


class AudioTruncated(AudioError):
    """The file ends before its header says it does."""

    code = "audio.truncated"


class AudioChanged(AudioError):
    """The file was written to while it was read."""

    code = "audio.changed"


class AudioTooShort(AudioError):
    """Less sound than a score needs."""

    code = "audio.too_short"


class AudioSilent(AudioError):
    """Nothing in the file is loud enough to measure."""

    code = "audio.silent"


class AudioInvalidSamples(AudioError):
    """The file holds samples that are not numbers."""

    code = "audio.invalid_samples"


class BundleError(MandoHitError):
    """A model bundle cannot be used."""

    code = "bundle.error"


class BundleMissing(BundleError):
    """There is no such model."""

    code = "bundle.missing"


class BundleDamaged(BundleError):
    """A bundle's files do not match its card."""

    code = "bundle.damaged"


class SpecMismatch(BundleError):
    """A bundle was made for another signal path."""

    code = "bundle.spec_mismatch"


class ImportRefused(MandoHitError):
    """Published files are missing or malformed."""

    code = "import.refused"


class FetchFailed(MandoHitError):
    """The published files could not be fetched."""

    code = "import.fetch_failed"


class DeviceUnavailable(MandoHitError):
    """The compute device asked for is not on this machine."""

    code = "device.unavailable"


class CorpusError(MandoHitError):
    """Something about the songs to train on."""

    code = "corpus.error"


class ManifestInvalid(CorpusError):
    """A table of songs, or one of its rows, breaks the rules."""

    code = "corpus.manifest"


class CredentialsMissing(CorpusError):
    """A source asks for credentials and there are none, or it does not know them."""

    code = "corpus.credentials"


class RightsNotConfirmed(CorpusError):
    """The source's terms forbid the use, and the user has not said to have the rights."""

    code = "corpus.rights"


class NotAllowed(CorpusError):
    """The source refuses what was asked."""

    code = "corpus.not_allowed"


class QuotaExceeded(CorpusError):
    """The source allows no more requests for a long while."""

    code = "corpus.quota"


class SourceUnreachable(CorpusError):
    """The source does not answer, or not with what it should."""

    code = "corpus.unreachable"


class PreviewUnavailable(CorpusError):
    """The source has no preview of this song, or no longer."""

    code = "preview.unavailable"


class PreviewNotAudio(CorpusError):
    """Something else came in the preview's place."""

    code = "preview.not_audio"


class TrainingError(MandoHitError):
    """A rebuild of the model cannot go on."""

    code = "training.error"


class ConfigInvalid(TrainingError):
    """A configuration or an option makes no sense."""

    code = "training.config"


class FeaturesInvalid(TrainingError):
    """Stored features are damaged, or made for something else."""

    code = "training.features"


class TooFewSongs(TrainingError):
    """A step has too few songs to mean anything."""

    code = "training.too_few_songs"


class StepMissing(TrainingError):
    """A step needs what an earlier one makes."""

    code = "training.step_missing"


class CheckpointDamaged(TrainingError):
    """A checkpoint cannot be read."""

    code = "training.checkpoint"


class SongsMixedUp(TrainingError):
    """Mels, tags and labels do not belong to the same songs."""

    code = "training.mixed_up"


class Cancelled(MandoHitError):
    """The user stopped the work."""

    code = "cancelled"
