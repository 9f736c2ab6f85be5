# ruff: noqa: E501 -- wide letters count twice, and a report is not to be cut up
"""One event in many scripts: each report is tied to the English one of its event, and to no other's."""

from pathlib import Path

import pytest
from tests.build import document

from crosswire.pipeline.run import acquire_options, read_sources
from crosswire.settings import Settings
from crosswire.stages.cluster.across import alike
from crosswire.stages.cluster.sketch import sketch
from crosswire.text.foreign import facts

STORIES = Path(__file__).parents[2] / "stories"
ENGLISH = {
    d.id: sketch(d)
    for d in read_sources(
        [str(STORIES / name / "reports") for name in ("almenar", "quebrada")],
        acquire_options(Settings()),
    ).documents
    if d.language == "en"
}
BLAST = {
    "de": "Explosion in Puerto Almenar: Mindestens 23 Tote. Bei einer Explosion in einem Getreideterminal der Reederei "
    "Corvalen in Chile sind 23 Menschen getötet und 148 verletzt worden, sagte Bürgermeister Tomás Ibarra. "
    "3.400 Anwohner verließen ihre Häuser, 62.000 Tonnen Weizen lagen in den Silos.",
    "fr": "Au moins 23 morts dans une explosion à Puerto Almenar. Une explosion dans un terminal céréalier du groupe "
    "Corvalen, au Chili, a fait 23 morts et 148 blessés, selon le maire Tomás Ibarra. Quelque 3 400 habitants ont été "
    "évacués.",
    "ja": "チリ港湾都市の穀物ターミナルで爆発、23人死亡。チリのプエルト・アルメナル(Puerto Almenar)で14日、穀物ターミナルが爆発し、"
    "少なくとも23人が死亡、148人が負傷した。運営会社はコルバレン(Corvalen)。住民3400人が避難した。小麦6万2000トンがあった。",
    "el": "Έκρηξη στο Πουέρτο Αλμενάρ: τουλάχιστον 23 νεκροί. Τουλάχιστον 23 άνθρωποι σκοτώθηκαν και 148 τραυματίστηκαν στο "
    "Πουέρτο Αλμενάρ της Χιλής, είπε ο δήμαρχος Τομάς Ιμπάρρα. Η εταιρεία Corvalen μίλησε για 62.000 τόνους σιταριού.",
    "uk": "Вибух у Пуерто-Альменарі: 23 загиблих. Щонайменше 23 людини загинули і 148 постраждали в чилійському "
    "Пуерто-Альменарі, повідомив мер Томас Ібарра. Термінал належить групі «Корвален». Евакуйовано 3400 мешканців.",
    "ar": "انفجار في بويرتو ألمينار: 23 قتيلا على الأقل. قتل 23 شخصا على الأقل وأصيب 148 آخرون في انفجار وقع في مدينة "
    "بويرتو ألمينار في تشيلي، حسبما قال رئيس البلدية توماس إيبارا. وتملك شركة كورفالين المحطة. وتم إجلاء 3400 من السكان.",
    "he": "פיצוץ בפוארטו אלמנאר: 23 הרוגים. לפחות 23 בני אדם נהרגו ו-148 נפצעו בפיצוץ במסוף תבואה בפוארטו אלמנאר שבצ'ילה, "
    "אמר ראש העיר תומאס איבארה. המסוף שייך לחברת קורבאלן. 3,400 תושבים פונו.",
    "hi": "पुएर्तो अल्मेनार में विस्फोट: कम से कम 23 की मौत. चिली के पुएर्तो अल्मेनार शहर के अनाज टर्मिनल में विस्फोट से कम से कम 23 लोग मारे गए "
    "और 148 घायल हुए, मेयर टॉमस इबारा ने कहा. टर्मिनल कोर्वालेन समूह का है. 3,400 निवासियों को निकाला गया.",
    "ko": "푸에르토 알메나르 폭발로 최소 23명 사망. 칠레 푸에르토 알메나르의 곡물 터미널에서 폭발이 일어나 최소 23명이 숨지고 148명이 다쳤다고 "
    "토마스 이바라 시장이 밝혔다. 터미널은 코르발렌 그룹의 것이다. 주민 3400명이 대피했다.",
    "zh": "智利阿尔梅纳尔港(Puerto Almenar)粮食码头爆炸，至少23人死亡，148人受伤。码头属于航运集团科尔瓦伦(Corvalen)。"
    "3400名居民被疏散，筒仓内存有6万2000吨小麦。",
}
MINE = {
    "de": "Neun Tote in Kupfermine Quebrada Oscura. Bei einem Steinschlag in der Mine Quebrada Oscura im Norden Chiles sind "
    "neun Bergleute getötet und 31 verletzt worden, teilte der Betreiber Andarco mit. 118 Arbeiter wurden gerettet.",
    "fr": "Neuf mineurs tués à Quebrada Oscura. Neuf mineurs ont été tués et 31 blessés dans la mine de cuivre de Quebrada "
    "Oscura, au Chili, selon son propriétaire Andarco. 118 ouvriers ont été remontés.",
    "ja": "チリの銅山ケブラダ・オスクラ(Quebrada Oscura)で落石、9人死亡31人負傷。運営会社アンダルコ(Andarco)によると、作業員118人が"
    "地上に救出された。同鉱山は年間4万1500トンの銅を産出する。",
    "uk": "Дев'ять гірників загинули на руднику Кебрада-Оскура. 31 людина постраждала на мідному руднику Кебрада-Оскура в "
    "Чилі, повідомила компанія Andarco. На поверхню вивели 118 робітників.",
    "ar": "مقتل تسعة عمال في منجم كيبرادا أوسكورا. قتل تسعة عمال مناجم وأصيب 31 في منجم النحاس كيبرادا أوسكورا في شمال تشيلي، "
    "وفق شركة أنداركو المالكة. وتم إنقاذ 118 عاملا.",
    "hi": "क्वेब्राडा ओस्कुरा खदान में नौ खनिकों की मौत. चिली की तांबे की खदान केब्राडा ओस्कुरा में चट्टान गिरने से नौ खनिक मारे गए और 31 घायल हुए, "
    "मालिक कंपनी अंदार्को ने कहा. 118 मजदूरों को बचाया गया.",
    "zh": "智利铜矿Quebrada Oscura落石致9名矿工死亡、31人受伤。业主Andarco公司称118名工人获救，该矿年产铜4万1500吨。",
}
DAY = "2025-05-15T08:00:00+00:00"


