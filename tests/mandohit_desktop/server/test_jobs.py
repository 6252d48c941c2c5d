"""Batches: ranking, progress, events, cancelling, spectrograms, and that jobs are bounded and forgotten."""

import itertools
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import httpx
import pytest

from mandohit_desktop.engine.batch import Engine
from mandohit_desktop.server import queue as queue_module
from mandohit_desktop.server.limits import Limits
from models.spec import Protocol
from tests.mandohit_desktop.server.conftest import PATIENCE_S, finished, form, running, wait_until


@pytest.fixture
def text_file(tmp_path: Path) -> Path:
    path = tmp_path / "歌詞.txt"
    path.write_text("no song")
    return path


def events_of(client: httpx.Client, job: dict, **headers: str) -> list[tuple[str, dict]]:
    with client.stream("GET", f"/v1/jobs/{job['id']}/events", headers=headers) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        blocks = "".join(stream.iter_text()).strip().split("\n\n")
    parsed = []
    for block in blocks:
        fields = dict(line.split(": ", 1) for line in block.splitlines())
        parsed.append((fields["event"], json.loads(fields["data"])))
    return parsed


def test_results_are_ranked_and_failures_come_last(client, service, engine, short_songs, text_file) -> None:
    answer = client.post("/v1/batch", files=form(short_songs[0], text_file, *short_songs[1:]))
    assert answer.status_code == 202
    assert answer.headers["location"] == f"/v1/jobs/{answer.json()['id']}"
    job = finished(client, answer.json())
    assert job["state"] == "done"
    assert job["progress"] == {"songs": 4, "done": 4, "failed": 1, "share": 1.0, "eta_s": None}
    reports = [outcome.report for outcome in engine.score_all(short_songs, Protocol.MATCHED)]
    by_score = sorted(reports, key=lambda report: -report["raw_score"])
    assert [result["file"] for result in job["results"][:3]] == [Path(report["file"]).name for report in by_score]
    assert job["results"][3]["error"]["code"] == "audio.not_decodable"
    assert [result["index"] for result in job["results"]][3] == 1
    assert {result["file"] for result in job["results"]} == {path.name for path in (*short_songs, text_file)}
    assert service.uploads() == []


def test_events_tell_every_result_once(client: httpx.Client, short_songs, text_file) -> None:
    job = client.post("/v1/batch", files=form(*short_songs, text_file)).json()
    events = events_of(client, job)
    assert [kind for kind, _ in events].count("result") == 4
    assert {data["index"] for kind, data in events if kind == "result"} == {0, 1, 2, 3}
    assert events[-1][0] == "end" and events[-1][1]["state"] == "done"
    shares = [data["progress"]["share"] for kind, data in events if kind != "result"]
    assert shares == sorted(shares)
    resumed = events_of(client, job, **{"Last-Event-ID": "3"})
    assert [kind for kind, _ in resumed] == ["result", "end"]


def test_cancel_keeps_what_is_scored(client: httpx.Client, service, short_songs, hold_songs) -> None:
    hold_songs(lambda path: path.name >= "0003")
    job = client.post("/v1/batch", files=form(*short_songs * 4)).json()
    wait_until(lambda: client.get(f"/v1/jobs/{job['id']}").json()["progress"]["done"] == 3)
    running_job = client.get(f"/v1/jobs/{job['id']}").json()
    assert running_job["state"] == "running" and running_job["progress"]["eta_s"] > 0
    assert client.post(f"/v1/jobs/{job['id']}/cancel").status_code == 200
    job = finished(client, job)
    assert job["state"] == "cancelled"
    assert [result["index"] for result in sorted(job["results"], key=lambda result: result["index"])] == [0, 1, 2]
    assert all("score" in result for result in job["results"])
    assert service.uploads() == []
    assert client.post(f"/v1/jobs/{job['id']}/cancel").json()["state"] == "cancelled"


def test_single_song_does_not_wait_for_a_whole_batch(client: httpx.Client, service, short_songs, hold_songs) -> None:
    held = hold_songs()
    job = client.post("/v1/batch", files=form(*short_songs * 8)).json()
    with ThreadPoolExecutor(1) as pool:
        wait_until(lambda: bool(held.begun))
        answer = pool.submit(client.post, "/v1/score", files=form(short_songs[0], field="file"))
        wait_until(lambda: len(service.queue._turns) == 1)
        held.let_go.set()
        assert answer.result().status_code == 200
    finished(client, job)
    of_the_batch = [path.parent.name == job["id"] for path in held.begun]
    assert of_the_batch == [True] * Limits().songs_per_turn + [False] + [True] * (24 - Limits().songs_per_turn)


def test_cancelled_while_waiting_never_runs(engine: Engine, short_songs, tmp_path: Path, hold_songs) -> None:
    hold_songs()
    limits = replace(Limits(), songs_per_turn=200)
    with running(engine, tmp_path / "spool", limits) as service, service.client() as client:
        first = client.post("/v1/batch", files=form(*short_songs)).json()
        second = client.post("/v1/batch", files=form(*short_songs)).json()
        client.post(f"/v1/jobs/{second['id']}/cancel")
        assert finished(client, second)["results"] == []
        client.post(f"/v1/jobs/{first['id']}/cancel")


