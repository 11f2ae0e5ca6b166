"""Predicted questions: what claims something, what is asked of it, and how it is said in Korean."""

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from interviewbuddy.bank import Bank
from interviewbuddy.predict import claims, document_kind, follow_ups, for_profile, predict_from
from interviewbuddy.predict.particles import attach, fill
from interviewbuddy.predict.profile import order
from interviewbuddy.predict.questions import LIMIT, LONGEST_BECAUSE, templates
from tests.conftest import a_record

DOCUMENTS = Path(__file__).parent / "data" / "documents"
NAMES = sorted(path.name for path in DOCUMENTS.glob("*.txt"))


def document(name):
    return (DOCUMENTS / name).read_text("utf-8")


def kinds(text):
    return [claim.kind for claim in claims(text)]


def only_claim(text):
    (claim,) = claims(text)
    return claim


@pytest.mark.parametrize(
    ("word", "object_", "means"),
    [
        ("SQL", "SQL을", "SQL로"),
        ("CRM", "CRM을", "CRM으로"),
        ("AWS", "AWS를", "AWS로"),
        ("Python", "Python을", "Python으로"),
        ("Excel", "Excel을", "Excel로"),
        ("GitHub", "GitHub를", "GitHub로"),
        ("Git", "Git을", "Git으로"),
        ("React", "React를", "React로"),
        ("Slack", "Slack을", "Slack으로"),
        ("Photoshop", "Photoshop을", "Photoshop으로"),
        ("Minitab", "Minitab을", "Minitab으로"),
        ("Notion", "Notion을", "Notion으로"),
        ("Figma", "Figma를", "Figma로"),
        ("Node.js", "Node.js를", "Node.js로"),
        ("C#", "C#을", "C#으로"),
        ("엑셀", "엑셀을", "엑셀로"),
        ("데이터", "데이터를", "데이터로"),
        ("시스템", "시스템을", "시스템으로"),
        ("3%", "3%를", "3%로"),
        ("3", "3을", "3으로"),
        ("7", "7을", "7로"),
        ("10", "10을", "10으로"),
        ("5kg", "5kg을", "5kg으로"),
        ("정보처리기사(2018)", "정보처리기사(2018)를", "정보처리기사(2018)로"),
    ],
)
def test_particles_follow_the_sound(word, object_, means):
    assert attach(word, "을(를)") == object_
    assert attach(word, "(으)로") == means


def test_a_slot_takes_its_particle_also_behind_a_quotation_mark():
    assert fill(
        "'{topic}'(이)라고, {tool}와(과) {us}(이)여야", {"topic": "개선", "tool": "SQL", "us": "저희 기관"}
    ) == ("'개선'이라고, SQL과 저희 기관이어야")


def test_words_of_the_document_are_not_taken_for_a_template():
    assert fill("{topic}을(를)", {"topic": "{us}와(과) 표"}) == "{us}와(과) 표를"


@pytest.mark.parametrize(
    ("name", "kind"), [(name, "posting" if name.startswith("posting") else "statement") for name in NAMES]
)
def test_kind_of_document(name, kind):
    assert document_kind(document(name)) == kind


@pytest.mark.parametrize("text", ["", "  \n", "Hello", "😀"])
def test_what_looks_like_neither_is_a_statement_without_questions(text):
    assert document_kind(text) == "statement"
    assert predict_from(text) == []


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("불량률을 3%에서 1%로 줄였습니다.", "achievement"),
        ("식품 제조사에서 2년간 입고 검사를 담당했습니다.", "role"),
        ("SQL을 활용해 재고 자료를 분석했습니다.", "method"),
        ("기록이 쌓이면 힘이 된다는 것을 배웠습니다.", "learning"),
        ("저의 강점은 끝까지 확인하는 꼼꼼함입니다.", "trait"),
        ("마감 직전까지 미루는 단점이 있습니다.", "weakness"),
        ("귀사의 철학에 공감하여 지원했습니다.", "motivation"),
        ("기한을 지키지 못해 행사가 실패로 끝났습니다.", "failure"),
        ("인원이 줄어 일정을 맞추기 어려움이 컸습니다.", "difficulty"),
        ("조원들과 역할을 두고 갈등이 있었습니다.", "conflict"),
        ("동료 세 명과 함께 매뉴얼을 만들었습니다.", "teamwork"),
        ("대학에서 통계학을 전공했습니다.", "education"),
        ("부족한 점을 보완하기 위해 매일 아침 일정을 적어 두었습니다.", "remedy"),
        ("세 번째 도전에서 우수상을 받았습니다.", "award"),
        ("새로운 일을 해 보고 싶어 이직을 결심했습니다.", "career_change"),
        ("입사 후 점검 체계를 만들겠습니다.", "plan"),
        ("졸업 학점은 3.2/4.5입니다.", "grade"),
    ],
)
def test_kinds_of_claims(sentence, kind):
    assert kinds(sentence) == [kind]


