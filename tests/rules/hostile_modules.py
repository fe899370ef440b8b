"""Module files that nobody would want: made from one good file by rule, always the same, each with a name."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import yaml

Case = tuple[str, bytes]
Facts = dict[str, Any]

TODAY = dt.date(2026, 11, 23)
FENCE = "```"
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # the C one is several times as fast, where it is built
FRONT: Facts = {
    "schema": "module/1",
    "id": "core/good",
    "version": 1,
    "kind": "lesson",
    "title": "Good",
    "summary": "A good file.",
    "status": "starter",
    "owner": "core",
    "licence": "CC-BY-4.0",
    "authors": ["Ana Ward"],
    "reviewed_by": [],
    "reviewed_on": None,
    "review_due": dt.date(2027, 5, 1),
    "minutes": 5,
    "level": 2,
    "competencies": ["J2"],
    "roles": ["*"],
    "assumes_tool": "none",
    "isomorph_group": "good",
    "local_slots": ["ig_contact"],
    "related_prompts": ["core/good"],
    "language": "en-GB",
    "by_hand": False,
    "ai_assisted": True,
    "invented_data": True,
    "sources": ["bahner-2008"],
}
MAY_BE_LEFT_OUT = {"local_slots", "related_prompts", "by_hand", "sources"}


def _activity(number: int, kind: str, minutes: float, **facts: Any) -> Facts:
    common = {"id": f"a-{number}", "kind": kind, "competency": "J2", "minutes": minutes, "level": 2}
    return common | facts


_SURE = {"ask_confidence": True, "if_high_confidence_and_wrong": "Look again."}
_POINTS = [{"id": "a", "text": "The first."}, {"id": "b", "text": "The second."}]
_JUDGED: Facts = {
    "question": "Which?",
    "source_name": "Notes",
    "draft_name": "Letter",
    "answer": ["b"],
    "feedback": {"a": "It is there.", "b": "It is gone."},
    "difficulty": {"b": "subtle"},
    **_SURE,
}
_OPTIONS = [
    {"id": "x", "text": "This.", "correct": True, "feedback": "Yes."},
    {"id": "y", "text": "That.", "correct": False, "feedback": "No."},
]
ACTIVITIES: list[Facts] = [
    _activity(
        1,
        "choose_one",
        1,
        question="What now?",
        options=_OPTIONS,
        **_SURE,
    ),
    _activity(
        2,
        "sort",
        0.5,
        question="Where?",
        buckets=["Here", "There"],
        items=[
            {"id": "x", "text": "One", "answer": "Here", "feedback": "It is near."},
            {"id": "y", "text": "Two", "answer": "There", "feedback": "It is far."},
        ],
        **_SURE,
    ),
    _activity(3, "find_wrong", 1, source="All of it.", sentences=_POINTS, **_JUDGED),
    _activity(4, "find_missing", 1, draft="The first.", source_points=_POINTS, **_JUDGED),
    _activity(
        5,
        "if_then_plan",
        0.5,
        private=True,
        prompt="If I read, then I will ...",
        starters=["look twice"],
        follow_up="Did you?",
        follow_up_answers=["Yes", "No"],
        follow_up_after_days=7,
    ),
]
ACTIVITIES += [
    _activity(6, "choose_many", 1, question="Which?", options=_OPTIONS, **_SURE),
    _activity(
        7,
        "order",
        1,
        question="In which order?",
        steps=[{"id": step, "text": f"Step {step}.", "feedback": "It has its place."} for step in "xyz"],
        **_SURE,
    ),
    _activity(8, "needs_human", 1, source="All of it.", lines=_POINTS, **_JUDGED),
    _activity(
        9,
        "compare_two",
        1,
        question="Which?",
        source="All of it.",
        source_name="Notes",
        drafts=[
            {"name": "One", "text": "All of it.", "correct": True, "feedback": "It has all."},
            {"name": "Two", "text": "A part.", "correct": False, "feedback": "It has a part."},
        ],
        **_SURE,
    ),
    _activity(
        10,
        "trust_question_stop",
        1,
        source="All of it.",
        source_name="Notes",
        draft="A part.",
        draft_name="Letter",
        answer="stop",
        feedback={"trust": "Look again.", "question": "Nearly.", "stop": "Yes."},
        **_SURE,
    ),
    _activity(
        11,
        "rewrite_then_self_check",
        1,
        private=True,
        question="Write it shorter.",
        text="All of it, and more.",
        draft_name="Letter",
        checks=["It is short.", "It is whole."],
        example="All of it.",
    ),
    _activity(12, "reflect", 1, private=True, question="What did you see?", hint="One thing is enough."),
]
FEW = ACTIVITIES[:5]
LONG = {("compare_two", "text"), ("rewrite_then_self_check", "text"), ("rewrite_then_self_check", "example")}
OPTIONAL = {
    *("id", "level", "ask_confidence", "if_high_confidence_and_wrong", "source_name", "draft_name", "difficulty"),
    *("source", "hint"),
}


def whole(front: Facts = FRONT, activities: list[Facts] = FEW, body: str = "Ask {{ig_contact}}.") -> str:
    """A file with these facts. Everything that is not given is good."""
    blocks = "\n\n".join(f"{FENCE}activity\n{_yaml(each)}{FENCE}" for each in activities)
    return f"---\n{_yaml(front)}---\n\n## Why\n\n{body}\n\n{blocks}\n\n## Keep this\n\nLook twice.\n"


def _yaml(facts: Any) -> str:
    return str(yaml.dump(facts, Dumper=_Plain, sort_keys=False, allow_unicode=True))


class _Plain(_DUMPER):  # type: ignore[misc, valid-type]
    """No anchors for what stands twice: a good file has none."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


