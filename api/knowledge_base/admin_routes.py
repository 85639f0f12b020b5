"""Every admin page of the knowledge base, in the order in which addresses are looked up: fixed ones come first."""

from __future__ import annotations

from api.knowledge_base.admin_edit_routes import router as edit
from api.knowledge_base.admin_list_routes import router as listing
from api.knowledge_base.admin_page_routes import router as page
from api.knowledge_base.admin_review_routes import router as review

routers = (listing, edit, page, review)
