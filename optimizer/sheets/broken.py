"""The ways in which damaged archives and XML show themselves; whatever else is raised is our own mistake."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib

BROKEN: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    SyntaxError,  # ParseError, and what lxml says where openpyxl finds it installed
    LookupError,  # a part, a style or a column that is named and not there
    ValueError,  # also bad UTF-8, and what defusedxml forbids
    TypeError,
    AttributeError,
    ArithmeticError,  # numbers too large to be a row or a date
    EOFError,
    OSError,  # bz2 says so of bad data
    NotImplementedError,  # a way of packing nobody knows
    RuntimeError,  # a zip entry with a password; elements nested without end
    AssertionError,
)
