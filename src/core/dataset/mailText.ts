/** The subject and body of a mail as plain text, without other headers, markup and attachments. */
export function mailText(mail: string): string {
  const { headers, body } = parsePart(mail.replace(/^From .*\r?\n/, ''));
  return `${decodeWords(headers.get('subject') ?? '')}\n${partText(headers, body)}`.trim();
}

interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

function parsePart(part: string): Part {
  const [, head = '', body = ''] = /^([^]*?)(?:\r?\n\r?\n([^]*))?$/.exec(part) ?? [];
  const fields = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const headers = fields.map((field) => /^([^:\s]+):\s*(.*)$/.exec(field)).filter((match) => match !== null);
  return { headers: new Map(headers.map(([, name, value]) => [name!.toLowerCase(), value!])), body };
}

/** The text of a part. Of a multipart/alternative part it is the first text, of other multipart parts all texts. */
function partText(headers: Part['headers'], body: string): string {
  const type = headers.get('content-type') ?? 'text/plain';
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (/^multipart\//i.test(type) && boundary !== undefined) {
    const parts = body
      .split(`--${boundary.trim()}`)
      .slice(1)
      .map((part) => parsePart(part.replace(/^\r?\n/, '')));
    const texts = parts.map((part) => partText(part.headers, part.body)).filter((text) => text !== '');
    return /^multipart\/alternative/i.test(type) ? (texts[0] ?? '') : texts.join('\n');
  }
  if (/^message\//i.test(type)) return mailText(body);
  if (!/^text\b/i.test(type) || /^attachment/i.test(headers.get('content-disposition') ?? '')) return '';
  const text = decodeBody(body, headers.get('content-transfer-encoding') ?? '', type);
  return /^text\/html/i.test(type) || /<html|<body/i.test(text) ? stripMarkup(text) : text.trim();
}

function decodeBody(body: string, encoding: string, type: string): string {
  const charset = /charset="?([^"\s;]+)/i.exec(type)?.[1] ?? 'utf-8';
  if (/base64/i.test(encoding)) return decode(Buffer.from(body, 'base64'), charset);
  if (/quoted-printable/i.test(encoding)) return decode(unquote(body.replace(/=[ \t]*\r?\n/g, '')), charset);
  return body;
}

/** Encoded words of a header (RFC 2047): =?charset?B or Q?text?=. */
function decodeWords(header: string): string {
  return header.replace(/=\?([^?]+)\?([BQ])\?([^?]*)\?=\s*/gi, (_, charset: string, encoding: string, text: string) =>
    decode(/b/i.test(encoding) ? Buffer.from(text, 'base64') : unquote(text.replaceAll('_', ' ')), charset),
  );
}

function unquote(text: string): Buffer {
  return Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  );
}

function decode(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

const entities: Readonly<Record<string, string>> = { nbsp: ' ', amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function stripMarkup(html: string): string {
  return html
    .replace(/<!--[^]*?-->|<(script|style|title)\b[^]*?<\/\1\s*>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d{1,6});/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&([a-z]+);/gi, (entity, name: string) => entities[name.toLowerCase()] ?? entity)
    .replace(/\s+/g, ' ')
    .trim();
}
