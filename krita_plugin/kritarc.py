"""Single entries of Krita's settings file; every other line stays as it is, byte for byte."""

from pathlib import Path

from core import safe_write


def set_entry(file: Path, group: str, key: str, value: str) -> None:
    """Write ``key=value`` into a group, which is made where it is missing."""
    lines = _read(file)
    start, end = _group(lines, group)
    if start is None:
        lines += ["", f"[{group}]"] if lines and lines[-1] else [f"[{group}]"]
        start = end = len(lines)
    found = [i for i in range(start, end) if _key(lines[i]) == key]
    for i in reversed(found):
        del lines[i]
    lines.insert(found[0] if found else start, f"{key}={value}")
    _write(file, lines)


def remove_entry(file: Path, group: str, key: str) -> None:
    """Take one entry away, if it is there, and the group with it where nothing else is in it."""
    lines = _read(file)
    start, end = _group(lines, group)
    if start is None:
        return
    inside = [line for line in lines[start:end] if _key(line) != key]
    if not any(inside):
        remove_group(file, group)
    elif len(inside) < end - start:
        _write(file, lines[:start] + inside + lines[end:])


def remove_group(file: Path, group: str) -> None:
    """Take a group away with all that is in it."""
    lines = _read(file)
    start, end = _group(lines, group)
    if start is not None:
        _write(file, lines[: start - 1] + lines[end:])


def top_entry(file: Path, key: str) -> str | None:
    """An entry that stands before the first group."""
    for line in _read(file):
        if line.startswith("["):
            return None
        if _key(line) == key:
            return line.partition("=")[2].strip() or None
    return None


def _group(lines: list[str], group: str) -> tuple[int | None, int]:
    """Where the lines of a group begin and end."""
    if f"[{group}]" not in lines:
        return None, 0
    start = lines.index(f"[{group}]") + 1
    after = [i for i in range(start, len(lines)) if lines[i].startswith("[")]
    return start, after[0] if after else len(lines)


def _key(line: str) -> str:
    return line.partition("=")[0].strip()


def _read(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8", errors="surrogateescape").split("\n")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise safe_write.output_error(file, error) from error


def _write(file: Path, lines: list[str]) -> None:
    safe_write.make_folder(file.parent)
    text = "\n".join(lines).rstrip("\n") + "\n"
    safe_write.write_bytes(file, text.encode("utf-8", errors="surrogateescape"))
