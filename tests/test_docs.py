"""Every command, option and setting is documented, and the project speaks of itself alone."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from assistant.__main__ import _parser as ask_parser
from evals.known_systems import SYSTEMS
from evals.public import LOADERS
from evals.summary import BY_QUESTION
from index.__main__ import _parser as index_parser
from index.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    action = next(a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    return dict(action.choices)


@pytest.mark.parametrize(("package", "parser"), [("index", index_parser()), ("assistant", ask_parser())])
def test_every_command_and_option_is_in_the_readme(package: str, parser: argparse.ArgumentParser) -> None:
    for name, command in _commands(parser).items():
        assert f"`{package} {name}" in README
        options = {o for a in command._actions for o in a.option_strings if o.startswith("--") and o != "--help"}
        assert all(option in README for option in options), options


def test_every_setting_is_documented() -> None:
    told = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in told for name in Settings.model_fields)


def test_every_link_and_picture_in_the_documents_exists() -> None:
    for document in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_every_dependency_is_pinned() -> None:
    pinned = {
        line.split("==")[0].lower().replace("_", "-")
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    named = re.findall(r'^    "([A-Za-z0-9_-]+)[<>=]', project, re.MULTILINE)
    assert named
    assert {n.lower().replace("_", "-") for n in named} <= pinned


def test_every_measure_and_public_set_is_documented() -> None:
    told = (ROOT / "evals" / "README.md").read_text(encoding="utf-8")
    assert all(measure.name in told for measure in BY_QUESTION)
    assert all(f"| `{name}` |" in told for name in LOADERS)
    assert all(f"`{name}`" in told for name in SYSTEMS)
