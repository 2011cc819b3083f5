"""YAML 1.2 as plain data: mappings, lists and words, each with its line.

Which words are numbers or dates is for the schema to say: here `on`, `yes`, 2016 and "2016" are all words. Only an
empty value, `~` and `null` mean nothing. Duplicate keys, tags, anchors, aliases and further documents are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML, YAMLError
from ruamel.yaml import events as ev
from ruamel.yaml.error import MarkedYAMLError

from obligations.definitions.problems import Problem, Problems, refused
from obligations.services.words import shown

DEPTH = 16
LINE = 110_000
"""Characters of a line: the longest text, with every character escaped."""
PIECES = 150_000
Path = tuple[str | int, ...]
NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
NOT_IN_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


class Word(str):
    """A scalar without quotes, which the schema may read as a number, a date, true or false."""

    __slots__ = ()


@dataclass(frozen=True)
class Document:
    """The data of a file and the line (from 1) of each part of it."""

    data: dict[str, Any]
    lines: Mapping[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """The line of a part, or of the nearest part around it."""
        for length in range(len(path), -1, -1):
            line = self.lines.get(path[:length])
            if line is not None:
                return line
        return 1


def read_document(text: str) -> Document:
    """The one document of a file. Raises Refused with every reason why it is not read."""
    _check_characters(text)
    problems = Problems()
    builder = _Builder(problems)
    for event in _events(text):
        builder.take(event)
    problems.refuse_if_any()
    if not isinstance(builder.root, dict):
        what = "empty" if builder.root is None else f"not a mapping but {shown(builder.root)}"
        raise refused(f"This file is {what}; it should start with 'covenant: KEY'.")
    return Document(builder.root, builder.lines)


def _check_characters(text: str) -> None:
    bad = NOT_IN_YAML.search(text)
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        raise refused(f"the character U+{ord(bad[0]):04X} cannot stand in a YAML file.", line)
    for number, line_text in enumerate(text.split("\n"), 1):
        if len(line_text) > LINE:
            raise refused(f"this line has {len(line_text):,} characters; at most {LINE:,} are read.", number)


def _events(text: str) -> Iterator[ev.Event]:
    """What the YAML parser meets. Raises Refused where it cannot read on, or after too many pieces."""
    parser = YAML(typ="safe", pure=True)
    try:
        for count, event in enumerate(parser.parse(text)):
            if count > PIECES:
                raise refused(f"The file has more than {PIECES:,} parts; that is too large for a covenant.")
            yield event
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise refused(_reason(error), 0 if mark is None else mark.line + 1) from None
    except (YAMLError, ValueError, LookupError, ArithmeticError, TypeError, AttributeError, AssertionError):
        # The parser itself stumbles over some escapes and directives.
        raise refused("This file is not YAML that can be read.") from None


HINTS = (
    (
        "mapping values are not allowed",
        "a ': ' stands where none is expected; put quotes around a text with ': ', or mind the indentation",
    ),
    ("sequence entries are not allowed", "a '- ' stands where no list can start; put it on a line of its own"),
    ("could not find expected ':'", "a key without ':' stands on this line or just above it"),
    ("\\t", "a tab stands here; YAML is indented with spaces"),
    ("cannot start any token", "a word cannot start with this character; put quotes around the text"),
    ("unexpected end of stream", "a quote that was opened is never closed"),
    (
        "<scalar>",
        "a text goes on after its closing quote (inside quotes, write '' for one), or the indentation changes",
    ),
    ("expected <block end>", "this line is indented more or less than its neighbours"),
    ("expected ',' or", "a ',' or a closing bracket is missing"),
    ("expected the node content", "a key or a value is missing here, or a mark of YAML stands where none belongs"),
    ("chomping", "after | or > nothing else stands on the line"),
    ("comment or a line break", "after | or > nothing else stands on the line"),
    ("duplicate", "a directive stands twice"),
)


def _reason(error: MarkedYAMLError) -> str:
    problem = " ".join(str(error.problem or error.context or "unknown").split())
    hint = next((hint for words, hint in HINTS if words in problem), f"the parser says: {problem[:120]}")
    return f"this is not YAML that can be read: {hint}."


class _Frame:
    """A mapping or list that is still open. `key` waits for its value; `twice`: it was there already.

    `skips`: the whole frame is the value of such a key, read and left out.
    """

    __slots__ = ("container", "key", "path", "skips", "twice")

    def __init__(self, container: dict[str, Any] | list[Any], path: Path, *, skips: bool) -> None:
        self.container = container
        self.path = path
        self.key: str | None = None
        self.twice = False
        self.skips = skips


class _Builder:
    """Turns what the parser meets into data, without recursion."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.lines: dict[Path, int] = {}
        self.root: Any = None
        self.open: list[_Frame] = []
        self.documents = 0

    def take(self, event: ev.Event) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, ev.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise refused("a second document starts here ('---'); a file holds one covenant.", line)
        elif isinstance(event, ev.NodeEvent):
            self._check_plain(event, line)
            self._node(event, line)
        elif isinstance(event, ev.MappingEndEvent | ev.SequenceEndEvent):
            self.open.pop()

    def _check_plain(self, event: ev.NodeEvent, line: int) -> None:
        """No tags, anchors and aliases: what stands in the file is what it says."""
        if isinstance(event, ev.AliasEvent):
            self._say(line, f"the alias {shown('*' + str(event.anchor))} is not read; write the value itself.")
        elif event.anchor is not None:
            self._say(line, f"the anchor {shown('&' + str(event.anchor))} is not read; leave it out.")
        elif getattr(event, "tag", None) is not None:
            tag = str(getattr(event, "tag", "")).replace("tag:yaml.org,2002:", "!!")
            self._say(line, f"the tag {shown(tag)} is not read; leave it out.")

    def _node(self, event: ev.NodeEvent, line: int) -> None:
        if isinstance(event, ev.MappingStartEvent):
            self._push({}, line)
        elif isinstance(event, ev.SequenceStartEvent):
            self._push([], line)
        else:
            self._scalar(event, line)

    def _push(self, container: dict[str, Any] | list[Any], line: int) -> None:
        if len(self.open) >= DEPTH:
            raise refused(f"mappings and lists are nested more than {DEPTH} deep.", line)
        frame = self.open[-1] if self.open else None
        if frame is not None and isinstance(frame.container, dict) and frame.key is None:
            raise refused("a key is one word, not a mapping or list.", line)
        skips = frame is not None and (frame.skips or frame.twice)
        self.open.append(_Frame(container, self._put(container, line), skips=skips))

    def _scalar(self, event: ev.NodeEvent, line: int) -> None:
        text = str(event.value) if isinstance(event, ev.ScalarEvent) else ""
        quoted = isinstance(event, ev.ScalarEvent) and event.style is not None
        frame = self.open[-1] if self.open else None
        if frame is not None and isinstance(frame.container, dict) and frame.key is None:
            self._key(frame, text, line)
        elif not quoted and text in NOTHING:
            self._put(None, line)
        else:
            self._put(text if quoted else Word(text), line)

    def _key(self, frame: _Frame, text: str, line: int) -> None:
        path = (*frame.path, text)
        frame.key, frame.twice = text, text in frame.container
        if frame.skips:
            return
        if frame.twice:
            self._say(line, f"the key {shown(text)} stands twice; the first is on line {self.lines[path]}.")
        else:
            self.lines[path] = line

    def _put(self, value: Any, line: int) -> Path:
        """Place a value where the open mapping or list expects it, and give its path."""
        if not self.open:
            self.root = value
            self.lines[()] = line
            return ()
        frame = self.open[-1]
        if isinstance(frame.container, list):
            path: Path = (*frame.path, len(frame.container))
            frame.container.append(value)
            if not frame.skips:
                self.lines[path] = line
            return path
        key, frame.key = frame.key or "", None
        if not frame.twice:
            frame.container[key] = value
        return (*frame.path, key)

    def _say(self, line: int, text: str) -> None:
        self.problems.add(Problem(line, f"Line {line}", text))
