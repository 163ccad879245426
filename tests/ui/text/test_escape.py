from recsys_core.ui.text.escape import literal


def test_markdown_is_escaped():
    assert literal("![a](http://x)") == r"\!\[a\]\(http\://x\)"
    assert literal("$x$ :red[y] <b>") == r"\$x\$ \:red\[y\] \<b\>"


def test_plain_words_stay_and_long_ones_are_cut():
    assert literal("Ana 405") == "Ana 405"
    assert literal("abcdef", longest=4) == "abc…"
