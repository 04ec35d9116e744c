"""The other process: reads one request from stdin, works on it under limits, writes one answer to stdout."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

Sheets = dict[str, Any]


def main() -> None:
    """Answer one request."""
    source, out = sys.stdin.buffer, sys.stdout.buffer
    head = json.loads(source.read(int.from_bytes(source.read(4), "big")))
    _limit(head["memory"], head["seconds"])
    status, said, payload = _answer(str(head["job"]), tuple(head["passwords"]), source.read())
    said_bytes = json.dumps({"status": status, "bytes": len(payload), **said}).encode()
    out.write(len(said_bytes).to_bytes(4, "big") + said_bytes + payload)
    out.flush()


def _answer(job: str, passwords: tuple[str, ...], data: bytes) -> tuple[str, dict[str, Any], bytes]:
    from optimizer.sheets.broken import BROKEN
    from optimizer.sheets.foreign import NotAWorkbook, TooLarge

    try:
        if job == "unlock":
            return _unlock(data, passwords)
        return "ok", {}, json.dumps(_reader(job)(data)).encode()
    except TooLarge:
        return "too_large", {}, b""
    except NotAWorkbook:
        return "other", {}, b""
    except PermissionError:
        return "locked", {}, b""
    except MemoryError:
        return "too_large", {}, b""
    except BROKEN:
        return "damaged", {}, b""


def _reader(job: str) -> Callable[[bytes], Sheets]:
    if job == "xls":
        from optimizer.sheets.foreign_xls import read_xls

        return read_xls
    if job == "ods":
        from optimizer.sheets.foreign_ods import read_ods

        return read_ods
    from optimizer.sheets.foreign_xlsb import read_xlsb

    return read_xlsb


def _unlock(data: bytes, passwords: tuple[str, ...]) -> tuple[str, dict[str, Any], bytes]:
    """Return the workbook inside a locked file; "open" where it is not locked at all."""
    import io

    import msoffcrypto
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

    try:
        locked = msoffcrypto.OfficeFile(io.BytesIO(data))
        if not locked.is_encrypted():
            return "open", {}, b""
    except (FileFormatError, ParseError):
        return "open", {}, b""  # whatever it is, it is not locked; the reader of .xls says the rest
    # Workbooks "protected" without a password for opening are locked with a word that Excel tries by itself.
    for password in (*passwords, "VelvetSweatshop"):
        out = io.BytesIO()
        try:
            locked.load_key(password=password)
            locked.decrypt(out)
        except (InvalidKeyError, DecryptionError):
            continue
        inside = out.getvalue()
        if inside:
            return "ok", {"password": password if password in passwords else ""}, inside
    return "locked", {}, b""


def _limit(memory: int, seconds: int) -> None:
    """Bound what this process may take, where the system offers it; the caller's clock bounds it everywhere."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(kind)[1]
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (limit, hard))
