"""Where the knowledge tools stand, and the texts that their forms send."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form

PREFIX = "/staff/knowledge"

Text = Annotated[str, Form(max_length=2000)]
