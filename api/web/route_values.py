"""Values that many staff routes take, each within its bounds."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query

Done = Annotated[str, Query(max_length=20)]  # of an address such as `?done=moved`: what has just been done
RowId = Annotated[int, Path(ge=1, lt=2**31)]  # no greater number stands in a column of integers
