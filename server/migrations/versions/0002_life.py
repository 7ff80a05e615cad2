"""The life of reservations: holds, backorders, counts of the past, the published log of events."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from holdfast_server.runtime import steps

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.Text(collation="C")


def upgrade() -> None:
    # Before the rest, which is one short transaction: every claim is written once, a few at a time.
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE allocations ADD COLUMN IF NOT EXISTS line_quantity bigint DEFAULT 0 NOT NULL")
        steps.rewrite("allocations", "line_quantity = quantity", where="line_quantity = 0")

    op.add_column("levels", sa.Column("held", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("levels", sa.Column("next_expiry", sa.DateTime(timezone=True)))
    op.add_column("levels", sa.Column("backorder_limit", sa.BigInteger()))
    op.add_column("levels", sa.Column("backorder_up_to_incoming", sa.Boolean(), server_default="false", nullable=False))
    # What has to look at every row (indexes, and whether the rows there are keep these rules) comes in step 0004.
    for name, rule in (
        ("levels_held_within_reserved", "held >= 0 AND held <= reserved"),
        ("levels_backorder_limit_not_negative", "backorder_limit >= 0"),
    ):
        op.create_check_constraint(op.f(name), "levels", rule, postgresql_not_valid=True)

    op.add_column("reservations", sa.Column("expire_time", sa.DateTime(timezone=True)))
    op.add_column("reservations", sa.Column("due_time", sa.DateTime(timezone=True)))
    op.add_column("reservations", sa.Column("replaced_by", ID, server_default="", nullable=False))

    op.add_column("allocations", sa.Column("terms", postgresql.JSONB(), server_default="{}", nullable=False))
    op.add_column("allocations", sa.Column("expire_time", sa.DateTime(timezone=True)))
    op.add_column("allocations", sa.Column("number", sa.Integer(), server_default="0", nullable=False))

    op.create_table(
        "observations",
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("item_id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("bucket", sa.SmallInteger(), nullable=False),
        sa.Column("observe_time", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "item_id", "location_id", "bucket", name=op.f("observations_pkey")),
    )
    op.create_table(
        "event_heads",
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("position", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("event_heads_pkey")),
    )
    op.create_table(
        "event_positions",
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("recorded_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("batch_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "position", "recorded_time", name=op.f("event_positions_pkey")),
        postgresql_partition_by="RANGE (recorded_time)",
    )
    op.execute("CREATE TABLE event_positions_default PARTITION OF event_positions DEFAULT")
    op.create_table(
        "leases",
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("name", ID, nullable=False),
        sa.Column("holder", ID, nullable=False),
        sa.Column("until_time", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "name", name=op.f("leases_pkey")),
    )
