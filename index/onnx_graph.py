"""A BERT written out as an ONNX graph from its weights: as a sentence encoder, and as a reader of pairs.

Written by hand rather than by torch's exporters: it needs no torch (a second instead of twenty), and the newer exporter
turned this very model into a graph whose vectors were wrong without a warning. A test holds it against
sentence-transformers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from index.onnx_bert import MICROSOFT, BertGraph
from index.onnx_run import Inputs

_OPSET = 17


def reaches(
    weights: dict[str, npt.NDArray[Any]], config: dict[str, Any], texts: Sequence[Inputs]
) -> dict[str, npt.NDArray[np.float32]]:
    """How far each element goes that is fed to attention and to the wide layer, over all tokens of some texts.

    These are what layer normalisation gives, where a few elements are many times as large as the others.

    Args:
        texts: The inputs of the graph that is to be made, without padding; all of them with token types or none.
    Returns:
        (width,) by the name of the first layer that is fed.
    """
    import onnxruntime

    graph = BertGraph(weights, config)
    graph.encoder("token_type_ids" if "token_type_ids" in texts[0] else "")
    fed = {n: x for n, x in graph.fed.items() if n.endswith(("self.query", "intermediate.dense"))}
    made = {f"fed{at}": (x, int(config["hidden_size"])) for at, x in enumerate(fed.values())}
    model = _model(graph, "reaches", tuple(texts[0]), made, tokens=True)
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    found = np.zeros((len(fed), int(config["hidden_size"])), np.float32)
    for inputs in texts:
        outputs = session.run(list(made), dict(inputs))
        found = np.maximum(found, np.abs(np.stack(outputs)).max(axis=1))
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
    graph = BertGraph(weights, config, whole=True, reach=reach)
    embedding = graph.mean_pooled(graph.encoder())
    return _model(
        graph,
        "sentence_encoder",
        ("input_ids", "attention_mask"),
        {"embedding": (embedding, int(config["hidden_size"]))},
    )


def pair_reader(
    weights: dict[str, npt.NDArray[Any]],
    config: dict[str, Any],
    heads: dict[str, int],
    reach: Mapping[str, npt.NDArray[np.float32]],
) -> bytes:
    """The graph of a reader: a BERT over question and text, and linear heads on [CLS] beside the mean of all tokens.

    Args:
        weights: By the usual BERT names; `heads.weight` (sum of `heads`, 2 width) and `heads.bias`.
        config: The model's config.json.
        heads: Name and number of classes of each head, in the order of the rows of `heads.weight`.
        reach: From `reaches`.
    Returns:
        A serialised ONNX model that computes its layers in eight bits: (batch, length) int64 `input_ids`,
        `attention_mask` and `token_type_ids` to one (batch, classes) float32 output of logits for each head.
    """
    graph = BertGraph(weights, config, packed=True, whole=True, reach=reach)
    tokens = graph.by_text(graph.encoder("token_type_ids"))
    first = graph.op("Squeeze", graph.op("Slice", tokens, graph.ints(0), graph.ints(1), graph.ints(0)), graph.ints(0))
    logits = graph.linear(graph.op("Concat", first, graph.mean(tokens), axis=-1), "heads")
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
    """The weights of a graph that `pair_reader` wrote, by the names it was given, unpacked to float32.

    Of attention the biases are those of an equal model, where those of keys and values are zero.
    """
    tensors = {t.name: numpy_helper.to_array(t) for t in onnx.load(model).graph.initializer}
    found = {name: value for name, value in tensors.items() if "." in name and name.endswith(("weight", "bias"))}
    for name, codes in tensors.items():
        whole, _, form = name.rpartition(".")
        if form == "codes":
            found[whole] = codes.astype(np.float32) * tensors[f"{whole}.scales"]
        if form == "columns":
            matrix = codes.T.astype(np.float32) * tensors[f"{whole}.scales"][:, None]
            layer = whole.removesuffix(".weight")
            found[whole] = matrix * tensors.get(f"{_first_fed(layer)}.spread", np.float32(1))
            found.setdefault(f"{layer}.bias", np.zeros(len(matrix), np.float32))
    return found


def _first_fed(layer: str) -> str:
    """The layer by whose name their common input goes: attention's three are fed the same."""
    return re.sub(r"\.self\.(key|value)$", ".self.query", layer)


def _model(
    graph: BertGraph,
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
    rows = ["tokens"] if tokens else ["batch"]
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
        opset_imports=[helper.make_opsetid("", _OPSET), helper.make_opsetid(MICROSOFT, 1)],
        ir_version=8,
    )
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())
