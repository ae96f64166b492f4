"""How passages are searched for and read: every number that may be set, each chosen by measurement."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Retrieval(BaseModel):
    """The table `[retrieval]` of `citewell.toml`; docs/settings.md has what each was measured by.

    Raises:
        pydantic.ValidationError: A number is out of its range, or the name is none of these.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    depth: int = Field(default=60, ge=1, le=5000)
    """Passages that each of the two searches, by meaning and by words, hands to fusion."""
    damping: int = Field(default=60, ge=1, le=1000)
    """Of reciprocal rank fusion, in ranks: the lower, the more the first places count."""
    meaning_weight: float = Field(default=1.0, ge=0, le=100)
    """Of the search by vectors in fusion."""
    words_weight: float = Field(default=1.0, ge=0, le=100)
    """Of the search by words in fusion."""
    passages: int = Field(default=24, ge=1, le=500)
    """Passages whose sentences are looked at for a question."""
    advice_passages: int = Field(default=8, ge=0, le=500)
    """Further ones, of guidelines or on harms, where these are asked for."""
    rare_passages: int = Field(default=6, ge=0, le=500)
    """Further ones by the question's rarest words alone."""
    sentences_read: int = Field(default=40, ge=1, le=1000)
    """Sentences that the evidence reader reads, the most promising by their words."""
    finalists: int = Field(default=16, ge=1, le=1000)
    """Of those the first, which are also compared with the question by meaning."""
    sentences_unread: int = Field(default=24, ge=1, le=1000)
    """Sentences that are compared by meaning where there is no reader."""
    reader_share: float = Field(default=0.4, ge=0, le=1)
    """Of the reader's relevance where whole passages are ordered anew, as lists of documents are."""
    meaning_share: float = Field(default=0.4, ge=0, le=1)
    """Of the cosine, likewise."""
    words_share: float = Field(default=0.2, ge=0, le=1)
    """Of the score by words, likewise."""

    @model_validator(mode="after")
    def _something_counts(self) -> Self:
        if not self.meaning_weight + self.words_weight:
            raise ValueError("meaning_weight and words_weight are both 0: nothing would be found; raise one of them")
        return self


DEFAULT = Retrieval()