@pytest.mark.parametrize(
    ("line", "kind", "topic"),
    [
        ("2021.03–2023.08 식품 제조사 품질관리팀", "job", "식품 제조사 품질관리팀"),
        ("- 2021.03 ~ 현재 물류 회사 인사팀 대리", "job", "물류 회사 인사팀 대리"),
        ("토익 890", "certificate", "토익 890점"),
        ("SQLD, 정보처리기사", "certificate", "SQLD와 정보처리기사"),
        ("공인노무사 1차 합격", "certificate", "공인노무사 1차 시험"),
        ("기술 스택: Python, Kotlin, Docker", "stack", "Python과 Kotlin"),
        ("• 급여 정산 시스템 도입 프로젝트 참여", "role", "급여 정산 시스템 도입 프로젝트"),
        ("• 주문 API 설계 및 개발", "role", "주문 API 설계 및 개발"),
    ],
)
def test_lines_of_a_resume(line, kind, topic):
    claim = only_claim(line)
    assert (claim.kind, claim.topic) == (kind, topic)


@pytest.mark.parametrize(
    "text",
    [
        "안녕하십니까.",
        "읽어 주셔서 감사합니다.",
        "[성장과정]",
        "1. 지원동기 및 입사 후 포부",
        "지원동기를 기술하시오. (500자 이내)",
        "위 내용은 사실과 다름없음을 확인합니다.",
        "저는 3남매 중 장녀로 태어나 책임감을 배웠습니다.",
        "연락처: 010-0000-0000",
        "이메일: example@example.com",
        "이력서",
        "자격요건\n- 만 18세 이상인 사람",
        "우대사항\n- 보훈 대상자 및 장애인",
        "전형 절차\n- 서류 → 면접 → 합격\n많은 지원 바랍니다!",
        "복리후생\n- 4대 보험, 점심 제공, 우대 금리\n전형 절차\n- 서류 모집",
    ],
)
def test_what_claims_nothing_prompts_nothing(text):
    assert predict_from(text) == []


@pytest.mark.parametrize(
    ("lines", "gaps"),
    [
        (["2015.03–2018.06 총무팀 사원", "2020.07–2023.08 인사팀 대리"], ["2018년 6월부터 2020년 7월까지"]),
        (["2020.07–2023.08 인사팀 대리", "2015.03–2018.06 총무팀 사원"], ["2018년 6월부터 2020년 7월까지"]),
        (["2015.03–2018.06 총무팀 사원", "2019.02–2023.08 인사팀 대리"], ["2018년 6월부터 2019년 2월까지"]),
        (["2015.03–2018.06 총무팀 사원", "2019.01–2023.08 인사팀 대리"], []),
        (["2015.03–2018.06 총무팀 사원", "2018.07–2020.06 대학원 석사 졸업", "2020.07–현재 인사팀 대리"], []),
        (["2015.03–현재 총무팀 사원", "2020.07–2023.08 인사팀 대리"], []),
        (["2015년 3월 ~ 2018년 6월 총무팀 사원", "2020/07 ~ 2021/08 인사팀 대리"], ["2018년 6월부터 2020년 7월까지"]),
    ],
)
def test_gaps_of_more_than_six_months(lines, gaps):
    found = [claim for claim in claims("경력사항\n" + "\n".join(lines)) if claim.kind == "gap"]
    assert [claim.topic for claim in found] == gaps


