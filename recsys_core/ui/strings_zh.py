"""Every Chinese (简体中文) word of the interface; the keys of ``strings.py``, names of the engine."""

CHINESE: dict[str, str] = {
    # navigation and frame
    "nav.tune": "调节",
    "nav.lists": "列表",
    "frame.title": "Equipoise",
    "frame.fitted": "{data} · {model}",
    "frame.simulated": "这里的人是模拟的：只展示产品如何运作，不代表真实的人。",
    "frame.mend": "要用真实数据：运行 `python -m recsys_core data fetch ml-100k`，然后重新启动。",
    "frame.opening": "正在打开数据……",
    "frame.working": "正在算出所有可能的列表，只需一次。",
    "frame.plain": "普通控件",
    "frame.plain_help": "用普通的表单控件和表格显示同样的指标。",
    "frame.present": "演示",
    "frame.leave_present": "退出演示",
    "frame.switch_language": "EN",
    "frame.way_on": "用默认设置重新开始",
    "mishap.title": "这个页面出了故障",
    "mishap.said": "这是程序的错误，与您的操作无关；数据和训练都完好。可以重新开始，也可以先看其他页面。",
    "mishap.number": "反馈时请注明错误编号 {number}：服务器日志中有对应的完整记录。",
    "model.language_model": "微调的 MiniLM",
    "model.ease": "EASE",
    "model.popularity": "热门度",
    "model.run": "你的训练 {run}",
    # the state in the address
    "choice.unknown_data": "这里没有名为“{value}”的数据，现在显示 {used}。",
    "choice.unknown_user": "这里没有名为“{value}”的人，现在显示 {used} 号。",
    "choice.unknown_model": "{why} 现在显示随数据附带的模型，而不是“{value}”。",
    "choice.unknown_reranker": "这些数据没有名为“{value}”的方法，现在显示 {used}。",
    # what the slider says
    "slider.say_start": "模型自己的排序：没有放弃什么，也还没有得到什么。",
    "slider.say_cost": "保留 {kept} 的准确度，列表的多样性提高 {more}。",
    "slider.say_unclear": "准确度没有可测的损失，列表的多样性提高 {more}。",
    "slider.say_unknown": (
        "只有 {users} 个人，无法判断代价：准确度变化在 {low} 到 {high} 之间。列表的多样性提高 {more}。"
    ),
    "slider.say_still": "这种方法没有可调的设置：每个位置的列表都相同。",
    "slider.say_gain": "两全其美：准确度提高 {gain}，列表的多样性提高 {more}。",
    "slider.sub_start": "在测试时段的 {users} 个人上测得。移动滑块，看看多样性的代价。",
    "slider.sub_cost": (
        "代价是 NDCG@{k} 的 {cost}（95% 区间 {low} 到 {high}），在测试时段的 {users} 个人上测得。"
    ),
    "slider.sub_unclear": (
        "NDCG@{k} 变化 {change}（95% 区间 {low} 到 {high}），在测试时段的 {users} 个人上测得。"
    ),
    "slider.sub_unknown": (
        "NDCG@{k} 平均变化 {change}（95% 区间 {low} 到 {high}）。只能当作提示，请用更多的人测量后再决定。"
    ),
    "slider.sub_still": "选择别的方法，才能用准确度换多样性。",
    "slider.sub_gain": (
        "NDCG@{k} 变化 {change}（95% 区间 {low} 到 {high}），在测试时段的 {users} 个人上测得。"
    ),
    "slider.sub_plain": "NDCG@{k} 变化 {change}，在测试时段的 {users} 个人上测得。",
    "slider.less_catalogue": "所有列表合起来展示的目录略少一些。",
    "slider.slider": "从最相关到最多样",
    "slider.low": "最相关",
    "slider.low_note": "稳妥",
    "slider.high": "最多样",
    "slider.high_note": "新鲜",
    "slider.status": "已达到这种方法可达多样性的 {percent} · λ = {lambda} · 下一次变化在 {next}",
    "slider.status_last": "已达到这种方法可达多样性的 {percent} · λ = {lambda} · 不再变化",
    "slider.previous": "‹ 上一次变化",
    "slider.next": "下一次变化 ›",
    "slider.how": "如何测得",
    "slider.reranker": "方法",
    "slider.budget": "预算 {budget}",
    "slider.budget_label": "损失预算：最多可以放弃多少准确度",
    "slider.take_advice": "采用建议",
    "slider.advised": "{budget} 预算的建议",
    "slider.inside_budget": "在 {budget} 预算之内",
    "slider.points": "个百分点",
    "slider.interval": "{low} 到 {high}",
    "slider.curves_title": "这个设置换来什么",
    "slider.curves_note": "以最相关为 100%，色带为 95% 区间",
    "slider.curves_alt": "每个设置下的准确度、多样性和目录覆盖，均以最相关的列表为基准。",
    "slider.front_title": "这个设置交换什么",
    "slider.front_note": "所有设置的准确度与多样性",
    "slider.front_alt": "所有设置的准确度与列表内多样性，标出当前设置、代价开始变大的位置和建议。",
    "slider.as_front": "准确度对多样性",
    "slider.as_curves": "沿滑块看",
    "slider.knee": "从这里起多样性代价更大",
    "slider.advice_waiting": "正在计算建议的设置……",
    "slider.before": "最相关优先",
    "slider.before_short": "之前",
    "slider.after": "在此设置下",
    "slider.gone": "不再展示：{titles}",
    "slider.comma": "、",
    "slider.person_previous": "‹ 上一个人",
    "slider.person_next": "下一个人 ›",
    "slider.hidden": "其中一个人",
    "slider.present_keys": "按 → 和 ← 换人，按 B 隐藏个人信息，按 Esc 退出",
    # measures
    "measure.ndcg": "准确度 NDCG@{k}",
    "measure.ndcg.short": "准确度",
    "measure.ild": "列表内多样性",
    "measure.ild.short": "多样性",
    "measure.coverage": "展示的目录",
    "measure.coverage.short": "目录",
    "measure.long_tail": "长尾占比",
    "measure.long_tail.short": "长尾",
    "measure.payers": "代价最大的人",
    "measure.payers.note": "损失超过 10% 的准确度；",
    "measure.payers.rest": "{beside} 的人提高超过 10%",
    "measure.precision": "精确率@{k}",
    "measure.recall": "召回率@{k}",
    "measure.f1": "F1@{k}",
    "measure.map": "MAP@{k}",
    "measure.mrr": "MRR@{k}",
    "measure.hit_rate": "命中率@{k}",
    "measure.novelty": "新颖度（比特）",
    "measure.unexpectedness": "意外度",
    "measure.serendipity": "惊喜度",
    "measure.alpha_ndcg": "α-NDCG@{k}",
    "measure.aspect_recall": "照顾到的喜欢类别",
    "measure.calibration": "与自己口味的距离",
    "measure.ild_text": "文本多样性",
    "measure.ild_co_rating": "受众多样性",
    "measure.ilmd": "列表内最小距离",
    "measure.gini": "曝光不均度",
    "measure.entropy": "曝光分散度（比特）",
    "measure.popularity": "物品热门度",
    "tune.more": "更多指标与列表长度",
    "tune.measures": "在常用指标之外",
    "tune.measures_placeholder": "最多选择 {most} 个",
    "tune.few": "这里只能测量 {people} 个人。区间很宽，大多数设置无法区分。",
    "tune.length_moved": (
        "原来的精确设置属于另一种长度的列表。对 {k} 项的列表，滑块留在原处；"
        "要精确采用建议，请再点一次“采用建议”。"
    ),
    "tune.length": "列表长度",
    # the memo
    "memo.download": "下载决策备忘录",
    "memo.ship": "提议：采用“{method}”，取其可达多样性的 {position}。",
    "memo.made": "制作于 {date} · 模型：{model}",
    "memo.terms": (
        "准确度是 NDCG@{k}：一个人后来喜欢的内容有多少出现在 {k} 项的列表中，越靠前越重要。"
        "列表内多样性是列表中任意两项的平均差异。λ 是交给方法的数：0 只看相关度，1 只看多样性。"
        "长尾是目录中很少被评分的部分。括号中为 95% 区间。"
    ),
    "memo.measure": "指标",
    "memo.value": "在此设置下",
    "memo.change": "与只看相关度相比（95% 区间）",
    "memo.group": "人群",
    "memo.people": "人数",
    "memo.accuracy_change": "准确度的变化（95% 区间）",
    "memo.chance": (
        "共比较了 {n} 个人群，其中有些只是偶然显得受损。只有“比其他人付出更多”的结论计入了所有尝试；"
        "其余人群只能当作提示，不能当作结论。"
    ),
    "memo.other_setting": "本备忘录的设置（多样性的 {here}）不是建议的设置（{there}）。建议是：",
    "memo.no_setting": "本备忘录的设置超出了它：",
    "memo.data": "数据",
    "memo.question": "{data} 的列表应该多样到什么程度？",
    "memo.setting": "设置",
    "memo.position": "达到这种方法可达多样性的比例",
    "memo.budget": "损失预算",
    "memo.buys": "代价与收获",
    "memo.pays": "谁付代价",
    "memo.worst": (
        "损失最大的 {n} 人平均 NDCG 变化 {mean}；所有人合计变化 {everybody}。"
        "其中一部分是偶然：他们正是按这个损失挑出来的。"
    ),
    "memo.link": "面板上的同一状态：",
    # people
    "person.title": "{user} 号",
    "person.about": "喜欢 {categories} · {count} 个评分",
    "person.about_plain": "{count} 个评分",
    # plain controls
    "plain.variety": "多样性：从最相关（0）到最多样（100）",
    "plain.reranker": "方法",
    "plain.person": "人",
    "plain.rank": "位置",
    "plain.item": "标题",
    "plain.before": "原位置",
    "plain.entered": "新",
    "plain.categories": "类别",
    "plain.change": "{change}（{low} 到 {high}）",
    # advice
    "advice.kept": (
        "{budget} 预算的建议。在验证时段选定，那里准确度变化 {change}%（{low} 到 {high}）；"
        "在测试时段得到证实：{later_change}%（{later_low} 到 {later_high}），在预算之内。"
    ),
    "advice.kept_on_average": (
        "{budget} 预算的建议。在验证时段选定，那里准确度变化 {change}%（{low} 到 {high}）。"
        "在测试时段为 {later_change}%（{later_low} 到 {later_high}）：平均在预算之内，但区间超出预算。"
    ),
    "advice.broken": (
        "{budget} 预算的建议。在验证时段选定，那里准确度变化 {change}%（{low} 到 {high}）。"
        "在测试时段为 {later_change}%（{later_low} 到 {later_high}）：超出预算。请取比建议更小的值。"
    ),
    "advice.counts": "只有验证时段区间较差的一端也在预算之内，才算在预算之内。",
    "advice.none": "在 {budget} 预算之内，没有比最相关列表更多样的可靠设置。",
    # how it was measured
    "protocol.data": "数据",
    "protocol.split": "划分",
    "protocol.split_text": "每个人按时间先后：最后 {test} 用于测试，之前的 {valid} 用于选择设置",
    "protocol.candidates": "每人的候选数",
    "protocol.k": "列表长度",
    "protocol.users": "测量的人数",
    "protocol.intervals": "区间",
    "protocol.intervals_text": "95%，按人配对自助法，重复 {n} 次，种子 {seed}",
    # lists
    "lists.people": "人",
    "lists.search": "按编号或喜欢的类别查找",
    "lists.user": "人",
    "lists.ratings": "评分数",
    "lists.likes": "最喜欢",
    "lists.changes": "不同的列表",
    "lists.none": "没有人符合“{query}”。",
    "lists.history": "评过分的内容，最近的在前",
    "lists.rating": "评分",
    "lists.relevance": "相关度",
    "lists.year": "年份",
    "lists.setting": "设置：已达到可达多样性的 {percent}（λ = {lambda_}），{reranker}。",
    "lists.next_change": "下一次变化在 λ = {next}",
    "lists.previous_change": "上一次变化在 λ = {previous}",
    "lists.no_next": "不再变化",
    "lists.no_previous": "第一个列表",
    "lists.entered": "新进入",
    "lists.left": "离开",
    "lists.nothing": "在此设置下，没有进入也没有离开。",
}

