"""The nodes of a BERT as an ONNX graph: embeddings, layers and the mean of the token vectors."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import TensorProto, helper, numpy_helper

from index.eight_bits import eight_bits, smoothing

MICROSOFT = "com.microsoft"
"""The domain of onnxruntime's own operators."""
_MASKED = -1e9
_LOWEST_GELU = 0.17
"""GELU goes no further below zero."""
_MIDDLE, _BELOW = 128, 24
"""Which of 0 to 255 stands for zero: where half is negative, and for what GELU gives."""
_SPARE = 1.1
"""Room in whole numbers beyond what an input was seen to reach."""


class BertGraph:
    """Nodes and weights of a graph under construction; every method adds nodes and returns the name of their output.

    Token vectors are rows of one matrix, (length * batch, width): the first token of every text, then the second of
    every text. So the heads of attention are multiplied where they stand, and nothing is put in another order for them.

    Args:
        packed: Tables of word vectors are kept in eight bits.
        whole: The layers of the encoder multiply whole numbers, else float32.
        reach: How far the inputs of the encoder's blocks go, as from `reaches`.
    """

    def __init__(
        self,
        weights: dict[str, npt.NDArray[Any]],
        config: dict[str, Any],
        *,
        packed: bool = False,
        whole: bool = False,
        reach: Mapping[str, npt.NDArray[np.float32]] | None = None,
    ) -> None:
        self.weights = without_idle_biases(weights)
        self.config = config
        self.packed = packed
        self.whole = whole
        self.reach = reach or {}
        self.fed: dict[str, str] = {}
        self.shape = self.padding = ""
        self.nodes: list[Any] = []
        self.tensors: dict[str, Any] = {}

    def put(self, name: str, value: npt.NDArray[Any]) -> str:
        self.tensors.setdefault(name, numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def weight(self, name: str, *, transpose: bool = False) -> str:
        stored = self.put(name, self.weights[name].astype(np.float32))
        return self.op("Transpose", stored, perm=[1, 0]) if transpose else stored

    def packed_table(self, name: str) -> tuple[str, str]:
        """A table as int8 codes and one float32 scale a row: off by at most 1/254 of the row's largest value."""
        value = self.weights[name].astype(np.float32)
        scales = np.maximum(np.abs(value).max(axis=1, keepdims=True), 1e-12) / 127
        codes = np.rint(value / scales).astype(np.int8)
        return self.put(f"{name}.codes", codes), self.put(f"{name}.scales", scales.astype(np.float32))

    def looked_up(self, name: str, indices: str) -> str:
        """Rows of a table; of a packed one only those are unpacked."""
        if not self.packed:
            return self.op("Gather", self.weight(name), indices)
        codes, scales = (self.op("Gather", part, indices) for part in self.packed_table(name))
        return self.op("Mul", self.op("Cast", codes, to=TensorProto.FLOAT), scales)

    def scalar(self, value: float) -> str:
        return self.put(f"f{value}", np.array(value, np.float32))

    def ints(self, *values: int) -> str:
        return self.put("i" + "_".join(map(str, values)), np.array(values, np.int64))

    def op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        output = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def linear(self, x: str, name: str) -> str:
        return self.biased(self.op("MatMul", x, self.weight(f"{name}.weight", transpose=True)), name)

    def biased(self, product: str, name: str) -> str:
        """With the layer's bias, if it has one."""
        return self.op("Add", product, self.weight(f"{name}.bias")) if f"{name}.bias" in self.weights else product

    def layers(self, x: str, *names: str, gelu: bool = False) -> list[str]:
        """What linear layers of the encoder give that have one input; in whole numbers if `whole`.

        What comes of a text does not depend on the texts computed beside it: each token's vector is put to whole
        numbers by its own largest value, or all by one that is known beforehand.

        Args:
            gelu: `x` is what GELU gave; else its elements are as often negative as positive.
        """
        self.fed[names[0]] = x
        if not self.whole:
            return [self.linear(x, name) for name in names]
        matrices = [self.weights[f"{name}.weight"].astype(np.float32) for name in names]
        if names[0] in self.reach:
            return self.evened(x, names, matrices)
        unit = self.units(x, gelu=gelu)
        zero = self.zero(_BELOW if gelu else _MIDDLE)
        numbers = self.op("QuantizeLinear", x, unit, self.op("Expand", zero, self.op("Shape", unit)), axis=0)
        column = self.op("Unsqueeze", unit, self.ints(1))
        products = [self.multiplied(numbers, zero, *pair) for pair in zip(names, matrices, strict=True)]
        return [self.biased(self.op("Mul", made, column), name) for made, name in zip(products, names, strict=True)]

    def units(self, x: str, *, gelu: bool) -> str:
        """(tokens,) what one step of each row's whole numbers stands for."""
        most = self.op("ReduceMax", x if gelu else self.op("Abs", x), axes=[-1], keepdims=0)
        # The floor keeps a vector of zeros from being divided by nothing, and what GELU gives below zero in its steps.
        steps, floor = (255 - _BELOW, _LOWEST_GELU / _BELOW) if gelu else (127, 1e-9)
        return self.op("Max", self.op("Mul", most, self.scalar(1 / steps)), self.scalar(floor))

    def zero(self, value: int) -> str:
        return self.put(f"u{value}", np.array(value, np.uint8))

    def evened(self, x: str, names: Sequence[str], matrices: Sequence[npt.NDArray[np.float32]]) -> list[str]:
        """As `layers`, where it is known how far the elements of `x` go; one step of whole numbers for all tokens.

        A few elements go much further than all others: what they are divided by, their weights are multiplied by.
        """
        reach = self.reach[names[0]]
        spread = smoothing(reach, np.abs(np.concatenate(matrices)).max(axis=0))
        step = _SPARE * float((reach / spread).max()) / 127
        even = self.op("Mul", x, self.put(f"{names[0]}.spread", 1 / spread))
        zero = self.zero(_MIDDLE)
        numbers = self.op("QuantizeLinear", even, self.scalar(step), zero)
        pairs = zip(names, matrices, strict=True)
        return [self.multiplied(numbers, zero, n, m * spread, step=step, biased=True) for n, m in pairs]

    def multiplied(
        self,
        numbers: str,
        zero: str,
        name: str,
        matrix: npt.NDArray[np.float32],
        *,
        step: float = 1.0,
        biased: bool = False,
    ) -> str:
        """Whole numbers times a matrix in eight bits, as float32; `biased` with the layer's bias, if it has one."""
        codes, scales = eight_bits(matrix)
        columns = self.put(f"{name}.weight.columns", codes.T)
        widths = self.put(f"{name}.weight.scales", scales[:, 0])
        bias = ["", self.weight(f"{name}.bias")] if biased and f"{name}.bias" in self.weights else []
        inputs = [numbers, columns, self.scalar(step), widths, zero, *bias]
        return self.op("MatMulIntegerToFloat", *inputs, domain=MICROSOFT)

    def norm(self, x: str, name: str) -> str:
        return self.op(
            "LayerNormalization",
            x,
            self.weight(f"{name}.weight"),
            self.weight(f"{name}.bias"),
            axis=-1,
            epsilon=float(self.config["layer_norm_eps"]),
        )

    def embeddings(self, token_types: str = "") -> str:
        """Word, position and token-type embeddings (the first type if none is given), normalised."""
        ids = self.op("Transpose", "input_ids", perm=[1, 0])
        self.shape = self.op("Shape", ids)
        length = self.op("Slice", self.shape, self.ints(0), self.ints(1))
        words = self.looked_up("embeddings.word_embeddings.weight", ids)
        table = self.weight("embeddings.position_embeddings.weight")
        positions = self.op("Slice", table, self.ints(0), length, self.ints(0))
        name = "embeddings.token_type_embeddings.weight"
        first = self.weights[name][0].astype(np.float32)
        types = self.op("Transpose", token_types, perm=[1, 0]) if token_types else ""
        kind = self.looked_up(name, types) if types else self.put("token_type", first)
        placed = self.op("Add", self.op("Unsqueeze", positions, self.ints(1)), kind)
        return self.norm(self.rows(self.op("Add", words, placed)), "embeddings.LayerNorm")

    def rows(self, x: str) -> str:
        return self.op("Reshape", x, self.ints(-1, int(self.config["hidden_size"])))

    def attention(self, x: str, name: str, mask: str) -> str:
        """Attention, its residual connection and its norm; `mask` is as `softmax` takes it."""
        heads = int(self.config["num_attention_heads"])
        wide = int(self.config["hidden_size"]) // heads
        parts = self.layers(x, *(f"{name}.self.{part}" for part in ("query", "key", "value")))
        split = self.op("Concat", self.shape, self.ints(heads, wide), axis=0)
        query, key, value = (self.op("Reshape", part, split) for part in parts)
        whole: dict[str, Any] = {"domain": MICROSOFT, "transBatchB": 1}
        scores = self.op("FusedMatMul", query, key, transBatchA=1, transB=1, alpha=1 / math.sqrt(wide), **whole)
        mixed = self.op("FusedMatMul", self.softmax(scores, mask), value, **whole)
        merged = self.rows(self.op("Transpose", mixed, perm=[2, 0, 1, 3]))
        (out,) = self.layers(merged, f"{name}.output.dense")
        return self.norm(self.op("Add", out, x), f"{name}.output.LayerNorm")

    def softmax(self, scores: str, mask: str) -> str:
        """Shares of attention, none for padding.

        Args:
            scores: (batch, heads, length, length).
            mask: (batch, 1, 1, length): 0 for a token, very low for padding.
        """
        some, none, hidden = (f"{scores}.{form}" for form in ("some", "none", "hidden"))
        masked = [
            helper.make_node("Add", [scores, mask], [hidden]),
            helper.make_node("Softmax", [hidden], [some], axis=-1),
        ]
        plain = [helper.make_node("Softmax", [scores], [none], axis=-1)]
        # Most batches hold no padding, and adding zeros to all scores takes half as long as softmax itself.
        branches = {
            branch: helper.make_graph(nodes, out, [], [helper.make_tensor_value_info(out, TensorProto.FLOAT, None)])
            for branch, nodes, out in (("then_branch", masked, some), ("else_branch", plain, none))
        }
        return self.op("If", self.padding, **branches)

    def layer(self, x: str, name: str, mask: str) -> str:
        x = self.attention(x, f"{name}.attention", mask)
        (wide,) = self.layers(x, f"{name}.intermediate.dense")
        curved = self.op("Gelu", wide, domain=MICROSOFT)
        (narrow,) = self.layers(curved, f"{name}.output.dense", gelu=True)
        return self.norm(self.op("Add", narrow, x), f"{name}.output.LayerNorm")

    def encoder(self, token_types: str = "") -> str:
        """Token vectors as rows."""
        tokens = self.op("Cast", "attention_mask", to=TensorProto.FLOAT)
        hidden = self.op("Mul", self.op("Sub", self.scalar(1.0), tokens), self.scalar(_MASKED))
        mask = self.op("Unsqueeze", hidden, self.ints(1, 2))
        self.padding = self.op("Less", self.op("ReduceMin", hidden, keepdims=0), self.scalar(0.0))
        x = self.embeddings(token_types)
        for number in range(int(self.config["num_hidden_layers"])):
            x = self.layer(x, f"encoder.layer.{number}", mask)
        return x

    def by_text(self, x: str) -> str:
        """Rows as (length, batch, width)."""
        return self.op("Reshape", x, self.op("Concat", self.shape, self.ints(-1), axis=0))

    def mean(self, x: str) -> str:
        """The mean of the token vectors (length, batch, width) under the mask: (batch, width)."""
        tokens = self.op("Cast", "attention_mask", to=TensorProto.FLOAT)
        weights = self.op("Unsqueeze", self.op("Transpose", tokens, perm=[1, 0]), self.ints(2))
        total = self.op("ReduceSum", self.op("Mul", x, weights), self.ints(0), keepdims=0)
        return self.op("Div", total, self.op("ReduceSum", tokens, self.ints(1), keepdims=1))

    def mean_pooled(self, x: str) -> str:
        """Of unit length: the mean of the token vectors under the mask."""
        mean = self.mean(self.by_text(x))
        squares = self.op("ReduceSum", self.op("Mul", mean, mean), self.ints(1), keepdims=1)
        return self.op("Div", mean, self.op("Sqrt", squares))


def without_idle_biases(weights: Mapping[str, npt.NDArray[Any]]) -> dict[str, npt.NDArray[Any]]:
    """The weights of an equal BERT whose keys and values have no biases.

    A key's bias adds the same to all scores of a token, which softmax takes away again. The shares of attention come
    to one, so a value's bias may as well be added behind them.
    """
    kept = dict(weights)
    for name in [n for n in weights if n.endswith(".self.value.bias")]:
        attention = name.removesuffix(".self.value.bias")
        dense = f"{attention}.output.dense"
        bias, matrix = (weights[f"{dense}.{part}"].astype(np.float32) for part in ("bias", "weight"))
        kept[f"{dense}.bias"] = bias + matrix @ kept.pop(name).astype(np.float32)
        del kept[f"{attention}.self.key.bias"]
    return kept
