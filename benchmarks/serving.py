"""What the local API costs, as ratios to the plain engine measured in one run.

    python3 run.py benchmark serving [CLIP]

Serves the shipped model on a free loopback port and scores the same 30 s clips through the engine, as one batch job,
and as single requests from one client and from eight clients; prints medians. Without a clip it generates an mp3.
"""

import argparse
import http.client
import json
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from benchmarks.scoring import make_clip, medians
from mandohit_desktop.engine.batch import Engine
from mandohit_desktop.engine.registry import shipped_model
from mandohit_desktop.server.limits import Limits
from mandohit_desktop.server.queue import BatchQueue
from mandohit_desktop.server.service import Service, bind
from models.spec import Protocol

SONGS = 24
ROUNDS = 3
CLIENTS = 8
BOUNDARY = "mandohit-benchmark"


@contextmanager
def serving(engine: Engine, folder: Path) -> Iterator[int]:
    """Run the service and yield its port."""
    limits = Limits()
    with bind("127.0.0.1", 0) as listener:
        service = Service(BatchQueue(engine, folder, limits), limits, host="127.0.0.1", token=None)
        thread = threading.Thread(target=service.serve_on, args=(listener,))
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            service.should_exit = True
            thread.join()


def ask(port: int, method: str, path: str, clips: list[bytes]) -> dict[str, object]:
    """Send one request, with the clips as a multipart form, and return the JSON of the response."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="clip.mp3"\r\n\r\n'.encode()
    body = b"".join(head + clip + b"\r\n" for clip in clips) + f"--{BOUNDARY}--\r\n".encode()
    connection = http.client.HTTPConnection("127.0.0.1", port)
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"} if clips else {}
    connection.request(method, path, body if clips else None, headers)
    answer = json.loads(connection.getresponse().read())
    connection.close()
    assert "error" not in answer, answer
    return dict(answer)


def run_job(port: int, clips: list[bytes]) -> None:
    """Send a batch job and wait until it is done."""
    job = ask(port, "POST", "/v1/batch", clips)
    while job["state"] != "done":
        time.sleep(0.05)
        job = ask(port, "GET", f"/v1/jobs/{job['id']}", [])


def main() -> None:
    """Run everything."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("clip", nargs="?", type=Path)
    options = parser.parse_args()
    engine = Engine(shipped_model(), "cpu")
    with tempfile.TemporaryDirectory(prefix="mandohit-") as name:
        clip = options.clip or Path(name) / "clip.mp3"
        if options.clip is None:
            make_clip(clip)
        content = clip.read_bytes()

        def alone() -> None:
            for _ in range(SONGS):
                list(engine.score_all([clip], Protocol.MATCHED))

        with serving(engine, Path(name) / "uploads") as port, ThreadPoolExecutor(CLIENTS) as pool:

            def single(_: int) -> dict[str, object]:
                return ask(port, "POST", "/v1/score", [content])

            works: dict[str, Callable[[], object]] = {
                "engine, one clip after the other": alone,
                "engine, one batch": lambda: list(engine.score_all([clip] * SONGS, Protocol.MATCHED)),
                "POST /v1/batch, one job": lambda: run_job(port, [content] * SONGS),
                "POST /v1/score, one client": lambda: [single(i) for i in range(SONGS)],
                f"POST /v1/score, {CLIENTS} clients": lambda: list(pool.map(single, range(SONGS))),
            }
            rates = {label: 1e3 * SONGS / ms for label, ms in medians(works, ROUNDS).items()}
    print(f"{SONGS} clips of 30 s, songs a second and the ratio to the engine's batch")
    best = rates["engine, one batch"]
    for label, rate in rates.items():
        print(f"  {label:36s} {rate:6.2f}  {rate / best:5.2f}")


if __name__ == "__main__":
    main()
