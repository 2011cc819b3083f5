"""The shape of a definition file, checked: every part that does not fit becomes a sentence, the rest is kept.

What is wrong in one place must not hide what is wrong in another, so that a wrong part is left out or replaced by a
stand-in, and the file is read again for the checks of `checks.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from difflib import get_close_matches
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from obligations.definitions.document import Document, Path, Word
from obligations.definitions.schema import MOST_OBLIGATIONS, MOST_REVISIONS, Definition
from obligations.services.words import several, shown

SAID = 1_000
Say = Callable[[Path, str], None]


@dataclass(frozen=True, slots=True)
class Shape:
    """What could be read. `unsure`: revisions whose own parts were wrong; what depends on those is not checked."""

    definition: Definition | None
    unsure: frozenset[str] = frozenset()


def read_shape(document: Document, say: Say) -> Shape:
    """The definition in a document, as far as its parts have the right shape; `say` hears what has not."""
    if _is_too_large(document.data, say):
        return Shape(None)
    try:
        return Shape(Definition.model_validate(document.data))
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True)
    for detail in details[:SAID]:
        say(*_sentence(detail, document.data))
    if len(details) > SAID:
        say((), f"{len(details) - SAID} more parts do not have the right shape.")
    data = deepcopy(document.data)
    unsure = frozenset(
        str(revision)
        for revision in (_leave_out(data, tuple(detail["loc"])) for detail in details)
        if revision is not None
    )
    try:
        return Shape(Definition.model_validate(data), unsure)
    except ValidationError:
        return Shape(None, unsure)


def _is_too_large(data: Any, say: Say) -> bool:
    """Whether there are more revisions, or obligations in one of them, than a covenant has."""
    sizes: list[tuple[Path, Any, int]] = [(("revisions",), data.get("revisions"), MOST_REVISIONS)]
    if isinstance(data.get("revisions"), dict):
        for key, revision in data["revisions"].items():
            found = revision.get("obligations") if isinstance(revision, dict) else None
            sizes.append((("revisions", key, "obligations"), found, MOST_OBLIGATIONS))
    large = [(path, len(part), most) for path, part, most in sizes if isinstance(part, dict) and len(part) > most]
    for path, number, most in large:
        say(path, _too_long(most, number))
    return bool(large)


def _too_long(most: object, number: int) -> str:
    return f"at most {most} fit here; these are {number}."


def _sentence(detail: ErrorDetails, data: Any) -> tuple[Path, str]:
    """Where it is in the file, and what is wrong there."""
    loc, kind, value = detail["loc"], detail["type"], detail["input"]
    path = _place(loc, data)
    context = detail.get("ctx", {})
    if kind == "expected":
        return path, f"{shown(value)} is not {context['what']}."
    if kind == "sentence":
        return path, str(context["text"])
    if kind == "missing":
        return path, f"{loc[-1]} is missing."
    if kind == "extra_forbidden":
        return path, _unknown_key(loc)
    return path, _container_sentence(kind, value, context)


def _container_sentence(kind: str, value: object, context: Mapping[str, Any]) -> str:
    if kind == "too_short":
        return "at least one is expected here."
    if kind == "too_long":
        return _too_long(context.get("max_length"), len(value) if isinstance(value, dict | list) else 0)
    if kind in ("dict_type", "model_type", "model_attributes_type"):
        return f"a mapping of keys and values is expected here, not {shown(value)}."
    if kind in ("tuple_type", "list_type"):
        return f"a list is expected here, such as [a, b], not {shown(value)}."
    return f"{shown(value)} does not belong here."


def _unknown_key(loc: Sequence[str | int]) -> str:
    key, known = str(loc[-1]), _known_keys(loc[:-1])
    near = get_close_matches(key[:80], known, 1, 0.7)
    hint = f"did you mean {near[0]}?" if near else f"known here: {several(known, most=30)}."
    return f"the key {shown(key)} does not belong here; {hint}"


def _place(loc: Sequence[str | int], data: Any) -> Path:
    """The path of an error in the file: without the steps that only the schema has."""
    path: list[str | int] = []
    for step in loc:
        inside = step in data if isinstance(data, dict) else _is_item(step, data)
        if inside:
            path.append(step)
            data = data[step]
    return tuple(path)


def _is_item(step: str | int, data: Any) -> bool:
    return isinstance(data, list) and isinstance(step, int) and step < len(data)


def _known_keys(loc: Sequence[str | int]) -> list[str]:
    """The keys that belong at a place of the schema."""
    annotation: Any = Definition
    for step in loc:
        model = _model_of(annotation)
        if model is not None:
            found = [f.annotation for name, f in model.model_fields.items() if (f.alias or name) == step]
            annotation = found[0] if found else None
        else:
            annotation = (get_args(_bare(annotation)) or (None,))[-1 if _origin(annotation) is dict else 0]
    model = _model_of(annotation)
    return [] if model is None else [field.alias or name for name, field in model.model_fields.items()]


def _bare(annotation: Any) -> Any:
    """The type without its annotations, and without `| None`."""
    while hasattr(annotation, "__metadata__"):
        annotation = annotation.__origin__
    if get_origin(annotation) in (Union, UnionType):
        return _bare(next(part for part in get_args(annotation) if part is not type(None)))
    return annotation


def _origin(annotation: Any) -> Any:
    return get_origin(_bare(annotation))


def _model_of(annotation: Any) -> type[BaseModel] | None:
    bare = _bare(annotation)
    return bare if isinstance(bare, type) and issubclass(bare, BaseModel) else None


STAND_INS: Mapping[tuple[str, ...], object] = {
    ("covenant",): "x",
    ("title",): "x",
    ("parties",): {"x": {"name": "x"}},
    ("types",): {},
    ("revisions",): {"x": {}},
    ("parties", "*"): {"name": "x"},
    ("themes", "*"): "x",
    ("types", "*"): {"name": "x"},
    ("revisions", "*", "title"): "x",
    ("revisions", "*", "signed_on"): "2000-01-01",
    ("revisions", "*", "in_force_from"): "2000-01-01",
    ("revisions", "*", "parties"): {"x": {}},
    ("revisions", "*", "clauses"): {},
    ("revisions", "*", "obligations"): {},
    ("revisions", "*", "parties", "*"): {},
    ("revisions", "*", "clauses", "*"): {"heading": "x"},
    ("revisions", "*", "lineage", "*"): Word("dropped"),
}
"""What takes the place of a wrong part, so that its name stays known; other parts are left out."""
ENTRIES = frozenset({"parties", "themes", "types", "reading_records", "readings"})
REVISION_ENTRIES = frozenset({"parties", "clauses", "obligations", "lineage"})


def _leave_out(data: Any, loc: Path) -> str | None:
    """Take the wrong part at `loc` out of `data`; the key of the revision that is unsure from now on."""
    if loc[0] != "revisions" or len(loc) < 3 or loc[2] == "[key]":
        has_entries = loc[0] in ENTRIES or loc[0] == "revisions"
        _replace(data, loc, 2 if has_entries and len(loc) > 1 else 1)
        return None
    inside = loc[2] in REVISION_ENTRIES and len(loc) > 3
    _replace(data, loc, 4 if inside else 3)
    return None if inside else str(loc[1])


def _replace(data: Any, loc: Path, depth: int) -> None:
    """Put the stand-in for the first `depth` steps of `loc` in its place; a wrong key has none."""
    path = loc[:depth]
    for step in path[:-1]:
        data = data.get(step) if isinstance(data, dict) else None
    if not isinstance(data, dict):
        return
    stand_in = STAND_INS.get(tuple("*" if at in (1, 3) else str(step) for at, step in enumerate(path)))
    if stand_in is None or loc[depth:] == ("[key]",):
        data.pop(path[-1], None)
    else:
        data[path[-1]] = deepcopy(stand_in)
