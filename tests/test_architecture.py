"""The import directions of the design, read from the source with `ast`."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "recsys_core"
LEAVES = {"errors", "types", "config", "protocol", "messages", "runtime"}
# package -> the recsys_core parts it may import besides itself and the leaves
MAY_IMPORT = {
    "stats": set(),
    "store": set(),
    "metrics": set(),
    "data": {"metrics"},
    "models": {"data", "metrics"},
    "training": {"models", "data", "metrics"},
    "rerank": {"metrics"},
    "evaluation": {"rerank", "metrics", "data", "stats"},
    "decisions": {"evaluation", "stats", "models", "rerank", "metrics", "data"},
    "workbench": {"store", "decisions", "evaluation", "stats", "models", "rerank", "metrics", "data"},
    "scale": {"decisions", "evaluation", "stats", "models", "rerank", "metrics", "data"},
    "handoff": {"workbench", "store"},
    "jobs": {
        "workbench", "store", "training", "models", "metrics", "data", "evaluation", "decisions", "stats",
    },
    "serving": {"handoff", "workbench", "store"},
    "cli": {"handoff", "serving", "scale", "workbench", "jobs", "store", "training", "data", "rerank"},
    "ui": {"handoff", "workbench", "jobs", "store", "data", "training"},
    "__main__": {"cli"},
}  # fmt: skip
DOORS = {
    "torch": ("models/text/encoder.py", "training/"),
    "transformers": ("models/text/encoder.py", "training/"),
    "peft": ("models/text/encoder.py", "training/"),
    "ray": ("scale/",),
    "faiss": ("scale/",),
    "streamlit": ("ui/",),
    "fastapi": ("serving/",),
    "uvicorn": ("serving/",),
    "prometheus_client": ("serving/",),
    "sqlalchemy": ("store/", "data/databases.py"),
    "alembic": ("store/",),
    "psycopg": ("store/",),
    "duckdb": ("data/readers/", "data/databases.py", "handoff/"),
}
ONLY_NUMERIC = {"stats", "metrics", "rerank"}
NUMERIC = {"numpy", "scipy", "numba"}
UI_SHARED = {"shell", "text", "widgets"}


@cache
def modules():
    """Every module of the package as (path below it, names it imports)."""
    return [(path.relative_to(PACKAGE), tuple(imports(path))) for path in sorted(PACKAGE.rglob("*.py"))]


def imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the direction"
            yield node.module
            if node.module.startswith("recsys_core"):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part_of(path):
    return path.parts[0].removesuffix(".py")


def test_imports_run_one_way():
    wrong = []
    for path, names in modules():
        part = part_of(path)
        if part == "__init__":
            continue  # the front door: what it imports is tested where it is used
        allowed = LEAVES if part in LEAVES else LEAVES | {part} | MAY_IMPORT[part]
        targets = {name.split(".")[1] for name in names if name.startswith("recsys_core.")} - {"__version__"}
        wrong += [f"{path} may not import recsys_core.{target}" for target in sorted(targets - allowed)]
    assert not wrong, "\n".join(wrong)


def test_doors_stay_shut():
    wrong = []
    for path, names in modules():
        for top in {name.split(".")[0] for name in names}:
            if top in DOORS and not path.as_posix().startswith(DOORS[top]):
                wrong.append(f"{path} may not import {top}")
            foreign = top not in NUMERIC | sys.stdlib_module_names | {"recsys_core"}
            if part_of(path) in ONLY_NUMERIC and foreign:
                wrong.append(f"{path} may not import {top}")
    assert not wrong, "\n".join(wrong)


def test_no_page_imports_another():
    wrong = []
    for path, names in modules():
        if part_of(path) != "ui" or len(path.parts) < 3 or path.parts[1] in UI_SHARED:
            own = UI_SHARED if path.parts[:1] == ("ui",) else None
        else:
            own = UI_SHARED | {path.parts[1]}
        for name in names:
            steps = name.split(".")
            if own is not None and steps[:2] == ["recsys_core", "ui"] and len(steps) > 2:
                if steps[2] not in own:
                    wrong.append(f"{path} may not import {name}")
    assert not wrong, "\n".join(sorted(set(wrong)))


def test_the_interface_takes_only_classes_and_constants_from_the_engine():
    # the linter holds that functions and modules are lower case, classes and constants are not
    results = ast.parse((PACKAGE / "workbench" / "results.py").read_text())
    trees = [tree for _, tree in interface_trees()]
    taken = [
        (node.module, alias.name)
        for tree in [results, *trees]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if tree is results or node.module.startswith("recsys_core.training")
    ]
    assert taken
    assert not [name for name in taken if not name[1][0].isupper()]


STATISTICS = {
    "mean", "std", "var", "median", "percentile", "quantile", "sum", "cumsum", "argmax", "argmin", "argsort",
}  # fmt: skip


def test_the_interface_caches_through_one_decorator():
    for path, tree in interface_trees():
        names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not names & {"cache_resource", "cache_data"}, path


def test_the_interface_computes_no_statistic():
    wrong = [
        f"{path}:{node.lineno} {node.func.attr}"
        for path, tree in interface_trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in STATISTICS and not path.startswith("learn/")
    ]
    assert not wrong, "\n".join(wrong)


def interface_trees():
    """Every module of the interface as (path below ui/, syntax tree), with pages and app."""
    ui = PACKAGE / "ui"
    files = {path.relative_to(ui).as_posix(): path for path in sorted(ui.rglob("*.py"))}
    scripts = [ROOT / "app.py", *(ROOT / "pages").glob("*.py")]
    files |= {path.relative_to(ROOT).as_posix(): path for path in scripts}
    return [(name, ast.parse(path.read_text())) for name, path in files.items()]


def test_one_module_holds_the_state_of_a_visit():
    users = [path for path in (PACKAGE / "ui").rglob("*.py") if "session_state" in path.read_text()]
    assert users == [PACKAGE / "ui" / "shell" / "state.py"]


def test_pages_stand_on_ui_alone():
    for path in [ROOT / "app.py", *(ROOT / "pages").glob("*.py")]:
        for name in imports(path):
            if name.startswith("recsys_core."):
                assert name.split(".")[1] in {"ui", "errors"}, f"{path.name} imports {name}"


def test_the_workbench_opens_no_heavy_door():
    code = (
        "import sys, recsys_core.workbench; "
        "print(sorted(n for n in ('torch','transformers','ray','streamlit') if n in sys.modules))"
    )
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_nobody_prints_a_registry_or_machine_path():
    forbidden = ["py" + "pi.org", "python" + "hosted", "/wo" + "rk/"]
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in tracked.stdout.splitlines():
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".js", ".css", ".html", ".txt", ".json"} and path.exists():
            text = path.read_text(errors="replace")
            assert not [word for word in forbidden if word in text], name
