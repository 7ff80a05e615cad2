"""The spine: items, locations, levels, the ledger, reservations, and the write path's own tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "allocations",
        sa.Column("tenant_id", sa.Text(collation="C"), nullable=False),
        sa.Column("item_id", sa.Text(collation="C"), nullable=False),
        sa.Column("location_id", sa.Text(collation="C"), nullable=False),
        sa.Column("claim_seq", sa.BigInteger(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("reservation_id", sa.Text(collation="C"), nullable=False),
        sa.Column("line_id", sa.Text(collation="C"), nullable=False),
        sa.Column("line_index", sa.Integer(), nullable=False),
        sa.Column("line_item_id", sa.Text(collation="C"), server_default="", nullable=False),
        sa.Column("sku", sa.Text(collation="C"), server_default="", nullable=False),
        sa.Column("required_quantity", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("fulfilled", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("released", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("expired", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("returned", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "fulfilled >= 0 AND released >= 0 AND expired >= 0 AND fulfilled + released + expired <= quantity",
            name=op.f("allocations_counters_add_up"),
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("allocations_quantity_positive")),
        sa.CheckConstraint(
            "returned >= 0 AND returned <= fulfilled", name=op.f("allocations_returned_within_fulfilled")
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "item_id", "location_id", "claim_seq", "entry", name=op.f("allocations_pkey")
        ),
        postgresql_with={"fillfactor": "80"},
    )
    op.create_index(
        "allocations_by_line_item",
        "allocations",
        ["tenant_id", "line_item_id"],
        unique=False,
        postgresql_where=sa.text("line_item_id <> ''"),
    )
    op.create_index("allocations_by_reservation", "allocations", ["tenant_id", "reservation_id"], unique=False)
    op.create_table(
        "batches",
        sa.Column("tenant_id", sa.Text(collation="C"), nullable=False),
        sa.Column("batch_id", sa.Text(collation="C"), nullable=False),
        sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "batch_id", name=op.f("batches_pkey")),
    )
    op.create_index("batches_by_time", "batches", ["create_time"], unique=False, postgresql_using="brin")
    op.create_table(
        "fulfillment_entries",
        sa.Column("tenant_id", sa.Text(collation="C"), nullable=False),
        sa.Column("fulfillment_id", sa.Text(collation="C"), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("reservation_id", sa.Text(collation="C"), nullable=False),
        sa.Column("allocation_id", sa.Text(collation="C"), nullable=False),
        sa.Column("item_id", sa.Text(collation="C"), nullable=False),
        sa.Column("location_id", sa.Text(collation="C"), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("reversed", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("returned", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("fulfillment_entries_quantity_positive")),
        sa.CheckConstraint(
            "reversed >= 0 AND returned >= 0 AND reversed + returned <= quantity",
            name=op.f("fulfillment_entries_counters_within_quantity"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "fulfillment_id", "entry", name=op.f("fulfillment_entries_pkey")),
    )
    op.create_index(
        "fulfillment_entries_by_reservation", "fulfillment_entries", ["tenant_id", "reservation_id"], unique=False
    )
    op.create_table(
        "fulfillments",
        sa.Column("tenant_id", sa.Text(collation="C"), nullable=False),
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("reservation_id", sa.Text(collation="C"), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), server_default="", nullable=False),
        sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("fulfillments_pkey")),
    )
    op.create_index("fulfillments_by_reservation", "fulfillments", ["tenant_id", "reservation_id"], unique=False)
    op.create_table(
        "item_skus",
        sa.Column("tenant_id", sa.Text(collation="C"), nullable=False),
        sa.Column("sku", sa.Text(collation="C"), nullable=False),
        sa.Column("item_id", sa.Text(collation="C"), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "sku", name=op.f("item_skus_pkey")),
    )
    op.create_table(
        "items",
        sa.Column("tenant_id", sa.Text(collation="C"), nullable=False),
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("sku", sa.Text(collation="C"), server_default="", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("thumbnail", sa.Text(), server_default="", nullable=False),
        sa.Column("barcode", sa.Text(), server_default="", nullable=False),
        sa.Column("ean", sa.Text(), server_default="", nullable=False),
        sa.Column("upc", sa.Text(), server_default="", nullable=False),
        sa.Column("origin_country", sa.Text(), server_default="", nullable=False),
        sa.Column("hs_code", sa.Text(), server_default="", nullable=False),
        sa.Column("mid_code", sa.Text(), server_default="", nullable=False),
        sa.Column("material", sa.Text(), server_default="", nullable=False),
        sa.Column("weight", sa.BigInteger(), nullable=True),
        sa.Column("length", sa.BigInteger(), nullable=True),
        sa.Column("height", sa.BigInteger(), nullable=True),
        sa.Column("width", sa.BigInteger(), nullable=True),
        sa.Column("requires_shipping", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("unit_of_measure", sa.Text(), server_default="each", nullable=False),
        sa.Column("quantity_scale", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("metadata", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), server_default="", nullable=False),
        sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("update_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delete_time", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("quantity_scale BETWEEN 0 AND 6", name=op.f("items_quantity_scale_range")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("items_pkey")),
    )
    op.create_index("items_by_time", "items", ["tenant_id", "create_time", "id"], unique=False)
    op.create_table(
        "locations",
        sa.Column("tenant_id", sa.Text(collation="C"), nullable=False),
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("priority", sa.Integer(), server_default="100", nullable=False),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("metadata", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), server_default="", nullable=False),
        sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("update_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delete_time", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("locations_pkey")),
    )
    op.create_index("locations_by_priority", "locations", ["tenant_id", "priority", "id"], unique=False)
    op.create_index("locations_by_time", "locations", ["tenant_id", "create_time", "id"], unique=False)
    op.create_table(
        "movements",
        sa.Column("tenant_id", sa.Text(collation="C"), nullable=False),
        sa.Column("item_id", sa.Text(collation="C"), nullable=False),
        sa.Column("location_id", sa.Text(collation="C"), nullable=False),
        sa.Column("recorded_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Text(collation="C"), nullable=False),
        sa.Column("bucket", sa.SmallInteger(), nullable=False),
        sa.Column("delta", sa.BigInteger(), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.SmallInteger(), nullable=False),
        sa.Column("reason_detail", sa.Text(), server_default="", nullable=False),
        sa.Column("source_type", sa.Text(), server_default="", nullable=False),
        sa.Column("source_id", sa.Text(), server_default="", nullable=False),
        sa.Column("reservation_id", sa.Text(collation="C"), nullable=True),
        sa.Column("allocation_id", sa.Text(collation="C"), nullable=True),
        sa.Column("fulfillment_id", sa.Text(collation="C"), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(collation="C"), server_default="", nullable=False),
        sa.Column("effective_time", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "item_id", "location_id", "recorded_time", "version", "entry", name=op.f("movements_pkey")
        ),
        postgresql_partition_by="RANGE (recorded_time)",
    )
    op.create_index("movements_by_time", "movements", ["recorded_time"], unique=False, postgresql_using="brin")
    op.create_table(
        "outbox",
        sa.Column("tenant_id", sa.Text(collation="C"), nullable=False),
        sa.Column("recorded_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("batch_id", sa.Text(collation="C"), nullable=False),
        sa.Column("events", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "recorded_time", "batch_id", name=op.f("outbox_pkey")),
        postgresql_partition_by="RANGE (recorded_time)",
    )
    op.create_table(
        "outbox_pending",
        sa.Column("tenant_id", sa.Text(collation="C"), nullable=False),
        sa.Column("batch_id", sa.Text(collation="C"), nullable=False),
        sa.Column("recorded_time", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "batch_id", name=op.f("outbox_pending_pkey")),
    )
    op.create_table(
        "requests",
        sa.Column("tenant_id", sa.Text(collation="C"), nullable=False),
        sa.Column("method", sa.Text(collation="C"), nullable=False),
        sa.Column("request_id", sa.Text(collation="C"), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "method", "request_id", name=op.f("requests_pkey")),
    )
    op.create_index("requests_by_time", "requests", ["create_time"], unique=False, postgresql_using="brin")
    op.create_table(
        "reservations",
        sa.Column("tenant_id", sa.Text(collation="C"), nullable=False),
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("state", sa.Text(collation="C"), nullable=False),
        sa.Column("reference_type", sa.Text(collation="C"), server_default="", nullable=False),
        sa.Column("reference_id", sa.Text(collation="C"), server_default="", nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), server_default="", nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("created_by", sa.Text(), server_default="", nullable=False),
        sa.Column("metadata", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), server_default="", nullable=False),
        sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("update_time", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("reservations_pkey")),
    )
    op.create_index(
        "reservations_by_reference",
        "reservations",
        ["tenant_id", "reference_type", "reference_id"],
        unique=False,
        postgresql_where=sa.text("reference_id <> ''"),
    )
    op.create_index("reservations_by_time", "reservations", ["tenant_id", "create_time", "id"], unique=False)
    op.create_table(
        "tenants",
        sa.Column("tenant_id", sa.Text(collation="C"), nullable=False),
        sa.Column("token_key", sa.LargeBinary(), nullable=False),
        sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("tenants_pkey")),
    )
    op.create_table(
        "levels",
        sa.Column("tenant_id", sa.Text(collation="C"), nullable=False),
        sa.Column("item_id", sa.Text(collation="C"), nullable=False),
        sa.Column("location_id", sa.Text(collation="C"), nullable=False),
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("stocked", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("reserved", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("incoming", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("quality_control", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("damaged", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("quarantine", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("safety_stock", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("metadata", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("settings_version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("short", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("update_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delete_time", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "incoming >= 0 AND quality_control >= 0 AND damaged >= 0 AND quarantine >= 0",
            name=op.f("levels_buckets_not_negative"),
        ),
        sa.CheckConstraint("reserved <= stocked OR short", name=op.f("levels_never_oversold")),
        sa.CheckConstraint("reserved >= 0", name=op.f("levels_reserved_not_negative")),
        sa.CheckConstraint("safety_stock >= 0", name=op.f("levels_safety_stock_not_negative")),
        sa.CheckConstraint("stocked >= 0", name=op.f("levels_stocked_not_negative")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "item_id"], ["items.tenant_id", "items.id"], name=op.f("levels_tenant_id_fkey")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "item_id", "location_id", name=op.f("levels_pkey")),
        postgresql_with={"fillfactor": "70"},
    )
    op.create_index("levels_by_location", "levels", ["tenant_id", "location_id", "item_id"], unique=False)
    # Rows land here only when a month's partition is missing; the server makes those ahead of time.
    op.execute("CREATE TABLE movements_default PARTITION OF movements DEFAULT")
    op.execute("CREATE TABLE outbox_default PARTITION OF outbox DEFAULT")