# Keys that are gone, are new, or hold what they must not

_NAN, _INF, _HUGE = float("nan"), float("inf"), 10**40
_DAY = dt.date(2027, 1, 1)
_NOT: dict[str, list[Any]] = {
    "text": [None, 7, 7.5, True, [], {}, ["x"], _DAY, _NAN, "", " ", "two\nlines", "x" * 900],
    "whole": [None, "7", 7.5, True, [], {}, _DAY, _NAN, _INF, -1, 0, _HUGE, -_HUGE],
    "number": [None, "7", True, [], {}, _DAY, _NAN, _INF, -_INF, -1, 0, 0.3, 99, 1e308, _HUGE],
    "switch": [None, "yes", 1, 0.0, [], {}, _DAY],
    "list": [None, "x", 7, True, {}, {"a": 1}, [None], [[]], [7], [{}], _DAY],
    "mapping": [None, "x", 7, True, [], ["x"], {"zz": "x"}, {"a": None}, {"a": 7}, {"a": []}, _DAY],
    "day": ["soon", 7, 7.5, True, [], {}, "2027-13-01", dt.date(9999, 12, 31)],
}


def _wrong_for(key: str, value: Any) -> list[Any]:
    if key == "reviewed_on":
        return [*_NOT["day"], _DAY]
    kinds = {bool: "switch", int: "whole", float: "number", str: "text", list: "list", dict: "mapping"}
    named = "number" if key == "minutes" and isinstance(value, float | int) else kinds.get(type(value), "day")
    if isinstance(value, dt.date):
        return [*_NOT["day"], None]
    may_be_none = key in OPTIONAL and key not in {"source_name", "draft_name", "difficulty", "source"}
    return [each for each in _NOT[named] if not (each is None and may_be_none)]


def changed_front() -> Iterator[Case]:
    good = _short_front(ACTIVITIES[0])
    for key, value in good.items():
        if key not in MAY_BE_LEFT_OUT:
            yield f"front without {key}", _bytes(_short({each: good[each] for each in good if each != key}))
        for number, wrong in enumerate(_wrong_for(key, value)):
            yield f"front {key} wrong {number}", _bytes(_short({**good, key: wrong}))
        yield f"front with {key} and a slip", _bytes(_short({**good, f"{key}x": value}))
        yield f"front {key} twice", _bytes(_short(good).replace("---\n", f"---\n{_yaml({key: value})}", 1))


