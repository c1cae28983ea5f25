/**
 * Control characters, line breaks, and what turns the direction of writing: a terminal or an editor would obey them. Spaces without width:
 * nobody would see them.
 */
const controls = /[\p{Cc}\p{Zl}\p{Zp}\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/gu;

/** A text as it may be shown anywhere, in one line: control characters and the like as escapes, such as `\u001b`. */
export function printable(text: string): string {
  return text.replace(controls, (character) => {
    const named: Readonly<Record<string, string>> = { '\t': '\\t', '\r': '\\r', '\n': '\\n' };
    return named[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** A text of at most `length` characters; the rest of a longer one is left out from its end. */
export function shortened(text: string, length = 200): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
