"""A small round of rating as tests need it: generations whose models' names stand nowhere else."""

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from interviewbuddy.ratings import Marks, rounds
from interviewbuddy.ratings.drawing import Generation
from interviewbuddy.ratings.seats import Save, Seats

MODELS = ("모형-가람", "모형-나루")
RUNS = ("run-5eed01", "run-5eed02")
QUESTIONS = ("지원동기를 말씀해 주세요.", "갈등을 해결한 경험을 이야기해 주세요.")
SECRETS = (*MODELS, *RUNS, "987654321", "참고 답변", "요약문")
"""What nobody is to be told before a round closes: models, runs, seed, reference, summary."""


def generations(questions=QUESTIONS):
    return [
        Generation(
            model=model,
            question=question,
            answer=f"{question} 저는 {'기록' if number else '설계'}을 좋아합니다.",
            run=run,
            seed=987654321,
            occupation="ICT",
            reference="참고 답변입니다.",
            summary="요약문입니다.",
        )
        for number, (model, run) in enumerate(zip(MODELS, RUNS, strict=True))
        for question in questions
    ]


def make_round(database, name="첫째", evaluators=2, repeats=0.0, questions=QUESTIONS):
    """A round of every generation; the tokens of its links."""
    return [one.token for one in rounds.create(database, name, generations(questions), evaluators, repeats, seed=7)]


def rate(database, token, *given):
    """Rates every place that is open with the same marks; how many there were."""
    seats = Seats(database)
    seat = seats.by_token(token)
    places = seats.unrated(seat)
    for place in places:
        seats.save(seat, place, Save(Marks(*given), "", 0))
    return len(places)


OLD = """
INSERT INTO rating_round (id, name, closed, created_at) VALUES
  ('r1', '1회', true, '2026-01-01 00:00:00+00:00'), ('r2', '2회', false, '2026-01-02 00:00:00+00:00');
INSERT INTO rating_item (id, round_id, position, name) VALUES ('i1', 'r1', 0, '가'), ('i2', 'r1', 1, '나');
INSERT INTO rating
  (item_id, evaluator, sentence_accuracy, question_relevance, context_richness, updated_at) VALUES
  ('i1', '김', 2, 1, 0, '2026-01-01 00:00:00+00:00'), ('i1', '이', 1, 2, 1, '2026-01-01 00:00:00+00:00'),
  ('i2', '김', 2, NULL, NULL, '2026-01-01 00:00:00+00:00')
"""


def old_ratings(url):
    """A database as it was when marks stood beside items and evaluators were names."""
    config = Config()
    config.set_main_option("script_location", "interviewbuddy:migrations")
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
        for statement in OLD.split(";"):
            connection.execute(text(statement))
    engine.dispose()
