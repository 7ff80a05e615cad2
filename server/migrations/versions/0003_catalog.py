"""What a shop asks: sales channels, variants and their components, low stock, restock subscriptions."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.Text(collation="C")


def record() -> list[sa.Column[Any]]:
    """Columns of every master record after its own."""
    return [
        sa.Column("metadata", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), server_default="", nullable=False),
        sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("update_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delete_time", sa.DateTime(timezone=True), nullable=True),
    ]


def text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def upgrade() -> None:
    op.create_table(
        "sales_channels",
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        *record(),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("sales_channels_pkey")),
    )
    op.create_index("sales_channels_by_time", "sales_channels", ["tenant_id", "create_time", "id"])
    op.create_table(
        "sales_channel_locations",
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("channel_id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "channel_id", "location_id", name=op.f("sales_channel_locations_pkey")),
    )
    op.create_index(
        "sales_channel_locations_by_location", "sales_channel_locations", ["tenant_id", "location_id", "channel_id"]
    )

    op.create_table(
        "variants",
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("product_id", ID, server_default="", nullable=False),
        text("title"),
        sa.Column("sku", ID, server_default="", nullable=False),
        text("barcode"),
        text("ean"),
        text("upc"),
        text("hs_code"),
        text("mid_code"),
        text("origin_country"),
        text("material"),
        sa.Column("weight", sa.BigInteger(), nullable=True),
        sa.Column("length", sa.BigInteger(), nullable=True),
        sa.Column("height", sa.BigInteger(), nullable=True),
        sa.Column("width", sa.BigInteger(), nullable=True),
        sa.Column("variant_rank", sa.Integer(), server_default="0", nullable=False),
        sa.Column("options", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("manage_inventory", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("allow_backorder", sa.Boolean(), server_default="false", nullable=False),
        *record(),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("variants_pkey")),
    )
    op.create_index("variants_by_time", "variants", ["tenant_id", "create_time", "id"])
    op.create_index("variants_by_product", "variants", ["tenant_id", "product_id", "variant_rank", "id"])
    op.create_table(
        "variant_components",
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("variant_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", ID, server_default="", nullable=False),
        sa.Column("component_variant_id", ID, server_default="", nullable=False),
        sa.Column("required_quantity", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("required_quantity > 0", name=op.f("variant_components_required_quantity_positive")),
        sa.CheckConstraint(
            "(item_id = '') <> (component_variant_id = '')", name=op.f("variant_components_item_or_variant")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "variant_id", "position", name=op.f("variant_components_pkey")),
    )
    op.create_index(
        "variant_components_by_item",
        "variant_components",
        ["tenant_id", "item_id", "variant_id"],
        postgresql_where=sa.text("item_id <> ''"),
    )
    op.create_index(
        "variant_components_by_variant",
        "variant_components",
        ["tenant_id", "component_variant_id", "variant_id"],
        postgresql_where=sa.text("component_variant_id <> ''"),
    )
    op.create_table(
        "variant_codes",
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("kind", ID, nullable=False),
        sa.Column("code", ID, nullable=False),
        sa.Column("variant_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "kind", "code", name=op.f("variant_codes_pkey")),
    )
    op.add_column("allocations", sa.Column("variant_id", ID, server_default="", nullable=False))

    op.add_column("levels", sa.Column("low_stock_threshold", sa.BigInteger()))
    op.add_column("levels", sa.Column("is_low", sa.Boolean(), server_default="false", nullable=False))
    # What has to look at every level comes in step 0004.
    op.create_check_constraint(
        op.f("levels_low_stock_threshold_not_negative"), "levels", "low_stock_threshold >= 0", postgresql_not_valid=True
    )

    op.create_table(
        "restock_subscriptions",
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("variant_id", ID, nullable=False),
        sa.Column("sales_channel_id", ID, server_default="", nullable=False),
        sa.Column("subscriber", ID, nullable=False),
        sa.Column("min_quantity", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notify_time", sa.DateTime(timezone=True)),
        sa.Column("delete_time", sa.DateTime(timezone=True)),
        sa.CheckConstraint("min_quantity > 0", name=op.f("restock_subscriptions_min_quantity_positive")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("restock_subscriptions_pkey")),
    )
    op.create_index(
        "restock_subscriptions_waiting",
        "restock_subscriptions",
        ["tenant_id", "variant_id", "sales_channel_id", "subscriber"],
        unique=True,
        postgresql_where=sa.text("notify_time IS NULL AND delete_time IS NULL"),
    )
    op.create_index("restock_subscriptions_by_time", "restock_subscriptions", ["tenant_id", "create_time", "id"])
    op.create_table(
        "variant_stock",
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("variant_id", ID, nullable=False),
        sa.Column("sales_channel_id", ID, nullable=False),
        sa.Column("in_stock", sa.Boolean(), nullable=False),
        sa.Column("whole_units", sa.BigInteger(), nullable=False),
        sa.Column("since_time", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "variant_id", "sales_channel_id", name=op.f("variant_stock_pkey")),
    )
    op.create_table(
        "projector_positions",
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("name", ID, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "name", name=op.f("projector_positions_pkey")),
    )
