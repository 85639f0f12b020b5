"""What the routes of the knowledge tools share."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Form, Query

from api.kernel.parts import part
from api.kernel.permissions import Member, Permission
from api.pages.editing.knowledge_base import KnowledgeBase
from api.web.staff_guard import needs

PREFIX = "/staff/knowledge"


Knowledge = Annotated[KnowledgeBase, part(KnowledgeBase)]
Reader = Annotated[Member, Depends(needs(Permission.SEE_PAGES))]
Publisher = Annotated[Member, Depends(needs(Permission.PUBLISH_PAGES))]
Done = Annotated[str, Query(max_length=20)]
Text = Annotated[str, Form(max_length=2000)]
