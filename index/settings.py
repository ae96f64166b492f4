"""Settings, read once in an entry point: defaults, then `citewell.toml`, then environment variables."""

from __future__ import annotations

import os
import tomllib
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from corpus.errors import CitewellError
from corpus.fetch_settings import FetchSettings
from corpus.ocr import Ocr
from corpus.read import read_document
from index.dense import CHROMA
from index.embed import BUNDLED
from index.library import Library
from index.reader import BUNDLED as BUNDLED_READER
from index.tuning import Retrieval

FILE = "citewell.toml"
_PREFIX = "CITEWELL_"
_TABLES = ("vector_store_options", "retrieval")
"""Settings that are tables, which no environment variable holds."""


class Settings(FetchSettings):
    """Everything a user can set; docs/settings.md explains each."""

    data: Path = Path("var")
    embedding_model: str = BUNDLED
    vector_store: str = CHROMA
    vector_store_options: dict[str, Any] = Field(default_factory=dict)
    reader: str = BUNDLED_READER
    processes: int | None = Field(default=None, ge=0, le=64)
    ocr: bool = False
    ocr_language: str = "eng"
    ocr_seconds: float = Field(default=120.0, gt=0)
    retrieval: Retrieval = Field(default_factory=Retrieval)

    def how_to_ocr(self) -> Ocr | None:
        """How pages that are pictures are read; None where they are not."""
        return Ocr(self.ocr_language, self.ocr_seconds) if self.ocr else None


def read_settings(data: Path | None = None, *, file: Path = Path(FILE)) -> Settings:
    """The settings in force.

    Args:
        data: The data folder named on the command line, which wins over everything.
        file: The TOML file; it need not exist.
    Raises:
        CitewellError: The file or a variable holds something that is not a setting.
    """
    values: dict[str, Any] = {}
    if file.is_file():
        try:
            values = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise CitewellError(f"{file}: not valid TOML ({error}); mend or remove it") from error
    for name in Settings.model_fields:
        if name not in _TABLES and (given := os.environ.get(_PREFIX + name.upper())):
            values[name] = given
    if data is not None:
        values["data"] = data
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise CitewellError(f"setting {name}: {first['msg']}; docs/settings.md lists the settings") from error


def open_library(settings: Settings) -> Library:
    """The library these settings name. Raises `LibraryError` where it cannot be used."""
    return Library.open(
        settings.data,
        embedding_model=settings.embedding_model,
        vector_store=settings.vector_store,
        vector_store_options=settings.vector_store_options,
        read=partial(read_document, ocr=settings.how_to_ocr()),
        reader=settings.reader,
        processes=settings.processes,
        tuning=settings.retrieval,
    )