def test_a_course_fills_no_gap_but_is_known():
    """An interviewer who has read the résumé does not ask as if the course were not in it."""
    text = document("resume-gap.txt")
    (question, _again) = [one.question for one in predict_from(text, limit=60) if one.kind == "gap"]
    assert (
        question
        == "2018년 6월부터 2020년 7월까지 일하지 않으신 기간이 있는데, 교육을 들으신 것 말고는 어떻게 보내셨나요?"
    )


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("저는 불량률을 3%에서 1%로 줄였습니다.", "불량률을 3%에서 1%로 줄였다"),
        ("그 결과 매출을 두 배로 늘리게 되었습니다.", "매출을 두 배로 늘리게 되었다"),
        ("제 성격은 꼼꼼하고 책임감이 강합니다.", "성격은 꼼꼼하고 책임감이 강하다"),
        ("동료들은 저를 믿을 수 있는 사람이라고 평가합니다.", "동료들은 본인을 믿을 수 있는 사람이라고 평가한다"),
        ("확인하지 않은 것이 제 실수였습니다.", "확인하지 않은 것이 본인의 실수였다"),
        ("귀사의 철학에 공감하여 지원했습니다.", "저희 회사의 철학에 공감하여 지원했다"),
        ("6시그마 과정도 이수할 계획입니다.", "6시그마 과정도 이수할 계획"),
        ("배포 시간을 40분에서 7분으로 단축", "배포 시간을 40분에서 7분으로 단축"),
    ],
)
def test_quotations_are_what_an_interviewer_would_say(sentence, quote):
    assert only_claim(sentence).quote == quote


def test_a_sentence_with_two_claims_is_asked_of_both():
    found = claims("저는 자료를 모아 Minitab으로 분석했고, 냉각 시간이 원인이라는 것을 밝혀냈습니다.")
    assert [(claim.kind, claim.detail) for claim in found] == [("method", "Minitab"), ("achievement", "")]


@pytest.mark.parametrize(
    ("line", "kind", "detail"),
    [
        ("자격요건\n- 엑셀 함수를 능숙하게 다루시는 분", "requirement", "skill"),
        ("자격요건\n- B2B 영업 경력 3년 이상이신 분", "requirement", "years"),
        ("이런 분을 찾습니다\n- 목표를 끝까지 책임지는 분", "requirement", "manner"),
        ("우대사항\n- 정보처리기사 자격증 소지자", "preferred", "paper"),
        ("우대사항: 영어로 업무가 가능한 분", "preferred", "tongue"),
        ("담당업무\n- 경리 업무", "duty", ""),
        ("근무조건\n연봉: 협의", "condition", "pay"),
        ("담당업무\n- 거래처 신규 발굴 및 제안 영업", "duty", ""),
        ("근무조건\n- 주 2회 지방 출장", "condition", "travel"),
        ("자격요건\n- 3교대 근무가 가능하신 분", "condition", "shift"),
        ("근무조건\n- 3조 2교대 근무", "condition", "shift"),
        ("인재상\n- 정직하게 일하고 먼저 움직이는 자세", "values", "manner"),
    ],
)
def test_lines_of_a_posting(line, kind, detail):
    claim = only_claim("직원 채용 공고 모집\n" + line)
    assert (claim.kind, claim.detail) == (kind, detail)


def test_a_posting_in_sentences_is_quoted_as_sentences():
    text = "직원 채용 모집 공고\n담당업무\n병동 간호 업무 전반을 담당하게 됩니다."
    first = predict_from(text)[0].question
    assert (
        first == "공고에 '병동 간호 업무 전반을 담당하게 된다'고 적혀 있는데, 그 일을 맡으신다면 무엇부터 하시겠어요?"
    )


def test_the_kind_is_that_of_what_is_quoted():
    """A long sentence is quoted in part; it was asked of learning where only the analysis was quoted."""
    claim = only_claim("또한 GA4와 Looker Studio를 독학하여 개인 블로그의 유입 경로를 분석했습니다.")
    assert (claim.kind, claim.quote) == ("method", "개인 블로그의 유입 경로를 분석했다")


