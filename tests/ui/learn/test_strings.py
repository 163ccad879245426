"""Keys that the lessons put together exist; ``test_catalogues`` looks at those written out."""

from recsys_core.ui.learn import best_list, films, rating_model, sameness, setting
from recsys_core.ui.learn.lessons import LESSONS
from recsys_core.ui.text.catalogues import texts


def asked_for():
    """Every key of a family that is put together."""
    keys = {f"learn.film.{key}" for key in films.KEYS}
    keys |= {f"learn.label.{label}" for labels in films.LABELS.values() for label in labels}
    parts = ("tab", "title", "intro", "teacher", "task")
    keys |= {f"learn.{lesson.name}.{part}" for lesson in LESSONS for part in parts}
    for name, module in {
        "setting": setting,
        "best": best_list,
        "same": sameness,
        "model": rating_model,
    }.items():
        keys |= {f"learn.{name}.ask"} | {f"learn.{name}.{option}" for option in module.OPTIONS}
    return keys


def test_everything_asked_for_is_there():
    asked = asked_for()
    assert len(asked) > 50
    assert asked - texts("en").by_key.keys() == set()
