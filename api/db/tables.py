"""Every table of the application, gathered for migrations and for tests that look everywhere."""

from __future__ import annotations

from api.bookings import models as bookings
from api.case_page import models as case_page
from api.cases import models as cases
from api.chat import models as chat
from api.db.base import Base
from api.desk import models as desk
from api.gazetteer import models as gazetteer
from api.integrations import models as integrations
from api.knowledge_base import models as knowledge_base
from api.notices import models as notices
from api.payments import models as payments
from api.reports import models as reports
from api.staff import models as staff
from api.supervision import models as supervision
from api.vault import models as vault

FEATURES = (
    bookings,
    case_page,
    cases,
    chat,
    desk,
    gazetteer,
    integrations,
    knowledge_base,
    notices,
    payments,
    reports,
    staff,
    supervision,
    vault,
)
metadata = Base.metadata
