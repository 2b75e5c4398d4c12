"""Tells the writer that what looked like contact data was replaced by its mask."""

from __future__ import annotations

from collections.abc import Iterable

from flask import flash

from web.language import t


def tell(masked: Iterable) -> None:
    """`masked`: engine.model.contact_text.Found; only their masks are ever shown again."""
    masks = ", ".join(dict.fromkeys(each.mask for each in masked))
    if masks:
        flash(t("联系方式已加密保存，记录中显示为 {masks}。", "Contact data was put into the vault; the record shows {masks}.", masks=masks))
