"""The bundled model in bfloat16 on torch: for thousands of passages, on processors that multiply in it.

Its vectors are those of `OnnxEmbedder` to a cosine of 0.9999, for about 0.6 of the processor's time, less where there
is AMX. Importing torch takes a second or two, so it is for many texts only.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load_file

from index.embed import BUNDLED, Embedder, OnnxEmbedder, Vectors, bundled_folder, bundled_tokenizer, checked_weights
from index.onnx_run import batches_of, padded

_FLAGS = frozenset(("avx512_bf16", "amx_bf16"))
_LAYERS, _HEADS, _WIDTH = 6, 12, 384
_EPSILON = 1e-12


def embedder_of_many() -> Embedder:
    """What embeds thousands of texts soonest on one thread of this machine."""
    return Bfloat16Embedder() if multiplies_bfloat16() else OnnxEmbedder(threads=1)


def multiplies_bfloat16(told: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether the processor multiplies bfloat16 by itself, as far as the system tells; only Linux does."""
    if not sys.platform.startswith("linux") or not told.exists():
        return False
    flags = (line for line in told.read_text(encoding="utf-8").splitlines() if line.startswith("flags"))
    return bool(_FLAGS & set(next(flags, "").split()))


class Bfloat16Embedder:
    """The bundled model on one thread. Text past 256 tokens is not seen."""

    name = BUNDLED
    dimension = _WIDTH

    def __init__(self) -> None:
        import torch

        torch.set_num_threads(1)
        self._torch = torch
        self._tokenizer = bundled_tokenizer()
        found = load_file(checked_weights(bundled_folder()))
        weights = {n: torch.from_numpy(v).to(torch.bfloat16) for n, v in found.items() if v.dtype == np.float32}
        self._layers = [_Layer(torch, weights, f"encoder.layer.{n}") for n in range(_LAYERS)]
        self._tables = [weights[f"embeddings.{kind}_embeddings.weight"] for kind in ("word", "position", "token_type")]
        self._norm = [weights[f"embeddings.LayerNorm.{part}"] for part in ("weight", "bias")]

    def embed(self, texts: Sequence[str]) -> Vectors:
        """(n_texts, 384) float32, rows of unit length, in the order of `texts`."""
        tokens = [e.ids for e in self._tokenizer.encode_batch(list(texts))]
        vectors = np.zeros((len(tokens), self.dimension), np.float32)
        with self._torch.inference_mode():
            for batch in batches_of([len(t) for t in tokens]):
                vectors[batch] = self._batch([tokens[i] for i in batch])
        return vectors

    def _batch(self, rows: Sequence[Sequence[int]]) -> Any:
        torch = self._torch
        ids = torch.from_numpy(padded(rows))
        count, longest = ids.shape
        inside = torch.arange(longest)[None] < torch.tensor([len(row) for row in rows])[:, None]
        bias = torch.zeros(count, 1, 1, longest).masked_fill(~inside[:, None, None], -1e9).to(torch.bfloat16)
        x = self._embedded(ids).view(count * longest, _WIDTH)
        for layer in self._layers:
            x = layer(x, bias)
        # The mean is of many small numbers: bfloat16 would lose them.
        weights = inside[:, :, None].float()
        mean = (x.view(count, longest, _WIDTH).float() * weights).sum(1) / weights.sum(1)
        return (mean / mean.norm(dim=1, keepdim=True)).numpy()

    def _embedded(self, ids: Any) -> Any:
        words, places, kinds = self._tables
        x = words[ids] + (places[: ids.shape[1]] + kinds[0])
        return self._torch.nn.functional.layer_norm(x, (_WIDTH,), *self._norm, _EPSILON)


class _Layer:
    """One layer of the encoder; its three projections to query, key and value are one product."""

    def __init__(self, torch: Any, weights: dict[str, Any], name: str) -> None:
        self._functional = torch.nn.functional
        self._ops = torch.ops.mkldnn

        def joined(*parts: str) -> tuple[Any, Any]:
            weight, bias = (
                torch.cat([weights[f"{name}.{part}.{kind}"] for part in parts]) for kind in ("weight", "bias")
            )
            # Kept in the order in which oneDNN multiplies: brought into it anew for each product it costs a tenth.
            return self._ops._reorder_linear_weight(weight.contiguous(), None), bias

        def norm(part: str) -> tuple[Any, Any]:
            return weights[f"{name}.{part}.LayerNorm.weight"], weights[f"{name}.{part}.LayerNorm.bias"]

        self._into = joined(*(f"attention.self.{part}" for part in ("query", "key", "value")))
        self._out = joined("attention.output.dense")
        self._wide, self._narrow = joined("intermediate.dense"), joined("output.dense")
        self._norms = norm("attention.output"), norm("output")

    def __call__(self, x: Any, bias: Any) -> Any:
        """(n_tokens, width) to the same; `bias` is added to the scores of attention, (texts, 1, 1, longest)."""
        count, longest = bias.shape[0], bias.shape[-1]
        parts = self._linear(x, self._into).view(count, longest, 3, _HEADS, _WIDTH // _HEADS).permute(2, 0, 3, 1, 4)
        mixed = self._functional.scaled_dot_product_attention(parts[0], parts[1], parts[2], attn_mask=bias)
        x = self._norm(self._linear(mixed.transpose(1, 2).reshape(x.shape), self._out) + x, 0)
        wide = self._linear(x, self._wide, activation="gelu")
        return self._norm(self._linear(wide, self._narrow) + x, 1)

    def _linear(self, x: Any, layer: tuple[Any, Any], activation: str = "none") -> Any:
        return self._ops._linear_pointwise(x, *layer, activation, [], "none" if activation == "gelu" else "")

    def _norm(self, x: Any, which: int) -> Any:
        return self._functional.layer_norm(x, (_WIDTH,), *self._norms[which], _EPSILON)
