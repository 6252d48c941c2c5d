"""Picks over jobs: what is kept and what it gains, takes, songs of one name, refusals, and that picks are bounded."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
import soundfile

from mandohit_desktop.engine.batch import Engine
from mandohit_desktop.engine.picking import GAINS, Choice, pick
from mandohit_desktop.server.limits import Limits
from models.spec import Protocol
from tests.mandohit_desktop.server.conftest import Running, finished, form, running, wait_until
from tests.synth import song

RATE_HZ = 22_050


@pytest.fixture(scope="module")
def songs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two jobs' songs: of one name in both, a take, one too short to compete and one that fails."""
    folder = tmp_path_factory.mktemp("picks")
    other = folder / "other"
    other.mkdir()
    paths = {"a": folder / "夜曲.wav", "b": other / "夜曲.wav", "take": other / "take.flac"}
    for path, seed, tempo in ((paths["a"], 1, 1.0), (paths["b"], 2, 0.83)):
        soundfile.write(path, song(24.0, round(RATE_HZ * tempo), seed=seed), RATE_HZ)
    soundfile.write(paths["take"], 0.5 * soundfile.read(paths["a"])[0], RATE_HZ)
    paths |= {"short": folder / "short.wav", "broken": folder / "broken.wav"}
    soundfile.write(paths["short"], song(6.0, RATE_HZ), RATE_HZ)
    paths["broken"].write_bytes(b"RIFF")
    return paths


@pytest.fixture(scope="module")
def jobs(client: httpx.Client, songs: dict[str, Path]) -> list[dict]:
    members = (("a", "short", "broken"), ("b", "take"))
    sent = [client.post("/v1/batch", files=form(*(songs[name] for name in names))).json() for names in members]
    return [finished(client, job) for job in sent]


@pytest.fixture
def ask(client: httpx.Client, jobs: list[dict]) -> Callable[..., httpx.Response]:
    def post(**wanted: object) -> httpx.Response:
        return client.post("/v1/picks", json={"jobs": [job["id"] for job in jobs], **wanted})

    return post


def places(songs: list[dict]) -> list[tuple[str, int]]:
    return [(song["job"], song["index"]) for song in songs]


def test_the_pick_is_that_of_the_command_line(ask, jobs: list[dict], engine: Engine, songs) -> None:
    answer = ask(keep=1)
    assert answer.status_code == 201
    body = answer.json()
    assert answer.headers["location"] == f"/v1/picks/{body['id']}"
    lines = [{**result, "file": f"{job['id']}/{result['file']}"} for job in jobs for result in job["results"]]
    prints = {
        (report := engine.score_file(songs[name], Protocol.MATCHED)).sha256: report.fingerprint
        for name in ("a", "b", "take")
    }
    same = pick(lines, [prints.get(line.get("sha256"), "") for line in lines], engine.card.reference, Choice(keep=1))
    assert (body["n"], body["keep"]) == (len(same.ranking), same.keep) == (2, 1)
    assert {name: body[name] for name in GAINS} == same.gains()
    assert body["curve"] == same.curve()
    assert body["kept"][0]["raw_score"] == same.kept[0]["raw_score"]
    known = {(job["id"], result["index"]): result for job in jobs for result in job["results"]}
    (kept,) = body["kept"]
    assert kept == known[kept["job"], kept["index"]] | {"job": kept["job"]}


def test_songs_of_one_name_are_told_apart(ask, jobs: list[dict]) -> None:
    body = ask(keep=9, all_takes=True).json()
    first, second = (job["id"] for job in jobs)
    assert sorted(places(body["kept"])) == sorted([(first, 0), (second, 0), (second, 1)])
    assert sorted(song["file"] for song in body["kept"]) == ["take.flac", "夜曲.wav", "夜曲.wav"]
    assert [sorted(group) for group in body["takes"]] == [["take.flac", "夜曲.wav"]]
    kept = set(places(ask(keep=9).json()["kept"]))
    assert (second, 0) in kept
    assert len(kept & {(first, 0), (second, 1)}) == 1


def test_what_is_left_out_has_its_reason_and_place(ask, jobs: list[dict]) -> None:
    left = {song["file"]: song for song in ask(keep=1).json()["left_out"]}
    assert left["short.wav"] == {"file": "short.wav", "job": jobs[0]["id"], "index": 1, "reason": "short"}
    assert (left["broken.wav"]["index"], left["broken.wav"]["reason"]) == (2, "failed")
    assert left["broken.wav"]["message"]


def test_the_curve_tells_every_number_at_once(ask) -> None:
    body = ask(keep=1).json()
    assert len(body["curve"]) == body["n"] + 1
    assert body["curve"][0]["chance_best_kept"] == 0.0
    assert body["curve"][-1]["chance_best_kept"] == 1.0
    for keep in range(1, body["n"] + 1):
        same = ask(keep=keep).json()
        assert body["curve"][keep] == {name: same[name] for name in GAINS}


