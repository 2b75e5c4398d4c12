"""What verification can find, in words."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import Text


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a chain ("house" or an instance id), first at entry `seq`; 0: with the chain as a whole."""

    chain: str
    seq: int
    what: Text


def finding(code: str, chain: str, seq: int = 0, name: str = "") -> Finding:
    """`name`: what people call the chain, such as the case's business key."""
    text, shown = _TEXTS[code], {"chain": name or chain, "seq": seq}
    return Finding(chain, seq, Text(text.zh.format(**shown), text.en.format(**shown)))


_TEXTS = {
    "altered": Text("{chain}：第 {seq} 条记录被改动。", "{chain}: entry {seq} was changed."),
    "missing": Text("{chain}：第 {seq} 条记录缺失。", "{chain}: entry {seq} is missing."),
    "cut": Text("{chain}：从第 {seq} 条起的记录被删除。", "{chain}: the entries from {seq} on were cut off."),
    "added": Text("{chain}：第 {seq} 条记录是后加的。", "{chain}: entry {seq} was put in from outside."),
    "forged": Text(
        "{chain}：链尾（第 {seq} 条）与封印不符。", "{chain}: the seal doesn't fit the end of the chain (entry {seq})."
    ),
    "rewritten": Text(
        "{chain}：第 {seq} 条与先前导出的链尾不同。", "{chain}: entry {seq} differs from the head exported earlier."
    ),
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
