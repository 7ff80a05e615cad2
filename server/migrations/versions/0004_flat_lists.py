"""Indexes that keep lists flat: the ledger by its time, reservations by external id, items and variants by sku.

And those of the steps before it that have to look at every row of a table that may be large. Nothing here makes writers
wait: indexes are built beside them. What is there already is passed over, so a step that was broken off goes on.
"""

from alembic import op

from holdfast_server.runtime import steps

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.get_context().autocommit_block():
        steps.validate("levels", "levels_held_within_reserved")
        steps.validate("levels", "levels_backorder_limit_not_negative")
        steps.validate("levels", "levels_low_stock_threshold_not_negative")
        steps.add_index("reservations_due", "reservations (tenant_id, due_time) WHERE due_time IS NOT NULL")
        steps.add_index(
            "allocations_held",
            "allocations (tenant_id, item_id, location_id, expire_time) WHERE expire_time IS NOT NULL",
        )
        steps.add_index("levels_low", "levels (tenant_id, item_id, location_id) WHERE is_low")

        steps.add_index("reservations_by_external_id", "reservations (tenant_id, external_id) WHERE external_id <> ''")
        steps.add_index("items_by_sku", "items (tenant_id, sku) WHERE sku <> ''")
        steps.add_index("variants_by_sku", "variants (tenant_id, sku) WHERE sku <> ''")
        steps.add_index(
            "restock_subscriptions_queue",
            "restock_subscriptions (tenant_id, variant_id, sales_channel_id, min_quantity, create_time, id) "
            "WHERE notify_time IS NULL AND delete_time IS NULL",
        )
        steps.add_partitioned_index("movements_in_time", "movements", "(tenant_id, recorded_time)")
    op.execute("DROP INDEX IF EXISTS movements_by_time")
