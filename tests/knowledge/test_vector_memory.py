"""Two who ask for the vector of one text at the same time share the work, and nobody waits for ever."""

from __future__ import annotations

import threading

import numpy as np

from knowledge.search.vector_memory import VectorMemory

VECTOR = np.ones(3, dtype=np.float32)


def test_the_first_to_ask_encodes_and_the_second_waits() -> None:
    memory = VectorMemory(10)
    first, second = memory.claim(["bin"]), memory.claim(["bin", "road"])
    assert (first.mine, second.mine) == (["bin"], ["road"])
    waiting = second.others["bin"]
    assert not waiting.is_set()
    memory.keep(["bin"], [VECTOR])
    assert waiting.is_set()
    assert memory.recall("bin") is VECTOR


def test_whoever_gives_up_lets_the_others_go_on() -> None:
    memory = VectorMemory(10)
    mine = memory.claim(["bin"]).mine
    waiting = memory.claim(["bin"]).others["bin"]
    memory.release(mine)
    assert waiting.is_set()
    assert memory.recall("bin") is None
    assert memory.claim(["bin"]).mine == ["bin"]


def test_the_oldest_vectors_are_forgotten_first() -> None:
    memory = VectorMemory(2)
    for text in ("one", "two"):
        memory.claim([text])
        memory.keep([text], [VECTOR])
    memory.claim(["one"])
    memory.claim(["three"])
    memory.keep(["three"], [VECTOR])
    assert memory.recall("two") is None
    assert memory.recall("one") is not None


def test_no_text_is_kept() -> None:
    memory = VectorMemory(2)
    memory.claim(["my name is in this text"])
    memory.keep(["my name is in this text"], [VECTOR])
    assert "my name" not in repr(vars(memory))


def test_many_threads_encode_each_text_once() -> None:
    memory, encoded = VectorMemory(100), []

    def ask() -> None:
        for number in range(50):
            claim = memory.claim([str(number)])
            encoded.extend(claim.mine)
            memory.keep(claim.mine, [VECTOR] * len(claim.mine))
            for event in claim.others.values():
                assert event.wait(5)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(encoded, key=int) == [str(number) for number in range(50)]
