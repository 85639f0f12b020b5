"""Every table of the application, gathered for migrations and for tests that look everywhere."""

from __future__ import annotations

from api.db.base import Base
from api.db.tables import bookings as bookings
from api.db.tables import case_tools as case_tools
from api.db.tables import cases as cases
from api.db.tables import conversations as conversations
from api.db.tables import desk as desk
from api.db.tables import gazetteer as gazetteer
from api.db.tables import integrations as integrations
from api.db.tables import notices as notices
from api.db.tables import pages as pages
from api.db.tables import payments as payments
from api.db.tables import rate_limits as rate_limits
from api.db.tables import reports as reports
from api.db.tables import staff as staff
from api.db.tables import supervision as supervision
from api.db.tables import vault as vault

metadata = Base.metadata
