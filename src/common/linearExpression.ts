import { RE2JS } from 're2js';

/** Where a match lies in its text, as UTF-16 offsets; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A JavaScript regular expression (flags g and u) that is matched in time linear in the text, by RE2's algorithm. Any expression of
 * JavaScript's own engine may take exponential time, `(a+)+$` for example.
 */
export class LinearExpression {
  readonly #compiled: RE2JS;

  /** Errors: an Error that says what is wrong with the pattern, or what of it has no linear algorithm. */
  constructor(pattern: string) {
    new RegExp(pattern, 'gu'); // its errors are JavaScript's own
    const unsupported = unsupportedIn(pattern);
    if (unsupported !== undefined) throw new Error(`${unsupported} are not supported`);
    this.#compiled = RE2JS.compile(RE2JS.translateRegExp(withJavaScriptClasses(pattern)));
  }

  /** Whether it matches somewhere in the text. */
  isIn(text: string): boolean {
    return this.#compiled.matcher(text).find();
  }

  /** All matches in their order, also empty ones. */
  matches(text: string): Span[] {
    const matcher = this.#compiled.matcher(text);
    const spans: Span[] = [];
    while (matcher.find()) spans.push({ start: matcher.start(), end: matcher.end() });
    return spans;
  }
}

/** The parts of a pattern of which the meaning does not depend on other parts, except for being within a class. */
const part = /\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\\k<|\\[^]|\(\?(?:<?[=!])|[^]/gu;

function unsupportedIn(pattern: string): string | undefined {
  for (const [text, isInClass] of partsOf(pattern)) {
    if (isInClass) continue;
    if (/^\(\?<?[=!]$/.test(text)) return `look-arounds such as ${text}…)`;
    if (text === '\\k<' || /^\\[1-9]$/.test(text))
      return `back references such as ${text === '\\k<' ? '\\k<name>' : text}`;
  }
  return undefined;
}

function* partsOf(pattern: string): Generator<readonly [text: string, isInClass: boolean]> {
  let isInClass = false;
  for (const [text] of pattern.matchAll(part)) {
    yield [text, isInClass];
    if (text === '[') isInClass = true;
    else if (text === ']') isInClass = false;
  }
}

/** What RE2 understands differently: white space and line ends are ASCII only there, and properties have short names only. */
function withJavaScriptClasses(pattern: string): string {
  return Array.from(partsOf(pattern), ([text, isInClass]) => {
    if (text === '\\s') return isInClass ? space : `[${space}]`;
    if (text === '\\S') return isInClass ? notSpace : `[${notSpace}]`;
    if (text === '.' && !isInClass) return '[^\\n\\r\\u2028\\u2029]';
    if (text === '\\b' && isInClass) return '\\u0008';
    return text.replace(/^\\([pP])\{(?:Script|sc|General_Category|gc)=/, '\\$1{');
  }).join('');
}

const space = '\\t-\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff';
const notSpace =
  '\\u0000-\\u0008\\u000e-\\u001f!-\\u009f\\u00a1-\\u167f\\u1681-\\u1fff\\u200b-\\u2027\\u202a-\\u202e\\u2030-\\u205e' +
  '\\u2060-\\u2fff\\u3001-\\ufefe\\uff00-\\u{10ffff}';
