/** Lines of npm that only surround the reason. */
const around = /^(code|path|command|errno|syscall|signal|A complete log)\b/;

/** The line of a failed npm's output that tells most: an error of a package's script, else npm's own, else the last. */
export function npmReason(lines: readonly string[]): string {
  const script = lines.flatMap((line) => /^(?:\S+ ERR! stack )?\w*Error: (.+)/.exec(line)?.[1] ?? []);
  const own = lines.flatMap((line) => /^npm (?:error|ERR!) (.+)/.exec(line)?.[1] ?? []);
  const last = lines.findLast((line) => line.trim() !== '');
  return (script[0] ?? own.find((text) => !around.test(text)) ?? last ?? 'npm failed and said nothing').trim();
}
