import subprocess
import sys

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
