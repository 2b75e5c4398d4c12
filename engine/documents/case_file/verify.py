"""Verifies a case file of Huixiang, offline, with nothing but Python 3.9 or newer: python3 verify.py [case.zip or its unpacked folder].

核验一件工单的封存文件，不联网，只需要 Python：python3 verify.py [压缩包或解压后的文件夹]

What it checks: every file against the manifest, the manifest against its seal; the chain of the trail from its first
block to its head; the readable trail against what the chain's ciphertext opens to; attachments and the procedure's
package against what the trail and the case say of them. It names the first thing that is wrong in each.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
import zipfile
import zlib
from pathlib import Path

EMPTY = bytes(32)


def main(where: str) -> int:
    try:
        files = read(Path(where))
    except (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError) as error:
        print(f"WRONG  {error or type(error).__name__}")
        return 1
    wrong = [*check_files(files), *check_chain(files), *check_contents(files)]
    for sentence in wrong:
        print(f"WRONG  {sentence}")
    if not wrong:
        case = json.loads(files["case.json"])
        print(f"OK     {case['number']}: {len(files)} files, {case['trail_length']} entries, head {case['trail_head'][:16]}")
        print(f"       seal {sha256(files['manifest.json'])}")
        print("       Compare the seal with the log of the installation that made this file. 请与系统日志里的封印核对。")
    return 1 if wrong else 0


def read(where: Path) -> dict[str, bytes]:
    """Name to bytes, of a ZIP or a folder."""
    if where.is_dir():
        return {file.relative_to(where).as_posix(): file.read_bytes() for file in sorted(where.rglob("*")) if file.is_file()}
    with zipfile.ZipFile(where) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
        for name in files:
            if packed.namelist().count(name) > 1:
                raise zipfile.BadZipFile(f"{name}: is in the file twice. 同名文件出现两次。")
        return files


def check_files(files: dict[str, bytes]) -> list[str]:
    try:
        manifest, seal = json.loads(files["manifest.json"]), files["seal.txt"]
        listed = {str(name): str(digest) for name, digest in manifest["files"].items()}
    except (KeyError, ValueError, TypeError, AttributeError):
        return ["manifest.json or seal.txt can't be read: changed or missing. 清单或封印无法读取。"]
    wrong = [f"{name}: changed. 被改动。" for name, digest in listed.items() if name in files and sha256(files[name]) != digest]
    wrong += [f"{name}: missing. 缺失。" for name in listed if name not in files]
    wrong += [f"{name}: not part of the case file. 多余的文件。" for name in files if name not in listed and name not in ("manifest.json", "seal.txt")]
    if seal != sha256(files["manifest.json"]).encode() + b"\n":
        wrong.append(f"{'manifest.json' if wrong else 'seal.txt or manifest.json'}: changed, the seal doesn't fit. 封印不符。")
    return wrong


def check_chain(files: dict[str, bytes]) -> list[str]:
    """Every block's hash over the one before it and its own columns, up to the head that the case had."""
    try:
        case, blocks = json.loads(files["case.json"]), lines(files["chain.jsonl"])
        previous, count = EMPTY, 0
        for block in blocks:
            body = base64.b64decode(block["body"])
            columns = [block[name] for name in ("instance_id", "seq", "at", "actor_kind", "actor_id", "entries")]
            first = count + 1
            if block["seq"] != first or block["instance_id"] != case["instance_id"]:
                return [f"chain.jsonl: entry {first} is missing. 第 {first} 条缺失。"]
            count += len(json.loads(block["entries"]))
            if hashlib.sha256(previous + encode(*columns, body)).hexdigest() != block["hash"]:
                return [f"chain.jsonl: entries {first} to {count} were changed. 第 {first} 至 {count} 条被改动。"]
            previous = bytes.fromhex(block["hash"])
        if (count, previous.hex()) != (case["trail_length"], case["trail_head"]):
            return [f"chain.jsonl: ends at entry {count}, the case says {case['trail_length']}. 链尾不符。"]
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        return [f"chain.jsonl or case.json can't be read ({type(error).__name__}). 无法读取。"]
    return []


def check_contents(files: dict[str, bytes]) -> list[str]:
    try:
        case, readable = json.loads(files["case.json"]), lines(files["trail.jsonl"])
        wrong = check_readable(opened(files), readable)
        wrong += check_attachments(files, case)
        if package_hash(files, case["package"]["id"]) != case["package"]["hash"]:
            wrong.append("package/: not the version this case ran on. 流程包不是工单所用的版本。")
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, zlib.error) as error:
        return [f"trail.jsonl, keys.json or package/ can't be read ({type(error).__name__}). 无法读取。"]
    return wrong


def check_readable(found: list[dict], readable: list[dict]) -> list[str]:
    if len(found) != len(readable):
        return [f"trail.jsonl: {len(readable)} entries, the chain has {len(found)}. 条数不符。"]
    for of_chain, shown in zip(found, readable):
        if any(shown.get(name) != value for name, value in of_chain.items()):
            return [f"trail.jsonl: entry {of_chain['seq']} is not what the chain says. 第 {of_chain['seq']} 条与链不符。"]
    return []


def check_attachments(files: dict[str, bytes], case: dict) -> list[str]:
    bad = [each["file"] for each in case["attachments"] if sha256(files.get(each["file"], b"")) != each["sha256"]]
    return [f"{name}: not the file the case has. 与工单登记的不一致。" for name in bad]


