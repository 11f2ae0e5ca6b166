"""Preparation notes kept: what a visitor may do with theirs, each change whole or not at all.

Every change first takes hold of the visitor's note, so that two tabs change it one after the other.
Knows nothing of HTTP; every call names the visitor, so that nobody reads another's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from interviewbuddy.database import Database, new_id, now
from interviewbuddy.errors import BuddyError, InputError, NotFoundError
from interviewbuddy.korean import same_text_key
from interviewbuddy.web.note_tables import Example, Item, Note

MAX_ITEMS = 200
LAST_BOX = 5

GRADES = {"hard": "어려웠어요", "ok": "괜찮았어요", "easy": "쉬웠어요"}
"""What a person says of an answer in the drill: our word → theirs."""


class StaleError(BuddyError):
    """A text written over a version that is no longer the latest; `item` has the latest."""

    status = 409

    def __init__(self, code: str, item: dict[str, Any]) -> None:
        super().__init__(code)
        self.item = item


@dataclass(frozen=True)
class Change:
    """What is to be different about an item; None leaves it.

    `revision` is the one the answer grew from. Question and cards are short: `question_was` and `keywords_was`
    are themselves what stood there, and where they are None nobody asks.
    """

    question: str | None = None
    question_was: str | None = None
    answer: str | None = None
    revision: int | None = None
    done: bool | None = None
    keywords: Sequence[str] | None = None
    keywords_was: Sequence[str] | None = None
    derive_keywords: bool = False


def next_box(box: int, grade: str) -> int:
    """Leitner's boxes: what was hard starts over, what was easy moves on (up to `LAST_BOX`)."""
    if grade == "hard":
        return 0
    return max(box, 1) if grade == "ok" else min(box + 1, LAST_BOX)


class Notebook:
    """The notes of all visitors."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, visitor_id: str) -> dict[str, Any]:
        """The visitor's note, its items in their order; empty if there is none."""
        with self._database.session() as session:
            note = session.get(Note, visitor_id)
            return {
                "occupation": note.occupation if note else None,
                "experience": note.experience if note else None,
                "items": [item.as_json() for item in _items(session, visitor_id)],
            }

    def set_conditions(self, visitor_id: str, occupation: str | None, experience: str | None) -> None:
        """Whose answers the examples of this note are to be."""
        with self._database.session() as session:
            note = _hold(session, visitor_id)
            note.occupation, note.experience = occupation, experience

    def add(self, visitor_id: str, questions: Sequence[str], example: Example | None = None) -> dict[str, Any]:
        """Adds questions at the end: `{"added": items, "duplicates": questions it had already}`.

        An example goes with every question added, and to one already there that has none.

        :raise InputError: if they are more than a note holds; then none is added.
        """
        with self._database.session() as session:
            _hold(session, visitor_id)
            items = _items(session, visitor_id)
            known = {same_text_key(item.question): item for item in items}
            last = items[-1].position if items else -1
            added: list[Item] = []
            duplicates: list[str] = []
            for question in questions:
                key = same_text_key(question)
                if key in known:
                    duplicates.append(question)
                else:
                    known[key] = _new_item(visitor_id, last + 1 + len(added), question)
                    added.append(known[key])
                if example and not known[key].example:
                    known[key].keep_example(example)
            if added and len(known) > MAX_ITEMS:
                raise InputError("note_full", limit=MAX_ITEMS, kept=len(items), new=len(added))
            session.add_all(added)
            return {"added": [item.as_json() for item in added], "duplicates": duplicates}

    def change(self, visitor_id: str, item_id: str, change: Change) -> dict[str, Any]:
        """Changes an item; the same text sent again is no conflict.

        :raise NotFoundError: if it is not in this visitor's note.
        :raise StaleError: if a text grew from an older version; then nothing is changed.
        """
        with self._database.session() as session:
            _hold(session, visitor_id)
            item = _own(session, visitor_id, item_id)
            _refuse_stale(item, change)
            if change.answer is not None and change.answer != item.answer:
                item.answer = change.answer
                item.revision += 1
            if change.question is not None:
                _rename(session, item, change.question)
            if change.done is not None:
                item.done = change.done
            if change.keywords is not None or change.derive_keywords:
                item.keywords, item.keywords_own = list(change.keywords or ()), not change.derive_keywords
            item.derive_keywords()
            return item.as_json()

    def asked(self, visitor_id: str, item_id: str) -> dict[str, Any]:
        """What an example for the item is asked with: question, conditions, how often it was asked, what it has.

        :raise NotFoundError: if it is not in this visitor's note.
        """
        with self._database.session() as session:
            item = _own(session, visitor_id, item_id)
            note = session.get_one(Note, visitor_id)
            return {
                "question": item.question,
                "occupation": note.occupation,
                "experience": note.experience,
                "attempt": item.attempts,
                "shown": item.example,
            }

    def keep_example(self, visitor_id: str, item_id: str, example: Example) -> dict[str, Any]:
        """Keeps an example with the item.

        :raise NotFoundError: if it is not, or no longer, in this visitor's note.
        """
        with self._database.session() as session:
            _hold(session, visitor_id)
            item = _own(session, visitor_id, item_id)
            item.keep_example(example)
            return item.as_json()

    def grade(self, visitor_id: str, item_id: str, grade: str) -> dict[str, Any]:
        """Writes down how an answer went in the drill.

        :raise NotFoundError: if it is not in this visitor's note.
        """
        with self._database.session() as session:
            _hold(session, visitor_id)
            item = _own(session, visitor_id, item_id)
            item.box, item.seen_at = next_box(item.box, grade), now()
            return item.as_json()

    def move(self, visitor_id: str, item_id: str, before: str | None) -> list[str]:
        """Puts an item before another, or last; the ids in their new order.

        :raise NotFoundError: if either is not in this visitor's note.
        """
        with self._database.session() as session:
            _hold(session, visitor_id)
            items = _items(session, visitor_id)
            moved = _own(session, visitor_id, item_id)
            next_one = _own(session, visitor_id, before) if before else None
            if next_one is not moved:
                items.remove(moved)
                items.insert(items.index(next_one) if next_one else len(items), moved)
            for position, item in enumerate(items):
                item.position = position
            return [item.id for item in items]

    def remove(self, visitor_id: str, item_id: str) -> None:
        """Removes an item for good.

        :raise NotFoundError: if it is not in this visitor's note.
        """
        with self._database.session() as session:
            _hold(session, visitor_id)
            session.delete(_own(session, visitor_id, item_id))

    def clear(self, visitor_id: str) -> None:
        """Removes the whole note for good."""
        with self._database.session() as session:
            session.execute(delete(Item).where(Item.visitor_id == visitor_id))
            session.execute(delete(Note).where(Note.visitor_id == visitor_id))


