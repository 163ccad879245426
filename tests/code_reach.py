"""Which parts of the package a module's results depend on, read from its imports."""

from recsys_core.runtime import array_store
from tests.test_architecture import LEAVES, imports

ELSEWHERE = (LEAVES - {"types"}) | {"models"}
"""Parts that change no stored figure, or are in its key: the protocol, and the version of the scores."""


def parts_reached(*modules):
    """The top-level packages and files that these modules import, themselves and all that follows."""
    seen, queue = set(), [f"recsys_core.{name}" for name in modules]
    while queue:
        name = queue.pop()
        path = array_store._PACKAGE.joinpath(*name.split(".")[1:]).with_suffix(".py")
        if name not in seen and path.is_file():
            seen.add(name)
            queue += [found for found in imports(path) if found.startswith("recsys_core.")]
    return {name.split(".")[1] for name in seen} - ELSEWHERE


def parts_of(code):
    """The same of what goes into a fingerprint."""
    return {part.removesuffix(".py") for part in code}
