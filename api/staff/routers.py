"""Every router of staff accounts and the audit trail."""

from __future__ import annotations

from api.staff.account_routes import router as account_routes
from api.staff.audit_routes import router as audit_routes
from api.staff.people_routes import router as people_routes
from api.staff.provider_routes import router as provider_routes
from api.staff.routes import router as staff_routes

routers = (staff_routes, account_routes, audit_routes, people_routes, provider_routes)
