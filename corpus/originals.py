"""The open-access originals behind the starter library's digests, as `library/sources.toml` lists them."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from corpus.identifiers import Identifier, parse_identifier

FILE = Path(__file__).resolve().parent / "library" / "sources.toml"


class Original(BaseModel):
    """One original: `digest` is the name of the digest about it, `licence` what was seen when that was written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    digest: str
    licence: str
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""

    @property
    def identifier(self) -> Identifier:
        """The identifier to ask by."""
        return parse_identifier(self.pmcid or self.doi or self.pmid)


def originals() -> list[Original]:
    """Every original listed, by the name of its digest."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return sorted((Original.model_validate(o) for o in told["original"]), key=lambda o: o.digest)
