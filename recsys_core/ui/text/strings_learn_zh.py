"""Every Chinese (简体中文) word of the Learn page; the keys of ``strings_learn.py``."""

CHINESE: dict[str, str] = {
    "nav.learn": "学习",
    # around the lessons
    "learn.lessons": "课程",
    "learn.progress": "已完成 {done}/{all} 道练习",
    "learn.unknown": "没有第“{value}”课，只有第 1 到第 {last} 课。现在显示第一课。",
    "learn.preparing": "正在算出本课的每一份列表。只有第一位访问者需要等待。",
    "learn.reveal": "揭晓",
    "learn.check": "检查",
    "learn.again": "重做这一课",
    "learn.said": "你的回答：**{option}**。",
    "learn.right": "答对了。",
    "learn.otherwise": "这次没猜对。",
    "learn.not_yet": "还不对。",
    "learn.incomplete": "请先填写答案。",
    "learn.exercise": "练习",
    "learn.formula": "公式",
    "learn.table": "以表格显示",
    "learn.teacher": "教师备注",
    "learn.comma": "、",
    "learn.nothing": "尚未展示任何影片",
    # the eight films
    "learn.film.salt_road": "盐路",
    "learn.film.night_ferry": "夜渡",
    "learn.film.harbour_lights": "港湾灯火",
    "learn.film.second_watch": "第二班岗",
    "learn.film.paper_lanterns": "纸灯笼",
    "learn.film.clockwork_summer": "发条之夏",
    "learn.film.moon_over_tbilisi": "第比利斯之月",
    "learn.film.beekeeper": "养蜂人",
    "learn.label.sea": "海洋",
    "learn.label.crime": "犯罪",
    "learn.label.drama": "剧情",
    "learn.label.romance": "爱情",
    "learn.label.family": "家庭",
    "learn.label.animation": "动画",
    "learn.label.music": "音乐",
    "learn.label.nature": "自然",
    # heads of tables
    "learn.column.place": "名次",
    "learn.column.film": "影片",
    "learn.column.labels": "标签",
    "learn.column.relevance": "相关度",
    "learn.column.worth": "相关度得分",
    "learn.column.closest": "最相似的已展示影片",
    "learn.column.repeats": "相似度扣分",
    "learn.column.total": "总分",
    "learn.column.who": "用户 · 物品",
    "learn.column.rating": "评分",
    "learn.column.score": "预测",
    "learn.column.error": "平方误差",
    "learn.column.score_after": "之后预测",
    "learn.column.error_after": "之后误差",
    # 1: one pick at a time
    "learn.pick.tab": "逐个挑选",
    "learn.pick.title": "一次挑一部",
    "learn.pick.intro": (
        "安娜将看到这八部影片中的四部。一个简单的循环从上到下填满列表：每个位置都取总分最高的影片，然后重"
        "新衡量其余影片。下一部会是哪一部？"
    ),
    "learn.pick.terms": "第 {place} 位：每部影片值多少分",
    "learn.pick.legend": (
        "向右是 {rest} × 与安娜的相关度，向左是 {lambda_} × 与最接近的已展示影片的相似度；总分等于右边减"
        "左边。"
    ),
    "learn.pick.bar": "{film}：{relevance} 减 {redundancy}，总分 {total}。",
    "learn.pick.list": "目前的列表",
    "learn.pick.ask": "揭晓之前先猜：哪一部影片会排在第 {place} 位？",
    "learn.pick.first": "还没有展示任何影片，所以没有重复：最相关的影片胜出。{film}，{total}。",
    "learn.pick.why": "{film}总分最高，为 {total}；其次是{other}，{other_total}。",
    "learn.pick.only": "只剩下{film}，总分 {total}。",
    "learn.pick.next": "下一次挑选",
    "learn.pick.back": "上一步",
    "learn.pick.added": "+ 相关度",
    "learn.pick.taken_off": "相似度 −",
    "learn.pick.sum": "= 总分",
    "learn.pick.done": "{places} 次挑选中你猜对了 {hits} 次。",
    "learn.pick.task": (
        "现在让相似度的权重变小：用 {lambda_} 代替 0.4。在第 2 位，**{film}**的相关度是 {relevance}，与"
        "{shown}的相似度是 {similarity}。它的总分是多少？"
    ),
    "learn.pick.answer": "该影片的总分，保留两位小数",
    "learn.pick.solved": "{filled} = {answer}。",
    "learn.pick.hint": "先取相关度的 {rest} 倍，再减去相似度的 {lambda_} 倍。",
    "learn.pick.teacher": (
        "**目标。** 每个人都能用纸笔完成这个循环：每部影片两次乘法、一次减法。\n\n"
        "**第 2 位时提问。** 相关度排第二的影片为什么没有排在第二？因为先展示的影片已经涵盖了它。\n\n"
        "**注意。** 相似度是与*最接近*的已展示影片比较，而不是与平均值比较：有一部近似的复制品就够了。两"
        "部影片的相似度就是标签的重合程度：共同标签数除以两部影片全部标签数。\n\n"
        "**名称。** 这就是最大边际相关性（Carbonell 与 Goldstein，1998）。他们的 λ 等于 1 减去我们的 λ。"
    ),
    # 2: what the setting means
    "learn.setting.tab": "λ 的含义",
    "learn.setting.title": "滑块到底做了什么",
    "learn.setting.intro": (
        "λ 是相似度的权重：取 0 时只看相关度，取 1 时只看是否不同。同样的循环，同样的八部影片，λ 任你选。"
        "一共能得到多少种不同的列表？"
    ),
    "learn.setting.ask": "λ 可以是 0 到 1 之间的任何数。一共有多少种不同的四部影片列表？",
    "learn.setting.few": "少于 5 种",
    "learn.setting.some": "5 到 10 种",
    "learn.setting.many": "11 到 50 种",
    "learn.setting.all": "超过 50 种：几乎每个 λ 都不一样",
    "learn.setting.told": (
        "一共 {n} 种。在两个精确的 λ 值之间，列表保持不变，所以在任何人移动滑块之前，所有列表就都可以知道。"
    ),
    "learn.setting.slider": "λ，相似度的权重",
    "learn.setting.previous": "‹ 上一次变化",
    "learn.setting.next": "下一次变化 ›",
    "learn.setting.since": "这份列表从 λ = {start} 起有效，",
    "learn.setting.until": "直到 {next}。",
    "learn.setting.last": "直到末尾。",
    "learn.setting.list": "当前设置下的列表",
    "learn.setting.map": "每个 λ 下的每一份列表",
    "learn.setting.legend": "数字是影片的名次。蓝色：一开始就在列表中。橙色：因滑块移动而进入。",
    "learn.setting.axis": "λ",
    "learn.setting.stretch": "从 λ = {start} 起：{films}。",
    "learn.setting.change": (
        "在 λ = {at} 处，**{entering}**从**{leaving}**手中接过第 {place} 位：在这一点两者总分相同。"
    ),
    "learn.setting.task": "找到一个 λ，使**{newcomer}**和**{kept}**都在列表中。",
    "learn.setting.hint": "在 λ = {at} 时，列表中没有{films}。",
    "learn.setting.solved": "在 λ = {at} 时，两部影片都在列表中。",
    "learn.setting.teacher": (
        "**目标。** λ 并不是神秘的旋钮。每部影片的总分是 λ 的一条直线，只有两条直线相交时列表才会改变。"
        "\n\n"
        "**提问。** 《第比利斯之月》与安娜喜欢的影片毫无相似，为什么却从不出现？因为在每个 λ 下，总有别的"
        "影片分数更高：《发条之夏》同样不同而更相关，《养蜂人》则更加不同。\n\n"
        "**注意。** λ 的一半并不等于多样性的一半：许多直线相交的地方，变化会集中出现。因此“调节”页面的滑"
        "块以达到的多样性为刻度，λ 标在旁边。\n\n"
        "**联系。** “调节”页面对所有人同时做这件事：在你拖动之前，它已经知道每一份列表。"
    ),
    # 3: greedy is not optimal
    "learn.best.tab": "贪心还是最优",
    "learn.best.title": "最好的一步不一定通向最好的结果",
    "learn.best.intro": (
        "循环在每个位置都拿最多的分，从不向前看。这里它要填三个位置。它的得分加起来，是任何三部影片列表所"
        "能得到的最高分吗？"
    ),
    "learn.best.greedy": "λ = {lambda_} 时循环给出的列表",
    "learn.best.ask": "有没有一份得分更高的三部影片列表？",
    "learn.best.yes": "没有：每次拿最多，最后就最多",
    "learn.best.no": "有：某份其他列表得分更高",
    "learn.best.told": "全部 {n} 份列表都试过了，其中 {better} 份的得分高于循环给出的列表。",
    "learn.best.optimum": "全部 {n} 份列表中最好的一份",
    "learn.best.sum": "合计",
    "learn.best.gap": (
        "循环少拿了 {gap} 分，占最高分的 {share}%。最相关的影片与好几部影片相似：一旦展示它，其他几部都会"
        "失分。"
    ),
    "learn.best.curve": "在每个 λ 下循环少拿的分",
    "learn.best.points": "少得的分数",
    "learn.best.curve_alt": "循环少拿的分随 λ 的变化：λ = 0 时为 {none}，在 λ = {at} 时最多，为 {most}。",
    "learn.best.task": (
        "在 λ = {lambda_} 时，循环给出{films}，得 {points} 分。请组成一份得分更高的列表；顺序也有影响。"
    ),
    "learn.best.pick": "你的三部影片，第一位在前",
    "learn.best.placeholder": "选择三部影片",
    "learn.best.hint": "你的列表 {points} 分，循环的 {goal} 分。试试彼此没有共同标签的影片。",
    "learn.best.solved": "你的列表 {points} 分，循环的 {goal} 分。最高可以达到 {most} 分。",
    "learn.best.top": "你的列表 {points} 分，循环的 {goal} 分：没有比这更高的三部影片列表了。",
    "learn.best.teacher": (
        "**目标。** 贪心是一种有代价的选择，在这里可以看见这个代价。\n\n"
        "**提问。** 为什么不总是试遍所有列表？八部影片填三个位置有 336 份列表。两百部影片填十个位置大约有"
        " 8 × 10²² 份（比所有海滩上的沙粒还多）；而循环只需看 2000 次。\n\n"
        "**注意。** 一个位置的得分取决于排在它上面的影片，所以顺序有影响。λ 较小时，最好的列表往往是同样"
        "的影片换了顺序。\n\n"
        "**延伸。** 有些多样性度量带有保证：贪心至少能达到最优的 63%（Nemhauser、Wolsey 与 Fisher，1978）"
        "。这里的总和没有这样的保证。"
    ),
    # 4: why accuracy rewards sameness
    "learn.same.tab": "为何偏爱雷同",
    "learn.same.title": "为什么准确度偏爱雷同",
    "learn.same.intro": (
        "本有 80% 的晚上想看惊悚片，20% 想看喜剧，当晚类型的影片他喜欢一半。在知道是哪种晚上之前，就要填"
        "好四个位置。"
    ),
    "learn.same.thriller": "一部惊悚片",
    "learn.same.comedy": "**一部喜剧**",
    "learn.same.ask": "NDCG 是常用的准确度指标。它给哪份列表的分更高？",
    "learn.same.same": "只有一种口味",
    "learn.same.mixed": "混合",
    "learn.same.equal": "两份一样",
    "learn.same.told": (
        "NDCG 给全是惊悚片的列表 {same}，给混合列表 {mixed}。然而混合列表在更多的晚上有本喜欢的影片："
        "{any_mixed} 对 {any_same}。"
    ),
    "learn.same.measure": "可以期望什么",
    "learn.same.ndcg": "期望 NDCG",
    "learn.same.first": "惊悚片之夜：至少有一部他喜欢的影片",
    "learn.same.second": "喜剧之夜：至少有一部他喜欢的影片",
    "learn.same.any": "任意一晚：至少有一部他喜欢的影片",
    "learn.same.curves": "从没有喜剧到四部喜剧",
    "learn.same.share": "本想看惊悚片的晚上所占比例",
    "learn.same.short_ndcg": "NDCG",
    "learn.same.short_first": "惊悚片命中",
    "learn.same.short_second": "喜剧命中",
    "learn.same.short_any": "任意命中",
    "learn.same.axis": "四部影片中的喜剧数",
    "learn.same.at": (
        "{n} 部喜剧：NDCG {ndcg}，惊悚片之夜命中 {first}，喜剧之夜命中 {second}，所有晚上命中 {any}。"
    ),
    "learn.same.winners": (
        "NDCG 最高的列表含喜剧：**{ndcg}** 部。在最多晚上有他喜欢影片的列表含喜剧：**{any}** 部。"
    ),
    "learn.same.task": (
        "假设当晚类型的影片他只喜欢 {liking}%，列表中有两部喜剧。在百分之几的喜剧之夜，他至少能找到一部喜"
        "欢的影片？"
    ),
    "learn.same.answer": "喜剧之夜的百分比",
    "learn.same.solved": "两部都不中的概率是 {miss} × {miss}；余下的是 {answer}%。",
    "learn.same.hint": "一部喜剧不中的概率是 {miss}。两部都不中的概率是多少？",
    "learn.same.teacher": (
        "**目标。** 指标并不中立。它对每次命中都计分，所以最可能的东西重复十遍就会赢，尽管一个晚上的第二"
        "次命中对本的帮助不如第一次。\n\n"
        "**提问。** 只有一种口味的列表由谁付出代价？是有两种口味的人，在较小口味的那些晚上；也是在整个人"
        "群中口味小众的每一个人。\n\n"
        "**注意。** 这里的准确度并没有错：惊悚片占 95% 时，放一部喜剧确实是损失。移动滑块，看两个答案何时"
        "一致。\n\n"
        "**联系。** 在“调节”页面，NDCG 的一点损失，也许能换来 NDCG 看不见的收益。"
    ),
    # 5: how the model learns
    "learn.model.tab": "模型如何学习",
    "learn.model.title": "模型如何从六个评分中学习",
    "learn.model.intro": (
        "相关度从哪里来？每个用户和每个物品都有两个数。由四个数组成的表 W 说明它们如何搭配，而学习就是让 "
        "W 朝着减小误差的方向移动一点。"
    ),
    "learn.model.ratings": "六个评分与模型的预测",
    "learn.model.sum": "合计",
    "learn.model.ask": "如果步子迈大十倍，学习率取 {rate}，会怎样？",
    "learn.model.faster": "误差的下降也是十倍",
    "learn.model.nothing": "误差保持不变",
    "learn.model.rises": "误差上升",
    "learn.model.told": (
        "学习率取 {rate} 时，误差从 {before} 变为 {after}：这一步越过了最低点，走到了另一边的坡上。"
    ),
    "learn.model.step": "第 {n} 步：逆着梯度走",
    "learn.model.rate": "学习率：走多远",
    "learn.model.new": "新的 W",
    "learn.model.error_falls": "平方误差从 **{before}** 降到 **{after}**。",
    "learn.model.error_grows": "平方误差从 **{before}** 升到 **{after}**：走得太远了。",
    "learn.model.error_same": "没有移动：平方误差保持 **{before}**。",
    "learn.model.take": "走这一步",
    "learn.model.restart": "重新开始",
    "learn.model.parabola": "在每个学习率下，这一步之后的平方误差",
    "learn.model.axis": "学习率",
    "learn.model.parabola_alt": (
        "一步之后的平方误差随学习率的变化：0 处为 {before}，在 {best} 处最低，为 {least}，在 {back} 处回"
        "到起点，之后上升。"
    ),
    "learn.model.task": "找到一个学习率，使第一步至少消除一步所能消除误差的 {share}%。",
    "learn.model.hint_more": "第一步之后还剩 {after}。再走远一点。",
    "learn.model.hint_less": "第一步之后还剩 {after}。走得太远了。",
    "learn.model.solved": "学习率取 {rate} 时，一步就把误差从 {before} 降到 {after}。",
    "learn.model.teacher": (
        "**目标。** 学习就是算术：打分，看差多少，逆着差距推动 W，再来一遍。\n\n"
        "**在黑板上。** 用户 1 给 A 打 4 分，模型说 1 分。相差 −3，正好把这个用户和这个物品用到的那些 W "
        "中的数往上推。打开公式可以看到具体数字。\n\n"
        "**提问。** 用户 3 从未给 A 打分。模型对它怎么说？它是从哪里学到的？\n\n"
        "**联系。** 产品中的模型就是这种形式，只是数字更多，由语言模型从标题和历史中读出。"
    ),
}
