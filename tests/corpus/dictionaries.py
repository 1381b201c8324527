"""Read a Hunspell dictionary: its stems, each with the forms that its suffixes make."""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Suffix:
    cut: str
    ending: str
    after: re.Pattern[str]

    def applied(self, stem: str) -> str | None:
        if not stem.endswith(self.cut) or not self.after.search(stem):
            return None
        return stem[: len(stem) - len(self.cut)] + self.ending


def paradigms(folder: Path, name: str) -> dict[str, set[str]]:
    """Return stem → stem and its suffixed forms (one suffix deep, no prefixes)."""
    kind, aliases, suffixes = _affixes(folder / f"{name}.aff")
    found: dict[str, set[str]] = {}
    for line in lines(folder / f"{name}.dic")[1:]:
        entry = re.split(r"[\s]", line, maxsplit=1)[0]
        stem, _, flags = entry.partition("/")
        if not stem:
            continue
        forms = found.setdefault(stem, {stem})
        for flag in _split(aliases.get(flags, flags), kind):
            for suffix in suffixes.get(flag, ()):
                form = suffix.applied(stem)
                if form:
                    forms.add(form)
    return found


def _affixes(path: Path) -> tuple[str, dict[str, str], dict[str, list[Suffix]]]:
    kind = ""
    aliases: dict[str, str] = {}
    suffixes: dict[str, list[Suffix]] = {}
    for line in lines(path):
        words = line.split()
        if words[:1] == ["FLAG"]:
            kind = words[1]
        elif words[:1] == ["AF"] and not words[1].isdigit():
            aliases[str(len(aliases) + 1)] = words[1]
        elif words[:1] == ["SFX"] and not words[3].isdigit():
            _, flag, cut, ending, after = (*words[:4], *words[4:5], ".")[:5]
            plain = ending.partition("/")[0]
            suffixes.setdefault(flag, []).append(
                Suffix(
                    "" if cut == "0" else cut,
                    "" if plain == "0" else plain,
                    re.compile(f"(?:{after})$"),
                )
            )
    return kind, aliases, suffixes


def _split(flags: str, kind: str) -> list[str]:
    if kind == "num":
        return flags.split(",")
    size = 2 if kind == "long" else 1
    return [flags[at : at + size] for at in range(0, len(flags), size)]


def lines(path: Path) -> list[str]:
    raw = path.read_bytes()
    declared = re.search(
        rb"^SET\s+(\S+)", path.with_suffix(".aff").read_bytes(), re.MULTILINE
    )
    charset = (declared[1] if declared else b"latin-1").decode()
    return raw.decode(charset.replace("ISO8859", "ISO-8859"), "replace").splitlines()
