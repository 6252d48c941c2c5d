"""Where the 30 s windows lie, that grouping them changes nothing, and that none hears the sound around it."""

import dataclasses

import pytest
import torch
from torch.nn import functional as F

from models.bundle import Bundle
from models.frontend import FrontEnd
from models.spec import SPEC
from models.windows import InceptionWindows, TaggerWindows, Windows, published_windows
from tests.synth import song

RATE, TAG_RATE, GRID, TAG_HOP = 22_050, 16_000, 512, 512
FRAME_S = TAG_HOP / TAG_RATE


def windows_of(seconds: float) -> Windows:
    return Windows.over((round(RATE * seconds), round(TAG_RATE * seconds)), SPEC)


@pytest.mark.parametrize(
    ("seconds", "count"),
    [(3.0, 1), (29.0, 1), (30.0, 1), (30.4, 1), (34.9, 2), (35.0, 2), (39.99, 3), (42.0, 4), (240.0, 43)],
)
def test_windows_start_every_five_seconds_and_the_last_ends_with_the_song(seconds: float, count: int) -> None:
    windows = windows_of(seconds)
    n_regular = 1 + int(max(0.0, seconds - 30.0) / 5.0)
    assert windows.starts_s[:n_regular] == pytest.approx([5.0 * i for i in range(n_regular)], abs=FRAME_S)
    assert len(windows.starts_s) == len(windows.popularity) == len(windows.tagging) == count
    assert count == 1 or windows.starts_s[-1] + 30.0 == pytest.approx(seconds, abs=FRAME_S)


@pytest.mark.parametrize("seconds", [29.0, 42.0, 240.0, 7_200.0])
def test_starts_lie_on_the_nearest_grid_point(seconds: float) -> None:
    windows = windows_of(seconds)
    for start_s, popularity, tagging in zip(windows.starts_s, windows.popularity, windows.tagging, strict=True):
        assert popularity % GRID == 0
        assert tagging % TAG_HOP == 0
        assert abs(popularity - start_s * RATE) <= GRID / 2
        assert tagging == pytest.approx(start_s * TAG_RATE)


def test_a_window_is_thirty_seconds_cut_out() -> None:
    windows = windows_of(60.0)
    assert windows.lengths == (661_500, 480_000)
    assert windows.isolated


@pytest.mark.parametrize("size", [1, 2, 7, 43, 100])
def test_groups_hold_every_window_once_and_in_order(size: int) -> None:
    windows = windows_of(240.0)
    groups = list(windows.groups(size))
    assert all(len(group.starts_s) == size for group in groups[:-1])
    for name in ("starts_s", "popularity", "tagging"):
        assert sum((getattr(group, name) for group in groups), ()) == getattr(windows, name)
    assert {(group.lengths, group.context) for group in groups} == {(windows.lengths, windows.context)}


@pytest.mark.parametrize("size", [1, 4, 43])
def test_spans_cover_their_windows_from_a_frame_of_the_longest(size: int) -> None:
    for group in windows_of(240.0).groups(size):
        span = group.span()
        assert span.popularity == (group.popularity[0], group.popularity[-1] + 661_500)
        assert span.tagging[0] % 4_096 == 0
        assert group.tagging[0] - 4_096 < span.tagging[0] <= group.tagging[0]
        assert span.tagging[1] == group.tagging[-1] + 480_000


@pytest.mark.parametrize("context", [(0, 0), (4_096, 16_384)])
def test_relative_windows_count_from_their_span(context: tuple[int, int]) -> None:
    for group in dataclasses.replace(windows_of(240.0), context=context).groups(9):
        span, relative = group.span(), group.relative()
        assert tuple(start + span.popularity[0] for start in relative.popularity) == group.popularity
        assert tuple(start + span.tagging[0] for start in relative.tagging) == group.tagging
        assert relative.starts_s == group.starts_s
        assert min(relative.popularity) >= 0
        assert span.popularity[0] == max(0, group.popularity[0] - context[0])
        assert span.tagging[1] == group.tagging[-1] + 480_000 + context[1]


def frames_of(n_samples: int, hop: int) -> int:
    return 1 + n_samples // hop


