import json

from recsys_core.ui.shell import status


def test_the_status_says_version_load_memory_and_queue(tmp_path, monkeypatch):
    for name in ("DATA", "RUNS"):
        monkeypatch.setenv(f"EQUIPOISE_{name}", str(tmp_path / name))
    found = status.describe()
    assert found["queue"] == {"running": 0, "waiting": 0, "at_most": 20}
    assert found["uploads"]["number"] == 0 and found["version"]
    memory = found["memory"]
    assert memory["most_so_far"] > 10**7 and memory["kept_at_most"] > memory["kept"] >= 0
    assert str(tmp_path) not in json.dumps(found), "no paths of the server"


def test_it_has_an_address_of_its_own():
    assert [route.path for route in status.ROUTES] == ["/status"]
