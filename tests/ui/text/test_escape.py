from recsys_core.ui.text.escape import escape_markdown


def test_markdown_is_escaped():
    assert escape_markdown("![a](http://x)") == r"\!\[a\]\(http\://x\)"
    assert escape_markdown("$x$ :red[y] <b>") == r"\$x\$ \:red\[y\] \<b\>"


def test_plain_words_stay_and_long_ones_are_cut():
    assert escape_markdown("Ana 405") == "Ana 405"
    assert escape_markdown("abcdef", longest=4) == "abc…"
