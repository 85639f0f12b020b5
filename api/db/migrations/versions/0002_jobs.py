"""Tables of the job queue, as procrastinate defines them."""

from __future__ import annotations

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_DROP = """
do $$
declare item record;
begin
    for item in select p.oid::regprocedure as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                where n.nspname = 'public' and p.proname like 'procrastinate%' loop
        execute format('drop function %s cascade', item.name);
    end loop;
    for item in select tablename as name from pg_tables
                where schemaname = 'public' and tablename like 'procrastinate%' loop
        execute format('drop table %I cascade', item.name);
    end loop;
    for item in select t.typname as name from pg_type t join pg_namespace n on n.oid = t.typnamespace
                where n.nspname = 'public' and t.typname like 'procrastinate%' and t.typtype in ('e', 'c') loop
        execute format('drop type if exists %I cascade', item.name);
    end loop;
end $$
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))


def downgrade() -> None:
    op.get_bind().exec_driver_sql(_DROP.replace("%", "%%"))
