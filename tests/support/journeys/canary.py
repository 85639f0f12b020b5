"""Looks for personal values wherever a running site might have left them, in any spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg
from psycopg import sql

POSTGRES = "postgres"  # the folder of the database; what is in it is looked for in a logical dump
_ESCAPES = re.compile(r"\\[nrtbfv]")
_UNWRITTEN = re.compile(r"[\W_]+")
_HEX = re.compile(r"\\x((?:[0-9a-f]{2}){6,})")
_COLUMNS = """
    select c.table_schema, c.table_name, c.column_name, c.data_type
    from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema')
    order by 1, 2, 3
"""


def squash(text: str) -> str:
    """`text` without case, spaces and signs: how every spelling of a value is compared."""
    plain = _HEX.sub(lambda found: " " + bytes.fromhex(found[1]).decode("latin-1") + " ", text)
    return _UNWRITTEN.sub("", _ESCAPES.sub(" ", plain).casefold())


def seen(values: Mapping[str, str], text: str) -> set[str]:
    """The names of the values that are in `text`, in whatever spelling."""
    squashed = squash(text)
    return {name for name, value in values.items() if squash(value) in squashed}


def columns(url: str) -> Iterator[tuple[str, str]]:
    """Every column of every table as text, with its name. Bytes are read as letters where they are some."""
    with psycopg.connect(url) as connection:
        for schema, table, column, kind in connection.execute(_COLUMNS).fetchall():
            name = sql.Identifier(column)
            as_text = sql.SQL("encode({}, 'escape')" if kind == "bytea" else "{}::text").format(name)
            query = sql.SQL("select {} from {} where {} is not null").format(
                as_text, sql.Identifier(schema, table), name
            )
            rows = connection.execute(query).fetchall()
            yield f"{schema}.{table}.{column}", "\n".join(str(row[0]) for row in rows)


def dump(url: str) -> Iterator[tuple[str, str]]:
    """Every table as `pg_dump` writes it."""
    with psycopg.connect(url) as connection:
        tables = sorted({row[:2] for row in connection.execute(_COLUMNS).fetchall()})
        for schema, table in tables:
            statement = sql.SQL("copy {} to stdout").format(sql.Identifier(schema, table))
            with connection.cursor().copy(statement) as copy:
                yield f"dump of {schema}.{table}", b"".join(bytes(piece) for piece in copy).decode()


def statements(url: str) -> Iterator[tuple[str, str]]:
    """The statements that PostgreSQL shows its administrators."""
    with psycopg.connect(url) as connection:
        rows = connection.execute("select query from pg_stat_activity where pid <> pg_backend_pid()").fetchall()
    yield "pg_stat_activity", "\n".join(str(row[0]) for row in rows)


def files(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file under a folder; of the database's own folder only its log and settings."""
    for path in folder.rglob("*"):
        inside = path.relative_to(folder)
        if path.is_file() and not (inside.parts[0] == POSTGRES and len(inside.parts) > 2):
            yield str(inside), path.read_bytes().decode("latin-1")


def everywhere(url: str, folder: Path) -> Iterator[tuple[str, str]]:
    """All that a site keeps, place by place."""
    yield from columns(url)
    yield from dump(url)
    yield from statements(url)
    yield from files(folder)
