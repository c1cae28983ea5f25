/** Marks that change the direction of the text around them. */
const directionMarks = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Any text as Markdown (with HTML or without) that shows it and nothing else: whatever could be syntax is a character reference, which
 * neither Markdown nor icons nor links are made of. White space of any kind becomes single spaces.
 */
export function markdownText(text: string): string {
  return text
    .replace(directionMarks, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/[^\p{L}\p{M}\p{N} ]/gu, (character) => `&#${character.codePointAt(0)!};`);
}

/** The same, cut after `most` characters. */
export function shortMarkdownText(text: string, most: number): string {
  const characters = Array.from(text.slice(0, 2 * most + 2));
  return markdownText(characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text);
}

/** A Markdown link that runs a command. `label` is Markdown. */
export function commandLink(label: string, command: string, argument: object): string {
  // A link is decoded once or twice before its JSON is read, and ends at a bracket: such characters go in as JSON escapes.
  const json = JSON.stringify([argument]).replace(
    /[%!'()*]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `[${label}](command:${command}?${encodeURIComponent(json)})`;
}