@pytest.mark.parametrize("seconds", [40.0, 60.0, 61.3, 213.4, 7_200.0])
def test_published_takes_the_middle_frames(seconds: float) -> None:
    """As published: frames [n//2 - 161, n//2 + 162) of n."""
    n_samples = (round(RATE * seconds), round(TAG_RATE * seconds))
    windows = published_windows(n_samples, SPEC)
    n, n_tag = frames_of(n_samples[0], 2_048), frames_of(n_samples[1], 512)
    assert windows.popularity == ((n // 2 - 161) * 2_048,)
    assert windows.tagging == ((n_tag // 2 - 469) * 512,)
    assert windows.lengths == (323 * 2_048, 939 * 512)
    assert windows.starts_s[0] == pytest.approx((n // 2 - 161) * 2_048 / RATE)
    assert windows.starts_s[0] == pytest.approx(seconds / 2 - 15.0, abs=0.2)


@pytest.mark.parametrize("seconds", [3.0, 15.0, 29.9, 30.0])
def test_published_starts_a_short_song_at_its_beginning(seconds: float) -> None:
    windows = published_windows((round(RATE * seconds), round(TAG_RATE * seconds)), SPEC)
    assert (windows.starts_s, windows.popularity, windows.tagging) == ((0.0,), (0,), (0,))


def test_published_hears_the_sound_around_its_window() -> None:
    """The middle frames come from the whole song's spectrogram: they are not cut out."""
    windows = published_windows((RATE * 90, TAG_RATE * 90), SPEC)
    span = windows.span()
    assert not windows.isolated
    assert span.popularity[0] <= windows.popularity[0] - 2_048
    assert span.tagging[0] <= windows.tagging[0] - 8_192
    assert span.popularity[1] >= windows.popularity[0] + 322 * 2_048 + 2_048


@pytest.fixture(scope="module")
def signal() -> torch.Tensor:
    return torch.from_numpy(song(43.0, RATE, 1)[:, 0])


@pytest.fixture(scope="module")
def steps(random_bundle: Bundle, signal: torch.Tensor) -> torch.Tensor:
    """The step values, [4 windows, 4 offsets, 78], from one pass over the song."""
    network = InceptionWindows(random_bundle.model.inception, FrontEnd())
    columns = network.columns(signal, windows_of(43.0), 2.5, SPEC.protocol.offsets)
    assert columns.shape == (4, 4, 64, 320)
    return network.network.late(columns.flatten(0, 1)).unflatten(0, (4, 4))


@pytest.mark.parametrize("index", range(4))
@pytest.mark.parametrize("which", range(4))
def test_every_step_of_a_window_is_that_of_its_sound_alone(
    random_bundle: Bundle, signal: torch.Tensor, steps: torch.Tensor, index: int, which: int
) -> None:
    """The shared convolutions, mended at the windows' ends, against the whole network on the sound cut out."""
    start, offset = windows_of(43.0).popularity[index], SPEC.protocol.offsets[which]
    mel = 2.5 * FrontEnd().popularity(signal[start + offset : start + 661_500], 2_048)
    alone = random_bundle.model.inception.steps(F.pad(mel, (0, 323 - mel.shape[1]))[None])[0]
    torch.testing.assert_close(steps[index, which], alone, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("scale", range(len(SPEC.tag_mel.windows)))
def test_the_tagger_hears_silence_around_a_window(random_bundle: Bundle, scale: int) -> None:
    windows = windows_of(43.0)
    whole = torch.from_numpy(song(43.0, TAG_RATE, 1)[:, 0])
    tagger = TaggerWindows(random_bundle.model, FrontEnd())

    def heard(signal: torch.Tensor) -> torch.Tensor:
        firsts = [start // TAG_HOP for start in windows.tagging]
        return tagger.log_mel(signal, scale, windows, 2.5).cut(firsts, slice(None), SPEC.tag_mel.n_frames)

    together = heard(whole)
    for i, start in enumerate(windows.tagging):
        alone, inside = torch.zeros_like(whole), slice(start, start + windows.lengths[1])
        alone[inside] = whole[inside]
        torch.testing.assert_close(together[i], heard(alone)[i], rtol=1e-4, atol=1e-4)
