import { readFileSync } from 'node:fs';

/** A command of a document. */
export interface ShellCommand {
  readonly place: string;
  readonly words: readonly string[];
}

/** The commands in the `sh` blocks of a document, in order; those that `&&` joins are several. */
export function blockCommands(path: string): ShellCommand[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  let isInBlock = false;
  return lines.flatMap((line, i) => {
    if (line.trim().startsWith('```')) {
      isInBlock = line.trim() === '```sh';
      return [];
    }
    return isInBlock ? commandsOf(line).map((words) => ({ place: `${path}:${i + 1}`, words })) : [];
  });
}

/** The commands of `safr` and npm that a document names in its text. */
export function inlineCommands(path: string): ShellCommand[] {
  const text = readFileSync(path, 'utf8');
  return Array.from(text.matchAll(/`((?:(?:npx )?safr|npm run) [^`]+)`/g), ({ 1: command, index }) => ({
    place: `${path}:${text.slice(0, index).split('\n').length}`,
    words: wordsOf(command!),
  }));
}

function commandsOf(line: string): string[][] {
  const commands = line.replace(/(^|\s)#.*/, '').split('&&');
  return commands.map(wordsOf).filter((words) => words.length > 0);
}

/** Words as a shell splits them, where quotes are the only special characters. */
function wordsOf(command: string): string[] {
  return Array.from(command.matchAll(/"([^"]*)"|(\S+)/g), ([, quoted, plain]) => quoted ?? plain!);
}
