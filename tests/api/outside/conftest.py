"""The stand-ins of outside services are here for every test that speaks to one."""

from __future__ import annotations