def package_hash(files: dict[str, bytes], package_id: str) -> str:
    digest = hashlib.sha256(package_id.encode())
    inside = {name[len("package/"):]: content for name, content in files.items() if name.startswith("package/")}
    for name in sorted(inside):
        digest.update(f"\0{name}\0{len(inside[name])}\0".encode())
        digest.update(inside[name])
    return digest.hexdigest()


def opened(files: dict[str, bytes]) -> list[dict]:
    """Every entry of the chain with its payload, decrypted where its key is here."""
    keys, entries = json.loads(files["keys.json"]), []
    for block in lines(files["chain.jsonl"]):
        parts = split(base64.b64decode(block["body"]))
        payloads = {key_id: iter(payloads_of(keys.get(str(key_id)), part)) for key_id, part in parts.items()}
        for seq, (kind, element_id, round_, key_id) in enumerate(json.loads(block["entries"]), block["seq"]):
            said = {"seq": seq, "at": block["at"], "actor_kind": block["actor_kind"], "actor_id": block["actor_id"]}
            entries.append({**said, "kind": kind, "element_id": element_id, "round": round_, "payload": next(payloads[key_id], "erased")})
    return entries


def payloads_of(key: str | None, cipher: bytes) -> list:
    if key is None:
        return []  # erased: its key is gone for good
    plain = decrypt(bytes.fromhex(key), cipher[:12], cipher[12:-16])
    return json.loads(zlib.decompress(plain[1:], wbits=-15) if plain[:1] == b"\1" else plain[1:])


def split(body: bytes) -> dict[int, bytes]:
    found, begin = {}, 0
    while begin < len(body):
        key_id, length = int.from_bytes(body[begin:begin + 2], "big"), int.from_bytes(body[begin + 2:begin + 6], "big")
        found[key_id] = body[begin + 6:begin + 6 + length]
        begin += 6 + length
    return found


def encode(*fields: object) -> bytes:
    parts = []
    for field in fields:
        data = field if isinstance(field, bytes) else str(field).encode()
        parts += [b"\xff\xff\xff\xff"] if field is None else [len(data).to_bytes(4, "big"), data]
    return b"".join(parts)


def lines(content: bytes) -> list[dict]:
    # Not splitlines(): what people typed may hold other signs that end a line.
    return [json.loads(line) for line in content.decode().split("\n") if line]


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


# AES-256 in counter mode (FIPS 197, SP 800-38D without the tag: the chain's hashes vouch for the ciphertext).


def decrypt(key: bytes, nonce: bytes, cipher: bytes) -> bytes:
    rounds, out = expand(key), bytearray()
    for number in range(0, len(cipher), 16):
        stream = aes(rounds, nonce + (number // 16 + 2).to_bytes(4, "big"))
        out += bytes(a ^ b for a, b in zip(cipher[number:number + 16], stream))
    return bytes(out)


def make_box() -> list[int]:
    box, p, q = [0] * 256, 1, 1
    while True:
        p = (p ^ (p << 1) ^ (0x1B if p & 0x80 else 0)) & 0xFF
        for shift in (1, 2, 4):
            q = (q ^ (q << shift)) & 0xFF
        q ^= 0x09 if q & 0x80 else 0
        turned = q ^ (q << 1 | q >> 7) ^ (q << 2 | q >> 6) ^ (q << 3 | q >> 5) ^ (q << 4 | q >> 4)
        box[p] = (turned ^ 0x63) & 0xFF
        if p == 1:
            box[0] = 0x63
            return box


BOX = make_box()
DOUBLE = [(n << 1 ^ (0x1B if n & 0x80 else 0)) & 0xFF for n in range(256)]
SHIFT = [0, 5, 10, 15, 4, 9, 14, 3, 8, 13, 2, 7, 12, 1, 6, 11]


def expand(key: bytes) -> list[bytes]:
    words, constant = [key[n:n + 4] for n in range(0, 32, 4)], 1
    for n in range(8, 60):
        word = words[-1]
        if n % 8 == 0:
            word = bytes([BOX[word[1]] ^ constant, BOX[word[2]], BOX[word[3]], BOX[word[0]]])
            constant = DOUBLE[constant]
        elif n % 8 == 4:
            word = bytes(BOX[b] for b in word)
        words.append(bytes(a ^ b for a, b in zip(words[n - 8], word)))
    return [b"".join(words[n:n + 4]) for n in range(0, 60, 4)]


def aes(rounds: list[bytes], block: bytes) -> bytes:
    state = [a ^ b for a, b in zip(block, rounds[0])]
    for number, key in enumerate(rounds[1:], 1):
        state = [BOX[state[n]] for n in SHIFT]
        if number < 14:
            state = [mixed for n in range(0, 16, 4) for mixed in mix(*state[n:n + 4])]
        state = [a ^ b for a, b in zip(state, key)]
    return bytes(state)


def mix(a: int, b: int, c: int, d: int) -> tuple[int, int, int, int]:
    all_ = a ^ b ^ c ^ d
    return (a ^ all_ ^ DOUBLE[a ^ b], b ^ all_ ^ DOUBLE[b ^ c], c ^ all_ ^ DOUBLE[c ^ d], d ^ all_ ^ DOUBLE[d ^ a])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else str(Path(__file__).resolve().parent)))
