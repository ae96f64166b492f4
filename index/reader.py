"""The evidence reader: how well a text answers a question, what it says of a claim, which way an effect goes.

A cross-encoder of 22 million weights (`index/models/README.md`), run by onnxruntime without torch. Where its file is
missing or is not the published one, everything works without it, less well.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from corpus.errors import ModelError
from index.embed import bundled_folder
from index.onnx_run import OnnxModel, batches_of, padded

_log = logging.getLogger(__name__)

MAX_TOKENS = 160
"""Word pieces of question and text together; the longer of the two is cut."""
HEADS = {"relevance": 1, "stance": 3, "direction": 3}
"""Outputs and their classes. Stance: supports, contradicts, neither. Direction: increased, decreased, no difference."""
MODELS = Path(__file__).parent / "models"
BUNDLED = "citewell-reader"
NONE = "none"


@dataclass(frozen=True, slots=True)
class Readings:
    """What a reader says of n texts under one question.

    `relevance` is (n,) float32, in log odds, higher where a text answers; `stance` and `direction` are (n, 3) float32
    probabilities, rows summing to 1, or have no rows where the reader does not judge them.
    """

    relevance: npt.NDArray[np.float32]
    stance: npt.NDArray[np.float32]
    direction: npt.NDArray[np.float32]


class EvidenceReader(Protocol):
    """Reads a question and texts together."""

    name: str

    def read(self, question: str, texts: Sequence[str]) -> Readings:
        """In the order of `texts`."""
        ...


class OnnxReader:
    """The reader that comes with Citewell."""

    def __init__(self, model: Path, *, name: str = BUNDLED, threads: int | None = None) -> None:
        from tokenizers import Tokenizer

        self.name = name
        self._model = OnnxModel(model, threads=threads)
        self._tokenizer = Tokenizer.from_file(str(bundled_folder() / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS, strategy="longest_first")
        self._tokenizer.no_padding()

    def read(self, question: str, texts: Sequence[str]) -> Readings:
        """In the order of `texts`."""
        encoded = self._tokenizer.encode_batch([(question, text) for text in texts])
        made = {name: np.zeros((len(texts), width), np.float32) for name, width in HEADS.items()}
        batches = batches_of([len(e.ids) for e in encoded])
        inputs = (_padded([encoded[i] for i in batch]) for batch in batches)
        for batch, outputs in zip(batches, self._model.run(list(HEADS), inputs), strict=True):
            for name, values in zip(HEADS, outputs, strict=True):
                made[name][batch] = values
        return Readings(made["relevance"][:, 0], _softmax(made["stance"]), _softmax(made["direction"]))


class CrossEncoderReader:
    """Any reranker that sentence-transformers loads as a CrossEncoder, by name or folder; judges relevance only."""

    def __init__(self, name: str) -> None:
        from sentence_transformers import CrossEncoder

        try:
            self._model = CrossEncoder(name)
        except (OSError, ValueError) as error:
            raise ModelError(
                f"{name}: sentence-transformers cannot load this reranker ({error}); give a folder that holds one, or "
                f"leave the setting out to use the bundled {BUNDLED}"
            ) from error
        self.name = name

    def read(self, question: str, texts: Sequence[str]) -> Readings:
        """In the order of `texts`; logits, whatever the model's own activation."""
        from torch.nn import Identity

        pairs = [(question, text) for text in texts]
        scores = self._model.predict(pairs, activation_fn=Identity(), show_progress_bar=False)
        nothing = np.zeros((0, 3), np.float32)
        return Readings(np.asarray(scores, np.float32).reshape(len(texts)), nothing, nothing)


def open_reader(name: str = BUNDLED, models: Path = MODELS) -> EvidenceReader | None:
    """The reader of that name; None for "none", and, with a warning, where the bundled one is missing or altered.

    Raises:
        ModelError: Another reader was named and cannot be loaded.
    """
    if name == NONE:
        return None
    if name != BUNDLED:
        return CrossEncoderReader(name)
    problem = reader_problem(models)
    if problem:
        _log.warning("%s", problem)
        return None
    return OnnxReader(models / "reader.onnx")


def reader_problem(models: Path = MODELS) -> str:
    """Why the bundled reader cannot be used, in one line; empty if it can."""
    file = models / "reader.onnx"
    try:
        expected = json.loads((models / "reader.json").read_text(encoding="utf-8"))["sha256"]
        found = hashlib.sha256(file.read_bytes()).hexdigest()
    except (OSError, ValueError, KeyError) as error:
        return f"{file}: the evidence reader is missing ({error}); answers are chosen without it"
    if found != expected:
        return f"{file}: its SHA-256 is {found}, expected {expected}; answers are chosen without the evidence reader"
    return ""


def _padded(encoded: Sequence[Any]) -> dict[str, npt.NDArray[np.int64]]:
    return {
        "input_ids": padded([e.ids for e in encoded]),
        "attention_mask": padded([e.attention_mask for e in encoded]),
        "token_type_ids": padded([e.type_ids for e in encoded]),
    }


def _softmax(logits: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True, initial=0.0))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)
