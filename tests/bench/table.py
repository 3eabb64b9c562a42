"""Tables in Markdown, and the numbers in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; its first column is words, the others numbers."""
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def times(ratio: float) -> str:
    """A ratio: `3.2 x`."""
    return f"{ratio:.2g} x" if ratio < 10 else f"{ratio:.0f} x"


def ms(seconds: float) -> str:
    """A duration in milliseconds."""
    return f"{seconds * 1000:.3g}"


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of all values lies; nan of none."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def verdict(ok: bool) -> str:
    """Whether a budget holds."""
    return "yes" if ok else "**no**"
