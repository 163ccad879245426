import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from recsys_core.ui import launch

ROOT = Path(__file__).resolve().parents[2]

BLOCKED = """
import sys
sys.modules["streamlit"] = None
import importlib.util
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name == "streamlit" else find(name, *rest)
from recsys_core.ui.launch import main
sys.exit(main())
"""


def test_without_the_interfaces_packages_the_command_says_how_to_install_them():
    done = subprocess.run([sys.executable, "-c", BLOCKED], capture_output=True, text=True)
    assert done.returncode == 2
    assert (
        done.stderr == "error: the dashboard needs Streamlit and Plotly. "
        "Install them: pip install 'equipoise[interface]'\n"
    )


def test_only_this_machine_is_served_unless_another_address_is_named():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert not launch.is_open(config["server"]["address"])


@pytest.mark.parametrize(
    ("arguments", "environment", "address", "is_open"),
    [
        ([], "", "", False),
        (["--server.port", "8501"], "", "", False),
        (["--server.address", "0.0.0.0"], "", "0.0.0.0", True),
        (["--server.address=::"], "", "::", True),
        (["--server.address", "192.168.1.7"], "127.0.0.1", "192.168.1.7", True),
        (["--server.address", "my-host"], "", "my-host", True),
        (["--server.address", "127.0.0.2"], "", "127.0.0.2", False),
        (["--server.address", "localhost"], "0.0.0.0", "localhost", False),
        ([], "0.0.0.0", "0.0.0.0", True),
        (["--server.address"], "", "", False),
    ],
)
def test_the_address_comes_from_the_options_or_the_environment(
    monkeypatch, arguments, environment, address, is_open
):
    monkeypatch.setenv("STREAMLIT_SERVER_ADDRESS", environment)
    assert launch.listens_on(arguments) == address
    assert launch.is_open(address) is is_open


@pytest.mark.parametrize(("address", "warned"), [("0.0.0.0", True), ("127.0.0.1", False)])
def test_an_open_server_says_what_that_means(monkeypatch, capsys, address, warned):
    from streamlit.web import cli

    monkeypatch.setattr(cli, "main", lambda: 0)
    monkeypatch.setattr(sys, "argv", ["equipoise", "--server.address", address])
    assert launch.main() == 0
    assert ("whoever reaches this machine" in capsys.readouterr().err) is warned
    assert sys.argv[-2:] == ["--server.address", address]


def test_the_server_has_the_interface_loaded_before_anybody_visits_it():
    code = "import sys, app; print(*(name for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    files = [path.relative_to(ROOT).with_suffix("") for path in (ROOT / "recsys_core/ui").rglob("*.py")]
    names = {".".join(file.parts).removesuffix(".__init__") for file in files} - {"recsys_core.ui"}
    assert names <= set(done.stdout.split())
