"""Prints what `tokenizers` knows of every character, as JSON for makeCharacterRanges.ts."""

import json
import sys

from tokenizers import normalizers, pre_tokenizers

clean = normalizers.BertNormalizer(True, False, False, False)
strip = normalizers.BertNormalizer(False, False, True, False)
marks = normalizers.StripAccents()
forms = {name: getattr(normalizers, name)() for name in ("NFD", "NFKD")}
bert = pre_tokenizers.BertPreTokenizer()
bytes_ = pre_tokenizers.ByteLevel(add_prefix_space=False)
words = pre_tokenizers.Whitespace()

found = {"control": [], "punctuation": [], "nonspacingMarks": [], "marks": [], "letters": [], "numbers": [], "words": []}
# Per character: its decompositions, and those in which U+0301 precedes and U+0334 follows, which tell its combining class.
normalized = []
for code in [*range(0xD800), *range(0xE000, 0x110000)]:
    c = chr(code)
    tests = {
        "control": clean.normalize_str(f"a{c}b") == "ab",
        "punctuation": [piece for piece, _ in bert.pre_tokenize_str(f"a{c}b")] == ["a", c, "b"],
        "nonspacingMarks": strip.normalize_str(f"a{c}") == "a",
        "marks": marks.normalize_str(f"a{c}") == "a",
        "letters": len(bytes_.pre_tokenize_str(f"a{c}")) == 1,
        "numbers": len(bytes_.pre_tokenize_str(f"1{c}")) == 1,
        "words": len(words.pre_tokenize_str(f"a{c}")) == 1 and words.pre_tokenize_str(f"a{c}")[0][1] == (0, 2),
    }
    for name, is_in in tests.items():
        if is_in:
            found[name].append(code)
    texts = {"NFD": [c, f"\u0301{c}", f"{c}\u0334"], "NFKD": [c]}
    normalized.append([code, [forms[form].normalize_str(text) for form, list_ in texts.items() for text in list_]])
json.dump({**found, "normalized": normalized}, sys.stdout)
