"""Counts and durations for Prometheus. Labels are named outcomes and kinds, never anything a resident wrote."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.turn import Outcome

SECONDS = (0.01, 0.02, 0.035, 0.05, 0.07, 0.1, 0.2, 0.5, 1, 2, 5, 10)


class Metrics:
    """The process's counters for Prometheus, in a registry of their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._turns = Counter("reeve_turns_total", "Turns by outcome", ["outcome"], registry=self._registry)
        self._crises = Counter("reeve_crises_total", "Crisis cards shown", ["kind"], registry=self._registry)
        self._seconds = Histogram(
            "reeve_turn_seconds",
            "Time of a turn, database included",
            buckets=SECONDS,
            registry=self._registry,
        )
        for outcome in Outcome:
            self._turns.labels(outcome.value)

    def turn(self, outcome: Outcome, crisis: str | None, seconds: float) -> None:
        """Counts a finished turn."""
        self._turns.labels(outcome.value).inc()
        self._seconds.observe(seconds)
        if crisis:
            self._crises.labels(crisis).inc()

    def watch_crisis_numbers(self, old: Callable[[], int]) -> None:
        """Tells at every reading how many crisis numbers somebody must verify again."""
        gauge = Gauge(
            "reeve_crisis_numbers_old",
            "Crisis numbers whose verification is over 90 days old",
            registry=self._registry,
        )
        gauge.set_function(old)

    def text(self) -> bytes:
        """All counters, in Prometheus' text format."""
        return generate_latest(self._registry)
