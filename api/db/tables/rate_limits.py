"""What was taken of the allowances that limit abuse."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base


class RateLimit(Base):
    """When an allowance will be whole again. The key is a keyed digest of an address, a conversation or a token.

    Unlogged: nothing of it reaches a write-ahead log or a standby, and after a crash everybody begins anew. Only the
    key is indexed, so that a change touches no index.
    """

    __tablename__ = "rate_limit"
    __table_args__ = ({"prefixes": ["UNLOGGED"], "postgresql_with": {"fillfactor": "70"}},)

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    whole_at: Mapped[datetime]
