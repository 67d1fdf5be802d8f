"""The stage of present mode in the HTML of a briefing: what `present.js` fills with slides. It stands in templates: neither read nor printed."""

from dashboard.briefing.document import Briefing
from dashboard.content import markup
from etl.i18n.translator import Translator


def opener(texts: Translator) -> str:
    """The button that begins; scripts show it, as it does nothing without them."""
    return f'<button type="button" class="br-present" hidden>{markup.text(texts.t("Present"))}</button>'


def stage(briefing: Briefing, mark: str, backup: str, texts: Translator) -> str:
    """The stage with every text it says: with the finished watermark, and the finished sections of what lies beside the story."""
    t = texts.t
    as_of = t("as of {day}", day=texts.day(briefing.as_of))
    reach = f"{briefing.named} · {as_of} · {briefing.reach} · {briefing.state_text}"
    return (
        '<template id="br-stage"><main class="sv pr" tabindex="-1">'
        '<article class="pr-slide"><p class="pr-kicker"></p><h1 class="pr-message"></h1><div class="pr-body"></div></article>'
        f'<aside class="pr-notes" tabindex="0" aria-label="{markup.text(t("Notes for the speaker"))}"'
        f' data-none="{markup.text(t("There are no notes for this slide."))}" hidden></aside>'
        + _jump(texts)
        + f'<div class="pr-foot"><p class="pr-reach">{markup.text(reach)}</p>'
        + '<div class="pr-controls">'
        + _button("return", "R", t("Return to where you were"), hidden=True)
        + _button("back", "‹", t("Previous slide"))
        + f'<span class="pr-count" data-beside="{markup.text(t("beside the story"))}"></span>'
        + _button("on", "›", t("Next slide"))
        + _button("find", "G", t("Jump to a pledge"))
        + _button("note", "N", t("Notes for the speaker"))
        + _button("full", "F", t("Full screen"))
        + _button("leave", "Esc", t("Leave"))
        + '</div></div><div class="pr-progress" aria-hidden="true"><span></span></div>'
        '<p class="pr-said" role="status"></p>' + mark + "</main></template>"
        f'<template id="br-beside">{backup}</template>'
    )


def _jump(texts: Translator) -> str:
    t = texts.t
    return (
        '<form class="pr-jump" role="search" hidden>'
        f'<label>{markup.text(t("Word or number"))} <input type="text" autocomplete="off" spellcheck="false" placeholder="D25"></label>'
        f'<ul></ul><p class="pr-none" role="status" data-said="{markup.text(t("Nothing was found."))}"></p></form>'
    )


def _button(name: str, shown: str, label: str, hidden: bool = False) -> str:
    """A control with the key that does the same; its name is what it does."""
    return (
        f'<button type="button" class="pr-{name}" title="{markup.text(label)}" aria-label="{markup.text(label)}"{" hidden" if hidden else ""}>'
        f"{markup.text(shown)}</button>"
    )
