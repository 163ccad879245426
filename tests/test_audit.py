import re
from pathlib import Path

from tests import audit

ROOT = Path(__file__).resolve().parents[1]


def test_a_package_that_was_skipped_was_not_checked():
    parts = [
        {"name": "a", "version": "1", "vulns": []},
        {"name": "b", "skip_reason": "not found"},
        {"name": "c", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["2.1"]}]},
    ]
    assert audit.summarise(parts) == (2, 1, ["c 2: CVE-1, fixed in 2.1"])


def test_silence_of_the_database_is_no_clean_bill(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(audit, "list_materials", lambda *places: [{"name": "a"}])
    for found, status in (((3, 0, []), 0), ((2, 1, []), 2), ((2, 1, ["a 1: CVE-1"]), 1)):
        monkeypatch.setattr(audit, "find_vulnerabilities", lambda *places, found=found: found)
        assert audit.main(tmp_path, tmp_path, tmp_path / "out") == status
    assert "Look these up by hand: a" in capsys.readouterr().out


def test_a_licence_is_a_name_not_its_text():
    assert (
        audit.licence_of({"licenses": [{"license": {"name": "x" * 500}}, {"license": {"id": "MIT"}}]})
        == "MIT"
    )
    assert audit.licence_of({"licenses": [{"expression": "BSD-3-Clause AND MIT"}]}) == "BSD-3-Clause AND MIT"
    assert audit.licence_of({}) == "not stated"


def test_every_test_that_security_md_names_exists():
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/.]+)`", text)
    assert len(named) > 15 and not [name for name in named if not (ROOT / name).is_file()]