def changed_activities() -> Iterator[Case]:
    """Every sixth wrong value in turn: places are many, and each value comes at several of the same shape."""
    turn = cycle((True, *(False,) * 5))
    for number, activity in enumerate(ACTIVITIES):
        for place, value in _places(activity, ()):
            key = str(place[-1])
            name = f"{activity['kind']} {'.'.join(map(str, place))}"
            if isinstance(place[-1], str) and key not in OPTIONAL and "difficulty" not in place:
                yield f"{name} gone", _with(number, place, _GONE)
            for which, wrong in enumerate(_wrong_for(key, value)):
                if next(turn) and not _is_fine(activity["kind"], key, value, wrong):
                    yield f"{name} wrong {which}", _with(number, place, wrong)
        yield f"{activity['kind']} with a key more", _with(number, ("colour",), "red")


def _is_fine(kind: str, key: str, value: Any, wrong: Any) -> bool:
    """Values that are not good, and that this place has to take all the same."""
    if key == "source":
        return wrong in ("", "two\nlines") or wrong == "x" * 900
    if key == "draft" or (kind, key) in LONG:
        return bool(wrong == "two\nlines" or wrong == "x" * 900)
    if key == "difficulty":
        return bool(wrong == {})
    return bool(key == "answer" and isinstance(value, list) and wrong == [])


_GONE = object()


def _places(value: Any, place: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inside in steps:
        yield (*place, step), inside
        yield from _places(inside, (*place, step))


def _with(number: int, place: tuple[str | int, ...], value: Any) -> bytes:
    activities = copy.deepcopy(ACTIVITIES)
    holder: Any = activities[number]
    for step in place[:-1]:
        holder = holder[step]
    if value is _GONE:
        del holder[place[-1]]
    else:
        holder[place[-1]] = value
    return _bytes(whole(_short_front(ACTIVITIES[number]), [activities[number]]))


def alone(activity: Facts) -> str:
    return whole(_short_front(activity), [activity])


def _short_front(activity: Facts) -> Facts:
    """Minutes that add up for one activity, so that they are not what a file is refused for."""
    return {**FRONT, "minutes": 1 if activity["minutes"] < 1 else 2}


def _short(front: Facts) -> str:
    return whole(front, ACTIVITIES[:1])


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


# Texts that would do something

_HARM = {
    "script": "Look <script>alert(1)</script>",
    "picture that runs": "Look <img src=x onerror=alert(1)>",
    "frame": "<iframe src='//evil.example'></iframe>",
    "open tag": "Look <svg/onload=alert(1)",
    "comment": "Look <!-- here",
    "instruction": "Look <?php echo 1 ?>",
    "link that runs": "Look [here](javascript:alert(1))",
    "link to a file": "Look [here](file:///etc/passwd)",
    "picture without words": "Look ![](https://evil.example/x.png)",
    "broken slot": "Look {{7*7}}",
    "unknown slot": "Look {{secret_key}}",
    "real number": "Look at 943 476 5919",
    "real address": "Write to ana@hospital.org",
    "still to do": "TODO: look",
}


def harmful_texts() -> Iterator[Case]:
    good = _short_front(ACTIVITIES[0])
    for name, text in _HARM.items():
        for key in ("title", "summary", "owner", "authors", "reviewed_by", "related_prompts"):
            if key not in ("title", "summary") and name not in ("real number", "real address", "still to do"):
                continue  # these are names: they are escaped wherever they are shown, and are no Markdown
            yield f"{name} in {key}", _bytes(_short({**good, key: [text] if isinstance(good[key], list) else text}))
        yield f"{name} in the body", _bytes(whole(good, ACTIVITIES[:1], text))
        yield f"{name} in a heading", _bytes(whole(good, ACTIVITIES[:1], f"Ask.\n\n## {text}\n\nLook."))
        yield f"{name} in a pair", _bytes(whole(good, ACTIVITIES[:1], f"Source: {text}\n\nDraft: Look."))
    yield from _harmful_activities()


def _harmful_activities() -> Iterator[Case]:
    """A script in every text of every kind, and two of the others in turn."""
    others = cycle(name for name in _HARM if name != "script")
    for number, activity in enumerate(ACTIVITIES):
        for place, value in _places(activity, ()):
            if isinstance(value, str) and place[-1] not in ("id", "kind", "competency", "answer"):
                for name in ("script", next(others), next(others)):
                    yield f"{name} in {activity['kind']} {'.'.join(map(str, place))}", _with(number, place, _HARM[name])


# What is no YAML, or is too much of it

_LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{after}: &{after} [{','.join([f'*{before}'] * 9)}]\n"
    for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)
