"""Every error Citewell raises of its own:

CitewellError
├── ReadError           a file cannot become a document
│   ├── EmptyFile       nothing in it
│   ├── Unreadable      not what its name says, cut short, or damaged
│   ├── Encrypted       needs a password
│   ├── NoTextLayer     pages are pictures
│   ├── TooLarge        over the limit on size
│   └── Unsupported     no reader for this kind of file
├── LibraryError        the data folder cannot be used
│   ├── LibraryLocked   another process is writing
│   └── UnknownDocument no document with that id
├── OcrUnavailable      no program that reads pictures, or not in that language
├── InvalidCorrection   a person's correction cannot be right
├── ModelError          a model is missing or is not the one expected
└── FetchError          a text cannot be fetched
    ├── NotOpen         it may be read, but not under a licence that lets a copy be kept
    ├── Missing         the service does not have it
    └── Unreachable     the service does not answer

A message names the thing and the next step.
"""

from __future__ import annotations


class CitewellError(Exception):
    """Anything Citewell can explain to its user in one line."""


class ReadError(CitewellError):
    """A file cannot become a document. `name` is the file's, `reason` says why and what to do, in one line."""

    def __init__(self, name: str, reason: str) -> None:
        # A parser's own words, quoted in a reason, may run over lines.
        reason = " ".join(reason.split())
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


class EmptyFile(ReadError):
    """Nothing in it."""


class Unreadable(ReadError):
    """Not what its name says, cut short, or damaged."""


class Encrypted(ReadError):
    """Needs a password."""


class NoTextLayer(ReadError):
    """Its pages are pictures."""


class TooLarge(ReadError):
    """Over the limit on size."""


class Unsupported(ReadError):
    """There is no reader for this kind of file."""


class LibraryError(CitewellError):
    """The data folder cannot be used."""


class LibraryLocked(LibraryError):
    """Another process is writing to the data folder."""


class UnknownDocument(LibraryError):
    """No document has that id."""


class OcrUnavailable(CitewellError):
    """No program that reads pictures is installed, or it lacks the language."""


class InvalidCorrection(CitewellError):
    """What a person wants to write of a source cannot be right."""


class ModelError(CitewellError):
    """A model is missing, or is not the one expected."""


class FetchError(CitewellError):
    """A text cannot be fetched."""


class NotOpen(FetchError):
    """It is not open access, or not under a licence the user chose."""


class Missing(FetchError):
    """The service asked does not have it."""


class Unreachable(FetchError):
    """The service does not answer, now or at all."""
