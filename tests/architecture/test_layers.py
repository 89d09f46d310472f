"""What the import contracts cannot see: foreign keys written as strings, rooms without a description, files that grew too long."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

PROJECT = Path(__file__).resolve().parents[2]
PACKAGES = PROJECT / "src" / "yiwang"
LONGEST_FILE = 400
LONGEST_FUNCTION = 60


def layers() -> dict[str, int]:
    """Package → height in the house; 0 is the ground. Read from the contract itself; one in brackets need not be there yet."""
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    floors = next(contract["layers"] for contract in contracts if contract.get("containers") == ["yiwang"])
    placed = {name.strip(): height for height, floor in enumerate(reversed(floors)) for name in floor.split("|")}
    named = {name.strip("()"): (height, name.startswith("(")) for name, height in placed.items()}
    return {name: height for name, (height, may_lack) in named.items() if not may_lack or (PACKAGES / name / "__init__.py").exists()}


def package_of(model: type[models.Model]) -> str:
    return model.__module__.split(".")[1] if model.__module__.startswith("yiwang.") else ""


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if package_of(model)]


def test_every_package_is_placed() -> None:
    found = {path.name for path in PACKAGES.iterdir() if (path / "__init__.py").exists()}
    assert found == set(layers())


def test_foreign_keys_point_downwards() -> None:
    height, wrong = layers(), []
    for model in own_models():
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if field.auto_created or not isinstance(target, type) or not package_of(target):
                continue
            here, there = package_of(model), package_of(target)
            if here != there and height[there] >= height[here]:
                wrong.append(f"{model.__name__}.{field.name}: {here} → {there}")
    assert wrong == []


def test_big_tables_begin_their_key_with_the_county_and_nothing_points_at_them() -> None:
    wrong = []
    for model in own_models():
        if getattr(model, "big", False) and next(iter(model._meta.pk_fields)).name != "county":
            wrong.append(f"{model.__name__}: its key does not begin with county")
        wrong += [
            f"{model.__name__}.{field.name} points at the big table of {field.related_model.__name__}"
            for field in model._meta.get_fields()
            if isinstance(field, models.ForeignKey) and getattr(field.related_model, "big", False)
        ]
    assert wrong == []


def test_tables_of_one_row_per_matter_or_more_are_marked_big() -> None:
    """A table that has a county in its key is one of the big ones, and must say so to the guard of the statements."""
    unmarked = [
        model.__name__ for model in own_models() if next(iter(model._meta.pk_fields)).name == "county" and not getattr(model, "big", False)
    ]
    assert unmarked == []


@pytest.mark.parametrize("package", sorted(layers()))
def test_every_package_describes_itself_on_half_a_page(package: str) -> None:
    readme = PACKAGES / package / "README.md"
    assert readme.exists(), f"src/yiwang/{package}/README.md: what the room is for, its words, its three main files"
    assert 5 <= len(readme.read_text().splitlines()) <= 60


def python_files() -> list[Path]:
    return [
        file
        for top in ("src", "config", "tests", "script", "bench")
        for file in (PROJECT / top).rglob("*.py")
        if "migrations" not in file.parts
    ]


def test_no_file_is_longer_than_one_reads() -> None:
    code = [file for file in python_files() if not file.stem.endswith("_tables")]  # a table is as long as it is
    long = {str(file.relative_to(PROJECT)): len(file.read_text().splitlines()) for file in code}
    assert {name: lines for name, lines in long.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_longer_than_one_sees() -> None:
    long = [
        f"{file.relative_to(PROJECT)}:{node.lineno} {node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for file in python_files()
        if not file.is_relative_to(PROJECT / "tests")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_no_room_is_called_after_nothing() -> None:
    empty_words = {"utils", "util", "common", "manager", "managers", "helper", "helpers", "misc"}
    named = {str(file.relative_to(PROJECT)): {file.stem, *file.relative_to(PROJECT).parts[:-1]} for file in python_files()}
    assert [name for name, words in named.items() if empty_words & words] == []
