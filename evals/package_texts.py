"""A benchmark of our own for any text: descriptions that installed Python packages bring, with questions to them.

    python -m evals.package_texts DIR     # writes the folder, for: v2a eval --folder DIR

The texts are taken from the installed packages when this runs; the repository holds our questions only. To these,
mechanical ones are added for volume: sentences with some words left out, headings of sections, and sentences of texts
that are left out of the folder, which nothing in it answers.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from pydoc_data.topics import topics
from typing import Any

from assistant.words import stop_words

QUESTIONS = Path(__file__).with_name("package_questions.jsonl")
SHORTEST, LONGEST = 3_000, 20_000  # characters of a package's description; longer ones are cut
MOST_READMES = 60
EVERY = 9  # one text in so many is left out, to ask what the others do not answer
PER_TEXT = 2  # mechanical questions of a kind per text
_SENTENCE = re.compile(r"(?<=[.!?]\s)([A-Z][^.!?\n]*(?:\n[^.!?\n]+)*[.!?])(?=\s)")
_HEADING = re.compile(r"^([A-Z][^\n]{6,70})\n([=*~^-])\2{4,}\n\n((?:[^\n]+\n)+)", re.M)


def package_texts() -> dict[str, str]:
    """Texts by id: language reference, descriptions of data sets, and the descriptions of packages."""
    texts = {f"topic-{name}": text for name, text in topics.items()}
    spec = find_spec("sklearn")
    if spec and spec.origin:
        for path in sorted((Path(spec.origin).parent / "datasets" / "descr").glob("*.rst")):
            texts[f"data-{path.stem}"] = path.read_text(encoding="utf-8")
    asked = {row.get("doc", "") for row in _questions()}
    found: dict[str, str] = {}
    for package in metadata.distributions():
        text = (package.read_text("METADATA") or "").partition("\n\n")[2]
        if len(text) >= SHORTEST:
            found[f"readme-{package.metadata['Name'].lower()}"] = text[:LONGEST]
    chosen = sorted(found, key=lambda name: (name not in asked, name))[: max(MOST_READMES, len(asked))]
    return texts | {name: found[name] for name in sorted(chosen)}


def _questions() -> list[dict[str, Any]]:
    return [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


def write_folder(folder: Path) -> int:
    """The benchmark as `v2a eval --folder` reads it; returns the number of questions."""
    texts = package_texts()
    asked = {row.get("doc", "") for row in _questions()}
    left_out = [name for at, name in enumerate(sorted(texts.keys() - asked)) if at % EVERY == 0]
    kept = {name: text for name, text in texts.items() if name not in left_out}
    rows = [row for one in _questions() if (row := _written(one, kept))]
    chance = random.Random(7)
    rows += [row for name, text in kept.items() for row in _mechanical(name, text, chance)]
    for name in left_out:
        rows += [{**row, "gold": [], "kind": f"{row['kind']}-none"} for row in _mechanical(name, texts[name], chance)]
    (folder / "docs").mkdir(parents=True, exist_ok=True)
    for name, text in kept.items():
        (folder / "docs" / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "questions.jsonl").write_text("".join(lines), encoding="utf-8")
    return len(rows)


def _written(row: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any] | None:
    """A question of ours with its gold: the paragraph around the anchor, or all from there to the paragraph `to`.

    None when the installed version of that package does not say it.
    """
    history = [{"role": role, "content": said} for role, said in row.get("history", ())]
    question = {"question": row["question"], "kind": row["kind"], "history": history, "gold": []}
    if "doc" not in row:
        return question
    text = texts.get(row["doc"], "")
    start, end = _paragraph(text, row["anchor"])
    if "to" in row and end:
        end = _paragraph(text, row["to"], start)[1]
    return {**question, "gold": [{"doc": row["doc"], "start": start, "end": end}]} if end else None


def _paragraph(text: str, words: str, after: int = 0) -> tuple[int, int]:
    """Start and end of the paragraph that holds the words, with any white space between them; (0, 0) without it."""
    found = re.compile(r"\s+".join(re.escape(word) for word in words.split())).search(text, after)
    if not found:
        return 0, 0
    start = text.rfind("\n\n", 0, found.start()) + 2 if "\n\n" in text[: found.start()] else 0
    end = text.find("\n\n", found.end())
    return start, end if end >= 0 else len(text)


def _mechanical(name: str, text: str, chance: random.Random) -> Iterator[dict[str, Any]]:
    sentences = [m.span(1) for m in _SENTENCE.finditer(text) if 60 < len(m[1]) < 300 and _prose(m[1])]
    for start, end in chance.sample(sentences, min(PER_TEXT, len(sentences))):
        question = _words_of(text[start:end], chance)
        yield {"question": question, "kind": "cut", "gold": [{"doc": name, "start": start, "end": end}]}
    headings = [m for m in _HEADING.finditer(text) if len(m[3]) > 150 and m.start() > 0]
    for match in chance.sample(headings, min(PER_TEXT, len(headings))):
        gold = {"doc": name, "start": match.start(3), "end": match.end(3)}
        yield {"question": f"What about {match[1].strip()}?", "kind": "heading", "gold": [gold]}


def _prose(sentence: str) -> bool:
    return sum(c.isalpha() or c.isspace() for c in sentence) > 0.92 * len(sentence)


def _words_of(sentence: str, chance: random.Random) -> str:
    """Two in three of a sentence's words that carry meaning, in their order."""
    words = [w for w in re.findall(r"[\w'-]+", sentence) if w.lower() not in stop_words("en")]
    kept = sorted(
        chance.sample(range(len(words)), max(3, 2 * len(words) // 3)) if len(words) > 3 else range(len(words))
    )
    return " ".join(words[at] for at in kept)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the folder that the argument names."""
    parser = argparse.ArgumentParser(prog="python -m evals.package_texts", description=main.__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args(arguments).folder
    number = write_folder(folder)
    print(f"{number} questions in {folder}; now run: v2a eval --folder {folder}")  # noqa: T201 - what the script is for
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
