"""The turn to write: what two threads at once would do to the record."""

from threading import Event, Thread
from time import sleep

import pytest

from bellwire.web.writing import Busy, Writing


def test_two_threads_never_write_at_once() -> None:
    """Lost: incidents torn between a job and a judgement."""
    writing, inside, worst = Writing(), [0], [0]

    def write() -> None:
        for _ in range(20):
            with writing.turn():
                inside[0] += 1
                worst[0] = max(worst[0], inside[0])
                sleep(0.0002)
                inside[0] -= 1

    threads = [Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert worst == [1]
    assert not writing.taken


def test_a_job_that_takes_turn_after_turn_lets_a_person_in() -> None:
    """Lost: an analyst who waits for a thousand pages to be read before "accept" does anything."""
    writing, turns, done = Writing(), [0], Event()

    def job() -> None:
        while not done.is_set():
            with writing.turn():
                turns[0] += 1
                sleep(0.005)

    worker = Thread(target=job)
    worker.start()
    while not turns[0]:
        sleep(0.001)
    before = turns[0]
    with writing.turn():
        waited = turns[0] - before
    done.set()
    worker.join()
    assert waited <= 2


def test_who_waits_too_long_is_told_and_blocks_nobody() -> None:
    """Lost: a browser that hangs, and everybody behind it."""
    writing, said = Writing(), []

    def wait() -> None:
        try:
            with writing.turn(patience=0.02):
                said.append("in")
        except Busy as busy:
            said.append(str(busy))

    with writing.turn():
        thread = Thread(target=wait)
        thread.start()
        thread.join()
    with writing.turn(patience=0.02):
        pass
    assert said == ["the record is being written; try again in a moment"]


def test_an_error_gives_the_turn_back() -> None:
    """Lost: the desk stands still after one refused judgement."""
    writing = Writing()
    with pytest.raises(ValueError), writing.turn():
        raise ValueError
    assert not writing.taken
