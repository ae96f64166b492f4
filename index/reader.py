"""The evidence reader: how well a text answers a question, what it says of a claim, which way an effect goes.

A cross-encoder of 22 million weights (`index/models/README.md`), run by onnxruntime without torch. Where its file is
missing or is not the published one, everything works without it, less well.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from corpus.errors import ModelError
from index.embed import TRIED, bundled_folder, bundled_tokenizer
from index.onnx_run import OnnxModel, batches_of, padded

_log = logging.getLogger(__name__)

MAX_TOKENS = 160
"""Word pieces of question and text together; the longer of the two is cut."""
HEADS = {"relevance": 1, "stance": 3, "direction": 3}
"""Outputs and their classes. Stance: supports, contradicts, neither. Direction: increased, decreased, no difference."""
ANSWER = "answer"
"""The head of one class that `index.train_answer` adds: yes against no."""
MODELS = Path(__file__).parent / "models"
BUNDLED = "citewell-reader"
NONE = "none"


@dataclass(frozen=True, slots=True)
class Readings:
    """What a reader says of n texts under one question.

    `relevance` is (n,) float32, in log odds, higher where a text answers; `stance` and `direction` are (n, 3) float32
    probabilities, rows summing to 1; `answer` is (n,) float32, log odds of yes against no. Each of the last three has
    no rows where the reader does not judge it.
    """

    relevance: npt.NDArray[np.float32]
    stance: npt.NDArray[np.float32]
    direction: npt.NDArray[np.float32]
    answer: npt.NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))

    def each(self) -> list[TextReading]:
        """By text, in order."""
        stances = self.stance if len(self.stance) else [None] * len(self.relevance)
        directions = self.direction if len(self.direction) else [None] * len(self.relevance)
        answers = self.answer.tolist() if len(self.answer) else [None] * len(self.relevance)
        rows = zip(self.relevance.tolist(), stances, directions, answers, strict=True)
        return [TextReading(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class TextReading:
    """What a reader says of one text; see `Readings`. None is what it does not judge."""

    relevance: float
    stance: npt.NDArray[np.float32] | None = None
    direction: npt.NDArray[np.float32] | None = None
    answer: float | None = None


class EvidenceReader(Protocol):
    """Reads a question and texts together."""

    name: str

    def read(self, question: str, texts: Sequence[str]) -> Readings:
        """In the order of `texts`."""
        ...


class OnnxReader:
    """The reader that comes with Citewell."""

    def __init__(self, model: Path, *, name: str = BUNDLED, threads: int | None = None) -> None:
        self.name = name
        self._model = OnnxModel(model, threads=threads)
        self._widths = HEADS | ({ANSWER: 1} if ANSWER in self._model.outputs else {})
        self._tokenizer = pair_tokenizer()

    def read(self, question: str, texts: Sequence[str]) -> Readings:
        """In the order of `texts`."""
        encoded = self._tokenizer.encode_batch([(question, text) for text in texts])
        made = {name: np.zeros((len(texts), width), np.float32) for name, width in self._widths.items()}
        batches = batches_of([len(e.ids) for e in encoded])
        inputs = (pair_inputs([encoded[i] for i in batch]) for batch in batches)
        for batch, outputs in zip(batches, self._model.run(list(made), inputs), strict=True):
            for name, values in zip(made, outputs, strict=True):
                made[name][batch] = values
        stance, direction = softmax(made["stance"]), softmax(made["direction"])
        answer = made.get(ANSWER, np.zeros((0, 1), np.float32))
        return Readings(made["relevance"][:, 0], stance, direction, answer[:, 0])


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


def pair_tokenizer() -> Any:
    """The bundled tokenizer for pairs of a question and a text: cuts the longer one to `MAX_TOKENS` in all."""
    tokenizer = bundled_tokenizer(bundled_folder())
    tokenizer.enable_truncation(MAX_TOKENS, strategy="longest_first")
    return tokenizer


def tried_pairs() -> list[dict[str, npt.NDArray[np.int64]]]:
    """Inputs of the reader's graph that say how far the numbers inside it go: each a question or a claim and a text."""
    pairs = [(asked, text) for asked in (TRIED[0], TRIED[4]) for text in TRIED]
    return [pair_inputs([encoded]) for encoded in pair_tokenizer().encode_batch(pairs)]


def pair_inputs(encoded: Sequence[Any]) -> dict[str, npt.NDArray[np.int64]]:
    """The inputs of the reader's graph for pairs that `pair_tokenizer` encoded."""
    return {
        "input_ids": padded([e.ids for e in encoded]),
        "attention_mask": padded([e.attention_mask for e in encoded]),
        "token_type_ids": padded([e.type_ids for e in encoded]),
    }


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


def softmax(logits: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """(n, classes) logits to probabilities, rows summing to 1."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True, initial=0.0))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)
