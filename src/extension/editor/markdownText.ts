/** Marks that change the direction of the text around them. */
const directionMarks = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Any text as Markdown (with or without HTML) that shows exactly this text: whatever could be syntax is escaped as a character reference,
 * also in icons and links. White space of any kind becomes single spaces.
 */
export function markdownText(text: string): string {
  return text
    .replace(directionMarks, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/[^\p{L}\p{M}\p{N} ]/gu, (character) => `&#${character.codePointAt(0)!};`);
}

/** The same, truncated to `maxLength` characters. */
export function shortMarkdownText(text: string, maxLength: number): string {
  const characters = Array.from(text.slice(0, 2 * maxLength + 2));
  return markdownText(characters.length > maxLength ? `${characters.slice(0, maxLength - 1).join('')}…` : text);
}

/** A Markdown link that runs a command. `label` is Markdown. */
export function commandLink(label: string, command: string, argument: object): string {
  // A link is decoded once or twice before its JSON is parsed, and ends at a bracket: such characters are written as JSON escapes.
  const json = JSON.stringify([argument]).replace(
    /[%!'()*]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `[${label}](command:${command}?${encodeURIComponent(json)})`;
}
