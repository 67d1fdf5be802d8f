"""What a page at twice the size may not be: wider than the window, or with texts that are cut."""

WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Texts that are wider than their place and cut there, without a way to scroll to the rest.
CUT = """() => [...document.querySelectorAll('.sv *')].filter(node => {
    const style = getComputedStyle(node);
    return node.children.length === 0 && node.textContent.trim() && node.checkVisibility()
        && style.overflowX === 'hidden' && node.clientWidth > 1 && node.scrollWidth > node.clientWidth + 1;
}).map(node => node.outerHTML.slice(0, 120))"""
