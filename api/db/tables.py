"""Every table of the application, gathered for migrations and for tests that look everywhere."""

from __future__ import annotations

from api.cases import models as cases
from api.chat import models as chat
from api.db.base import Base
from api.staff import models as staff
from api.vault import models as vault

FEATURES = (cases, chat, staff, vault)
metadata = Base.metadata
