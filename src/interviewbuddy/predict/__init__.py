"""Predicted questions: of a document's claims, of an answer, of an occupation and experience.

| module | knows |
|---|---|
| `reading` | a document's sentences and lines, and the sections they stand in |
| `phrases` | a clause's words as they can stand in a question |
| `particles` | 을/를, 이/가, (으)로 after any word |
| `claims` | which sentences claim something, and what kind of claim |
| `questions` | what an interviewer asks of a claim, and next |
| `profile` | what is asked of an occupation and experience |
"""

from interviewbuddy.predict.claims import Claim, claims, document_kind
from interviewbuddy.predict.profile import for_profile, questions_for
from interviewbuddy.predict.questions import Predicted, follow_ups, predict_from

__all__ = [
    "Claim",
    "Predicted",
    "claims",
    "document_kind",
    "follow_ups",
    "for_profile",
    "predict_from",
    "questions_for",
]
