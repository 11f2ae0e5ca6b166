"""Korean typed with the keyboard set to Latin letters."""

import pytest

from interviewbuddy.layout import in_hangul


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wldnjsehdrl 말해주세요", "지원동기 말해주세요"),
        ("wkrlthro gowntpdy", "자기소개 해주세요"),
        ("rkfemddmf ruRdmsrudgja", "갈등을 겪은경험"),
        ("ekswjadms andjtdlqslRk", "단점은 무엇입니까"),
        ("dksgdk", "않아"),
        ("REST API와 database, workflow, fork", "REST API와 database, workflow, fork"),
        ("django vietnam theorem formal authority", "django vietnam theorem formal authority"),
        ("JavaScript React Kubernetes Photoshop marketing", "JavaScript React Kubernetes Photoshop marketing"),
        ("", ""),
    ],
)
def test_what_was_meant_as_hangul_becomes_it(typed, meant):
    assert in_hangul(typed) == meant