_BROKEN = {
    "open quote": 'x: "a\ny: b\n',
    "open bracket": "x: [a, b\n",
    "open brace": "x: {a: b\n",
    "closed bracket alone": "x: ]\n",
    "tab": "x:\n\t- a\n",
    "colon twice": "x: a: b\n",
    "no colon": "just words\n",
    "a list": "- a\n- b\n",
    "a number": "7\n",
    "wrong indentation": "x: a\n  y: b\n",
    "percent": "%YAML 9.9\n",
    "at": "x: @a\n",
    "backtick": "x: `a`\n",
    "unknown escape": 'x: "\\q"\n',
    "half an escape": 'x: "\\u12"\n',
    "surrogate escape": 'x: "\\ud800"\n',
    "nul escape": 'x: "\\0"\n',
    "anchor": "x: &a b\n",
    "alias": "x: *a\n",
    "alias of itself": "x: &a [*a]\n",
    "merge": "x: &a {y: 1}\n<<: *a\n",
    "merge alone": "<<: {y: 1}\n",
    "laughs": _LAUGHS,
    "python object": "x: !!python/object/apply:os.system ['true']\n",
    "python name": "x: !!python/name:os.system\n",
    "binary tag": "x: !!binary aGVsbG8=\n",
    "set tag": "x: !!set {a, b}\n",
    "own tag": "x: !colour red\n",
    "broken tag": "x: !<\n",
    "second document": "x: a\n...\ny: b\n",
    "list as key": "? [a, b]\n: c\n",
    "mapping as key": "{a: b}: c\n",
    "key twice": "x: a\nx: b\n",
    "empty key": ": a\n",
    "no such day": "x: 2026-02-31\n",
    "no such year": "x: 0000-00-00\n",
    "moment out of range": "x: 2026-01-01T99:99:99Z\n",
    "moment with a far zone": "x: 2026-01-01T00:00:00+99:99\n",
    "number with letters": "x: 0x\n",
    "many digits": f"x: {'9' * 6_000}\n",
    "many digits in base 60": f"x: {':'.join(['59'] * 3_000)}\n",
    "deep brackets": f"x: {'[' * 10_000}\n",
    "deep closed brackets": f"x: {'[' * 10_000}{']' * 10_000}\n",
    "deep braces": f"x: {'{a: ' * 10_000}\n",
    "deep dashes": f"x:\n {'- ' * 10_000}a\n",
    "deep questions": "? " * 10_000 + "a\n",
    "deep lines": "".join(f"{' ' * depth}a:\n" for depth in range(600)),
    "many keys": "".join(f"k{number}: v\n" for number in range(12_000)),
    "many values": f"x: [{'a,' * 60_000}]\n",
    "long key": f"{'k' * 900}: a\n",
    "very long key": f"? {'k' * 60_000}\n: a\n",
    "bell": "x: a\x07b\n",
    "escape": "x: \x1b[31mred\n",
    "zero": "x: a\x00b\n",
    "delete": "x: a\x7fb\n",
    "next line": "x: a\x85b\x9bc\n",
    "no character": "x: a\uffffb\n",
    "surrogate": "x: a\ud800b\n",
    "mark in the middle": "x: a\ufeffb\n",
    "written from the right": "x\u202ey: a\n",
    "nothing": "",
    "only a comment": "# x\n",
    "null": "null\n",
}


def broken_yaml() -> Iterator[Case]:
    good = _short(_short_front(ACTIVITIES[0]))
    for name, text in _BROKEN.items():
        yield f"front matter is {name}", _bytes(f"---\n{text}---\n\nLook.\n")
        yield f"front matter ends with {name}", _bytes(good.replace("---\n\n##", f"{text}---\n\n##", 1)) + _slip(text)
        yield f"activity is {name}", _bytes(good.replace(_yaml(ACTIVITIES[0]), text))
        yield f"activity ends with {name}", _bytes(good.replace(f"\n{FENCE}\n\n", f"\n{text}{FENCE}\n\n")) + _slip(text)


def _slip(text: str) -> bytes:
    """Where the piece says nothing, the file is wrong for another reason."""
    return b"" if text.strip() and not text.startswith("#") else b"\n# Too large\n"


