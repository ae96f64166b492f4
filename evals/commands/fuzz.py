"""`python -m evals fuzz`: read spoiled files of every kind; tell of crashes and hangs."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

import evals.fuzz
from evals.commands import Commands
from evals.fuzz_mutations import LARGEST
from evals.fuzz_seeds import own_seeds, seeds_in
from index.settings import Settings


def add_to(commands: Commands) -> None:
    """Add the command."""
    fuzz = commands.add_parser("fuzz", help="read spoiled files of every kind; tell of crashes and hangs")
    fuzz.add_argument("--inputs", type=int, default=20_000, metavar="N", help="how many (default: 20000)")
    fuzz.add_argument("--seed", type=int, default=0, metavar="N", help="which spoiled files (default: 0)")
    fuzz.add_argument("--seconds", type=float, metavar="N", help="stop after so long, however many were read")
    fuzz.add_argument("--seeds", type=Path, metavar="DIR", help="spoil the files of this folder too")
    fuzz.add_argument("--workers", type=int, metavar="N", help="processes that read (default: one a processor)")
    fuzz.add_argument(
        "--keep", type=Path, default=Path("var/fuzz"), metavar="DIR", help="where found inputs go (default: var/fuzz)"
    )
    fuzz.set_defaults(run=_fuzz, data=None)


def _fuzz(options: argparse.Namespace, _settings: Settings) -> int:
    seeds = [*own_seeds(), *(seeds_in(options.seeds, LARGEST) if options.seeds else ())]
    with tqdm(total=options.inputs, unit="file", disable=None, leave=False) as bar:

        def told(done: int, findings: Sequence[evals.fuzz.Finding]) -> None:
            bar.set_postfix_str(f"{len(findings)} found", refresh=False)
            bar.update(done - bar.n)

        result = evals.fuzz.fuzz(
            seeds,
            inputs=options.inputs,
            seed=options.seed,
            seconds=options.seconds,
            workers=options.workers,
            told=told,
        )
    print(evals.fuzz.as_text(result))
    for path in evals.fuzz.keep(result.findings, options.keep):
        print(f"kept {path}")
    return 1 if result.findings else 0
