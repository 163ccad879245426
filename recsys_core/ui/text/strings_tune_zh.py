"""The Chinese words of the Tune page and of its slider."""

CHINESE: dict[str, str] = {
    # what the slider says
    "slider.say_start": "模型自己的排序：没有放弃什么，也还没有得到什么。",
    "slider.say_cost": "保留 {kept} 的准确度，列表的多样性{variety}。",
    "slider.say_unclear": "准确度没有可测的损失，列表的多样性{variety}。",
    "slider.say_unknown": "准确度可能变化 {low} 到 {high}，列表的多样性{variety}。",
    "slider.say_still": "这种方法没有可调的设置：每个位置的列表都相同。",
    "slider.say_gain": "两全其美：准确度提高 {gain}，列表的多样性{variety}。",
    "slider.variety_more": "提高 {more}",
    "slider.variety_less": "降低 {more}",
    "slider.variety_same": "不变",
    "slider.verdict_inside": "稳妥地在 {budget} 预算之内。",
    "slider.verdict_unproven": "在测试时段处于 {budget} 预算之内；验证时段只支持到 {advised}。",
    "slider.verdict_unsafe": "不能确保在 {budget} 预算之内：代价可能高达 {worst}。",
    "slider.verdict_outside": "超出 {budget} 预算：代价为 {cost}，可能高达 {worst}。",
    "slider.sub_start": "在测试时段的 {users} 个人上测得。移动滑块，看看多样性的代价。",
    "slider.sub_cost": (
        "代价是 NDCG@{k} 的 {cost}（95% 区间 {low} 到 {high}），在测试时段的 {users} 个人上测得。"
    ),
    "slider.sub_unclear": (
        "NDCG@{k} 变化 {change}（95% 区间 {low} 到 {high}），在测试时段的 {users} 个人上测得。"
    ),
    "slider.sub_unknown": (
        "NDCG@{k} 平均变化 {change}（95% 区间 {low} 到 {high}）："
        "只有 {users} 个人，无法判断是否在 {budget} 以内。"
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
    "measure.payers": "占所有人的比例",
    "measure.payers.note": "损失超过 10% 的准确度；",
    "measure.payers.rest": "{beside} 提高超过 10%",
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
    # advice
    "advice.kept": (
        "{budget} 预算的建议设置是 {position}：在验证时段选定，那里准确度变化 {change}%（{low} 到 {high}）；"
        "在测试时段得到证实：{later_change}%（{later_low} 到 {later_high}），在预算之内。"
    ),
    "advice.kept_on_average": (
        "{budget} 预算的建议设置是 {position}：在验证时段选定，那里准确度变化 {change}%（{low} 到 {high}）。"
        "在测试时段为 {later_change}%（{later_low} 到 {later_high}）：平均在预算之内，但区间超出预算。"
    ),
    "advice.broken": (
        "{budget} 预算的建议设置是 {position}：在验证时段选定，那里准确度变化 {change}%（{low} 到 {high}）。"
        "在测试时段为 {later_change}%（{later_low} 到 {later_high}）：超出预算。请取比建议更小的值。"
    ),
    "advice.counts": "只有验证时段区间较差的一端也在预算之内，才算在预算之内。",
    "advice.none": "在 {budget} 预算之内，没有比最相关列表更多样的可靠设置。",
    "advice.nothing": "没有建议的设置：模型没有找到人们喜欢的任何物品，谈不上损失多少准确度。",
    "advice.still": "这种方法没有设置，也没有代价：其他方法都与它比较。",
    # how it was measured
    "protocol.data": "数据",
    "protocol.split": "划分",
    "protocol.split_text": "每个人按时间先后：最后 {test} 用于测试，之前的 {valid} 用于选择设置",
    "protocol.ties": "相同时间",
    "protocol.ties_text": (
        "{users} 人中有 {tied} 人的测试时段从同一时间的评分之间开始：文件顺序不同，测试的物品就不同"
    ),
    "protocol.candidates": "每人的候选数",
    "protocol.k": "列表长度",
    "protocol.users": "测量的人数",
    "protocol.intervals": "区间",
    "protocol.intervals_text": "95%，按人配对自助法，重复 {n} 次，种子 {seed}",
}
