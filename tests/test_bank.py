"""Finding the right written answer."""

from dataclasses import replace

import pytest

from interviewbuddy import locale
from interviewbuddy.bank import (
    NEAR,
    Bank,
    english_for,
    plan_for,
    question_form,
    question_types,
    request_of,
    samples,
    wants_an_answer,
)
from interviewbuddy.bank.english import english_answers
from interviewbuddy.bank.indexing import ways_to_ask
from interviewbuddy.bank.language import Term, language, phrasings
from interviewbuddy.bank.meaning import similar
from interviewbuddy.bank.pieces import advice, replies
from interviewbuddy.bank.plans import plans
from interviewbuddy.bank.relevance import relevance
from interviewbuddy.bank.subject import asides
from tests.conftest import a_record


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("지원동기를 말씀해주세요", "motivation"),
        ("왜 우리 회사에 지원하셨나요?", "motivation"),
        ("자기 소개 해주세요", "self_introduction"),
        ("본인의 단점이 뭐예요?", "weakness"),
        ("팀원과 싸웠던 적이 있나요", "conflict"),
        ("5년 후 어떤 모습일까요?", "aspiration"),
        ("스트레스는 어떻게 푸시나요", "stress"),
        ("마지막으로 하고 싶은 말", "last_words"),
        ("희망 연봉이 얼마입니까", "salary"),
    ],
)
def test_types(question, expected):
    assert expected in question_types(question)


@pytest.mark.parametrize(
    ("question", "type_of_record"),
    [
        ("지원동기를 말씀해주세요", "motivation"),
        ("저희 회사에 왜 지원하셨어요?", "motivation"),
        ("자기소개 부탁드려요", "self_introduction"),
        ("성격의 단점은?", "weakness"),
        ("갈등 상황을 해결한 경험을 이야기해주세요", "conflict"),
        ("실패한 경험이 있나요?", "failure"),
        ("입사 후 포부가 뭔가요", "aspiration"),
        ("스트레스 해소법", "stress"),
        ("마지막으로 하고 싶은 말 있나요?", "last_words"),
    ],
)
@pytest.mark.parametrize("occupation", [None, "ICT", "BM"])
def test_the_nearest_is_of_the_type_asked(bank, question, type_of_record, occupation):
    first = bank.search(question, occupation)[0]
    assert first.similarity >= NEAR
    assert type_of_record in {intent.expression for intent in first.record.intents}


def test_occupation_and_experience_choose_among_the_near(bank):
    for occupation in ("BM", "SM", "PS", "RND", "ICT", "ARD", "MM"):
        for experience in ("NEW", "EXPERIENCED"):
            record = bank.search("지원동기를 말씀해주세요", occupation, experience)[0].record
            assert (record.occupation, record.experience) == (occupation, experience)


@pytest.mark.parametrize(
    "question",
    ["오늘 점심 뭐 먹지", "asdf qwer", "ㅋㅋㅋ", "!!!", "고마워", "1+1은?", "ㅁㄴㅇㄹ", "로또 번호", "맛집 추천해줘"],
)
def test_what_is_no_interview_question_is_told(bank, question):
    assert not bank.read(question).purpose.is_question


@pytest.mark.parametrize(
    "question",
    [
        "지원동기",
        "단점",
        "갈등을헤결한경험",
        "실수한 적 있나요?",
        "공백기에 뭐 하셨어요",
    ],
)
def test_an_interview_question_is_none_of_these_however_it_is_put(bank, question):
    assert bank.read(question).purpose.is_question
    assert bank.search(question)[0].similarity >= NEAR


def test_a_misspelt_question_finds_what_the_right_one_finds(bank):
    types = {intent.expression for intent in bank.search("갈등을헤결한경험")[0].record.intents}
    assert types == {"conflict"}


def test_a_word_of_the_same_meaning_finds(bank):
    """Kiwi's embeddings know that 항의 is like 불만, and of a rare name nothing worth knowing."""
    assert similar(Term("항의", "NNG")).get("불만", 0) > 0 or "민원" in similar(Term("항의", "NNG"))
    assert similar(Term("파이썬", "NNP")) == {}


