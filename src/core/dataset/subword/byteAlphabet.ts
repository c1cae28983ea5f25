/**
 * The character that stands for each byte in the tokens of byte-level vocabularies: visible characters of Latin-1 for themselves, the others,
 * in their order, U+0100 and those after it. A space is "Ġ".
 */
export const byteCharacters: readonly string[] = (() => {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const isVisible = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
    return String.fromCodePoint(isVisible ? byte : next++);
  });
})();
