"""The commands of `python -m evals`: a module for each, or for a few that belong together, with `add_to(commands)`."""

from __future__ import annotations

import argparse
from typing import TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""What `ArgumentParser.add_subparsers` gives; in quotes, as argparse cannot name its type at run time."""
