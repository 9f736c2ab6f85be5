"""Reports of people with Arabic and Hebrew names are tied by these, and not to another event of people so called."""

import pytest
from tests.build import document

from crosswire.stages.cluster.across import alike
from crosswire.stages.cluster.sketch import Sketch, sketch

DAY = "2031-05-06"
TRIAL = sketch(
    document(
        id="trial",
        published_at=DAY,
        text="""Court frees former dam chief Khaled al-Jabouri

A court on Tuesday freed Khaled al-Jabouri, the former head of the dam authority, after 412 days in custody.

Judge Mansour al-Khatib said the 17 charges against him rested on one witness, Nabil Haddad, who had since withdrawn \
his statement. His lawyer, Youssef Qaradawi, said he would sue.
""",
    )
)
WEDDING = sketch(
    document(
        id="wedding",
        published_at=DAY,
        text="""Singer Khaled Mansour marries Nabil Youssef's sister

The singer Khaled Mansour married on Tuesday before 412 guests, his manager Youssef Saleh said. Ahmed Nasser and \
Mohammed Karim sang 17 songs.
""",
    )
)
REPORTS = {
    "ar": "المحكمة تفرج عن خالد الجبوري\n\nأفرجت محكمة يوم الثلاثاء عن خالد الجبوري الرئيس السابق لهيئة السد "
    "بعد 412 يوما في الحبس. وقال القاضي منصور الخطيب إن التهم استندت إلى شاهد واحد هو نبيل الحداد. "
    "وقال المحامي يوسف القرضاوي إنه سيقاضيهم.",
    "fa": "دادگاه خالد الجبوری را آزاد کرد\n\nدادگاهی روز سه‌شنبه خالد الجبوری رئیس پیشین سازمان سد را "
    "پس از 412 روز آزاد کرد. قاضی منصور الخطیب گفت اتهام‌ها به یک شاهد به نام نبیل الحداد متکی بود. "
    "یوسف القرضاوی وکیل اوست.",
}  # fmt: skip


def told(language: str) -> Sketch:
    return sketch(
        document(id=language, language=language, text=REPORTS[language], published_at=DAY)
    )


@pytest.mark.parametrize("language", REPORTS)
def test_names_in_their_own_letters_tie(language: str) -> None:
    assert alike(told(language), TRIAL) > 0


@pytest.mark.parametrize("language", REPORTS)
def test_given_names_that_many_bear_tie_nothing(language: str) -> None:
    assert alike(told(language), WEDDING) == 0
