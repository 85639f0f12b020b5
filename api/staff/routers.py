"""Every router of staff accounts and the audit trail."""

from __future__ import annotations

from api.staff.accounts.account_routes import router as account_routes
from api.staff.accounts.people_routes import router as people_routes
from api.staff.audit.audit_routes import router as audit_routes
from api.staff.provider.routes import router as provider_routes
from api.staff.sign_in.routes import router as staff_routes

routers = (staff_routes, account_routes, audit_routes, people_routes, provider_routes)
