"""What verification can find, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.errors import Text
from engine.model.audit_kinds import AUDIT_KINDS


_MOST_NAMED = 12  # entries of a block; the rest are counted


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a chain ("house" or an instance id), first at entry `seq`; 0: with the chain as a whole."""

    chain: str
    seq: int
    what: Text


def finding(
    code: str, chain: str, seq: int = 0, name: str = "", *, last: int = 0, entries: Sequence[tuple[str, str | None]] = ()
) -> Finding:
    """`name`: what people call the chain, such as the case's business key. Entries that one command wrote stand and fall
    together: `last` is the number of the last of them, `entries` their kinds and elements."""
    text, shown, inside = _TEXTS[code], {"chain": name or chain, "seq": seq} | _range(seq, last), _inside(entries)
    return Finding(chain, seq, Text(text.zh.format(**shown) + inside.zh, text.en.format(**shown) + inside.en))


def _range(seq: int, last: int) -> dict[str, str]:
    if last > seq:
        return {"zh": f"第 {seq} 至 {last} 条记录", "en": f"entries {seq} to {last}", "were": "were", "are": "are"}
    return {"zh": f"第 {seq} 条记录", "en": f"entry {seq}", "were": "was", "are": "is"}


def _inside(entries: Sequence[tuple[str, str | None]]) -> Text:
    """What these entries are, as far as their open list still tells."""
    if not entries:
        return Text("", "")
    named = [(_label(kind), element_id) for kind, element_id in entries[:_MOST_NAMED]]
    more = len(entries) - len(named)
    zh = [f"{label.zh} {element_id or ''}".strip() for label, element_id in named] + ([f"另 {more} 条"] if more else [])
    en = [f"{label.en} {element_id or ''}".strip() for label, element_id in named] + ([f"{more} more"] if more else [])
    return Text(f"其中：{'、'.join(zh)}。", f" In it: {', '.join(en)}.")


def _label(kind: str) -> Text:
    known = AUDIT_KINDS.get(kind)
    return known.label if known else Text(kind, kind)


_TEXTS = {
    "altered": Text("{chain}：{zh}被改动。", "{chain}: {en} {were} changed."),
    "missing": Text("{chain}：{zh}缺失。", "{chain}: {en} {are} missing."),
    "cut": Text("{chain}：从第 {seq} 条起的记录被删除。", "{chain}: the entries from {seq} on were cut off."),
    "added": Text("{chain}：从第 {seq} 条起的记录是后加的。", "{chain}: what stands from entry {seq} on was put in from outside."),
    "forged": Text(
        "{chain}：链尾（第 {seq} 条）与封印不符。", "{chain}: the seal doesn't fit the end of the chain (entry {seq})."
    ),
    "rewritten": Text("{chain}：{zh}与先前导出的链尾不同。", "{chain}: {en} {are} not as in the head exported earlier."),
    "rolled_back": Text(
        "{chain}：先前导出时有第 {seq} 条，现在没有。", "{chain}: entry {seq} existed when the heads were exported."
    ),
    "key_gone": Text(
        "{chain}：第 {seq} 条的密钥被移除，且没有清除记录。",
        "{chain}: the key of entry {seq} is gone, and no erasure was recorded.",
    ),
    "key_changed": Text("{chain}：第 {seq} 条的密钥被改动。", "{chain}: the key of entry {seq} was changed."),
    "vanished": Text("工单 {chain} 消失了。", "Case {chain} has vanished."),
    "unannounced": Text(
        "工单 {chain}：总链中没有它的发起记录。", "Case {chain}: its start isn't in the house chain."
    ),
    "restarted": Text(
        "工单 {chain}：总链中有不止一条发起记录。", "Case {chain}: the house chain has more than one start of it."
    ),
    "pending": Text("总链：一条待并入的记录被改动。", "house: a record that waits to be appended was changed."),
    "headless": Text("总链：链尾记录缺失。", "house: the row of its head is missing."),
}