def test_other_ways_to_ask_lead_to_the_record():
    plain = a_record(question="거래처 대금이 밀리면 어떻게 받으시겠습니까?")
    told = replace(plain, source="told.json", paraphrases=("외상값 안 주는 사장님한테 뭐라고 해",))
    question = "외상값 안 주는 사장님"
    assert Bank([told]).search(question)[0].similarity > 2 * Bank([plain]).search(question)[0].similarity


@pytest.mark.parametrize(
    ("typed", "service"),
    [
        ("영어로 자기소개 해줘", "english"),
        ("자기소개 영어로 부탁해요", "english"),
        ("영어로 1분 자기소개 부탁", "english"),
        ("영어 1분 자기소개", "english"),
        ("영어로 간단한 자기소개 해줘", "english"),
        ("영어로 본인을 소개해 주세요", "english"),
        ("영어 자기소개", "english"),
        ("영어 면접 보나요?", None),
        ("영어 면접에 뭐 입고 가요", None),
        ("약점이 영어라서 걱정이에요", None),
        ("단점이 영어인데 괜찮을까요", None),
        ("자기소개서에 영어 성적 써야 하나요", None),
        ("영어로 자기소개 시키면 어캄", None),
        ("영어 실력은 어느 정도인가요?", None),
        ("모의 면접 하자", "mock"),
        ("면접관이 되어 질문해줘", "mock"),
        ("면접관이라고 생각하고 질문해줘", "mock"),
        ("면접관으로 질문해줘", "mock"),
        ("모의면접", "mock"),
        ("본인이 면접관이 되었다면 누구를 뽑겠습니까", None),
        ("모의면접 해보면 도움 돼요?", None),
        ("모의면접 해본 적 있나요", None),
        ("면접관이 왜 떨어졌냐고 물으면 뭐라고 하지", None),
        ("내 답변 첨삭해줘", "coaching"),
        ("답변 읽어봐줘", "coaching"),
        ("자소서 좀 봐 주세요", "coaching"),
        ("말해 봐 주세요", None),
        ("생각해 봐 주세요", None),
        ("피드백 해 본 적 있나요?", None),
        ("궁금한 것이 있으면 하나만 물어봐 주세요.", None),
        ("피드백 좀", "coaching"),
        ("예상 질문 뽑아줘", "predictions"),
        ("예상 질문 몇 개만 줘", "predictions"),
        ("예상질문 뽑아 줄래", "predictions"),
        ("질문 리스트", "predictions"),
        ("면접 문제를 해결한 경험을 알려주세요", None),
        ("예상 문제를 정리해 대응한 경험을 말해 주세요", None),
        ("예상 질문은 어떻게 정리해야 하나요?", None),
        ("예상 질문은 몇 개쯤 준비해야 하나요?", None),
        ("질문이 있으신가요?", None),
        ("네가 면접관 역할 하면서 나한테 모의 면접 해 줘", "mock"),
        ("네가 면접관 해 줄래", "mock"),
        ("면접관이 해 준 말 가운데 기억나는 것이 있나요?", None),
        ("답변 첨삭해 주세요", "coaching"),
        ("첨삭해 줄래", "coaching"),
        ("채점해 주세요", "coaching"),
        ("팀원 부정적 피드백", None),
        ("하나 골라 현업의 눈으로 평가해 주시겠어요?", None),
        ("제조사가 더는 고쳐 주지 않는 장비를 물려받았다면 무엇부터 하시겠어요?", None),
        ("자기소개 영어로 시키면 어떡해", None),
        ("자기소개를 영어로 해야 하나요", None),
        ("영어로 갈등 경험 답변 해줘", "english"),
        ("중국어로 자기소개 해줘", "other_language"),
        ("중국어로 고객을 응대해 본 적 있나요?", None),
    ],
)
def test_requests_are_told_from_questions(typed, service):
    assert request_of(typed) == service


