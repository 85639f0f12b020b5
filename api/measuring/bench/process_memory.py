"""How much memory a process holds."""

from __future__ import annotations

from pathlib import Path


def resident_mb(process: int | str) -> int:
    """Resident megabytes of a process, by its number or `self`, as Linux counts them; 0 where it does not tell."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS:")), 0)
