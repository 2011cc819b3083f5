"""From the bytes of a definition file to a definition in which everything fits, or every reason why not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path as FilePath

from obligations.definitions.checks import check
from obligations.definitions.document import Document, Path, read_document
from obligations.definitions.files import read_file, utf8
from obligations.definitions.problems import Problem, Problems
from obligations.definitions.schema import Definition
from obligations.definitions.shape import read_shape
from obligations.services.words import shown

LARGEST = 2_000_000
"""Bytes of a definition file."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A definition in which everything fits, and the file that it stands in."""

    definition: Definition
    document: Document


def load_file(path: str | FilePath) -> Loaded:
    """The definition in a file of at most 2 MB. Raises Refused with every problem, each with its line."""
    return load_text(utf8(read_file(path, LARGEST)))


def load_text(text: str) -> Loaded:
    """The definition in a text. Raises Refused with every problem, each with its line."""
    document = read_document(text)
    problems = Problems()

    def say(path: Path, sentence: str) -> None:
        problems.add(problem_at(document, path, sentence))

    shape = read_shape(document, say)
    check(shape, document.data, say)
    problems.refuse_if_any()
    assert shape.definition is not None
    return Loaded(shape.definition, document)


def problem_at(document: Document, path: Path, sentence: str) -> Problem:
    """A sentence about a part of the file, with its line and its path."""
    line = document.line(path)
    place = ".".join(_step(step) for step in path)
    return Problem(line, f"Line {line}, {place}" if place else f"Line {line}", sentence)


def _step(step: str | int) -> str:
    text = str(step)
    return text if text.isprintable() and len(text) <= 80 else shown(text, 80)