# What is no module at all


def no_modules() -> Iterator[Case]:
    good = whole()
    raw = good.encode()
    yield "empty", b""
    yield "spaces", b"   \n\n  "
    yield "a megabyte of letters", b"x" * 1_000_000
    yield "a megabyte of lines", b"\n" * 1_000_000
    yield "a megabyte after a good beginning", raw + b"word " * 200_000
    yield "a megabyte of front matter", b"---\n" + b"x: y\n" * 200_000 + b"---\n"
    yield "all bytes", bytes(range(256)) * 40
    yield "zeros", b"\0" * 5_000
    yield "a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(255, -1, -1)) * 10
    yield "an archive", b"PK\x03\x04" + b"\x00\xff" * 500
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        yield f"written in {encoding}", whole({**FRONT, "title": "Élan"}).encode(encoding)
    yield "written in latin-1", whole({**FRONT, "title": "Élan"}).encode("latin-1")
    yield "written in cp500", good.encode("cp500")
    yield "cut in the middle of a letter", whole(body="é").encode()[: whole(body="é").encode().index(b"\xc3") + 1]
    yield "an overlong letter", raw.replace(b"Good", b"\xc0\xaf", 1)
    yield "a surrogate in bytes", raw.replace(b"Good", b"\xed\xa0\x80", 1)
    yield "no front matter", b"## Why\n\nLook.\n"
    yield "front matter without an end", raw.replace(b"---\n\n", b"\n", 1)
    yield "front matter in the second line", b"\n" + raw
    yield "nothing after the front matter", f"---\n{_yaml(FRONT)}---\n".encode()
    yield "no activity", _bytes(whole(activities=[]))
    for number in range(len(ACTIVITIES)):
        twice = [ACTIVITIES[number], ACTIVITIES[number]]
        yield f"activity {number} twice", _bytes(whole(activities=twice))
        strange = {**ACTIVITIES[number], "kind": "do_magic"}
        yield f"activity {number} of an unknown kind", _bytes(whole(activities=[strange]))
        other = {**ACTIVITIES[number], "kind": ACTIVITIES[number - 1]["kind"]}
        yield f"activity {number} under another kind", _bytes(whole(activities=[other]))
    for name, kind in (
        ("None", None),
        ("a number", 7),
        ("a list", ["sort"]),
        ("long", "x" * 60_000),
        ("\\x1b", "\x1b[2J"),
    ):
        yield f"kind is {name}", _bytes(whole(activities=[{**ACTIVITIES[0], "kind": kind}]))
    yield "an open fence", raw + b"\n```activity\nid: x\n"
    yield "a fence of many signs", raw + b"`" * 50_000 + b"activity\n"
    yield "many fences", raw + b"```activity\n```\n" * 3_000
    yield "a fence of another name", raw + b"\n```Activities\nid: x\n```\n"
    yield "a large heading", raw + b"\n# Large\n"
    yield "a long sentence", _bytes(whole(body="word " * 9_000))
    yield "many brackets", raw + b"[" * 30_000 + b"\n\n<b>\n"
    yield "many pictures", raw + b"![" * 20_000 + b"\n\n![](x)\n"
    yield "many stars", raw + b"*a **b " * 8_000 + b"\n\n<b>\n"
    yield "many ticks", raw + b"`a``b" * 8_000 + b"\n\n<b>\n"
    yield "many slots", raw + b"{{" * 30_000 + b"\n"
    yield "many angles", raw + b"<a" * 30_000 + b"\n"
    yield "many numbers", raw + b"943 476 5919 " * 3_000 + b"\n"
    yield "many dates", raw + b"born 1/1/2001 " * 3_000 + b"\n"
    yield "many postcodes", raw + b"LS1 4AP road " * 3_000 + b"\n"
    yield "many addresses", raw + b"a@b." * 20_000 + b"org\n"
    yield "many quotes", raw + b"> " * 20_000 + b"\n\n<b>\n"
    yield "many spaces", raw + b" " * 90_000 + b"<b>\n"
    yield "many control characters", raw + b"\x1b[2J" * 9_000
    yield "lines without an end of their own", raw.replace(b"\n", b"\x0b")


MAKERS = (changed_front, changed_activities, harmful_texts, broken_yaml, no_modules)
