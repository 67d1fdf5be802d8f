"""A briefing names its declaration and its parties, on its cover and on every page: in every format and language, of several."""

import io
import re
import shutil
from pathlib import Path

import pytest
from pptx import Presentation
from pypdf import PdfReader

from dashboard.briefing.make import render
from dashboard.briefing.options import Choice
from dashboard.content.declaration_name import named
from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import translator
from etl.warehouse import builds
from tests.etl.record.test_other_declaration import with_example
from tests.support.parameters import mostly_full
from tests.support.places import DATA

pytestmark = pytest.mark.slow

# The short title, the parties, and a piece of the full title of each declaration.
NAMED = {
    "en": (("Declaration of 12 November 2025", "Kazakhstan, Russia", "comprehensive strategic"), ("Declaration of 1 March 2024", "Aland, Bland", "Joint declaration")),
    "fr": (("Déclaration du 12 novembre 2025", "Kazakhstan, Russie", "stratégique global"), ("Déclaration du 1er mars 2024", "Aland, Bland", "Déclaration commune")),
    "ru": (("Декларация от 12 ноября 2025 года", "Казахстан, Россия", "всеобъемлющего"), ("Декларация от 1 марта 2024 года", "Аланд, Бланд", "Совместная")),
    "kk": (("2025 жылғы 12 қарашадағы Декларация", "Қазақстан, Ресей", "жан-жақты"), ("2024 жылғы 1 наурыздағы Декларация", "Аланд, Бланд", "бірлескен")),
}  # fmt: skip
IDS = ("kz-ru-2025", "example-2024")


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> builds.Build:
    """A build of two declarations."""
    folder = tmp_path_factory.mktemp("several")
    return builds.build(with_example(Path(shutil.copytree(DATA, folder / "data"))), folder / "builds")


def flat(text: str) -> str:
    """A text with plain spaces, as it is read."""
    return " ".join(text.replace("\u200b", "").split())


def joined(text: str) -> str:
    """A text without the hyphens at which its lines end."""
    return re.sub(r"[-\u2010\u00ad] ?", "", text)


@pytest.mark.parametrize("lang", mostly_full(LANGUAGES, "kk"))
def test_every_page_slide_and_screen_names_its_declaration(several: builds.Build, lang: str) -> None:
    for declaration, (short, parties, piece) in zip(IDS, NAMED[lang], strict=True):
        choice = Choice(lang=lang, declaration=declaration, length="short")
        line = f"{short} · {parties}"

        pages = [flat(page.extract_text()) for page in PdfReader(io.BytesIO(render(several, choice, "pdf"))).pages]
        assert all(line in page for page in pages), (declaration, lang)
        assert joined(piece) in joined(pages[0])

        slides = Presentation(io.BytesIO(render(several, choice, "pptx"))).slides
        assert len(slides) > 1
        for slide in slides:
            (foot,) = [shape for shape in slide.placeholders if shape.placeholder_format.idx == 11]
            assert flat(foot.text_frame.text).startswith(line), (declaration, lang)
        assert any(
            line in flat(shape.text_frame.text) or piece in shape.text_frame.text
            for shape in slides[0].shapes
            if shape.has_text_frame and not shape.is_placeholder
        )

        html = flat(render(several, choice, "html").decode())
        (head,) = re.findall(r'<header class="br-head">.*?</header>', html)
        assert line in head and piece in head
        (stage,) = re.findall(r'<p class="pr-reach">(.*?)</p>', html)
        assert stage.startswith(line)
        printed = re.sub(r"\\([0-9a-f]+) ", lambda sign: chr(int(sign[1], 16)), re.findall(r'@bottom-left \{ content: "(.*?)"', html)[0])
        assert printed.startswith(line)


def test_many_parties_are_named_in_one_line() -> None:
    assert named(translator("en"), "Declaration", ["A", "B", "C", "D"]) == "Declaration · A, B, C, D"
    assert named(translator("en"), "Declaration", ["A", "B", "C", "D", "E"]) == "Declaration · A, B, C and 2 more"
