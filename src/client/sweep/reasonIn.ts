/** Why an element failed, of what it said: its error with the remedy, else the last line that names one. */
export function reasonIn(said: string): string | undefined {
  const lines = said.split('\n');
  const after = (word: string) => lines.find((line) => line.startsWith(word))?.slice(word.length);
  const [message, remedy] = [after('error: '), after('remedy: ')];
  if (message !== undefined) return [message, remedy].filter((part) => part !== undefined).join('. ');
  return lines.findLast((line) => /^(?=\S).*error/i.test(line))?.trim();
}