@pytest.mark.parametrize(
    ("typed", "wants"),
    [
        ("왜 지원했냐고 물으면 뭐라 하지", True),
        ("왜 지원했냐고 물으시면 뭐라고 답하죠", True),
        ("얼마 원하냐 하면 뭐라 해야 돼", True),
        ("단점 질문 나오면 뭐라 하죠", True),
        ("자율 복장이라는데 뭐라 입고 가요", False),
        ("라면 뭐 먹지", False),
        ("모르는 질문 나오면 어떻게 해요", False),
        ("단점 물어보는데 뭐라고 해", True),
        ("모르는 질문 나오면 모른다고 해도 돼요?", False),
        ("학점 낮은데 말 안 하면 안 되나", False),
        ("연봉 얼마냐고 하면 어떻게 말해야 할까요", True),
    ],
)
def test_who_asks_what_to_say_is_told_from_who_asks_what_to_do(typed, wants):
    assert wants_an_answer(typed) == wants


def test_every_kind_of_small_talk_has_an_answer():
    for lang in locale.LANGUAGES:
        assert set(locale.section("aside", lang)) == set(asides())
    assert min(len(lines) for lines in asides().values()) > 20


def test_every_type_has_a_plan_and_phrasings():
    types = set(language().types)
    assert types <= set(plans())
    assert types <= set(phrasings())
    assert all(plan.parts and plan.avoid and plan.wants for plan in plans().values())


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("발주 수량에 0을 하나 더 붙인 걸 알았습니다. 어떻게 하실 건가요?", "situation"),
        ("네트워크가 느리다는 민원이 들어오면 어느 구간부터 좁혀 나갑니까?", "situation"),
        ("재고로 남았을 때 원인을 어떻게 분석하셨습니까?", "episode"),
        ("누군가에게 정식으로 사과한 일이 있습니까?", "episode"),
        ("직물과 편물의 차이가 실루엣에 어떻게 드러나나요?", "knowledge"),
        ("전해액을 다룰 때 수분 관리가 왜 중요한지 말해 보세요.", "knowledge"),
        ("정년 연장에 대해 찬성하십니까 반대하십니까?", "opinion"),
        ("본인의 장점은 무엇인가요?", ""),
    ],
)
def test_how_a_question_is_put(question, form):
    assert question_form(question) == form


def test_a_plan_shows_sentences_of_real_neighbours(bank):
    plan = plan_for("conflict")
    near = [match.record for match in bank.search("팀원과 갈등을 푼 경험")[:3]]
    shown = [sentence for sentence in samples(plan, near) if sentence]
    assert len(shown) >= 2
    assert len(set(shown)) == len(shown)
    assert all(any(one in (r.answer or r.answer_raw) for r in near) for one in shown)


def test_advice_is_found_in_other_words_and_never_for_an_interviewers_question(bank):
    asked = {
        "정장 꼭 입고 가야 돼요?": "복장",
        "화상면접 하다 끊기면 어떡해": "끊기면",
        "면접에 늦을 것 같으면 어떻게 해야 돼요?": "늦",
    }
    for typed, subject in asked.items():
        advised = bank.read(typed).purpose.advice
        assert advised
        assert subject in advised.question
    assert not any(bank.read(record.question).purpose.advice for record in bank.records[::40])
    for interviewers in (
        "시끄럽고 더운 작업장에서 하루 종일 서 있어야 하는데 각오는 되어 있나요?",
        "면접",
    ):
        assert bank.read(interviewers).purpose.advice is None


@pytest.mark.parametrize(
    ("own", "interviewers"),
    [
        ("학점이 2점대인데 말 안 하면 안 되나", "학점이 2점대이신데 이유가 있습니까?"),
        ("단점 솔직하게 말하면 떨어지는 거 아냐?", "본인의 단점을 솔직하게 말씀해 주시겠습니까?"),
        ("모르는 질문 나오면 모른다고 해도 돼요?", "모르는 질문을 받으면 어떻게 하시겠습니까?"),
    ],
)
def test_who_worries_in_his_own_words_is_advised_and_an_interviewer_is_answered(bank, own, interviewers):
    assert bank.read(own).purpose.advice
    assert bank.read(interviewers).purpose.is_question


@pytest.mark.parametrize(
    ("typed", "subject"),
    [
        ("이번 주 로또 번호 여섯 개만 찍어 줘", "확률"),
        ("택배가 배송 완료라고 뜨는데 문 앞에 아무것도 없어요", "택배"),
        ("끝말잇기 하자", "이을 말"),
    ],
)
def test_small_talk_is_replied_to_by_what_it_is_about(bank, typed, subject):
    assert subject in bank.read(typed).purpose.reply.answer


