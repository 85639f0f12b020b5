"""Whether a new model may take the place of the one in use: both on the same golden rows, row against row.

Only rows on which the two differ say anything. Of those, an equally good model loses half; the exact sign test (for
such pairs: McNemar, 1947) tells how seldom it would lose as many as this one did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scipy.stats import binomtest

NOISE = 0.01  # five questions: at most one equally good model in twenty is refused
WORST = 5  # services and styles that a reason names


@dataclass(frozen=True, slots=True)
class Mark:
    """What one golden row made of a model: `of` is its set, `groups` are where it belongs (service, style)."""

    of: str
    groups: tuple[str, ...]
    right: bool
    wrongly_answered: bool = False


@dataclass(frozen=True, slots=True)
class PromotionVerdict:
    """Promoted or not, and why; `changes` tells for each question how many rows were lost and won."""

    promote: bool
    reasons: tuple[str, ...]
    changes: dict[str, tuple[int, int]]


def compare(before: Sequence[Mark], after: Sequence[Mark]) -> PromotionVerdict:
    """The verdict on the model of `after`, marked on the rows of `before` in the same order."""
    pairs = list(zip(before, after, strict=True))
    reasons, changes = [], {}
    for name in dict.fromkeys(mark.of for mark in before):
        asked = [(old, new) for old, new in pairs if old.of == name]
        lost = [old for old, new in asked if old.right and not new.right]
        won = [new for old, new in asked if new.right and not old.right]
        changes[name] = (len(lost), len(won))
        if (name == CRISIS and lost) or worse(len(lost), len(won)):
            reasons.append(f"{name}: {len(lost)} rows lost, {len(won)} won{_where(lost, won)}")
    harmed = [new for old, new in pairs if new.wrongly_answered and not old.wrongly_answered]
    healed = [old for old, new in pairs if old.wrongly_answered and not new.wrongly_answered]
    changes[WRONG] = (len(harmed), len(healed))
    if worse(len(harmed), len(healed)):
        reasons.append(f"{WRONG}: {len(harmed)} rows more, {len(healed)} fewer{_where(harmed, healed)}")
    return PromotionVerdict(not reasons, tuple(reasons), changes)


CRISIS = "crisis"  # not one row may be lost
WRONG = "answered with the wrong service"


def worse(lost: int, won: int) -> bool:
    """Whether losing so many rows, and winning so few, is more than noise."""
    return lost > won and sign_test(lost, won) < NOISE


def sign_test(lost: int, won: int) -> float:
    """The chance that an equally good model loses at least `lost` of the `lost + won` rows that differ."""
    return float(binomtest(lost, lost + won, alternative="greater").pvalue) if lost + won else 1.0


def _where(lost: Iterable[Mark], won: Iterable[Mark]) -> str:
    """The groups that lost most, after what they won."""
    net = Counter(group for mark in lost for group in mark.groups)
    net.subtract(group for mark in won for group in mark.groups)
    worst = [f"{group} -{count}" for group, count in net.most_common(WORST) if count > 0]
    return f" ({', '.join(worst)})" if worst else ""
