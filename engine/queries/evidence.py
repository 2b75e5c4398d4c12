"""The evidence as a whole: what verification finds in every chain, and the heads to keep elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from engine.errors import Refused, Text
from engine.store import heads, verification
from engine.store.transaction import Tx


def verify(tx: Tx, exported: Sequence[str] = ()) -> list[verification.Finding]:
    """Every chain, recomputed, and compared with heads that were `exported` earlier; [] when nothing was changed, cut off or
    taken out. Raises Refused for a line that is no head."""
    return verification.verify(tx.session, tx.vault, [_head(number, line) for number, line in enumerate(exported, 1) if line.strip()])


def _head(number: int, line: str) -> heads.Head:
    try:
        return heads.from_line(line)
    except (ValueError, TypeError) as error:
        raise Refused("no_head", Text(f"第 {number} 行不是导出的链尾。", f"Line {number} is no exported head.")) from error


def exported_heads(tx: Tx) -> list[str]:
    """One line of JSON for each chain, the house's first: kept elsewhere, they show later what is missing here."""
    return [heads.to_line(head) for head in heads.heads(tx.session)]
