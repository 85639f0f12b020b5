"""Every admin page of the knowledge base, in the order in which addresses are looked up: fixed ones come first."""

from __future__ import annotations

from api.pages.admin.edit_routes import router as edit
from api.pages.admin.list_routes import router as listing
from api.pages.admin.page_routes import router as page
from api.pages.admin.review_routes import router as review

routers = (listing, edit, page, review)
