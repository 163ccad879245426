"""The decorators of kernels that only borrow arrays.

Numba counts references to every array that a function is handed, with a locked instruction each. The engine
hands dozens of arrays to small functions millions of times; there the counting took half the time. A function
that creates no array and keeps none can do without. The outermost kernels own the arrays and count as usual.
"""

from __future__ import annotations

from functools import partial

from recsys_core.compilation import compiled

borrowing = partial(compiled, _nrt=False)

# For functions called at every node with all the engine's arrays: copying hundreds of words of arguments
# would take as long as the work.
inlined = partial(compiled, _nrt=False, inline="always")
