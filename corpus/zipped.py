"""Zip files as Word and EPUB use them, opened so that none can fill the memory."""

from __future__ import annotations

import io
import zipfile
import zlib

from corpus.errors import Encrypted, TooLarge, Unreadable

MAX_MEMBERS = 10_000
MAX_MEMBER_BYTES = 50 * 1024 * 1024
MAX_TOTAL_BYTES = 200 * 1024 * 1024
"""Of all that was unpacked of one file, pictures aside, for they are never unpacked."""
MAX_RATIO = 200
"""Times a member may grow when it is unpacked; text in XML grows 5 to 30 times."""
_SMALL = 1024 * 1024
"""Members that unpack to less are let be, however they grow."""


class Zipped:
    """The members of a zip file, each unpacked only when asked for and never past the limits.

    Raises:
        Unreadable: It is no zip file, or damaged.
        TooLarge: Too many members.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._unpacked = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._infos = {i.filename: i for i in self._zip.infolist()}
        except (zipfile.BadZipFile, ValueError, LookupError, OverflowError, NotImplementedError, OSError) as error:
            raise self._damaged(error) from error
        if len(self._infos) > MAX_MEMBERS:
            raise TooLarge(name, f"holds {len(self._infos):,} files, and no text does; it is not read")

    def __contains__(self, member: str) -> bool:
        return member in self._infos

    def names(self) -> tuple[str, ...]:
        """The names of the members, in the order of the file."""
        return tuple(self._infos)

    def read(self, member: str) -> bytes:
        """The bytes of a member.

        Raises:
            Encrypted: It needs a password.
            TooLarge: It grows past the limits.
            Unreadable: It is not there or damaged.
        """
        info = self._infos.get(member)
        if info is None:
            raise Unreadable(self._name, f"lacks its part {member}; save it again")
        if info.flag_bits & 1:
            raise Encrypted(self._name, "is locked with a password; unlock it and add it again")
        try:
            with self._zip.open(info) as file:
                # What the file says of its own size may be a lie, so no more is taken than is allowed.
                data = file.read(MAX_MEMBER_BYTES + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            ValueError,
            LookupError,
            NotImplementedError,
            OverflowError,
            OSError,
            RuntimeError,
        ) as error:
            raise self._damaged(error) from error
        self._unpacked += len(data)
        grown = len(data) > max(_SMALL, MAX_RATIO * info.compress_size)
        if len(data) > MAX_MEMBER_BYTES or self._unpacked > MAX_TOTAL_BYTES or grown:
            raise TooLarge(
                self._name, f"unpacks to far more than its size ({member}), as a zip bomb does; it is not read"
            )
        return data

    def _damaged(self, error: Exception) -> Unreadable:
        return Unreadable(self._name, f"is a damaged or cut-off zip file ({type(error).__name__}); download it again")