@pytest.mark.parametrize("name", NAMES)
def test_a_claim_is_where_it_says(name):
    text = document(name)
    assert claims(text)
    assert all(text[claim.start : claim.end] == claim.sentence for claim in claims(text))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("limit", [1, 7, 24, 80])
def test_questions_of_a_document(name, limit):
    text = document(name)
    found = predict_from(text, limit)
    places = [text.index(one.because) for one in found]
    assert 0 < len(found) <= limit
    assert places == sorted(places)
    assert len({one.question for one in found}) == len(found)
    for one in found:
        assert len(one.because) <= LONGEST_BECAUSE
        assert one.question.endswith(("?", "말씀해 주세요."))
        assert not re.search(r"[{}]|\(으\)|\(이\)|을\(를\)|이\(가\)", one.question)
        assert len(set(one.follow_ups)) == 2


@pytest.mark.parametrize("name", NAMES)
def test_no_template_is_used_more_than_twice_and_no_claim_asked_more_than_three_things(name):
    found = predict_from(document(name), 80)
    bare = [re.sub(r"'[^']*'", "", re.sub(r"^'[^']*'\S*\s\S+\s?\S*,", "", one.question)) for one in found]
    assert max(Counter(bare).values()) <= 2
    assert max(Counter((one.because, one.kind) for one in found).values()) <= 3


def test_the_same_text_prompts_the_same_questions():
    text = document("career-developer.txt")
    assert predict_from(text) == predict_from(text)


@pytest.mark.parametrize("change", [lambda text: text.replace("\n", "\r\n"), lambda t: unicodedata.normalize("NFD", t)])
def test_line_ends_and_decomposed_hangul_make_no_difference(change):
    text = document("statement-quality-experienced.txt")
    assert predict_from(change(text)) == predict_from(text)


def test_markup_is_no_claim():
    text = "<h2>경력</h2><ul><li>불량률을 <b>3%</b>에서 1%로 줄였습니다.</li></ul><script>저는 했습니다</script>"
    assert {one.because for one in predict_from(text)} == {"불량률을 3%에서 1%로 줄였습니다."}


def test_a_table_of_tabs_is_read_by_rows():
    text = "기간\t회사\t담당\n2015.03–2018.06\t식품 제조사\t총무팀 사원\n자격증\tSQLD, 정보처리기사"
    assert [(claim.kind, claim.topic) for claim in claims(text)] == [
        ("job", "식품 제조사 총무팀 사원"),
        ("certificate", "SQLD와 정보처리기사"),
    ]


def test_lines_broken_by_a_pdf_are_one_sentence():
    text = "저는 대학 도서관에서 예약 좌석을 확인하지 않는 문제를\n해결하여 빈자리 비율을 30%에서 8%로 줄였습니다."
    assert only_claim(text).quote == "빈자리 비율을 30%에서 8%로 줄였다"


@pytest.mark.parametrize(
    "text",
    [
        "저는 자료를 분석하고 보고하며 " * 1200,
        "가나다라마바사" * 2800,
        "[" * 9000 + "(" * 9000,
        "😀" * 9000,
        "2020.01-" * 2500,
    ],
)
def test_what_nobody_would_write_is_read_all_the_same(text):
    assert len(predict_from(text)) <= LIMIT


def test_ten_pages_of_one_letter_are_asked_once():
    text = document("statement-design-new.txt")
    assert predict_from((text * 30)[:20_000])[0].because == predict_from(text)[0].because
    assert len({one.question for one in predict_from((text * 30)[:20_000])}) == LIMIT


def test_a_public_employer_is_no_company():
    asked = [one.question for one in predict_from("저는 주민을 돕는 일에 매력을 느껴 귀 기관에 지원했습니다.")]
    assert asked
    assert not any("회사" in question for question in asked)


def test_follow_ups_ask_of_what_was_answered():
    first, second = follow_ups(
        "가장 큰 성과는 무엇인가요?", "오출고율을 3%에서 1%로 줄였습니다. 바코드를 쓰자고 팀장님을 설득했습니다."
    )
    assert first == "'오출고율을 3%에서 1%로 줄였다'고 하셨는데, 그 수치는 어떤 기준으로, 어떻게 확인하셨나요?"
    assert "'바코드를 쓰자고 팀장님을 설득했다'" in second


