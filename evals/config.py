"""Runs that a TOML file names, so that one command makes a whole table."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import CitewellError
from evals.known_systems import SYSTEMS


class Entry(BaseModel):
    """One set to run: as named on the command line, by which systems, on how many questions drawn by the seed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    set: str
    systems: tuple[str, ...] = ("citewell",)
    limit: int | None = Field(default=None, ge=1)
    answers: bool = True
    """False to rank passages only."""
    seed: int = 0


class Config(BaseModel):
    """The file: tables named `[[run]]`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    run: tuple[Entry, ...] = Field(min_length=1)


def read_config(path: Path) -> tuple[Entry, ...]:
    """The runs of a file.

    Raises:
        CitewellError: It is not valid TOML, or not of this form.
    """
    try:
        config = Config.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CitewellError(f"{path.name}: not valid TOML ({error}); correct it") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise CitewellError(f"{path.name}: {'.'.join(map(str, first['loc']))}: {first['msg']}; correct it") from error
    for entry in config.run:
        for system in entry.systems:
            if system not in SYSTEMS:
                raise CitewellError(f"{path.name}: no system is named {system}; these are: {', '.join(SYSTEMS)}")
    return config.run
