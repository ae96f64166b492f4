"""`python -m evals gate RUN`: is a run good enough, and no worse than one that was kept?"""

from __future__ import annotations

import argparse
from pathlib import Path

from corpus.errors import CitewellError
from evals.commands import Commands
from evals.gate import check_baseline, check_floors, read_demand, read_floors
from index.settings import Settings


def add_to(commands: Commands) -> None:
    """Add the command."""
    gate = commands.add_parser("gate", help="end with 1 where a measure is below its floor or worse than a baseline")
    gate.add_argument("folder", type=Path, metavar="RUN", help="the folder given to `evals run` as --out")
    gate.add_argument(
        "--floor",
        action="append",
        default=[],
        metavar="SET/MEASURE>=X",
        help="what a measure must reach (<= where lower is better); without a bound: compare with the baseline only",
    )
    gate.add_argument("--floors", type=Path, action="append", default=[], metavar="FILE", help="a TOML file of floors")
    gate.add_argument("--baseline", type=Path, metavar="RUN", help="a run that the measures named may not fall behind")
    gate.add_argument("--seed", type=int, default=0, metavar="N", help="of the test against it (default: 0)")
    gate.set_defaults(run=_gate, data=None)


def _gate(options: argparse.Namespace, _settings: Settings) -> int:
    demands = [d for path in options.floors for d in read_floors(path)] + [read_demand(t) for t in options.floor]
    if not demands:
        raise CitewellError("nothing is asked of the run; name measures with --floor or --floors")
    if not options.baseline and any(d.bound is None for d in demands):
        raise CitewellError("a measure without a bound needs a --baseline to be compared with")
    checks = [("floor", c) for c in check_floors(options.folder, demands)]
    if options.baseline:
        checks += [
            ("baseline", c) for c in check_baseline(options.folder, options.baseline, demands, seed=options.seed)
        ]
    longest = max((len(c.name) for _, c in checks), default=0)
    for sort, check in checks:
        print(f"{'ok  ' if check.passed else 'FAIL'}  {sort:8}  {check.name:{longest}}  {check.told}")
    failed = sum(not c.passed for _, c in checks)
    print(f"{len(checks)} checked, {failed} failed")
    return 1 if failed else 0
