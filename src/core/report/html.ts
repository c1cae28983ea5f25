/** Text that is already markup. All other text is escaped when it is inserted. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What can be inserted into markup. */
export type Content = Html | string | number | null | undefined | readonly Content[];

/** Markup with escaped `${values}`, both between tags and in quoted attributes. Lists are joined; null and undefined are omitted. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(parts.map((part, i) => part + (i < values.length ? markup(values[i]) : '')).join(''));
}

function markup(content: Content): string {
  if (content === null || content === undefined) return '';
  if (content instanceof Html) return content.text;
  if (typeof content === 'object') return content.map(markup).join('');
  return escapeHtml(String(content));
}

const characterReferences: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters that HTML does not allow become �; marks that change the direction of text are removed. */
function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => characterReferences[character]!)
    .replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/gu, '\ufffd')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '');
}
