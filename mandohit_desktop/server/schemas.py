"""The shapes of the API's answers, for its OpenAPI description."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from mandohit_desktop.engine.picking import Choice
from mandohit_desktop.server.jobs import JobState
from models.spec import Protocol

Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Shape(BaseModel):
    """A JSON object with these keys and no others."""

    model_config = ConfigDict(extra="forbid")


class ErrorShape(Shape):
    """What went wrong, for programs and for people."""

    code: str = Field(examples=["audio.not_decodable"])
    message: str


class Refused(Shape):
    """A request that was not served."""

    schema_: Literal[2] = Field(alias="schema")
    error: ErrorShape


class Failed(Refused):
    """A song that could not be scored."""

    file: str


class ModelShape(Shape):
    """Which model scored."""

    id: str
    sha256: str


class Components(Shape):
    """The scores of the two networks."""

    inception: float
    tags: float


class Highlight(Shape):
    """The window whose score is the song's."""

    start_s: float
    end_s: float


class Window(Shape):
    """One 30 s window of the timeline; without a score where it is too quiet compared with the song."""

    start_s: float
    score: float | None
    loudness_lufs: float | None


class Tag(Shape):
    """How strongly a tag was heard."""

    name: str
    loading: Share


class GroupPart(Shape):
    """What a group of tags adds to the score, in points."""

    id: str
    value: float


class Reasons(Shape):
    """The parts that add up to the raw score, in points."""

    base: float
    inception: float
    groups: list[GroupPart]
    total: float


class Scored(Shape):
    """A scored song: the same object as `mandohit score --json` prints."""

    schema_: Literal[2] = Field(alias="schema")
    file: str
    sha256: str
    duration_s: float
    loudness_lufs: float
    peak_dbfs: float
    model: ModelShape
    protocol: Protocol
    device: str
    score: Annotated[float, Field(ge=0.0, le=100.0)]
    raw_score: float
    percentile: Annotated[float, Field(ge=0.0, le=100.0)]
    spotify_percentile: Annotated[float, Field(ge=0.0, le=100.0)]
    interval80: tuple[float, float]
    chance_top_decile: Share
    strength: float
    resemblance: Annotated[float, Field(ge=0.0, le=100.0)] | None
    components: Components
    highlight: Highlight
    best: Window
    windows: list[Window]
    tags: list[Tag]
    reasons: Reasons | None
    warnings: list[str]


class ScoredInJob(Scored):
    """A scored song, its place in the request and its spectrogram's address."""

    index: int
    spectrogram: str | None


class FailedInJob(Failed):
    """A song that could not be scored, and its place in the request."""

    index: int
    spectrogram: None


class Progress(Shape):
    """How far a job is. `eta_s` is null until it can be told."""

    songs: int
    done: int
    failed: int
    share: Share
    eta_s: float | None


class JobSummary(Shape):
    """A job without its results."""

    schema_: Literal[2] = Field(alias="schema")
    id: str
    state: JobState
    protocol: Protocol
    progress: Progress


class JobShape(JobSummary):
    """A job with its results so far, best first, failed ones at the end."""

    results: list[ScoredInJob | FailedInJob]


def _without_default(schema: dict[str, Any]) -> None:
    del schema["default"]


class PickWanted(BaseModel):
    """Of which jobs to pick, and how much: a number of songs, or a chance of the most popular being kept."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={"oneOf": [{"required": ["keep"]}, {"required": ["chance"]}]},
    )

    jobs: Annotated[list[str], Field(min_length=1, max_length=1000)]
    keep: Annotated[int, Field(ge=1, json_schema_extra=_without_default)] = 1
    chance: Annotated[Share, Field(json_schema_extra=_without_default)] = 0.0
    all_takes: bool = False
    include_unlike: bool = False

    @model_validator(mode="after")
    def _one_amount(self) -> Self:
        if len(self.model_fields_set & {"keep", "chance"}) != 1:
            raise ValueError("give either keep or chance")
        return self

    def choice(self) -> Choice:
        """Return what this asks for."""
        keep = self.keep if "keep" in self.model_fields_set else None
        return Choice(keep, self.chance, self.all_takes, self.include_unlike)


class KeptSong(ScoredInJob):
    """A kept song, and the job it is of."""

    job: str


class LeftOut(Shape):
    """A song that does not compete, and why; `message` is a failure's."""

    file: str
    job: str
    index: int
    reason: Literal["failed", "short", "unlike_reference"]
    message: str = ""


class Gains(Shape):
    """What keeping the best songs gains, beside what luck gives. Null where no song competes."""

    chance_best_kept: Share | None
    chance_best_kept_by_luck: Share | None
    expected_top_decile: float | None
    expected_top_decile_by_luck: float | None
    mean_popularity: float | None
    mean_popularity_by_luck: float | None


class PickShape(Gains):
    """A pick: the same object as `mandohit pick --json` prints, and `curve`, what keeping 0, 1, ... all songs gains."""

    schema_: Literal[2] = Field(alias="schema")
    id: str
    n: int
    keep: int
    kept: list[KeptSong]
    near_cut: list[str]
    takes: list[list[str]]
    left_out: list[LeftOut]
    curve: list[Gains]


class LimitsShape(Shape):
    """What one request may hold."""

    request_bytes: int
    songs_per_batch: int


class LoadedModel(Shape):
    """The loaded model and what this service takes."""

    schema_: Literal[2] = Field(alias="schema")
    id: str
    sha256: str
    device: str
    protocols: list[Protocol]
    tags: list[str]
    equal_below: Share
    limits: LimitsShape


class Health(Shape):
    """The service is up."""

    status: Literal["ok"]
    version: str
