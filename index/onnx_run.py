"""Running an ONNX model over texts of many lengths: batches of similar length, each computed whole by one thread."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt

_TOKENS_PER_BATCH = 256
_ITEMS_PER_BATCH = 32
Inputs = Mapping[str, npt.NDArray[np.int64]]


class OnnxModel:
    """A model on the processor. Safe to use from several threads.

    Threads take a batch each rather than share one: small products divided among threads cost more in waiting than
    they gain (a question's 40 sentences: 0.60 instead of 0.74 s of the processor, and both cores busy to the end).

    Args:
        model: The ONNX file.
        threads: How many batches are computed at once; as many as there are processors if not given.
    """

    def __init__(self, model: Path, *, threads: int | None = None) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self.outputs = frozenset(o.name for o in self._session.get_outputs())
        count = threads or os.cpu_count() or 1
        self._pool = ThreadPoolExecutor(count, thread_name_prefix=model.stem) if count > 1 else None

    def run(self, outputs: Sequence[str], batches: Iterable[Inputs]) -> list[list[npt.NDArray[np.float32]]]:
        """The named outputs of each batch, in order."""

        def one(inputs: Inputs) -> list[npt.NDArray[np.float32]]:
            return list(self._session.run(list(outputs), dict(inputs)))

        return list((self._pool.map if self._pool else map)(one, batches))


def padded(rows: Sequence[Sequence[int]]) -> npt.NDArray[np.int64]:
    """(n_rows, longest) int64, zeros behind the end of each row."""
    made = np.zeros((len(rows), max(map(len, rows))), np.int64)
    for number, row in enumerate(rows):
        made[number, : len(row)] = row
    return made


def batches_of(lengths: Sequence[int]) -> list[list[int]]:
    """Indices grouped by similar length, the longest first, so that little is computed on padding."""
    batches: list[list[int]] = []
    for i in sorted(range(len(lengths)), key=lengths.__getitem__, reverse=True):
        room = batches and len(batches[-1]) < _ITEMS_PER_BATCH
        if room and (len(batches[-1]) + 1) * lengths[batches[-1][0]] <= _TOKENS_PER_BATCH:
            batches[-1].append(i)
        else:
            batches.append([i])
    return batches
