"""Matrices in eight bits, and inputs evened out so that eight bits do for them too."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_OF_WEIGHTS = 0.7
"""How much of a vector's unevenness goes over to the weights: they have a scale a row, it has one in all."""


def eight_bits(rows: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """A matrix as (n, m) int8 codes and (n, 1) float32 scales of its rows; `codes * scales` is the matrix again.

    Processors without an instruction for it add two neighbouring products of a code and a number of 0 to 255 in sixteen
    bits, and cut what does not fit. So codes of neighbours (0 and 1, 2 and 3, …) that have one sign come to 128 at most
    together, and every processor computes the same.

    Args:
        rows: (n, m), m even.
    """
    pairs = rows.reshape(len(rows), -1, 2)
    alike = np.where(pairs[:, :, 0] * pairs[:, :, 1] > 0, np.abs(pairs.sum(axis=2)), 0)
    largest = np.maximum(np.abs(rows).max(axis=1), alike.max(axis=1))
    scales = np.maximum(largest[:, None], np.float32(1e-12)) / np.float32(127)
    return np.rint(rows / scales).astype(np.int8), scales


def smoothing(reach: npt.NDArray[np.float32], weights: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """What to divide the elements of a vector by so that they and their weights share the unevenness (SmoothQuant).

    Args:
        reach: (n,) how far each element goes.
        weights: (n,) the largest weight each is multiplied by.
    Returns:
        (n,) positive, geometric mean 1.
    """
    logs = _OF_WEIGHTS * np.log(np.maximum(reach, 1e-3)) - (1 - _OF_WEIGHTS) * np.log(np.maximum(weights, 1e-6))
    return np.asarray(np.exp(logs - logs.mean()), np.float32)