def test_unknown_jobs_are_not_found(client: httpx.Client) -> None:
    for method, path in itertools.product(("GET",), ("", "/events", "/songs/0/spectrogram.png")):
        answer = client.request(method, f"/v1/jobs/nonsense{path}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "request.not_found")


def test_spectrograms_come_when_asked_for(client: httpx.Client, short_songs, text_file) -> None:
    job = client.post("/v1/batch?spectrogram=true", files=form(short_songs[0], text_file)).json()
    good, bad = finished(client, job)["results"]
    spectrogram = client.get(good["spectrogram"])
    assert spectrogram.headers["content-type"] == "image/png" and spectrogram.content.startswith(b"\x89PNG")
    assert bad["spectrogram"] is None
    assert client.get(f"/v1/jobs/{job['id']}/songs/1/spectrogram.png").status_code == 404


def test_full_queue_says_when_to_come_back(engine: Engine, short_songs, tmp_path: Path, hold_songs) -> None:
    held = hold_songs()
    with running(engine, tmp_path / "spool", replace(Limits(), jobs=1)) as service, service.client() as client:
        job = client.post("/v1/batch", files=form(*short_songs)).json()
        answer = client.post("/v1/score", files=form(short_songs[0], field="file"))
        assert (answer.status_code, answer.json()["error"]["code"]) == (429, "server.busy")
        assert 1 <= int(answer.headers["retry-after"]) <= 60
        client.post(f"/v1/jobs/{job['id']}/cancel")
        finished(client, job)
        held.let_go.set()
        assert client.post("/v1/score", files=form(short_songs[0], field="file")).status_code == 200


def test_uploads_may_not_fill_the_disk(engine: Engine, short_songs, tmp_path: Path) -> None:
    upload = form(short_songs[0], field="file")
    with running(engine, tmp_path / "a", replace(Limits(), waiting_bytes=1000)) as service, service.client() as client:
        assert client.post("/v1/score", files=upload).status_code == 429
    with running(engine, tmp_path / "b", replace(Limits(), spare_bytes=10**18)) as service, service.client() as client:
        assert client.post("/v1/score", files=upload).status_code == 507


@pytest.mark.parametrize("limits", [replace(Limits(), keep_s=0.0), replace(Limits(), kept_songs=1)])
def test_finished_jobs_are_forgotten(engine: Engine, short_songs, tmp_path: Path, limits: Limits) -> None:
    with running(engine, tmp_path / "spool", limits) as service, service.client() as client:
        job = client.post("/v1/batch?spectrogram=true", files=form(*short_songs)).json()
        wait_until(lambda: client.get(f"/v1/jobs/{job['id']}").status_code == 404)
        assert service.leftovers() == []


def test_song_that_takes_too_long_is_given_up(engine: Engine, short_songs, tmp_path: Path) -> None:
    with running(engine, tmp_path / "spool", replace(Limits(), song_s=-1.0)) as service, service.client() as client:
        answer = client.post("/v1/score", files=form(short_songs[0], field="file"))
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "audio.too_long")


def test_stopping_answers_those_who_wait(engine: Engine, short_songs, tmp_path: Path, hold_songs) -> None:
    held = hold_songs()
    answers: list[httpx.Response] = []

    def ask(client: httpx.Client) -> None:
        answers.append(client.post("/v1/score", files=form(short_songs[0], field="file")))

    with httpx.Client(timeout=PATIENCE_S, trust_env=False) as client:
        with running(engine, tmp_path / "spool") as service:
            client.base_url = service.url
            client.post("/v1/batch", files=form(*short_songs))
            wait_until(lambda: bool(held.begun))
            waiting = threading.Thread(target=ask, args=(client,))
            waiting.start()
            wait_until(lambda: len(service.queue._turns) == 1)
        waiting.join()
    assert (answers[0].status_code, answers[0].json()["error"]["code"]) == (503, "server.stopping")


def test_fifty_parallel_uploads_are_all_scored(client: httpx.Client, service, short_songs) -> None:
    """And all alike, to the last digit, for one process scores them on one machine."""
    upload = form(short_songs[0], field="file")
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: httpx.post(f"{service.url}v1/score", files=upload, timeout=120), range(50)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["score"] for answer in answers}) == 1
    wait_until(lambda: service.uploads() == [])


@pytest.mark.parametrize("place", ["song_spectrogram", "unlink", "score_file", "side_by_side"])
def test_a_fault_of_one_song_leaves_the_others_alone(
    engine: Engine, short_songs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """The second song fails in its own way; where a turn ends early, the songs that are left say so."""
    owner = {"song_spectrogram": queue_module, "unlink": Path}.get(place, engine)
    real = getattr(owner, place)

    def faulty(first: object, *arguments: object, **options: object) -> object:
        if place == "side_by_side":
            return itertools.chain(itertools.islice(real(first, *arguments), 1), iter(partial(int, "a fault"), 0))
        if isinstance(first, Path) and first.name.startswith("0001"):
            raise PermissionError("a fault") if place == "unlink" else ValueError("a fault")
        return real(first, *arguments, **options)

    monkeypatch.setattr(owner, place, faulty)
    with running(engine, tmp_path / "spool") as service, service.client() as client:
        job = finished(client, client.post("/v1/batch?spectrogram=true", files=form(*short_songs)).json())
        monkeypatch.undo()
    told = {result["index"]: result.get("error", {}).get("code") for result in job["results"]}
    failed = {"score_file": {1: "internal"}, "side_by_side": {1: "internal", 2: "internal"}}.get(place, {})
    assert job["state"] == "done"
    assert told == {0: None, 1: None, 2: None} | failed
