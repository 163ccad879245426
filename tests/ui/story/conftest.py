import pytest

from recsys_core.ui.shell.choice import Choice
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.session import open_workbench
from recsys_core.ui.story.step import figures
from recsys_core.ui.story.story import tell
from recsys_core.ui.text.words import Words
from recsys_core.ui.tune import memo
from recsys_core.workbench.results import Limits


@pytest.fixture(scope="session")
def bench():
    return open_workbench("sample")


@pytest.fixture(scope="session")
def page_of(bench):
    """A page at a setting of the sample; without one, at the recommended one."""

    def make(lang="en", reranker=None, variety=None, *, of=bench, k=10, user="", limits=None, **more):
        limits = limits or Limits()
        best = bench.advice.recommend(limits)
        if reranker is None:
            reranker, variety = best.method, best.certificate.position
        choice = Choice(
            "sample", reranker, user or bench.people.example(), k, variety, limits=limits, lang=lang, **more
        )
        return Page(of, choice, Words(lang))

    return make


@pytest.fixture(scope="session")
def story_of(page_of):
    def make(*setting, **more):
        page = page_of(*setting, **more)
        return tell(page, memo.action(page), memo.limit_results)

    return make


@pytest.fixture
def figures_of(page_of):
    return lambda *setting, **more: figures(page_of(*setting, **more))
