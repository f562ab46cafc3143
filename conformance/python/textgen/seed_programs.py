"""The sample programs of documents about text-generation-webui, as they are printed there.

The documents are not part of this repository. They are plain text without fences, so a program is
found by how it looks: one for curl from `curl ` to the end of its body, one in Python from its
first import to the last line with which it still compiles.
"""

import os
from pathlib import Path

PRINTED_ADDRESS = "127.0.0.1:5000"


def documents():
    folder = os.environ.get("PARLANCE_SEEDS")
    files = sorted(Path(folder).glob("*.txt")) if folder else []
    return [file for file in files if PRINTED_ADDRESS in file.read_text(encoding="utf-8")]


def programs():
    """All (name, language, source) in the documents, in their order."""
    found = []
    for document in documents():
        lines = document.read_text(encoding="utf-8").splitlines()
        at = 0
        while at < len(lines):
            language, end = program_at(lines, at)
            if language:
                source = "\n".join(lines[at:end]) + "\n"
                found.append((f"{document.stem[:3]}-line-{at + 1}", language, source))
            at = max(end, at + 1)
    return found


def program_at(lines, at):
    """The language of the program that starts in this line, if any, and the line after it."""
    if lines[at].startswith("curl ") and lines[at].endswith("\\"):
        end = at
        while end < len(lines) and not lines[end].endswith("}'"):
            end += 1
        return "sh", end + 1
    if lines[at].startswith(("import ", "from ")):
        end = last_that_compiles(lines, at)
        if end > at:
            return "python", end
    return None, at + 1


def last_that_compiles(lines, at):
    good = at
    # A line of prose is a syntax error that no later line mends.
    for end in range(at + 1, min(at + 60, len(lines)) + 1):
        try:
            compile("\n".join(lines[at:end]) + "\n", "program", "exec")
        except SyntaxError:
            continue
        if not lines[end - 1][:1].isupper():
            good = end
    return good
