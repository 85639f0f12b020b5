"""The knowledge tools' tests share a member of staff at the served site."""

from __future__ import annotations
