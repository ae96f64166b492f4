"""The bundled model on onnxruntime against the same model in sentence-transformers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import index.embed
from corpus.errors import ModelError
from index.embed import Embedder, SentenceTransformerEmbedder, open_embedder

TEXTS = [
    "Should I offer an epidural for radicular pain of eight months?",
    "a",
    "",
    "Pain fell by 1.2 points (95% CI 0.3 to 1.9). " * 40,
    "μg/mL, naïve, 痛み",
]


def test_both_give_the_same_vectors_but_for_eight_bits(embedder: Embedder) -> None:
    folder = index.embed.bundled_folder()
    reference = SentenceTransformerEmbedder(str(folder)).embed(TEXTS)
    cosines = dict(zip(TEXTS, (embedder.embed(TEXTS) * reference).sum(axis=1), strict=True))
    assert min(cosines.values()) > 0.99
    # Of nothing at all it is 0.995, and nothing is embedded that is empty.
    assert min(c for text, c in cosines.items() if text) > 0.997


def test_vectors_have_unit_length_and_do_not_depend_on_their_neighbours(embedder: Embedder) -> None:
    together = embedder.embed(TEXTS)
    assert together.shape == (len(TEXTS), embedder.dimension)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    alone = np.concatenate([embedder.embed([t]) for t in TEXTS])
    assert np.allclose(together, alone, atol=1e-5)


def test_weights_that_are_not_the_published_ones_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"something else")
    monkeypatch.setattr(index.embed, "bundled_folder", lambda: tmp_path)
    monkeypatch.setattr(index.embed, "_cache_folder", lambda: tmp_path / "cache")
    with pytest.raises(ModelError, match=r"model\.safetensors: its SHA-256 is"):
        open_embedder()


def test_asking_does_not_load_torch() -> None:
    code = (
        "import sys, tempfile, pathlib\n"
        "from index.library import Library\n"
        "from assistant.ask import Assistant\n"
        "folder = pathlib.Path(tempfile.mkdtemp())\n"
        "library = Library.open(folder)\n"
        "list(library.add([pathlib.Path('tests/texts')]))\n"
        "Assistant(library).ask('Does triamcinolone thin cartilage?')\n"
        "assert 'torch' not in sys.modules, 'torch was loaded'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
