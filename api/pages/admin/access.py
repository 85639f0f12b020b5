"""What the admin pages of the knowledge base share: who may open them, where they are, what they say when done."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Depends, Form, Query

from api.db.base import now
from api.kernel.parts import part
from api.kernel.permissions import Member, Permission
from api.kernel.times import day
from api.pages.editing.knowledge_base import KnowledgeBase
from api.web.request_guards import BODY_LIMIT
from api.web.staff_guard import needs

PAGES = "/staff/pages"
FORM_BYTES = BODY_LIMIT  # a page of the longest kind fits, as its form is sent in parts
RESERVED = frozenset({"new", "preview", "bulk"})  # ids that would hide an address of ours


def today() -> date:
    """The date by the clock in the United Kingdom."""
    return day(now())


Knowledge = Annotated[KnowledgeBase, part(KnowledgeBase)]
Reader = Annotated[Member, Depends(needs(Permission.SEE_PAGES))]
Writer = Annotated[Member, Depends(needs(Permission.EDIT_PAGES))]
Publisher = Annotated[Member, Depends(needs(Permission.PUBLISH_PAGES))]
Number = Annotated[int, Query(ge=1, lt=2**31)]
Version = Annotated[int, Form(ge=0, lt=2**31)]