ENGINE: dict[str, str] = {
    "reranker.mmr": "避免相似（MMR）",
    "reranker.mmr.good_at": "避免近似重复：与已展示内容相像的要等一等。",
    "reranker.msd": "整体差异大（MSD）",
    "reranker.msd.good_at": "提高任意两个展示内容之间的平均差异。",
    "reranker.dpp": "涵盖面广的列表（DPP）",
    "reranker.dpp.good_at": "每一项都带来列表还没有的方向；描述丰富时效果好。",
    "reranker.cover": "相关内容的样本（COVER）",
    "reranker.cover.good_at": "展示候选中每一组的典型内容，而不是离群内容。",
    "reranker.ssd": "与最近几项不同（SSD）",
    "reranker.ssd.good_at": "让信息流中相邻的内容有变化，主题之后可以再出现。",
    "reranker.xquad": "喜欢的类别轮流出现（xQuAD）",
    "reranker.xquad.good_at": "照顾一个人喜欢的所有类别，最喜欢的优先。",
    "reranker.calibration": "与个人口味成比例（校准）",
    "reranker.calibration.good_at": "让列表中各类别的比例接近这个人的历史。",
    "reranker.none": "只看相关度",
    "reranker.none.good_at": "只有模型时会展示的内容，其他方法都与它比较。",
    "reranker.random": "随机打乱",
    "reranker.random.good_at": "无目的地改变列表：胜不过它的方法没有价值。",
    "reranker.gist": "先分开再取相关（GIST）",
    "reranker.gist.good_at": "先保证两两距离，再取最相关的。",
}