@pytest.mark.parametrize("answer", ["", "네.", "😀", "Yes."])
def test_follow_ups_of_an_answer_that_claims_nothing(answer):
    general = templates()["follow_ups"]["general"]
    assert follow_ups("단점이 무엇인가요?", answer) == tuple(general[:2])
    assert follow_ups(general[0], answer) == tuple(general[1:3])


def test_every_kind_has_a_weight_and_every_question_its_follow_ups():
    asked = {one["asks"] for listed in templates()["questions"].values() for one in listed}
    assert set(templates()["questions"]) == set(templates()["weight"])
    assert asked | set(order().asks.values()) <= set(templates()["follow_ups"])
    assert all(len(listed) >= 2 for listed in templates()["follow_ups"].values())


@pytest.mark.parametrize("occupation", [None, "ICT", "PS", "ARD"])
@pytest.mark.parametrize("experience", [None, "NEW", "EXPERIENCED"])
@pytest.mark.parametrize("limit", [8, 20])
def test_questions_of_a_profile(bank, occupation, experience, limit):
    found = for_profile(bank, occupation, experience, limit)
    types = [one.kind for one in found]
    assert len(types) == len(set(types)) == limit
    assert types[:2] == ["self_introduction", "motivation"]
    assert types[-1] == "last_words"
    assert ("career_change" in types, "salary" in types) == (experience == "EXPERIENCED",) * 2
    assert all(one.because == "" and len(one.follow_ups) == 2 for one in found)


def test_a_second_of_a_type_comes_after_all_types(bank):
    types = [one.kind for one in for_profile(bank, "BM", "NEW", 60)]
    once = len(set(types))
    assert len(types) == 60
    assert len({one.question for one in for_profile(bank, "BM", "NEW", 60)}) == 60
    assert len(set(types[: once - 4])) == once - 4


def test_the_most_asked_types_come_first():
    questions = {"갈등을 겪은 적이 있나요?": 1, "실패한 경험이 있나요?": 3, "자기소개 부탁드립니다.": 1}
    records = [a_record(question=f"{q[:-1]} {i}{q[-1]}") for q, count in questions.items() for i in range(count)]
    assert [one.kind for one in for_profile(Bank(records), "ICT", "NEW", 3)] == [
        "self_introduction",
        "failure",
        "conflict",
    ]


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_small_limits_hold(bank, limit):
    assert len(for_profile(bank, "ICT", "NEW", limit)) == limit


def test_what_people_typed_counts_for_more_than_how_many_records_there_are():
    typed = ("팀원이랑 싸운 적?", "동료와 갈등", "의견 충돌 경험", "상사와 부딪힌 적")
    records = [
        a_record(question="갈등을 겪은 적이 있나요?"),
        a_record(question="동료와 생긴 갈등을 어떻게 푸셨나요?", asked=typed),
        *(a_record(question=f"실패한 경험 {n}가지를 말씀해 주세요.") for n in (1, 2, 3)),
    ]
    asked = [one.question for one in for_profile(Bank(records), "ICT", "NEW", 2)]
    assert asked == ["동료와 생긴 갈등을 어떻게 푸셨나요?", "실패한 경험 1가지를 말씀해 주세요."]


def test_who_names_no_occupation_is_offered_what_every_trade_is_asked():
    """The shorter question is one trade's own."""
    records = [
        a_record(question="팀에서 겪은 갈등을 말씀해 주세요.", occupation="MM"),
        a_record(question="팀에서 겪은 어려운 갈등을 말씀해 주세요.", occupation="BM"),
        a_record(question="수율 갈등을 말씀해 주세요.", occupation="MM"),
    ]
    first, *_ = for_profile(Bank(records), None, "NEW", 1)
    assert "팀에서" in first.question
    assert for_profile(Bank(records), "MM", "NEW", 1)[0].question == "수율 갈등을 말씀해 주세요."