def test_as_many_as_a_chance_needs(ask) -> None:
    assert [ask(chance=chance).json()["keep"] for chance in (0, 0.1, 1)] == [0, 1, 2]


def test_a_pick_is_there_again(ask, client: httpx.Client) -> None:
    answer = ask(keep=1)
    again = client.get(answer.headers["location"])
    assert (again.status_code, again.json()) == (200, answer.json())
    assert client.get("/v1/picks/nonsense").json()["error"]["code"] == "request.not_found"


def test_no_song_to_pick_from(client: httpx.Client, songs: dict[str, Path]) -> None:
    job = finished(client, client.post("/v1/batch", files=form(songs["broken"])).json())
    body = client.post("/v1/picks", json={"jobs": [job["id"]], "keep": 3}).json()
    assert (body["n"], body["keep"], body["kept"], body["curve"]) == (0, 0, [], [])
    assert {body[name] for name in GAINS} == {None}


def test_unknown_jobs_are_not_found(client: httpx.Client, jobs: list[dict]) -> None:
    answer = client.post("/v1/picks", json={"jobs": [jobs[0]["id"], "nonsense"], "keep": 1})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "request.not_found")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"jobs": [], "keep": 1}',
        b'{"jobs": ["x"]}',
        b'{"jobs": ["x"], "keep": 1, "chance": 0.8}',
        b'{"jobs": ["x"], "keep": null, "chance": 0.8}',
        b'{"jobs": ["x"], "keep": 0}',
        b'{"jobs": ["x"], "keep": "1"}',
        b'{"jobs": ["x"], "keep": true}',
        b'{"jobs": ["x"], "chance": 1.1}',
        b'{"jobs": ["x"], "chance": NaN}',
        b'{"jobs": ["x"], "keep": 1, "all_takes": 1}',
        b'{"jobs": ["x"], "keep": 1, "\\ud800": 1}',
        b'{"jobs": ["\\ud800"], "keep": 1}',
        b'{"jobs": ["x"], "keep": 1, "more": 1}',
        b'{"jobs": ["\xff"], "keep": 1}',
        json.dumps({"jobs": ["x"] * 1001, "keep": 1}).encode(),
    ],
)
def test_a_wrong_body_is_refused(client: httpx.Client, body: bytes) -> None:
    answer = client.post("/v1/picks", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "request.invalid")


@pytest.mark.parametrize("in_pieces", [False, True])
def test_a_large_body_is_refused(client: httpx.Client, in_pieces: bool) -> None:
    body = b" " * (Limits().small_bytes + 1)
    answer = client.post("/v1/picks", content=iter([body]) if in_pieces else body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "request.too_large")


def test_protocols_are_not_mixed(client: httpx.Client, jobs: list[dict], short_songs: list[Path]) -> None:
    other = client.post("/v1/batch?protocol=published", files=form(short_songs[0])).json()
    answer = client.post("/v1/picks", json={"jobs": [jobs[0]["id"], other["id"]], "keep": 1})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "request.mixed_protocols")


def test_a_running_job_is_picked_from_so_far(
    engine: Engine, songs: dict[str, Path], tmp_path: Path, hold_songs
) -> None:
    limits = replace(Limits(), songs_per_turn=1)
    copies = [Path(shutil.copy(songs[name], tmp_path / f"{name}.wav")) for name in ("a", "b")]
    with running(engine, tmp_path / "spool", limits) as service, service.client() as client:
        hold_songs(lambda path: path.name == "0001")
        job = client.post("/v1/batch", files=form(*copies)).json()
        wait_until(lambda: client.get(f"/v1/jobs/{job['id']}").json()["progress"]["done"] == 1)
        body = client.post("/v1/picks", json={"jobs": [job["id"]], "keep": 5}).json()
        assert (body["n"], places(body["kept"])) == (1, [(job["id"], 0)])


def known(service: Running, picks: list[str]) -> list[int]:
    with service.client() as client:
        return [client.get(f"/v1/picks/{pick_id}").status_code for pick_id in picks]


def test_picks_are_bounded_and_go_with_their_jobs(engine: Engine, short_songs: list[Path], tmp_path: Path) -> None:
    limits = replace(Limits(), kept_picks=2, kept_songs=1)
    with running(engine, tmp_path / "spool", limits) as service, service.client() as client:
        job = finished(client, client.post("/v1/batch", files=form(short_songs[0])).json())
        wanted = {"jobs": [job["id"]], "keep": 1}
        picks = [client.post("/v1/picks", json=wanted).json()["id"] for _ in range(3)]
        assert known(service, picks) == [404, 200, 200]
        finished(client, client.post("/v1/batch", files=form(short_songs[1])).json())
        assert client.post("/v1/picks", json=wanted).status_code == 404
        assert known(service, picks) == [404, 404, 404]
