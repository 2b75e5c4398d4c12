"""The evidence as a whole: what verification finds in every chain, and the heads to keep elsewhere."""

from __future__ import annotations

from engine.store import heads, verification
from engine.store.transaction import Tx


def verify(tx: Tx) -> list[verification.Finding]:
    """Every chain, recomputed; [] when nothing was changed, cut off or taken out."""
    return verification.verify(tx.session, tx.vault)


def exported_heads(tx: Tx) -> list[str]:
    """One line of JSON for each chain, the house's first: kept elsewhere, they show later what is missing here."""
    return [heads.to_line(head) for head in heads.heads(tx.session)]
