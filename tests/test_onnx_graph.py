"""The model's graph: matrices in eight bits and the same sums on every processor; a reader's file and its weights."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as made

from index.eight_bits import eight_bits
from index.embed import bundled_folder
from index.onnx_graph import pair_reader, reaches, weights_of
from index.reader import HEADS, MODELS, OnnxReader, tried_pairs

_SIXTEEN_BITS = 32767

matrices = st.tuples(st.integers(1, 5), st.integers(1, 6)).flatmap(
    lambda shape: made.arrays(np.float32, (shape[0], 2 * shape[1]), elements=st.floats(-4, 4, width=32))
)


@given(matrices)
def test_codes_and_scales_are_the_matrix_again(rows: npt.NDArray[np.float32]) -> None:
    codes, scales = eight_bits(rows)
    assert codes.dtype == np.int8
    assert np.all(np.abs(codes * scales - rows) <= scales * 0.501)


@given(matrices)
def test_two_neighbouring_products_always_fit_sixteen_bits(rows: npt.NDArray[np.float32]) -> None:
    pairs = eight_bits(rows)[0].astype(np.int64).reshape(len(rows), -1, 2)
    positive = np.maximum(pairs, 0).sum(axis=2).max()
    negative = np.minimum(pairs, 0).sum(axis=2).min()
    assert 255 * positive <= _SIXTEEN_BITS
    assert 255 * negative >= -_SIXTEEN_BITS - 1


def test_where_neighbours_have_two_signs_or_are_small_the_whole_range_is_used() -> None:
    codes, _ = eight_bits(np.array([[1.0, -1.0], [1.0, 0.0], [1.0, 1.0]], np.float32))
    assert codes.tolist() == [[127, -127], [127, 0], [64, 64]]


def test_a_reader_written_again_from_its_own_weights_reads_the_same(tmp_path: Path) -> None:
    config = json.loads((bundled_folder() / "config.json").read_text())
    again = tmp_path / "reader.onnx"
    weights = weights_of(MODELS / "reader.onnx")
    again.write_bytes(pair_reader(weights, config, HEADS, reaches(weights, config, tried_pairs())))
    question = "Does rest ease back pain?"
    texts = [
        "Pain fell with rest.",
        "Rest did not change pain at three months (mean difference 0.1, 95% CI -0.4 to 0.6).",
        "Patients came from three hospitals.",
        "Yes.",
    ]
    before, after = (OnnxReader(model).read(question, texts) for model in (MODELS / "reader.onnx", again))
    assert np.ptp(before.relevance) > 1
    assert np.allclose(before.relevance, after.relevance, atol=0.3)
    assert np.allclose(before.stance, after.stance, atol=0.1)
    # What a text is worth does not depend on the longer ones it is padded to.
    alone = np.concatenate([OnnxReader(again).read(question, [text]).relevance for text in texts])
    assert np.allclose(alone, after.relevance, atol=1e-4)
    once_more = weights_of(again)
    assert {n: v.shape for n, v in once_more.items()}.items() <= {n: v.shape for n, v in weights.items()}.items()
    for name in ("encoder.layer.3.attention.self.key.weight", "encoder.layer.5.intermediate.dense.weight"):
        assert np.allclose(once_more[name], weights[name], atol=0.02 * np.abs(weights[name]).max())
