"""A briefing as one HTML file that needs nothing else: it opens from a mail attachment, without a network, and prints on A4."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from dashboard.briefing.document import Briefing, Part
from dashboard.briefing.html.blocks import block, edited
from dashboard.briefing.html.present_mode import opener, stage
from dashboard.content import markup
from etl.i18n.translator import Translator, translator

HERE = Path(__file__).parent
FILES = {name: (HERE / name).read_text(encoding="utf-8") for name in ("briefing.css", "briefing.js", "present.css", "present.js")}
STYLE = (HERE.parents[1] / "style.css").read_text(encoding="utf-8")
SCRIPT = FILES["briefing.js"] + FILES["present.js"]
# Of scripts only this very one may run, whatever else came to stand in the file.
POLICY = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{b64encode(sha256(SCRIPT.encode()).digest()).decode()}'; img-src data:"
BEGINS, ENDS = b'<script type="application/json" id="servanda">', b"</script>"


def render(briefing: Briefing, payload: bytes) -> bytes:
    """The file; `payload` is its frozen part in ASCII without `<`. The same briefing gives the same bytes."""
    texts = translator(briefing.lang)
    t = texts.t
    foot = f"{briefing.reach} {t('Build {id}', id=briefing.build)} · {briefing.content_hash[:16]}"
    page = (
        f'<!doctype html>\n<html lang="{briefing.lang}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">'
        f"<title>{markup.text(briefing.title)} {markup.text(briefing.named)} · {markup.text(briefing.subtitle)}</title>"
        f"<style>{STYLE}{FILES['briefing.css']}{FILES['present.css']}{_margins(briefing)}</style></head>"
        f'<body class="stApp br-{briefing.length} br-{briefing.state}"><div class="sv">'
        f'<a class="br-skip" href="#{markup.text(briefing.parts[0].key) if briefing.parts else "main"}">{markup.text(t("Skip to the text"))}</a>'
        f"{_mark(briefing)}{_header(briefing, texts)}{_contents(briefing, texts)}"
        f'<main id="main">{"".join(_section(part, texts) for part in briefing.parts)}</main>'
        f'<footer class="sv-foot">{markup.text(foot)}</footer></div>'
        + stage(briefing, _mark(briefing), "".join(_section(part, texts) for part in briefing.backup_parts), texts)
    )
    frozen = BEGINS + payload + ENDS
    return page.encode() + frozen + f"<script>{SCRIPT}</script></body></html>\n".encode()


def read_payload(content: bytes) -> bytes:
    """The frozen part of a file. Raises ValueError where it has none."""
    # Looked for from both sides: a pattern would look for the end of every beginning there is.
    _, begins, rest = content.partition(BEGINS)
    found, ends, _ = rest.partition(ENDS)
    if not begins or not ends:
        raise ValueError("no frozen part")
    return found


def _header(briefing: Briefing, texts: Translator) -> str:
    cautions = markup.block(markup.bullets(markup.text(line) for line in briefing.cautions), "br-cautions") if briefing.cautions else ""
    return (
        '<header class="br-head">'
        f'<div class="br-top"><span><strong>Servanda</strong> · {markup.text(briefing.named)}</span>'
        f'{opener(texts)}<span class="sv-tag br-state">{markup.text(briefing.state_text)}</span></div>'
        + markup.heading(1, briefing.title)
        + _answer(briefing)
        + markup.paragraph(f"{briefing.declaration} · {', '.join(briefing.parties)}", "br-subtitle")
        + markup.paragraph(briefing.subtitle, "br-subtitle")
        + markup.paragraph(briefing.reach, "br-reach")
        + cautions
        + "</header>"
    )


def _answer(briefing: Briefing) -> str:
    """How the declaration stands as a whole, before anything else."""
    if not briefing.answer:
        return ""
    first, *others = briefing.answer
    listed = markup.bullets(markup.text(line) for line in (*others, *briefing.domain_lines))
    return markup.block(markup.paragraph(first, "br-message") + listed, "br-answer")


def _contents(briefing: Briefing, texts: Translator) -> str:
    links = "".join(f'<li><a href="#{markup.text(part.key)}">{markup.text(part.title)}</a></li>' for part in briefing.parts)
    return f'<nav class="br-contents" aria-label="{markup.text(texts.t("Contents"))}"><ol>{links}</ol></nav>'


def _section(part: Part, texts: Translator) -> str:
    key = markup.text(part.key)
    notes = ""
    if part.notes:
        notes = markup.folded(
            texts.t("Notes for the speaker"), "".join(markup.paragraph(line, "sv-small") for line in part.notes.split("\n"))
        )
    return (
        f'<section id="{key}" class="br-part" aria-labelledby="{key}-title">'
        f'<h2 class="sv-h2" id="{key}-title"><a href="#{key}">{markup.text(part.title)}</a></h2>'
        + edited(part)
        + markup.paragraph(part.under, "br-message")
        + "".join(block(texts, shown) for shown in part.blocks)
        + notes
        + "</section>"
    )


def _mark(briefing: Briefing) -> str:
    """The watermark of what is no cleared briefing."""
    return (
        ""
        if briefing.state == "cleared"
        else f'<div class="br-mark" aria-hidden="true" data-said="{markup.text(briefing.state_text)}"></div>'
    )


def _margins(briefing: Briefing) -> str:
    """What stands at the foot of every printed page: which declaration it is about, how far data, events and searches reach, and its state."""
    text = "".join(
        letter if letter.isalnum() or letter in " .,·:-" else f"\\{ord(letter):x} "
        for letter in f"{briefing.named}. {briefing.reach} {briefing.state_text}."
    )
    return f'@page {{ @bottom-left {{ content: "{text}"; }} @bottom-right {{ content: counter(page) " / " counter(pages); }} }}'
