"""Work spread over processes where joblib's cannot start."""

from training.runtime.workers import spread_over_own_processes


def test_own_processes_do_everything_once() -> None:
    assert sorted(spread_over_own_processes(abs, range(-9, 1), 2)) == list(range(10))


def test_closing_drops_what_has_not_begun() -> None:
    taken: list[int] = []

    def items():
        for number in range(1000):
            taken.append(number)
            yield number

    results = spread_over_own_processes(abs, items(), 2)
    next(results)
    results.close()
    assert len(taken) < 20
