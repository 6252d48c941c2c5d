"""The hierarchy of errors.

Each error has a stable code for programs, a sentence that a musician understands, and advice on what to do. The
command line, the window and the server show users nothing but these.
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
    """The file does not exist, or disappeared while it was read."""

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
    """The file is not audio, or in a format that no decoder supports."""

    code = "audio.not_decodable"


class AudioUnsupported(AudioError):
    """The sample rate or the number of channels is not supported."""

    code = "audio.unsupported"


class AudioTruncated(AudioError):
    """The file ends earlier than its header states."""

    code = "audio.truncated"


class AudioStuck(AudioError):
    """The decoder returned nothing for too long."""

    code = "audio.stuck"


class AudioChanged(AudioError):
    """The file was written to while it was read."""

    code = "audio.changed"


class AudioTooShort(AudioError):
    """The file is shorter than a score requires."""

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
    """The requested compute device is not available on this machine."""

    code = "device.unavailable"


class CorpusError(MandoHitError):
    """The songs to train on cannot be used."""

    code = "corpus.error"


class ManifestInvalid(CorpusError):
    """A table of songs, or one of its rows, breaks the rules."""

    code = "corpus.manifest"


class CredentialsMissing(CorpusError):
    """A source requires credentials, and they are missing or rejected."""

    code = "corpus.credentials"


class RightsNotConfirmed(CorpusError):
    """The source's terms forbid the use, and the user has not confirmed having the rights."""

    code = "corpus.rights"


class NotAllowed(CorpusError):
    """The source refuses the request."""

    code = "corpus.not_allowed"


class QuotaExceeded(CorpusError):
    """The source's request quota is exhausted for a long time."""

    code = "corpus.quota"


class SourceUnreachable(CorpusError):
    """The source does not answer, or its answer is invalid."""

    code = "corpus.unreachable"


class PreviewUnavailable(CorpusError):
    """The source has no preview of this song, or has removed it."""

    code = "preview.unavailable"


class PreviewNotAudio(CorpusError):
    """The downloaded preview is not audio."""

    code = "preview.not_audio"


class TrainingError(MandoHitError):
    """A rebuild of the model cannot continue."""

    code = "training.error"


class ConfigInvalid(TrainingError):
    """A configuration or an option is invalid."""

    code = "training.config"


class FeaturesInvalid(TrainingError):
    """Stored features are damaged, or were computed with other settings."""

    code = "training.features"


class TooFewSongs(TrainingError):
    """A step has too few songs for a meaningful result."""

    code = "training.too_few_songs"


class StepMissing(TrainingError):
    """A step needs the output of an earlier step."""

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
