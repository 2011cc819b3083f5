"""The JSON Schema that editors use agrees with what is imported."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from ruamel.yaml import YAML

from obligations.definitions.schema import json_schema
from tests.obligations.definitions.doing import FIXTURES, run
from tests.obligations.definitions.small import WHO, small

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None), "integer": int}
SIZES = {
    str: ("minLength", "maxLength"),
    list: ("minItems", "maxItems"),
    dict: ("minProperties", "maxProperties"),
}


def faults(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> Iterator[str]:
    """What does not fit, for the words of JSON Schema that our schema uses."""
    if "$ref" in schema:
        schema = {**root["$defs"][schema["$ref"].rsplit("/", 1)[1]], **{k: v for k, v in schema.items() if k != "$ref"}}
    if "anyOf" in schema and all(any(faults(value, part, root)) for part in schema["anyOf"]):
        yield f"{value!r} fits none"
    if "const" in schema and value != schema["const"]:
        yield f"{value!r} is not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{value!r} is not one of {schema['enum']}"
    yield from _type_faults(value, schema)
    if isinstance(value, dict):
        yield from _mapping_faults(value, schema, root)
    if isinstance(value, list) and "items" in schema:
        for item in value:
            yield from faults(item, schema["items"], root)


def _type_faults(value: Any, schema: dict[str, Any]) -> Iterator[str]:
    kind = schema.get("type")
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if kind == "number" and not number:
        yield f"{value!r} is no number"
    if kind in TYPES and (not isinstance(value, TYPES[kind]) or (kind == "integer" and not number)):
        yield f"{value!r} is no {kind}"
    elif isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{value!r} does not match"
    if isinstance(value, str | list | dict):
        low, high = next(names for kind, names in SIZES.items() if isinstance(value, kind))
        if not schema.get(low, 0) <= len(value) <= schema.get(high, 10**9):
            yield f"{value!r} has another size"
    if number and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{value!r} is out of bounds"


def _mapping_faults(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any]) -> Iterator[str]:
    yield from (f"{key} is missing" for key in schema.get("required", ()) if key not in value)
    for key, item in value.items():
        patterns = [part for pattern, part in schema.get("patternProperties", {}).items() if re.search(pattern, key)]
        if key in schema.get("properties", {}):
            yield from faults(item, schema["properties"][key], root)
        elif patterns:
            yield from faults(item, patterns[0], root)
        elif schema.get("additionalProperties") is False:
            yield f"{key} is unknown"
        elif isinstance(schema.get("additionalProperties"), dict):
            yield from faults(item, schema["additionalProperties"], root)


def seen(text: str) -> Any:
    """The file as an editor sees it: keys and dates are words."""
    yaml = YAML(typ="safe", pure=True)
    yaml.constructor.yaml_constructors.pop("tag:yaml.org,2002:timestamp")
    yaml.constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)
    return _with_words_as_keys(yaml.load(text))


def _with_words_as_keys(data: Any) -> Any:
    if isinstance(data, dict):
        return {str(key): _with_words_as_keys(value) for key, value in data.items()}
    return [_with_words_as_keys(item) for item in data] if isinstance(data, list) else data


def all_faults(text: str) -> list[str]:
    schema = json_schema()
    return list(faults(seen(text), schema, schema))


def test_the_schema_takes_what_is_imported() -> None:
    assert all_faults(small()) == []
    assert all_faults((FIXTURES / "vng-nvvb.yaml").read_text()) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("covenant: klein", "covnant: klein"),
        ("meeting: extra", "meeting: top"),
        ("part_year: pro_rata", "part_year: half"),
        ("near: 80", "near: 800"),
        ("at_least: 4", "at_least: vier"),
        ("at_most: 6", "at_most: -6"),
        ("by: 12-01", "by: 13-01"),
        ("held: power", "held: must"),
        ("soft: true", "soft: yes"),
        (WHO, "bearers: vng"),
        ("of: [zaalgebruik], counter", "of: [], counter"),
        ("{becomes: [innovatie-stimuleren]}", "kept"),
        ("raad: {name", "ra ad: {name"),
    ],
)
def test_the_schema_refuses_what_is_refused(old: str, new: str) -> None:
    assert old in small()
    assert all_faults(small().replace(old, new, 1)) != []


def test_the_command_prints_it() -> None:
    assert json.loads(run("covenant_schema")) == json_schema()