@pytest.mark.parametrize(("pieces", "least", "words"), [(advice(), 250, (45, 115)), (replies(), 160, (20, 70))])
def test_written_pieces_are_sound(pieces, least, words):
    questions = [way for one in pieces for way in ways_to_ask(one)]
    assert len(set(questions)) == len(questions)
    assert len(pieces) >= least
    for one in pieces:
        assert words[0] <= len(one.answer.split()) <= words[1], one.question
        assert len(one.paraphrases) >= 8


def test_english_examples():
    own = english_for("영어로 자기소개", "ICT", "NEW", 0)
    assert (own.kind, own.occupation, own.experience) == ("self_introduction", "ICT", "NEW")
    assert english_for("영어로 지원동기 말해줘", None, None, 0).kind == "motivation"
    assert english_for("영어로 갈등 경험 답변 해줘", None, None, 0) is None
    assert len({one.answer for one in english_answers()}) == len(english_answers())


def test_search_is_an_order_without_repeats(bank):
    found = bank.search("본인의 장점을 말해 주세요")
    assert len({id(match.record) for match in found}) == len(found) == 50
    likely = [match.similarity for match in found]
    assert likely == sorted(likely, reverse=True)
    assert likely[0] > likely[-1]


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("갈등을 풀어 본 경험을 말씀해 주세요.", True),
        ("표면조도는 어떻게 측정하시나요?", True),
        ("본인의 단점은 무엇입니까?", True),
        ("내일 부산 날씨 어때", False),
        ("카드 잃어버렸는데 정지시켜 주세요", False),
    ],
)
def test_in_a_bank_of_few_records_that_nothing_is_near_says_little(typed, question):
    few = Bank([a_record(question=one) for one in ("지원동기를 말씀해 주세요.", "자기소개 부탁드립니다.")])
    assert few.read(typed).purpose.is_question == question


def test_a_bank_of_none():
    bank = Bank([])
    assert bank.search("지원동기를 말씀해 주세요.") == []
    assert bank.read("본인의 장점과 단점은 무엇인가요?").purpose.is_question
    assert not bank.read("오늘 점심 뭐 먹지").purpose.is_question


def test_a_bank_of_one_record():
    bank = Bank([a_record()])
    assert bank.search("지원동기")[0].similarity > NEAR
    assert bank.search("")[0].similarity < NEAR / 5


def test_every_kind_of_evidence_has_a_weight_and_every_weight_its_evidence(bank):
    reading = bank.read("본인의 단점은 무엇인가요?")
    evidence = reading.evidence | bank.applicant(reading, "ICT", "NEW")
    assert set(evidence) == set(relevance().weights)
    assert all(len(values) == len(bank.records) for values in evidence.values())


@pytest.fixture
def of_one_question():
    """Two records of one question; readers found that one fits what somebody typed."""
    known = ("회사에 왜 지원했는지 말해 주세요.",)
    return [a_record(source="one.json"), a_record(source="other.json", asked=known)]


def test_which_fits_often_speaks_for_a_record_whatever_is_asked(of_one_question):
    bank = Bank(of_one_question)
    counted, again = (
        bank.read(asked).evidence["fits_often"] for asked in ("상사와 다투면 어떻게 하나요?", "연봉은요?")
    )
    assert counted[1] > 0 > counted[0]
    assert counted.sum() == pytest.approx(0, abs=1e-6)
    assert (counted == again).all()
    assert relevance().weights["fits_often"] > 0


def test_where_no_reader_has_looked_nothing_is_said_of_how_often(of_one_question):
    unread = [replace(record, asked=()) for record in of_one_question]
    assert not Bank(unread).read("상사와 다투면 어떻게 하나요?").evidence["fits_often"].any()


@pytest.mark.parametrize("occupation", ["BM", "PS", "MM"])
def test_whose_records_are_of_the_applicants_occupation_come_first_among_the_same(bank, occupation):
    first = bank.search("본인의 단점은 무엇인가요?", occupation, "EXPERIENCED")[0]
    assert (first.record.occupation, first.record.experience) == (occupation, "EXPERIENCED")
