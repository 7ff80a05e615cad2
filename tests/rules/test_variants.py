"""What kits come to, and which of them cannot be."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from holdfast_server.kernel.errors import (
    CodeTaken,
    EtagMismatch,
    KitCycle,
    QuantityOutOfRange,
    ResourceDeleted,
    ResourceNotFound,
    VariantInUse,
)
from holdfast_server.variants import rules
from holdfast_server.variants.model import GIVEN, Component, Fields, Node, Variant

AT = datetime(2026, 1, 1, tzinfo=UTC)


def takes(variant_id: str, managed: bool = True, **parts: int) -> Node:
    """A variant that takes items (small letters) and other variants (capital letters)."""
    components = [
        Component(units, variant_id=one) if one[0].isupper() else Component(units, item_id=one)
        for one, units in parts.items()
    ]
    return Node(variant_id, is_deleted=False, is_managed=managed, allows_backorder=False, components=components)


def leaves(variant_id: str, *kits: Node) -> dict[str, int]:
    return dict(rules.fact(variant_id, {kit.id: kit for kit in kits}).leaves)


def check(changed: Node, *kits: Node) -> None:
    rules.check_kits(changed, {kit.id: kit for kit in kits})


def test_leaves_that_parts_share_are_pooled() -> None:
    assert leaves("A", takes("A", x=2, B=1), takes("B", x=3, y=1)) == {"x": 5, "y": 1}


def test_units_multiply_from_level_to_level() -> None:
    assert leaves("A", takes("A", B=2, C=1), takes("B", C=3), takes("C", x=5)) == {"x": 35}


def test_a_variant_without_stock_takes_nothing_and_neither_does_what_is_in_it() -> None:
    assert leaves("A", takes("A", managed=False, x=2)) == {}
    assert leaves("A", takes("A", x=2, B=1), takes("B", managed=False, y=1)) == {"x": 2}


def test_what_is_reached_on_many_ways_is_walked_once() -> None:
    """Sixteen levels of pairs: 65,536 ways down, and every one of them takes one."""
    kits = [takes(f"L{n}", **{f"R{n + 1}": 1, f"L{n + 1}": 1}) for n in range(16)]
    kits += [takes(f"R{n}", **{f"R{n + 1}": 1, f"L{n + 1}": 1}) for n in range(1, 16)]
    kits += [takes("L16", x=1), takes("R16", x=1)]
    assert leaves("L0", *kits) == {"x": 65_536}


@pytest.mark.parametrize(
    ("changed", "kits", "path"),
    [
        (takes("A", A=1), [], "A > A"),
        (takes("A", x=1, B=1), [takes("B", A=1)], "A > B > A"),
        (takes("A", B=1, D=1), [takes("B", x=1), takes("D", B=1, E=2), takes("E", A=1)], "A > D > E > A"),
    ],
)
def test_a_variant_cannot_take_itself_and_the_way_is_named(changed: Node, kits: list[Node], path: str) -> None:
    with pytest.raises(KitCycle) as refused:
        check(changed, *kits)
    assert refused.value.facts == {"path": path}


def test_a_diamond_is_no_cycle() -> None:
    check(takes("A", B=1, C=1), takes("B", D=1), takes("C", D=1), takes("D", x=1))


def chain(first: int, last: int) -> list[Node]:
    """V1 takes V2, V2 takes V3 and so on; the last one takes an item."""
    return [*(takes(f"V{n}", **{f"V{n + 1}": 1}) for n in range(first, last)), takes(f"V{last}", x=1)]


def test_kits_are_nested_sixteen_deep_and_no_deeper() -> None:
    check(takes("V1", V2=1), *chain(2, 16))
    with pytest.raises(KitCycle) as refused:
        check(takes("V1", V2=1), *chain(2, 17))
    assert refused.value.facts["path"] == " > ".join(f"V{n}" for n in range(1, 18))
    assert "nested too deeply" in refused.value.message


def test_a_part_cannot_make_the_kits_above_it_too_deep() -> None:
    above = [takes("V1", V2=1), takes("V2", V3=1)]
    with pytest.raises(KitCycle) as refused:
        check(takes("V3", V4=1), *above, *chain(4, 17))
    assert refused.value.facts["path"].startswith("V1 > V2 > V3 > V4")


def test_a_kit_takes_at_most_ten_to_the_fifteenth_of_an_item_over_all_levels() -> None:
    check(takes("A", B=10**8), takes("B", x=10**7))
    with pytest.raises(QuantityOutOfRange) as refused:
        check(takes("A", B=10**8, x=1), takes("B", x=10**7))
    assert refused.value.facts["value"] == str(10**15 + 1)
    with pytest.raises(QuantityOutOfRange):
        check(takes("B", x=10**7 + 1), takes("A", B=10**8))


def test_that_no_stock_is_kept_for_a_part_does_not_hide_how_much_it_would_take() -> None:
    with pytest.raises(QuantityOutOfRange):
        check(takes("A", B=10**9), takes("B", managed=False, x=10**7))


# --- records ----------------------------------------------------------------------------------------


def given(**fields: object) -> Fields:
    defaults = {name: getattr(Variant("", AT, AT), name) for name in GIVEN}
    return {**defaults, **fields}


def nobody(name: str, code: str) -> None:
    return None


def upsert(before: Variant | None, etag: str = "", holder: rules.Holder = nobody, **fields: object) -> Variant:
    return rules.upsert(before, holder, variant_id="v", given=given(**fields), etag=etag, at=AT)


def test_an_upsert_replaces_all_that_is_said_but_keeps_components_that_it_does_not_name() -> None:
    part = Component(2, item_id="x")
    first = upsert(None, title="Lamp", material="brass", components=(part,))
    second = upsert(first, title="Torch")
    assert (second.title, second.material, second.components, second.version) == ("Torch", "", (part,), 2)
    assert upsert(second, title="Torch") is second
    assert upsert(second, title="Torch", components=(part,)) is second


def test_a_managed_variant_without_components_needs_an_item() -> None:
    assert rules.needs_item(upsert(None))
    assert not rules.needs_item(upsert(None, manage_inventory=False))
    assert not rules.needs_item(upsert(None, components=(Component(1, item_id="x"),)))
    assert rules.needs_item(upsert(upsert(None, manage_inventory=False)))


def test_a_code_of_another_variant_is_refused_by_its_field() -> None:
    def holder(name: str, code: str) -> str | None:
        return "other" if (name, code) == ("ean", "4006381333931") else None

    with pytest.raises(CodeTaken) as refused:
        upsert(None, holder=holder, sku="S", ean="4006381333931")
    assert refused.value.facts == {"field": "variant.ean", "code": "4006381333931", "variant_id": "other"}
    assert upsert(None, holder=holder, barcode="4006381333931").barcode == "4006381333931"
    assert upsert(None, holder=lambda *_: "v", sku="S").sku == "S"


def test_an_etag_is_of_the_variant_that_is_there() -> None:
    with pytest.raises(ResourceNotFound):
        upsert(None, etag="1")
    with pytest.raises(EtagMismatch):
        upsert(upsert(upsert(None), title="Lamp"), etag="1", title="Torch")


def test_what_a_live_variant_takes_is_not_deleted() -> None:
    variant = upsert(None)
    with pytest.raises(VariantInUse) as refused:
        rules.delete(variant, "kit", variant_id="v", etag="", at=AT)
    assert refused.value.facts == {"resource_type": "ProductVariant", "id": "v", "variant_id": "kit"}
    deleted = rules.delete(variant, None, variant_id="v", etag="", at=AT)
    with pytest.raises(ResourceDeleted):
        upsert(deleted)
    assert not rules.undelete(deleted, nobody, variant_id="v", at=AT).is_deleted
