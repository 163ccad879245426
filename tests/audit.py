"""What `make audit` prints: known vulnerabilities of what is installed, a bill of materials, licences.

Arguments: the folder of the audit's own tools, the interpreter to look at, the folder for the reports. Ends
with 1 where something is known to be vulnerable, with 2 where packages could not be checked: silence of a
database is no clean bill.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

REQUIREMENTS = ("requirements.txt", "tests/requirements.txt")


def main(tools: Path, python: Path, out: Path) -> int:
    """Write the reports, print what matters, return the exit status."""
    out.mkdir(parents=True, exist_ok=True)
    materials = list_materials(tools, python, out / "bill_of_materials.json")
    print(f"{len(materials)} packages: {out / 'bill_of_materials.json'} (CycloneDX)")
    print("Licences:")
    for licence, n in Counter(map(licence_of, materials)).most_common():
        print(f"  {n:>4}  {licence}")
    unknown = [part["name"] for part in materials if licence_of(part) == "not stated"]
    if unknown:
        print(f"Look these up by hand: {', '.join(unknown)}")
    checked, unchecked, vulnerable = find_vulnerabilities(tools, out / "vulnerabilities.json")
    for line in vulnerable:
        print(f"VULNERABLE  {line}")
    print(f"{checked} pinned packages checked for known vulnerabilities, {len(vulnerable)} found.")
    if unchecked:
        print(f"{unchecked} could not be checked: no database of vulnerabilities was reached.")
    return 1 if vulnerable else 2 if unchecked else 0


def list_materials(tools: Path, python: Path, report: Path) -> list[dict]:
    """The packages of an environment as CycloneDX components."""
    command = [tools / "cyclonedx-py", "environment", python, "--of", "JSON", "-o", report]
    subprocess.run(list(map(str, command)), check=True, stderr=subprocess.DEVNULL)
    return json.loads(report.read_text(encoding="utf-8"))["components"]


def find_vulnerabilities(tools: Path, report: Path) -> tuple[int, int, list[str]]:
    """How many pinned packages were checked, how many could not be, and a line for each vulnerability."""
    command = [
        str(tools / "pip-audit"),
        "--no-deps",
        "--disable-pip",
        "--progress-spinner",
        "off",
        "-f",
        "json",
    ]
    for name in REQUIREMENTS:
        command += ["-r", name]
    done = subprocess.run(command, capture_output=True, text=True)
    try:
        parts = json.loads(done.stdout)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        sys.exit(f"pip-audit gave no report: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}")
    report.write_text(done.stdout, encoding="utf-8")
    return summarise(parts)


def summarise(parts: list[dict]) -> tuple[int, int, list[str]]:
    """See ``find_vulnerabilities``; a part that was skipped was not checked."""
    unchecked = sum("skip_reason" in part for part in parts)
    lines = []
    for part in parts:
        for found in part.get("vulns", ()):
            fixed = ", ".join(found["fix_versions"]) or "no release"
            lines.append(f"{part['name']} {part['version']}: {found['id']}, fixed in {fixed}")
    return len(parts) - unchecked, unchecked, lines


def licence_of(part: dict) -> str:
    """A component's licence as its package states it."""
    stated = []
    for entry in part.get("licenses", ()):
        licence = entry.get("license", {})
        stated.append(entry.get("expression") or licence.get("id") or licence.get("name") or "")
    # The text of a licence is no name of one, and some packages state several forms of the same.
    short = [text for text in stated if text and len(text) < 60 and not text.startswith("declared license")]
    return short[0] if short else "not stated"


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:4])))
