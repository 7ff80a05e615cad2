"""Who may come: tenants that can be suspended, and keys."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.Text(collation="C")
TEXTS = postgresql.ARRAY(sa.Text())


def upgrade() -> None:
    op.add_column("tenants", sa.Column("suspend_time", sa.DateTime(timezone=True), nullable=True))
    op.add_column("tenants", sa.Column("version", sa.BigInteger(), server_default="1", nullable=False))
    op.create_table(
        "api_keys",
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("scopes", TEXTS, nullable=False),
        sa.Column("location_ids", TEXTS, nullable=True),
        sa.Column("sales_channel_ids", TEXTS, nullable=True),
        sa.Column("shows_quantities", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("low_quantity", sa.BigInteger(), server_default="5", nullable=False),
        sa.Column("live_holds", sa.Integer(), server_default="0", nullable=False),
        sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expire_time", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoke_time", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_time", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("api_keys_pkey")),
    )
    op.create_index(
        "reservations_by_storefront",
        "reservations",
        ["tenant_id", "created_by", "create_time"],
        postgresql_where=sa.text("created_by ~~ 'key:%'"),
    )
