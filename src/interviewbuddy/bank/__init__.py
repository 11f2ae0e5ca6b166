"""The question bank: records found by what a person asks, and what to say where none is found."""

from interviewbuddy.bank.english import english_for
from interviewbuddy.bank.halves import two_advised, two_questions
from interviewbuddy.bank.language import named_things, question_form, question_types, wants_an_answer
from interviewbuddy.bank.plans import Plan, plan_for, plans, samples
from interviewbuddy.bank.purpose import Purpose
from interviewbuddy.bank.search import NEAR, Bank, Match, distinct_questions, read_records
from interviewbuddy.bank.subject import request_of

__all__ = [
    "NEAR",
    "Bank",
    "Match",
    "Plan",
    "Purpose",
    "distinct_questions",
    "english_for",
    "named_things",
    "plan_for",
    "plans",
    "question_form",
    "question_types",
    "read_records",
    "request_of",
    "samples",
    "two_advised",
    "two_questions",
    "wants_an_answer",
]
