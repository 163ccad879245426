"""Chinese words of what Lists says about one item, and about somebody new."""

CHINESE: dict[str, str] = {
    # why an item is here and why it moved
    "why.title": "它为什么在这里，为什么移动？",
    "why.item": "物品",
    "why.option": "{rank}. {title}",
    "why.option_gone": "{title}（不再展示）",
    "why.named": "“{title}”",
    "why.listed": "{title}（{share}）",
    "why.here": (
        "**为什么在这里**：它的得分 {score} 是此前评分记录的贡献之和。贡献最大的是{strongest}。"
        "其余 {n} 个物品贡献 {others}；无论历史如何，它都会得到 {rest}。"
    ),
    "why.here_weak": (
        "**为什么在这里**：没有评过分的物品支持它：{n} 个物品合计贡献 {others}，"
        "无论历史如何它都会得到 {rest}，得分共 {score}。"
    ),
    "why.here_nothing": "**为什么在这里**：此前没有评分；它的得分 {score} 对所有人都一样。",
    "why.here_words": (
        "**为什么在这里**：它的文本与你的话的相似度在 {n} 个物品中排第 {place}："
        "{cosine}（0 表示无关，1 表示意思相同）。"
        "推荐模型的权重是它的一半：它把与你的话最近的物品当作喜欢的物品。"
    ),
    "why.here_unknown": "**为什么在这里**：{model} 的得分不能拆分到历史中的各个物品。",
    "why.plain_here": "**为什么在这里**：主要因为此人评过的{one}和{two}。",
    "why.plain_here_one": "**为什么在这里**：主要因为此人评过的{one}。",
    "why.plain_weak": "**为什么在这里**：评过的内容都不支持它；它对任何人得分都不低。",
    "why.plain_nothing": "**为什么在这里**：此前没有评分，所以对所有人都一样。",
    "why.plain_first": "没有更相关的物品在等待。",
    "why.plain_instead": "它优先于更相关的{other}，因为后者{because}。",
    "why.plain_other_alike": "与上方已展示的{blocker}很像",
    "why.plain_other_partly": "与上方已展示的{blocker}有些像",
    "why.plain_other_served": "在上方的{blocker}之后增加不多",
    "why.plain_brings_similarity": "它优先于更相关但更雷同的{other}。",
    "why.plain_brings_variety": "它优先于更相关但带来多样性更少的{other}。",
    "why.plain_brings_taste": "它优先于更相关但不太符合此人类别比例的{other}。",
    "why.plain_brings_chance": "它只是随机地排在更相关的{other}之前。",
    "why.plain_taken": "它的位置给了{other}：综合相关性与多样性，后者在那里更合适。",
    "why.plain_taken_because": "它的位置给了{other}，因为它{because}。",
    "why.plain_alike": "与上方已展示的{blocker}很像",
    "why.plain_partly": "与上方已展示的{blocker}有些像",
    "why.plain_served": "与上方已展示的{blocker}属于相同的类别",
    "why.categories": "按这些物品的类别：{parts}。",
    "why.category": "{name} {share}",
    "why.worth": (
        "在第 {rank} 位它的价值为 {total}：相关性 {relevance_term}（{weight} × {relevance}），"
        "多样性 {gain_term}。"
    ),
    "why.entered": "**为什么进入**：",
    "why.rose": "**为什么上升**（原第 {before} 位）：",
    "why.stayed": "**为什么位置不变**：",
    "why.fell": "**为什么下降**（原第 {before} 位）：",
    "why.left": "**为什么离开**（原第 {before} 位）：",
    "why.first": "没有更相关的物品在等待，因此这里没有为它放弃什么。",
    "why.instead": "它优先于更相关的{other}：放弃 {given_up} 的相关性，{bought}，总共领先 {net}。",
    "why.bought_similarity": "避免了 {amount} 的相似",
    "why.bought_variety": "多带来 {amount} 的多样性",
    "why.bought_taste": "更符合此人的类别，多 {amount}",
    "why.bought_chance": "随机多抽到 {amount}",
    "why.blocked": "{other}在等待，因为上方已展示{blocker}（相似度 {similarity}，影响 {weight}）。",
    "why.blocked_taste": "{other}在等待，因为上方的{blocker}已照顾到它的类别（影响 {weight}）。",
    "why.taken": (
        "它的位置给了{other}：在那里价值为 {other_total}，而它是 {total}；"
        "相关性相差 {relevance}，多样性相差 {gain}。"
    ),
    "why.enters": "从 λ\u00a0=\u00a0{at} 起它在列表中。",
    "why.always": "从最相关的设置起它就在列表中。",
    "why.leaves": "从 λ\u00a0=\u00a0{at} 起它不在列表中。",
    "why.whole_lists": (
        "**为什么移动**：这种方法比较整个列表，没有哪一次选择能单独解释一个位置；"
        "与列表中哪个物品最像也不能单独决定。"
    ),
    "why.numbers": "用数字说明理由",
    "why.picks_alt": "列表中每次选择的相关性与多样性的价值",
    "why.shares_alt": "每个评过分的物品对得分的贡献",
    "why.relevance_term": "相关性",
    "why.gain_term": "多样性",
    "why.total": "价值",
    "why.passed": "优先于",
    "why.history_item": "评过分的物品",
    "why.share": "贡献",
    # what was liked later
    "liked.title": "推荐得好不好？",
    "liked.marked": "✓ 喜欢 · {title}",
    "liked.mark": "✓ 喜欢",
    "liked.column": "后来喜欢",
    "liked.legend": "✓ 喜欢：此人后来在测试期给了 4 或 5 分；推荐模型没有见过测试期的数据。",
    "liked.nothing": "此人在测试期没有喜欢的物品，因此无法评判其列表。",
    "liked.counts": "之前：{k} 个中有 {before} 个后来被喜欢；现在：{now} 个。",
    "liked.lost": "不再展示：{titles}。",
    "liked.found": "现在才展示：{titles}。",
    "liked.lower": "位置更低，因此计得更少：{moves}。",
    "liked.higher": "位置更高，因此计得更多：{moves}。",
    "liked.move": "{title}（第 {before} 位 → 第 {now} 位）",
    "liked.accuracy": "此人自己的准确度（NDCG@{k}）：之前 **{before}**，现在 **{now}**，变化 **{change}**。",
    "liked.accuracy_help": (
        "1 表示 {k} 个物品的列表以后来喜欢的物品开头，0 表示一个也没有展示。位置越低，计得越少。"
    ),
    "liked.same": "无",
    "liked.noisy": (
        "一个人的数字波动很大：它只取决于此人在测试期碰巧喜欢的 {n} 个物品。请按“调节”页上的平均值做决定。"
    ),
    "liked.noisy_one": (
        "一个人的数字波动很大：它只取决于此人在测试期碰巧喜欢的一个物品。请按“调节”页上的平均值做决定。"
    ),
    "lists.tags": "新物品旁边：彩色为第一个列表没有的类别；灰色为其中已有但最少的类别。",
    "lists.moved": "进入与离开的物品",
    "lists.move": "变动",
    "lists.clear": "重新显示所有人",
    # somebody new
    "newcomer.who": "谁的列表",
    "newcomer.someone": "数据中的人",
    "newcomer.new": "新人",
    "newcomer.title": "一位新人",
    "newcomer.about": "喜欢选出的 {count} 个物品",
    "newcomer.about_words": "由一句话描述",
    "newcomer.likes": "此人喜欢的物品，最近的放最后",
    "newcomer.likes_placeholder": "最多选择 {most} 个物品",
    "newcomer.taste": "或用一句话描述口味",
    "newcomer.taste_placeholder": "slow-burn science fiction, no horror",
    "newcomer.taste_help": (
        "语言模型比较你的话与每个物品的文本（请用英文）。"
        "no 或 without 之后的类别会被屏蔽；逗号之后请再写一次 no。"
    ),
    "newcomer.encoding": "正在读你的话：语言模型启动需要十秒左右……",
    "newcomer.empty": "选几个物品，列表立即出现；第一次写一句话要等十秒左右，语言模型需要启动。",
    "newcomer.heard": "读作“{words}”。",
    "newcomer.wanted": "点名的类别略微靠前：{names}。",
    "newcomer.wanted_as": "{name}（对应“{said}”）",
    "newcomer.refused": "在所有设置下都屏蔽：{names}。",
    "newcomer.refused_why": "语言模型几乎听不懂“不”，所以其后的词已从句子中取出。",
    "newcomer.unheard": "“{parts}”不是这些数据的类别，因此没有屏蔽任何物品；这些词只是被略去。",
    "newcomer.english": "随产品附带的语言模型读的是英文；其他语言的效果较差。",
    "newcomer.no_model": "这些数据没有训练过的语言模型，因此这里不能读一句话。",
    "newcomer.gone": "链接中的某些物品在这些数据中不存在，已略去。",
    "newcomer.unmeasured": "设置的代价是在数据中的人身上测得的，不是在此人身上。",
    # rules
    "rules.title": "每个列表都必须遵守的规则",
    "rules.note": "每条规则在此设置下的代价都是精确的：遵守所有规则的列表与去掉这一条的列表相比较。",
    "rules.pin": "按此顺序最先展示给所有人的物品",
    "rules.block": "永不展示的物品",
    "rules.at_most": "每个类别最多几个",
    "rules.at_least": "长尾物品至少几个",
    "rules.none": "没有规则",
    "rules.word_pin": "{title}固定在第 {place} 位",
    "rules.word_block": "屏蔽{title}",
    "rules.word_at_most": "每个类别最多 {n} 个",
    "rules.word_at_least": "长尾物品至少 {n} 个",
    "rules.cost": "**{rule}**：{changed} 的列表改变。准确度变化 {change}；列表的平均相关性下降 {relevance}。",
    "rules.excused": (
        "{all} 人中有 {n} 人没有能遵守全部规则的列表（其中第一个人做不到：{rules}）。"
        "这些人的列表不受规则约束，其他人按规则展示和计价。"
    ),
    "rules.clash": "这些规则无法同时遵守。",
    "rules.list": "{user} 号在这些规则下的列表",
    "rules.list_excused": "{user} 号没有能遵守规则的列表；这是不受规则约束的列表",
}
