"""What the admin pages of the knowledge base share: who may open them, where they are, what they say when done."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Depends, Query

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

DONE = {
    "created": "Your draft of the new page was saved. Residents do not see it yet.",
    "saved": "Your draft was saved. Residents do not see it yet.",
    "submitted": "The page was sent for review. Somebody else can publish it now.",
    "withdrawn": "The page was taken back from review. It is a draft again.",
    "rejected": "The version was sent back to its writer, with your reason.",
    "published": "The page is published. Residents and the assistant have the new words now.",
    "retired": "The page is retired. Residents cannot read it any more.",
    "rolled-back": "The old words were sent for review as a new version. Somebody else can publish them now.",
    "restored": "The page was sent for review. Residents can read it again when somebody publishes it.",
    "bulk": "All the pages you chose were changed.",
}


def today() -> date:
    """The date by the clock in the United Kingdom."""
    return day(now())


Knowledge = Annotated[KnowledgeBase, part(KnowledgeBase)]
Reader = Annotated[Member, Depends(needs(Permission.SEE_PAGES))]
Writer = Annotated[Member, Depends(needs(Permission.EDIT_PAGES))]
Publisher = Annotated[Member, Depends(needs(Permission.PUBLISH_PAGES))]
Done = Annotated[str, Query(max_length=20)]
Number = Annotated[int, Query(ge=1, lt=2**31)]
