"""A BERT written out as an ONNX graph from its weights: as a sentence encoder, and as a reader of pairs.

Written by hand rather than by torch's exporters: it needs no torch (a second instead of twenty), and the newer exporter
turned this very model into a graph whose vectors were wrong without a warning. A test holds it against
sentence-transformers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

_OPSET = 17
_MICROSOFT = "com.microsoft"
"""The domain of onnxruntime's own operators."""
_MASKED = -1e9
_LOWEST_GELU = -0.17
"""GELU gives no less than this."""


class _Graph:
    """Nodes and weights of a graph under construction; every method adds nodes and returns the name of their output.

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
        self.weights = weights
        self.config = config
        self.packed = packed
        self.whole = whole
        self.reach = reach or {}
        self.fed: dict[str, str] = {}
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
        product = self.op("MatMul", x, self.weight(f"{name}.weight", transpose=True))
        return self.op("Add", product, self.weight(f"{name}.bias"))

    def blocks(self, x: str, *names: str, least: float | None = None) -> list[str]:
        """Linear layers inside the encoder that have one input, in whole numbers where the graph is made so.

        Each token's vector is put to whole numbers by its own largest value, so that what comes of a text does not
        depend on the texts computed beside it.

        Args:
            least: What no element of `x` is below; None where they are as often negative as positive.
        """
        self.fed[names[0]] = x
        if not self.whole:
            return [self.linear(x, name) for name in names]
        weights = [self.weights[f"{name}.weight"].astype(np.float32) for name in names]
        if names[0] in self.reach:
            # A few elements go much further than all others: what they are divided by, their weights are multiplied by.
            spread = smoothing(self.reach[names[0]], np.abs(np.concatenate(weights)).max(axis=0))
            weights = [w * spread for w in weights]
            x = self.op("Mul", x, self.put(f"{names[0]}.spread", 1 / spread))
        zero, top, size = (128, 127.0, self.op("Abs", x)) if least is None else (0, 255.0, "")
        if least is not None:
            x = size = self.op("Sub", x, self.scalar(least))
        # The floor keeps a vector of zeros from being divided by nothing.
        unit = self.op("Div", self.op("ReduceMax", size, axes=[-1], keepdims=1), self.scalar(top))
        unit = self.op("Max", unit, self.scalar(1e-9))
        offset = self.put(f"u{zero}", np.array(zero, np.uint8))
        numbers = self.op("QuantizeLinear", self.op("Div", x, unit), self.scalar(1.0), offset)
        return [self.multiplied(numbers, unit, offset, n, w, least or 0.0) for n, w in zip(names, weights, strict=True)]

    def multiplied(
        self, numbers: str, unit: str, offset: str, name: str, weight: npt.NDArray[np.float32], least: float
    ) -> str:
        """Whole numbers times a matrix in eight bits, brought back to float32, and the bias."""
        codes, scales = eight_bits(weight)
        columns = self.put(f"{name}.weight.columns", codes.T)
        widths = self.put(f"{name}.weight.scales", scales[:, 0])
        made = self.op("MatMulIntegerToFloat", numbers, columns, self.scalar(1.0), widths, offset, domain=_MICROSOFT)
        bias = self.weight(f"{name}.bias")
        if least:
            bias = self.op("Add", bias, self.put(f"{name}.least", least * (codes * scales).sum(axis=1)))
        return self.op("Add", self.op("Mul", made, unit), bias)

    def norm(self, x: str, name: str) -> str:
        return self.op(
            "LayerNormalization",
            x,
            self.weight(f"{name}.weight"),
            self.weight(f"{name}.bias"),
            axis=-1,
            epsilon=float(self.config["layer_norm_eps"]),
        )

    def gelu(self, x: str) -> str:
        erf = self.op("Erf", self.op("Div", x, self.scalar(math.sqrt(2.0))))
        return self.op("Mul", self.op("Mul", x, self.op("Add", erf, self.scalar(1.0))), self.scalar(0.5))

    def embeddings(self, token_types: str = "") -> str:
        """Word, position and token-type embeddings (the first type if none is given), normalised."""
        length = self.op("Slice", self.op("Shape", "input_ids"), self.ints(1), self.ints(2))
        words = self.looked_up("embeddings.word_embeddings.weight", "input_ids")
        table = self.weight("embeddings.position_embeddings.weight")
        positions = self.op("Slice", table, self.ints(0), length, self.ints(0))
        name = "embeddings.token_type_embeddings.weight"
        first = self.weights[name][0].astype(np.float32)
        kind = self.looked_up(name, token_types) if token_types else self.put("token_type", first)
        return self.norm(self.op("Add", self.op("Add", words, positions), kind), "embeddings.LayerNorm")

    def attention(self, x: str, name: str, bias: str) -> str:
        heads = int(self.config["num_attention_heads"])
        width = int(self.config["hidden_size"])

        def split(projected: str, order: list[int]) -> str:
            return self.op(
                "Transpose", self.op("Reshape", projected, self.ints(0, 0, heads, width // heads)), perm=order
            )

        query, key, value = self.blocks(x, *(f"{name}.self.{part}" for part in ("query", "key", "value")))
        scores = self.op("MatMul", split(query, [0, 2, 1, 3]), split(key, [0, 2, 3, 1]))
        scaled = self.op("Add", self.op("Div", scores, self.scalar(math.sqrt(width // heads))), bias)
        mixed = self.op("MatMul", self.op("Softmax", scaled, axis=-1), split(value, [0, 2, 1, 3]))
        merged = self.op("Reshape", self.op("Transpose", mixed, perm=[0, 2, 1, 3]), self.ints(0, 0, width))
        (out,) = self.blocks(merged, f"{name}.output.dense")
        return self.norm(self.op("Add", out, x), f"{name}.output.LayerNorm")

    def layer(self, x: str, name: str, bias: str) -> str:
        x = self.attention(x, f"{name}.attention", bias)
        (wide,) = self.blocks(x, f"{name}.intermediate.dense")
        (narrow,) = self.blocks(self.gelu(wide), f"{name}.output.dense", least=_LOWEST_GELU)
        return self.norm(self.op("Add", narrow, x), f"{name}.output.LayerNorm")

    def encoder(self, mask: str, token_types: str = "") -> str:
        """Token vectors (batch, length, width); `mask` is the attention mask as float32."""
        hidden = self.op("Mul", self.op("Sub", self.scalar(1.0), mask), self.scalar(_MASKED))
        bias = self.op("Unsqueeze", hidden, self.ints(1, 2))
        x = self.embeddings(token_types)
        for number in range(int(self.config["num_hidden_layers"])):
            x = self.layer(x, f"encoder.layer.{number}", bias)
        return x

    def mean(self, x: str, mask: str) -> str:
        """The mean of the token vectors under the mask: (batch, width)."""
        weights = self.op("Unsqueeze", mask, self.ints(2))
        total = self.op("ReduceSum", self.op("Mul", x, weights), self.ints(1), keepdims=0)
        return self.op("Div", total, self.op("ReduceSum", mask, self.ints(1), keepdims=1))

    def mean_pooled(self, x: str, mask: str) -> str:
        """Rows of unit length: the mean of the token vectors under the mask."""
        mean = self.mean(x, mask)
        squares = self.op("ReduceSum", self.op("Mul", mean, mean), self.ints(1), keepdims=1)
        return self.op("Div", mean, self.op("Sqrt", squares))


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
    logs = (np.log(np.maximum(reach, 1e-3)) - np.log(np.maximum(weights, 1e-6))) / 2
    return np.asarray(np.exp(logs - logs.mean()), np.float32)


def reaches(
    weights: dict[str, npt.NDArray[Any]], config: dict[str, Any], texts: Sequence[Sequence[int]]
) -> dict[str, npt.NDArray[np.float32]]:
    """How far each element goes that is fed to attention and to the wide layer, over all tokens of some texts.

    These are what layer normalisation gives, where a few elements are many times as large as the others.

    Args:
        texts: Ids of word pieces, with the special ones.
    Returns:
        (width,) by the name of the first layer that is fed.
    """
    import onnxruntime

    graph = _Graph(weights, config)
    graph.encoder(graph.op("Cast", "attention_mask", to=TensorProto.FLOAT))
    fed = {n: x for n, x in graph.fed.items() if n.endswith(("self.query", "intermediate.dense"))}
    made = {f"fed{at}": (x, int(config["hidden_size"])) for at, x in enumerate(fed.values())}
    model = _model(graph, "reaches", ("input_ids", "attention_mask"), made, tokens=True)
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    found = np.zeros((len(fed), int(config["hidden_size"])), np.float32)
    for ids in texts:
        row = np.array([ids], np.int64)
        outputs = session.run(list(made), {"input_ids": row, "attention_mask": np.ones_like(row)})
        found = np.maximum(found, np.abs(np.concatenate(outputs)).max(axis=1))
    return dict(zip(fed, found, strict=True))


def sentence_encoder(
    weights: dict[str, npt.NDArray[Any]],
    config: dict[str, Any],
    reach: Mapping[str, npt.NDArray[np.float32]],
) -> bytes:
    """The graph of a BERT with mean pooling and unit-length output, its layers computed in eight bits.

    Args:
        weights: By the usual BERT names.
        config: The model's config.json.
        reach: From `reaches`.
    Returns:
        A serialised ONNX model: (batch, length) int64 `input_ids` and `attention_mask` to (batch, width) float32
        `embedding`.
    """
    graph = _Graph(weights, config, whole=True, reach=reach)
    mask = graph.op("Cast", "attention_mask", to=TensorProto.FLOAT)
    embedding = graph.mean_pooled(graph.encoder(mask), mask)
    return _model(
        graph,
        "sentence_encoder",
        ("input_ids", "attention_mask"),
        {"embedding": (embedding, int(config["hidden_size"]))},
    )


def pair_reader(weights: dict[str, npt.NDArray[Any]], config: dict[str, Any], heads: dict[str, int]) -> bytes:
    """The graph of a reader: a BERT over question and text, and linear heads on [CLS] beside the mean of all tokens.

    Args:
        weights: By the usual BERT names; `heads.weight` (sum of `heads`, 2 width) and `heads.bias`.
        config: The model's config.json.
        heads: Name and number of classes of each head, in the order of the rows of `heads.weight`.
    Returns:
        A serialised ONNX model that computes its layers in eight bits: (batch, length) int64 `input_ids`,
        `attention_mask` and `token_type_ids` to one (batch, classes) float32 output of logits for each head.
    """
    graph = _Graph(weights, config, packed=True, whole=True)
    mask = graph.op("Cast", "attention_mask", to=TensorProto.FLOAT)
    tokens = graph.encoder(mask, "token_type_ids")
    first = graph.op("Squeeze", graph.op("Slice", tokens, graph.ints(0), graph.ints(1), graph.ints(1)), graph.ints(1))
    logits = graph.linear(graph.op("Concat", first, graph.mean(tokens, mask), axis=-1), "heads")
    outputs, start = {}, 0
    for name, size in heads.items():
        part = graph.op("Slice", logits, graph.ints(start), graph.ints(start + size), graph.ints(1))
        outputs[name] = (part, size)
        start += size
    return _model(graph, "pair_reader", ("input_ids", "attention_mask", "token_type_ids"), outputs)


def with_outputs(model: Path, heads: Mapping[str, npt.NDArray[np.float32]], *, pooled: bool = False) -> bytes:
    """A reader's graph with further heads of one class; all else stays as it is, to the bit.

    Args:
        model: A graph that `pair_reader` wrote; heads it has of these names are replaced.
        heads: By name (2 width + 1,) weights and, last, the bias.
        pooled: Whether what the heads see, (batch, 2 width), is put out as "pooled" too.
    """
    made = onnx.load(model)
    graph, names = made.graph, {*heads, "pooled"}
    own = {t for name in names for t in (name, f"{name}.weight", f"{name}.bias", f"{name}.product")}
    for held in (graph.node, graph.output, graph.initializer):
        kept = [e for e in held if (e.output[0] if held is graph.node else e.name) not in own]
        del held[:]
        held.extend(kept)
    turned = next(n.output[0] for n in graph.node if n.op_type == "Transpose" and n.input[0] == "heads.weight")
    seen = next(n.input[0] for n in graph.node if n.op_type == "MatMul" and n.input[1] == turned)
    for name, weights in heads.items():
        graph.initializer.append(numpy_helper.from_array(weights[:-1, None].astype(np.float32), f"{name}.weight"))
        graph.initializer.append(numpy_helper.from_array(weights[-1:].astype(np.float32), f"{name}.bias"))
        graph.node.append(helper.make_node("MatMul", [seen, f"{name}.weight"], [f"{name}.product"]))
        graph.node.append(helper.make_node("Add", [f"{name}.product", f"{name}.bias"], [name]))
        graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", 1]))
    if pooled:
        width = next(t.dims[1] for t in graph.initializer if t.name == "heads.weight")
        graph.node.append(helper.make_node("Identity", [seen], ["pooled"]))
        graph.output.append(helper.make_tensor_value_info("pooled", TensorProto.FLOAT, ["batch", width]))
    onnx.checker.check_model(made)
    return bytes(made.SerializeToString())


def weights_of(model: Path) -> dict[str, npt.NDArray[np.float32]]:
    """The weights of a graph that `pair_reader` wrote, by the names it was given, unpacked to float32."""
    tensors = {t.name: numpy_helper.to_array(t) for t in onnx.load(model).graph.initializer}
    found = {name: value for name, value in tensors.items() if "." in name and name.endswith(("weight", "bias"))}
    for name, codes in tensors.items():
        whole, _, form = name.rpartition(".")
        if form == "codes":
            found[whole] = codes.astype(np.float32) * tensors[f"{whole}.scales"]
        if form == "columns":
            found[whole] = codes.T.astype(np.float32) * tensors[f"{whole}.scales"][:, None]
    return found


def _model(
    graph: _Graph,
    name: str,
    inputs: Sequence[str],
    outputs: dict[str, tuple[str, int]],
    *,
    tokens: bool = False,
) -> bytes:
    """The graph as a serialised model; `outputs` maps a name to the node that makes it and its width.

    Args:
        tokens: Outputs have a row for each token, else one for each text.
    """
    rows = ["batch", "length"] if tokens else ["batch"]
    for output, (node, _) in outputs.items():
        graph.nodes.append(helper.make_node("Identity", [node], [output]))
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            name,
            [helper.make_tensor_value_info(n, TensorProto.INT64, ["batch", "length"]) for n in inputs],
            [helper.make_tensor_value_info(n, TensorProto.FLOAT, [*rows, width]) for n, (_, width) in outputs.items()],
            initializer=list(graph.tensors.values()),
        ),
        opset_imports=[helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)],
        ir_version=8,
    )
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())
