"""`python -m corpus fetch …`: the command of `python -m index fetch …`, which can also put texts into the library.

This package must not import the library, which is built on it; so the whole command line is handed over.
"""

from __future__ import annotations

import runpy
import sys

if __name__ == "__main__":
    if sys.argv[1:2] != ["fetch"]:
        print("usage: python -m corpus fetch DOI|PMCID|PMID|URL…", file=sys.stderr)
        sys.exit(2)
    runpy.run_module("index", run_name="__main__", alter_sys=True)
