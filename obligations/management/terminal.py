"""Terminals of any encoding: what was done is done, also where its report cannot be shown in full."""

from __future__ import annotations

import io

from django.core.management.base import OutputWrapper


def show_what_can_be_shown(out: OutputWrapper) -> None:
    """Let characters that a terminal does not have be written as \\u2192, instead of stopping there."""
    if isinstance(out._out, io.TextIOWrapper):
        out._out.reconfigure(errors="backslashreplace")


def write_utf8(out: OutputWrapper) -> None:
    """Write UTF-8 with line feeds, whatever the terminal is: what follows is a file."""
    if isinstance(out._out, io.TextIOWrapper):
        out._out.reconfigure(encoding="utf-8", newline="\n")