def _hold(session: Session, visitor_id: str) -> Note:
    """The visitor's note, made if there is none, and nobody else's to change until the session ends."""
    touch = update(Note).where(Note.visitor_id == visitor_id).values(updated_at=now())
    if not session.execute(touch).rowcount:  # type: ignore[attr-defined]
        try:
            with session.begin_nested():
                session.add(Note(visitor_id=visitor_id))
        except IntegrityError:
            session.execute(touch)
    return session.get_one(Note, visitor_id)


def _items(session: Session, visitor_id: str) -> list[Item]:
    own = select(Item).where(Item.visitor_id == visitor_id)
    return list(session.scalars(own.order_by(Item.position, Item.created_at, Item.id)))


def _own(session: Session, visitor_id: str, item_id: str) -> Item:
    found = session.get(Item, item_id)
    if found is None or found.visitor_id != visitor_id:
        raise NotFoundError("item_unknown")
    return found


def _refuse_stale(item: Item, change: Change) -> None:
    if change.answer not in (None, item.answer) and change.revision != item.revision:
        raise StaleError("note_stale", item.as_json())
    if change.question not in (None, item.question) and change.question_was not in (None, item.question):
        raise StaleError("note_question_stale", item.as_json())
    # Cards taken from the answer are nobody's words, and so in nobody's way.
    is_other = change.derive_keywords or change.keywords not in (None, item.keywords)
    if item.keywords_own and is_other and change.keywords_was not in (None, item.keywords):
        raise StaleError("note_keywords_stale", item.as_json())


def _rename(session: Session, item: Item, question: str) -> None:
    key = same_text_key(question)
    for other in _items(session, item.visitor_id):
        if other is not item and same_text_key(other.question) == key:
            raise InputError("note_has_question")
    item.question = question


def _new_item(visitor_id: str, position: int, question: str) -> Item:
    # A column's default comes with the flush; what is shown before it is given here.
    given = {"answer": "", "revision": 0, "done": False, "keywords": [], "keywords_own": False, "example": ""}
    return Item(id=new_id(), visitor_id=visitor_id, position=position, question=question, box=0, attempts=0, **given)
