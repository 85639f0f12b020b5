"""The vault's tables: a wrapped key for each conversation, ciphertext for each value."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base, now


class VaultKey(Base):
    """The data key of one conversation, wrapped by the master key. Deleting it erases the person."""

    __tablename__ = "vault_key"

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    master: Mapped[str] = mapped_column(String(12))
    created_at: Mapped[datetime] = mapped_column(default=now)


class VaultFingerprint(Base):
    """A keyed fingerprint that leads to its placeholder, so that a value is known again without being read."""

    __tablename__ = "vault_fingerprint"

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(32), primary_key=True)
    placeholder: Mapped[str] = mapped_column(String(40))


class VaultValue(Base):
    """The ciphertext that a placeholder stands for."""

    __tablename__ = "vault_value"

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True)
    placeholder: Mapped[str] = mapped_column(String(40), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=now)


class KeptSecret(Base):
    """A secret of Reeve's own, such as the one behind somebody's codes, under the master key."""

    __tablename__ = "kept_secret"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    master: Mapped[str] = mapped_column(String(12))
    created_at: Mapped[datetime] = mapped_column(default=now)
