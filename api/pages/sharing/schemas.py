"""What the reading interface answers."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field

from knowledge.pack.page import Page


class PageSummary(BaseModel):
    """A published page, in a list."""

    id: str = Field(examples=["missed-bin"])
    title: str
    summary: str
    service: str = Field(description="The service that the page is about.", examples=["missed-bin"])
    url: str = Field(description="Where residents read it.")
    reviewed_on: date | None = Field(description="When somebody last checked it.")

    @classmethod
    def of(cls, page: Page, public_url: str) -> PageSummary:
        """The page as it is listed."""
        return cls(**_fields(page, public_url))


class PageDetail(PageSummary):
    """A published page with all its words."""

    team: str = Field(description="The team that looks after it.")
    actions: list[str] = Field(description="What a resident can do from it.")
    synonyms: list[str] = Field(description="Other names that residents use.")
    body: str = Field(description="The page's words, as Markdown.")

    @classmethod
    def of(cls, page: Page, public_url: str) -> PageDetail:
        """The detail of a published page."""
        more = {"team": page.team, "actions": list(page.actions), "synonyms": list(page.synonyms), "body": page.body}
        return cls(**_fields(page, public_url), **more)


class PageList(BaseModel):
    """Published pages in order of id."""

    total: int
    page: int
    per_page: int
    release: int = Field(description="Rises with every publication. While it stays, nothing has changed.")
    pages: list[PageSummary]


def _fields(page: Page, public_url: str) -> dict[str, str | date | None]:
    return {
        "id": page.id,
        "title": page.title,
        "summary": page.summary,
        "service": page.service,
        "url": f"{public_url}{page.url}",
        "reviewed_on": page.reviewed_on,
    }
