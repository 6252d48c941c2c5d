"""The queue's numbers: a job is under way, then ended, then done once its outcome is told."""

from pathlib import Path

import pytest

from mandohit_desktop.engine.errors import Cancelled
from mandohit_desktop.jobs.queue import Job, JobQueue

SONGS = [Path("a.wav"), Path("b.wav")]


def taken(queue: JobQueue) -> Job:
    job = queue.take()
    assert job is not None
    return job


def test_a_job_is_done_once_its_outcome_is_told() -> None:
    queue = JobQueue()
    queue.add(SONGS)
    first = taken(queue)
    queue.report(first, 0.5)
    assert queue.state().shares == {first.number: 0.5}
    queue.end(first)
    assert (queue.state().n_done, queue.state().shares) == (0, {first.number: 1.0})
    queue.finish(first)
    assert (queue.state().n_done, queue.state().n_total, queue.state().shares) == (1, 2, {})


def test_what_is_added_before_the_last_outcome_is_told_belongs_to_the_same_count() -> None:
    queue = JobQueue()
    queue.add(SONGS[:1])
    first = taken(queue)
    queue.end(first)
    queue.add(SONGS[1:])
    queue.finish(first)
    assert (queue.state().n_done, queue.state().n_total) == (1, 2)


def test_a_job_that_has_ended_leaves_the_next_one_alone() -> None:
    queue = JobQueue()
    queue.add(SONGS)
    first = taken(queue)
    assert not queue.has_single_job()
    queue.end(first)
    taken(queue)
    assert queue.has_single_job()


def test_a_job_under_way_learns_that_it_is_cancelled_and_a_waiting_one_is_dropped() -> None:
    queue = JobQueue()
    first, second = queue.add(SONGS)
    assert taken(queue) == first
    assert queue.cancel() == [second]
    with pytest.raises(Cancelled):
        queue.report(first, 0.5)
    queue.end(first)
    queue.finish(first)
    assert (queue.state().n_done, queue.state().n_total) == (1, 1)
