"""Who a visitor is: a random id in a signed cookie, given at the first visit."""

from flask import session

from interviewbuddy.database import new_id


def visitor_id() -> str:
    """This browser's id, new if it brought none of ours."""
    if "visitor" not in session:
        session["visitor"] = new_id()
        session.permanent = True
    found: str = session["visitor"]
    return found
