"""A chat as long as people write them in a year: 1,000 messages, 400,000 characters."""

from __future__ import annotations

from yidesk.core.types import Role
from yidesk.services.chats import ChatId, Report, Turn, TurnId, TurnState
from yidesk.store.store import Store

MESSAGES = 1_000
_ANSWER = """**Answer {n}.** The landlord pays for the roof, the tenant for the windows, and both
keep what they were promised in writing. 屋顶由房东负责，窗户由房客负责。

What was agreed later, in letters or by word of mouth, counts as well; but whoever relies on
it has to show it. 后来以书信或口头方式约定的内容同样有效，但主张者须举证。
A copy is enough, as long as nobody doubts that it is a good one.

1. The first of the reasons, with `code` and *emphasis*.
2. The second one: {filling}

| what | who |
|---|---|
| roof | landlord |
| windows | tenant {n} |

```python
def rent(month: int) -> int:
    return 1_000 + month * {n}
```

That is all there is to say about it; ask again whenever something is not clear.
"""


def written(store: Store, messages: int = MESSAGES) -> ChatId:
    """Put such a chat into the store."""
    turns = [_turn(number) for number in range(1, messages + 1)]
    return store.chats.graft("A long chat", turns, turns[-1].id)


def _turn(number: int) -> Turn:
    is_question = number % 2 == 1
    text = (
        f"Question {number}: who pays for it, and since when?"
        if is_question
        else _ANSWER.format(n=number, filling="because it was agreed so. " * (number % 9))
    )
    return Turn(
        id=TurnId(number),
        chat=ChatId(0),
        parent=TurnId(number - 1) if number > 1 else None,
        role=Role.USER if is_question else Role.ASSISTANT,
        text=text,
        state=TurnState.DONE,
        created=0.0,
        report=Report(model="" if is_question else "Yi"),
    )
