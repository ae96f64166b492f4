"""Matrices in eight bits: near to what they were, and the same sums on every processor."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as made

from index.onnx_graph import eight_bits

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
