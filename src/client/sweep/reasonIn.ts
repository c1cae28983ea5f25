/** Why an element failed, from its standard error: the error with the remedy, else the last line that names an error. */
export function reasonIn(stderr: string): string | undefined {
  const lines = stderr.split('\n');
  const after = (word: string) => lines.find((line) => line.startsWith(word))?.slice(word.length);
  const [message, remedy] = [after('error: '), after('remedy: ')];
  if (message !== undefined) return [message, remedy].filter((part) => part !== undefined).join('. ');
  return lines.findLast((line) => /^(?=\S).*error/i.test(line))?.trim();
}
