"""The gazetteer's tables. Nothing in them belongs to a resident."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base


class GazetteerAddress(Base):
    """One address. `flat`, `number`, `name` and `street` are what free text is compared with, in small letters."""

    __tablename__ = "gazetteer_address"
    __table_args__ = (CheckConstraint("source in ('sample', 'loaded')", name="source"),)

    uprn: Mapped[str] = mapped_column(String(12), primary_key=True)
    line: Mapped[str] = mapped_column(String(300))
    postcode: Mapped[str] = mapped_column(String(8), index=True)
    ward: Mapped[str] = mapped_column(String(80))
    latitude: Mapped[float]
    longitude: Mapped[float]
    flat: Mapped[str] = mapped_column(String(100))
    number: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    street: Mapped[str] = mapped_column(String(120), index=True)
    source: Mapped[str] = mapped_column(String(6))


class GazetteerNeighbour(Base):
    """Which council serves the postcodes that begin so, and how to reach it; empty where that is not known."""

    __tablename__ = "gazetteer_neighbour"

    begins: Mapped[str] = mapped_column(String(8), primary_key=True)  # `NB12`, or a whole postcode
    council: Mapped[str] = mapped_column(String(120))
    website: Mapped[str] = mapped_column(String(200), server_default="")
    phone: Mapped[str] = mapped_column(String(40), server_default="")