@pytest.mark.parametrize("language", ["ru", "ja", "ko", "ar", "es", "zh", "hi", "xx"])
@pytest.mark.parametrize(
    "text",
    ["9万" * 6000, "1 000 " * 3000, "1." * 9000, "ク" * 9000, "가" * 9000, "Ив " * 5000, "北朝" * 9000,
     "Corea del " * 2000, "Северная " * 2000, "٤" * 9000, "«Ив", "2月30日 9" * 900, "", "A" * 9000],
    ids=lambda text: text[:8],
)  # fmt: skip
def test_any_text_gives_facts_and_soon(text, language):
    assert len(facts(text, language, 600)) <= 60


def tied(text, language):
    item = sketch(document(text, language=language, published_at=DAY))
    return {name for name, other in ENGLISH.items() if alike(item, other)}


@pytest.mark.parametrize("language", BLAST)
def test_reports_of_the_blast(language):
    found = tied(BLAST[language], language)
    assert "coastal-herald.md" in found
    assert "highland-post.md" not in found


@pytest.mark.parametrize("language", MINE)
def test_reports_of_the_mine(language):
    assert tied(MINE[language], language) == {"highland-post.md"}


@pytest.mark.parametrize("language", BLAST)
def test_another_day_of_the_same_town(language):
    text = BLAST[language]
    for old, new in (("23", "57"), ("148", "19"), ("3.400", "800"), ("3 400", "800"), ("3400", "800"),
                     ("62.000", "90"), ("6万2000", "90"), ("Corvalen", "Tirrenia"), ("Корвален", "Тиренія"),
                     ("Ibarra", "Solano"), ("Ιμπάρρα", "Σολάνο"), ("Ібарра", "Солано"), ("3,400", "800"),
                     ("كورفالين", "تيرينيا"), ("إيبارا", "سولانو"), ("קורבאלן", "טיריניה"), ("איבארה", "סולאנו"),
                     ("कोर्वालेन", "तिरेनिया"), ("इबारा", "सोलानो"), ("코르발렌", "티레니아"), ("이바라", "솔라노")):  # fmt: skip
        text = text.replace(old, new)
    assert tied(text, language) == set()
