"""Plain data as YAML 1.2: block style, two spaces, quotes only where a reader could see something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

WIDTH = 110
MONTH_DAY = re.compile(r"[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2} ")
BREAK = re.compile(r"(?<=\S) (?=[\w(‘“])")
"""Where a long text may go on: before a word that means nothing to YAML."""
WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
"""What some version of YAML reads as something else than a word."""


def yaml_text(data: Mapping[str, Any]) -> str:
    """The text of a file with this data: mappings, lists, texts, whole and decimal numbers, dates, true and false."""
    return "".join(f"{line}\n" for line in _mapping(data, 0))


def _mapping(data: Mapping[str, Any], depth: int) -> Iterator[str]:
    pad = "  " * depth
    for key, value in data.items():
        name = f"{pad}{_key(key)}:"
        if isinstance(value, Mapping) and value:
            yield name
            yield from _mapping(value, depth + 1)
        elif isinstance(value, list) and value:
            yield name
            yield from _list(value, depth + 1)
        else:
            yield from _scalar(name, value, depth + 1)


def _list(items: list[Any], depth: int) -> Iterator[str]:
    pad = "  " * depth
    for item in items:
        if isinstance(item, list):
            lines = list(_list(item, depth + 1))
            yield f"{pad}- {lines[0].lstrip(' ')}"
            yield from lines[1:]
        else:
            yield from _scalar(f"{pad}-", item, depth + 1)


def _scalar(before: str, value: Any, depth: int) -> Iterator[str]:
    """A value after its key or dash; a long text goes on, indented, on the next lines."""
    if not isinstance(value, str):
        yield f"{before} {_other(value)}"
        return
    if _is_block(value):
        yield f"{before} |-"
        yield from ("  " * depth + line if line else "" for line in value.split("\n"))
        return
    text = value if _is_plain(value) else _quoted(value)
    if text.startswith('"'):
        yield f"{before} {text}"
        return
    line, pad = before, "  " * depth
    for word in BREAK.split(text):
        if len(line) + 1 + len(word) > WIDTH and line != before:
            yield line
            line = f"{pad}{word}"
        else:
            line = f"{line} {word}"
    yield line


def _other(value: Any) -> str:
    if value is True or value is False:
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{}"
    return f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)


def _key(key: str) -> str:
    return key if _is_plain(key) else _quoted(key)


def _is_plain(text: str) -> bool:
    """Whether every reader sees this text without quotes."""
    if not text.isprintable() or text.lower() in WORDS or text.endswith((":", " ")):
        return False
    if ": " in text or " #" in text or MOMENT.match(text):
        return False
    if text[:1].isdigit():
        return " " in text or MONTH_DAY.fullmatch(text) is not None
    return text[:1].isalpha() or text[:1] in ("(", "‘", "“")


def _is_block(text: str) -> bool:
    """Whether a text of several lines can stand as it is."""
    lines = text.split("\n")
    return len(lines) > 1 and all(line.isprintable() and line == line.strip() for line in lines) and bool(lines[0])


def _quoted(text: str) -> str:
    if text.isprintable() and not text.isdigit():
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character == "\n":
        return "\\n"
    if character.isprintable():
        return character
    return f"\\u{ord(character):04X}" if ord(character) <= 0xFFFF else f"\\U{ord(character):08X}"
