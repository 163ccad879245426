"""The whole story: its text, its payload, nothing that tells who a person is, nothing of others as markup."""

import copy
import dataclasses
import json
import re
from html.parser import HTMLParser

import pytest

from recsys_core.ui.story.saved import saved
from recsys_core.ui.text.words import Words
from recsys_core.workbench.results import Limits

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\" ' & {{ 7 * 7 }}"
VOID = {"meta", "input", "br", "img", "link"}


class Tags(HTMLParser):
    """Refuses tags that are not closed in the order in which they were opened."""

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.titles, self.text = [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert tag == self.open.pop()

    def handle_startendtag(self, tag, attrs):
        pass  # parts of a drawing

    def handle_data(self, data):
        if not {"style", "script"} & set(self.open):
            self.text.append(data)
            if self.open and self.open[-1] == "h1":
                self.titles.append(data)


def read(text):
    found = Tags()
    found.feed(text)
    assert not found.open
    return found


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "setting", [{}, {"reranker": "mmr", "variety": 0.9}, {"reranker": "msd", "variety": 0.0},
                {"reranker": "none", "variety": 0.4}, {"reranker": "msd", "variety": 0.5, "k": 20},
                {"reranker": "msd", "variety": 0.5, "k": 5}, {"limits": Limits(0.0001)}],
)  # fmt: skip
def test_six_steps_whatever_is_open(story_of, lang, setting):
    story = story_of(lang, **setting)
    found = read(story.html)
    assert found.titles == [step.title for step in story.steps] and len(found.titles) == 6
    assert not re.search(r"\{\w+\}|nan|None", " ".join(found.text)), "every placeholder is filled"
    assert all(step.notes and all(step.notes) for step in story.steps)
    assert not [note for step in story.steps for note in step.notes if re.search(r"\{\w+\}|\bnan\b", note)]
    assert json.loads(story.live)["language"] == lang


def test_the_languages_say_other_things(story_of):
    english, chinese = story_of("en"), story_of("zh")
    for one, other in zip(english.steps, chinese.steps, strict=True):
        assert one.title != other.title and set(one.notes).isdisjoint(other.notes)


def test_nothing_tells_who_the_person_is(story_of, bench):
    user = next(str(user) for user in bench.user_ids if str(user) not in story_of().html + story_of().live)
    story = story_of("en", "mmr", 0.5, user=user)
    assert user not in story.html and user not in story.live
    assert user not in saved(story)
    assert json.loads(story.live)["person"]["title"] == "Person A"


def test_what_others_wrote_cannot_become_markup(story_of, bench):
    foreign = copy.copy(bench)
    items = bench.dataset.items.assign(title=HOSTILE)
    foreign.dataset = dataclasses.replace(bench.dataset, title=HOSTILE, items=items)
    # Titles go by way of a cache that all data of this key share.
    foreign.key = "foreign"
    story = story_of("en", "mmr", 0.5, of=foreign)
    found = read(story.html)
    assert not [tag for tag, _ in found.seen if tag in {"script", "img"}]
    assert HOSTILE in "".join(found.text)
    file = saved(story)
    assert file.count("<script") == file.count("</script") == 2, "data and code, nothing else"
    assert "<img" not in re.sub(r'<script type="application/json".*?</script>', "", file, flags=re.DOTALL)
    block = re.search(r'<script type="application/json" id="story">(.*?)</script>', file, re.DOTALL)[1]
    assert json.loads(block)["html"] == story.html


def test_the_saved_file_stands_alone(story_of):
    story = story_of("zh", "mmr", 0.6)
    file = saved(story, 3)
    head = file[: file.index("<body>")]
    assert '<html lang="zh">' in head and f"<title>{Words('zh')('story.of', data='')[:2]}"[:7] in head
    urls = set(re.findall(r"https?://[^\"'\s)]+", file))
    assert urls == {"http://www.w3.org/2000/svg"}, "the name of SVG's elements, which is never fetched"
    assert "@import" not in file and "url(" not in file and " src=" not in file
    assert "--st-text-color:#1C2024" in head and "--st-text-color:#F1EFEA" in head
    assert json.loads(re.search(r'id="story">(.*?)</script>', file, re.DOTALL)[1])["step"] == 3
