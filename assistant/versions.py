"""Versions of the parts that shape an index. Raise one when its part changes what it produces.

An index remembers those that built it; with others it is refused, and an ingest run rebuilds it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

PARTS: Mapping[str, str] = {
    "reader": "1",  # ingest/readers
    "cleaner": "2",  # ingest/clean.py
    "splitter": "1",  # ingest/split.py
    "linker": "1",  # ingest/link.py
    "edition": "1",  # ingest/corpus.py
    "entries": "2",  # ingest/entries.py
    "keywords": "5",  # assistant/drivers/keywords.py, assistant/words.py
    "layout": "2",  # assistant/index.py
}


def versions_with(embedder: str) -> dict[str, str]:
    """All parts of an index whose vectors are made by `embedder`."""
    return {**PARTS, "embedder": embedder}


def fingerprint(versions: Mapping[str, str], content: str = "") -> str:
    """Short digest over the parts and, where given, the digest of what was indexed."""
    return hashlib.sha256(json.dumps([sorted(versions.items()), content]).encode()).hexdigest()[:16]
