"""What the reader learns from in each step: examples drawn, dealt by length, and turned to token ids."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from index.reader import MAX_TOKENS
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

PATIENT_QUESTIONS = 200
_DRAWN = 3
"""How often a drawing of examples is dealt before the next is made."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a run goes; the figures for an accelerator in brackets.

    Attributes:
        choices: Questions with choices in a step (24).
        pairs: Pairs in a step (96).
        rate: The highest learning rate of the layers (2e-4, and half of it where training begins with a reader); the
            heads' is four times that.
        dropout: Inside the layers (0.1): where every example is seen many times, they are learned by heart without it.
        still: How many of the lowest layers keep what they learned where training begins with a reader (none); two
            make a step a fifth faster.
        workers: Processes that make batches ready beside the one that learns; 0 for none (3).
    """

    choices: int = 1
    pairs: int = 32
    rate: float = 1.2e-4
    dropout: float = 0.0
    still: int = 2
    workers: int = 0


ON_PROCESSOR = Recipe()
ON_ACCELERATOR = Recipe(choices=24, pairs=96, rate=2e-4, dropout=0.1, still=0, workers=3)


@dataclass(frozen=True, slots=True)
class Batch:
    """What a step learns from: question and text as token ids, and which head is to say what of each."""

    choices: dict[str, torch.Tensor]
    of_choices: list[tuple[str, int]]
    pairs: dict[str, torch.Tensor]
    of_pairs: list[tuple[str, int]]


class Batches(IterableDataset):  # type: ignore[misc]  # the type checker does not follow torch
    """Choices of similar length together, with pairs of similar length beside them, without end."""

    def __init__(self, folder: Path, seed: int, recipe: Recipe, tokenizer: Any) -> None:
        self.folder, self.seed, self.recipe, self.tokenizer = folder, seed, recipe, tokenizer

    def __iter__(self) -> Iterator[Batch]:
        worker = get_worker_info()
        for choices, pairs in batches(self.folder, self.seed + 1000 * (worker.id if worker else 0), self.recipe):
            yield Batch(
                self._encoded([(c.question, t) for c in choices for t in c.texts]),
                [(c.head, c.label) for c in choices],
                self._encoded([(p.question, p.text) for p in pairs]),
                [(p.head, p.label) for p in pairs],
            )

    def _encoded(self, read: Sequence[tuple[str, str]]) -> dict[str, torch.Tensor]:
        encoded = self.tokenizer(
            [question for question, _ in read],
            [text for _, text in read],
            truncation="longest_first",
            max_length=MAX_TOKENS,
            padding=True,
            pad_to_multiple_of=8,
            return_tensors="pt",
        )
        return dict(encoded)


def batches(folder: Path, seed: int, recipe: Recipe) -> Iterator[tuple[list[Choice], list[Pair]]]:
    """The examples of each step; what is used up is dealt anew while the other kind goes on where it was."""
    choices: list[list[Choice]] = []
    pairs: list[list[Pair]] = []
    some: list[Choice] = []
    others: list[Pair] = []
    dealt = 0
    while True:
        if not choices or not pairs:
            if dealt % _DRAWN == 0:
                some, others = examples_of(folder, seed + dealt)
                _log.info("%d questions with choices, %d pairs", len(some), len(others))
            dealt += 1
            choices = choices or _grouped(some, recipe.choices, _size_of_choice, seed + dealt)
            pairs = pairs or _grouped(others, recipe.pairs, _size_of_pair, seed + dealt)
        yield choices.pop(), pairs.pop()


def _grouped(examples: Sequence[Any], size: int, length: Callable[[Any], int], seed: int) -> list[list[Any]]:
    """Whole groups of `size` of similar length, in an order drawn by chance."""
    ordered = sorted(examples, key=length)
    grouped = [ordered[i : i + size] for i in range(0, len(ordered) - size + 1, size)]
    random.Random(seed).shuffle(grouped)
    return grouped


def _size_of_choice(choice: Choice) -> int:
    return max(min(len(t), 900) for t in choice.texts) + len(choice.question)


def _size_of_pair(pair: Pair) -> int:
    return min(900, len(pair.question) + len(pair.text))


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


def _on(inputs: dict[str, torch.Tensor], device: str) -> dict[str, torch.Tensor]:
    return {name: value.to(device, non_blocking=True) for name, value in inputs.items()}


def ready_batches(folder: Path, seed: int, recipe: Recipe, tokenizer: Any, device: str) -> Iterator[Batch]:
    """The batches on the device that learns, made by `recipe.workers` processes beside this one."""
    made = Batches(folder, seed, recipe, tokenizer)
    for batch in DataLoader(made, batch_size=None, num_workers=recipe.workers):
        yield replace(batch, choices=_on(batch.choices, device), pairs=_on(batch.pairs, device))
