"""The life of reservations: holds, backorders, counts of the past, the published log of events."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.Text(collation="C")


def upgrade() -> None:
    op.add_column("levels", sa.Column("held", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("levels", sa.Column("next_expiry", sa.DateTime(timezone=True)))
    op.add_column("levels", sa.Column("backorder_limit", sa.BigInteger()))
    op.add_column("levels", sa.Column("backorder_up_to_incoming", sa.Boolean(), server_default="false", nullable=False))
    op.create_check_constraint(op.f("levels_held_within_reserved"), "levels", "held >= 0 AND held <= reserved")
    op.create_check_constraint(op.f("levels_backorder_limit_not_negative"), "levels", "backorder_limit >= 0")

    op.add_column("reservations", sa.Column("expire_time", sa.DateTime(timezone=True)))
    op.add_column("reservations", sa.Column("due_time", sa.DateTime(timezone=True)))
    op.add_column("reservations", sa.Column("replaced_by", ID, server_default="", nullable=False))
    op.create_index(
        "reservations_due",
        "reservations",
        ["tenant_id", "due_time"],
        postgresql_where=sa.text("due_time IS NOT NULL"),
    )

    op.add_column("allocations", sa.Column("line_quantity", sa.BigInteger(), server_default="0", nullable=False))
    op.execute("UPDATE allocations SET line_quantity = quantity")
    op.add_column("allocations", sa.Column("terms", postgresql.JSONB(), server_default="{}", nullable=False))
    op.add_column("allocations", sa.Column("expire_time", sa.DateTime(timezone=True)))
    op.add_column("allocations", sa.Column("number", sa.Integer(), server_default="0", nullable=False))
    op.create_index(
        "allocations_held",
        "allocations",
        ["tenant_id", "item_id", "location_id", "expire_time"],
        postgresql_where=sa.text("expire_time IS NOT NULL"),
    )

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
