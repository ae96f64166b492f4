"""Ways to spoil a file: bits, pieces, lengths, words of its format, members of a zip file. All from one seeded draw."""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO

from evals.fuzz_seeds import zipped

LARGEST = 4_000_000
"""Bytes past which an input is cut, for a fuzzer looks for what small files can do."""
_NUMBER = re.compile(rb"\d{1,10}")
_LIES = (b"0", b"1", b"-1", b"65535", b"65536", b"2147483647", b"4294967295", b"99999999999999999999", b"1e999", b"NaN")
_TOKENS = (
    b"<", b">", b"&", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<table>", b"<tr><td colspan=9999 rowspan=9999>",
    b"</p>", b"<sup>", b"</sup>", b"<div>" * 300, b"<ul><li>" * 200, b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;",
    b"&#0;", b"&#xD800;", b"&#x10FFFF;", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xee\x80\x80",
    b"\xee\x80\x81", b"\xee\x80\x82", b"%PDF-1.7", b"endstream", b"endobj", b"<<" * 200, b"[" * 500, b"(" * 500,
    b"/Kids [3 0 R 2 0 R]", b"/Length 0", b"/Filter /ASCII85Decode", b"/FlateDecode", b"obj", b"xref", b"startxref",
    b"stream\r\n", b"BT", b"Tj", b"1 0 0 1 0 0 cm", b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"# ", b"- " * 300,
    b"> " * 300, b"|" * 400, b"`" * 99, b"*" * 300, b"\n" * 300, b"[a]: b\n", b"---\n", b"\t" * 200, b" " * 2000,
    b"a" * 5000, b"1. ", b"w:val=\"-1\"", b"<w:tbl><w:tr><w:tc>", b"<w:del>",
    "ﬁ\u202e\u0301\u200b\ufffe\u2028".encode(), "é".encode("cp1252"), b"<?xml version='1.0' encoding='utf-7'?>",
    b"<meta charset='utf-16'>", b"<meta charset='hex'>", b"href='#r1'", b" id='r1'", b"aria-hidden='true'",
    b"References",
)  # fmt: skip
"""Words that mean something to one of the formats."""

Mutation = Callable[[bytes, random.Random, Sequence[bytes]], bytes]


def spoiled(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    """`data` with one to eight mutations; of a zip file, often inside one member. `others` give pieces to splice in."""
    if data[:2] == b"PK" and draw.random() < 0.75:
        data = _member_spoiled(data, draw, others)
        if draw.random() < 0.8:
            return data[:LARGEST]
    return _spoiled(data, draw, others)


def _spoiled(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    for _ in range(draw.choice((1, 1, 1, 2, 3, 5, 8))):
        data = draw.choice(_MUTATIONS)(data, draw, others)[:LARGEST]
    return data


def _flip(data: bytes, draw: random.Random, _others: Sequence[bytes]) -> bytes:
    spoilt = bytearray(data)
    for _ in range(draw.choice((1, 2, 8, 40)) if spoilt else 0):
        spoilt[draw.randrange(len(spoilt))] ^= 1 << draw.randrange(8)
    return bytes(spoilt)


def _piece(data: bytes, draw: random.Random) -> tuple[int, int]:
    start = draw.randrange(len(data) + 1)
    return start, min(len(data), start + draw.choice((1, 4, 16, 64, 256, 1024, 8192)))


def _delete(data: bytes, draw: random.Random, _others: Sequence[bytes]) -> bytes:
    start, end = _piece(data, draw)
    return data[:start] + data[end:]


def _duplicate(data: bytes, draw: random.Random, _others: Sequence[bytes]) -> bytes:
    start, end = _piece(data, draw)
    return data[:end] + data[start:end] * draw.choice((1, 1, 2, 10, 100, 1000)) + data[end:]


def _insert_token(data: bytes, draw: random.Random, _others: Sequence[bytes]) -> bytes:
    start, _ = _piece(data, draw)
    return data[:start] + draw.choice(_TOKENS) * draw.choice((1, 1, 1, 3, 50)) + data[start:]


def _splice(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    other = draw.choice(others)
    start, end = _piece(other, draw)
    at, past = _piece(data, draw)
    return data[:at] + other[start:end] + data[past:]


def _truncate(data: bytes, draw: random.Random, _others: Sequence[bytes]) -> bytes:
    return data[: draw.randrange(len(data) + 1)]


def _lie(data: bytes, draw: random.Random, _others: Sequence[bytes]) -> bytes:
    """Another number in the place of one that the file states, as text or in four bytes."""
    numbers = list(_NUMBER.finditer(data[: 1 << 20]))
    if numbers and draw.random() < 0.7:
        found = draw.choice(numbers)
        return data[: found.start()] + draw.choice(_LIES) + data[found.end() :]
    start = draw.randrange(len(data) + 1)
    return data[:start] + draw.choice((b"\xff" * 4, b"\x00" * 4, b"\xff\xff\xff\x7f")) + data[start + 4 :]


def _noise(data: bytes, draw: random.Random, _others: Sequence[bytes]) -> bytes:
    start, end = _piece(data, draw)
    return data[:start] + draw.randbytes(end - start) + data[end:]


_MUTATIONS: tuple[Mutation, ...] = (
    _flip, _delete, _duplicate, _insert_token, _insert_token, _splice, _truncate, _lie, _lie, _noise,
)  # fmt: skip


def _member_spoiled(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    """The zip file packed again with one member spoiled, doubled, emptied, left out or grown."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as file:
            members: dict[str, str | bytes] = {
                i.filename: file.read(i) for i in file.infolist() if i.file_size < LARGEST
            }
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return data
    if not members:
        return data
    name = draw.choice(sorted(members))
    held = members[name]
    how = draw.random()
    if how < 0.75:
        members[name] = _spoiled(held if isinstance(held, bytes) else held.encode(), draw, others)
    elif how < 0.85:
        del members[name]
    elif how < 0.93:
        members[draw.choice(sorted(members))] = held
    else:
        members[name] = b" " * draw.choice((LARGEST, 40 * LARGEST))
    return zipped(members, level=draw.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2)))
