"""What the routes of the knowledge tools share."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Form, Query, Request

from api.kernel.permissions import Member, Permission
from api.pages.editing.knowledge_base import KnowledgeBase
from api.web.staff_guard import needs

PREFIX = "/staff/knowledge"


def knowledge_base(request: Request) -> KnowledgeBase:
    """The application's knowledge base."""
    found: KnowledgeBase = request.app.state.parts.knowledge
    return found


Knowledge = Annotated[KnowledgeBase, Depends(knowledge_base)]
Reader = Annotated[Member, Depends(needs(Permission.SEE_PAGES))]
Publisher = Annotated[Member, Depends(needs(Permission.PUBLISH_PAGES))]
Done = Annotated[str, Query(max_length=20)]
Text = Annotated[str, Form(max_length=2000)]
