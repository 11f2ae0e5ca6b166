"""A corpus that may be searched and never shown: it leads to the bundled records."""

from dataclasses import replace

import pytest

from interviewbuddy import engines
from interviewbuddy.asking import ask_on_terminal
from interviewbuddy.bank import Bank, read_records
from interviewbuddy.corpus import SAMPLE
from interviewbuddy.corpus.build import build
from interviewbuddy.engines import shown_and_hidden
from interviewbuddy.errors import InputError
from interviewbuddy.predict import for_profile
from tests.conftest import a_record, label_bytes

SECRET = "비밀스러운 답변은 아무에게도 보이지 않습니다."


def hidden(question, **changes):
    return replace(a_record(question=question), answer_raw=SECRET, answer=SECRET, summary=SECRET, **changes)


def test_a_hidden_question_is_another_way_to_a_shown_record():
    shown = a_record(question="거래처 대금이 밀리면 어떻게 받으시겠습니까?")
    lent = hidden("거래처가 외상값을 갚지 않아 대금이 밀리면 어떻게 받으시겠습니까?")
    asked = "외상값 안 갚는 곳"
    (with_it,) = Bank([shown], [lent]).search(asked)
    (without,) = Bank([shown]).search(asked)
    assert with_it.record == shown
    assert with_it.similarity > without.similarity


def test_a_hidden_question_near_none_leads_nowhere():
    shown = a_record(question="거래처 대금이 밀리면 어떻게 받으시겠습니까?")
    stray = hidden("운영체제에서 프로세스와 스레드의 차이를 설명해 주세요.")
    asked = "프로세스와 스레드의 차이"
    assert Bank([shown], [stray]).search(asked)[0].similarity == Bank([shown]).search(asked)[0].similarity


def test_what_is_asked_most_is_counted_in_hidden_records_too():
    records = [
        a_record(question="입사 후 포부를 말씀해 주세요."),
        a_record(question="팀에서 주로 어떤 역할을 맡나요?"),
        a_record(question="스트레스는 어떻게 푸시나요?"),
    ]
    many = [hidden(f"요즘 받는 스트레스를 푸는 방법 {n}가지를 말씀해 주세요.") for n in range(2, 9)]
    asked = [one.question for one in for_profile(Bank(records, many), "ICT", "NEW")]
    assert sorted(asked) == sorted(record.question for record in records)
    assert asked[0] == "스트레스는 어떻게 푸시나요?"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A corpus of AI Hub's kind: no card, so its text may not be shown."""
    folder = tmp_path_factory.mktemp("hidden")
    for number in range(6):
        text = label_bytes(
            question=f"{number}번 창구의 고객이 전화로 같은 불만을 반복하면 어떻게 응대하시겠습니까?",
            answer=f"{SECRET} {number}",
        )
        (folder / f"{number}.json").write_bytes(text)
    out = tmp_path_factory.mktemp("built") / "corpus"
    build([folder], out)
    return out


def test_a_built_corpus_without_leave_to_show_it_is_hidden(built):
    shown, hidden = shown_and_hidden([built])
    assert len(hidden) == 6
    assert len(shown) == len(read_records(SAMPLE))


def test_a_bundled_record_in_a_corpus_of_ones_own_is_no_second_answer(tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "corpus.toml").write_text((SAMPLE / "corpus.toml").read_text("utf-8"), "utf-8")
    lines = (SAMPLE / "bm-new.jsonl").read_text("utf-8").splitlines()[:20]
    (source / "few.jsonl").write_text("\n".join(lines), "utf-8")
    build([source], tmp_path / "built")
    shown, hidden = shown_and_hidden([tmp_path / "built", tmp_path / "built"])
    assert hidden == []
    assert [record.source for record in shown] == [record.source for record in read_records(SAMPLE)]


def test_the_command_shows_nothing_of_it(built, excerpt, monkeypatch, capsys):
    monkeypatch.setattr(engines, "SAMPLE", excerpt)
    asked = "3번 창구의 고객이 전화로 같은 불만을 반복하면 어떻게 응대하시겠습니까?"
    ask_on_terminal(asked, None, None, None, None, None, [built])
    said = capsys.readouterr()
    assert said.out.strip()
    assert "고객이 전화로 30분 넘게 같은 불만을 반복하면서" in said.err
    assert "비밀" not in said.out + said.err
    assert "창구의 고객이" not in said.out + said.err


def test_a_folder_that_is_no_corpus_is_one_sentence(tmp_path):
    with pytest.raises(InputError, match=str(tmp_path)):
        shown_and_hidden([tmp_path])
