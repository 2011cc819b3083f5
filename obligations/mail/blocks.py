"""A letter as a row of blocks, written twice: as plain text and as HTML, so that both always say the same."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.template.loader import render_to_string

WIDTH = 76


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press: it only opens a page."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together. `small`: beside the point."""

    lines: tuple[str, ...]
    small: bool = False
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class Item:
    """A point: its number ('' for none), a title, sentences, dates and the place in the text, and a button."""

    number: str
    title: str
    lines: tuple[str, ...]
    button: Button | None = None
    kind: str = "item"


@dataclass(frozen=True, slots=True)
class Bullets:
    lines: tuple[str, ...]
    kind: str = "bullets"


@dataclass(frozen=True, slots=True)
class Buttons:
    buttons: tuple[Button, ...]
    kind: str = "buttons"


Block = Paragraph | Heading | Item | Bullets | Buttons


@dataclass
class Letter:
    """`subject`: the most urgent fact first. `preview`: the line that an inbox shows beside it."""

    subject: str
    preview: str
    blocks: list[Block] = field(default_factory=list)
    language: str = "nl"
    calendar: bytes | None = None
    method: str = ""


def as_text(letter: Letter) -> str:
    """The letter as plain text, wrapped; an address is never broken."""
    return "\n".join(line for block in letter.blocks for line in [*_text(block), ""]).rstrip() + "\n"


def as_html(letter: Letter) -> str:
    """The letter as HTML with its style in it: no picture, no address of anybody else, nothing that runs."""
    return render_to_string("mail/letter.html", {"letter": letter})


def _text(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        for line in block.lines:
            yield from _wrapped(line)
    elif isinstance(block, Heading):
        yield block.text.upper()
    elif isinstance(block, Bullets):
        for line in block.lines:
            yield from _wrapped(line, "- ", "  ")
    elif isinstance(block, Buttons):
        for button in block.buttons:
            yield from _button(button, "")
    else:
        indent = " " * (len(block.number) + 2) if block.number else ""
        yield from _wrapped(block.title, f"{block.number}. " if block.number else "", indent)
        for line in block.lines:
            yield from _wrapped(line, indent, indent)
        if block.button is not None:
            yield from _button(block.button, indent)


def _button(button: Button, indent: str) -> Iterable[str]:
    return (f"{indent}[ {button.label} ]", f"{indent}{button.address}")


def _wrapped(line: str, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(
        line, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    ) or [""]
