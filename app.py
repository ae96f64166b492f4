"""`python app.py`: opens the web chat, on this computer only."""

from __future__ import annotations

import argparse
import logging
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Sequence
from pathlib import Path

# Before Gradio and the models' libraries are imported: none of them may report or fetch anything.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"
os.environ["ANONYMIZED_TELEMETRY"] = "False"

import uvicorn

from assistant.ask import Assistant
from assistant.web.page import LOOPBACK, build_app
from corpus.errors import CitewellError, LibraryLocked
from index.library import Library
from index.progress import ProgressBar
from index.settings import open_library, read_settings
from index.starter import add_starter

logger = logging.getLogger(__name__)

PORT = 7860
_PORTS_TRIED = 50


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the chat until interrupted; the exit status is 0, or 2 where it cannot start."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    options = _parser().parse_args(arguments)
    try:
        library = open_library(read_settings(options.data))
        listening = _listen(options.host, options.port)
        if options.starter:
            _build_starter(library)
    except CitewellError as error:
        print(f"citewell: {error}", file=sys.stderr)
        return 2
    _serve(library, listening, options)
    library.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python app.py", description="Open the web chat.")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data folder (default: var)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen at (default: this computer only)")
    parser.add_argument("--port", type=int, help=f"the port (default: {PORT}, or the next that is free)")
    parser.add_argument(
        "--open", action=argparse.BooleanOptionalAction, default=True, help="open the page in the browser"
    )
    parser.add_argument(
        "--starter", action=argparse.BooleanOptionalAction, default=True, help="add the starter library, once"
    )
    return parser


def _build_starter(library: Library) -> None:
    """Put in what is new of the starter library, with a progress bar; nothing to do from the second start on."""
    try:
        with ProgressBar("document") as bar:
            add_starter(library, bar.show)
    except LibraryLocked as error:
        logger.warning("the starter library was not looked at: %s", error)


def _listen(host: str, port: int | None) -> socket.socket:
    """A listening socket at the port asked for, or at the first free one from the default on.

    Raises:
        CitewellError: The port is taken, or the address is not this computer's.
    """
    problem: OSError | None = None
    for candidate in [port] if port is not None else range(PORT, PORT + _PORTS_TRIED):
        try:
            return socket.create_server((host, candidate), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        except (OSError, OverflowError) as error:
            problem = error if isinstance(error, OSError) else OSError(str(error))
    where = f"{host}:{port}" if port is not None else f"{host}, ports {PORT} to {PORT + _PORTS_TRIED - 1}"
    raise CitewellError(f"{where}: cannot listen there ({problem}); name another with --port or --host") from problem


def _serve(library: Library, listening: socket.socket, options: argparse.Namespace) -> None:
    local = options.host in {"127.0.0.1", "localhost", "::1"}
    if not local:
        logger.warning("everyone who can reach %s can ask and add documents; there is no login", options.host)
    ready = threading.Event()
    threading.Thread(target=warm_up, args=(library, ready), daemon=True).start()
    app = build_app(Assistant(library), library, ready=ready, hosts=LOOPBACK if local else ("*",))
    shown = f"[{options.host}]" if ":" in options.host else options.host
    address = f"http://{shown}:{listening.getsockname()[1]}/"
    print(f"Citewell is at {address}  (Ctrl+C stops it)", flush=True)
    if options.open:
        # The socket listens already, so that the browser's request waits for the server instead of failing.
        webbrowser.open(address)
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])


def warm_up(library: Library, ready: threading.Event) -> None:
    """Load models and vectors, then set `ready`, also after a failure: the first question will meet and report it.

    Args:
        library: What questions are answered from.
        ready: Questions wait for it.
    """
    try:
        library.search("warm up", 1)
        if library.reader:
            library.reader.read("warm up", ["warm up"])
    except CitewellError as error:
        logger.warning("%s", error)
    finally:
        ready.set()


if __name__ == "__main__":
    sys.exit(main())
