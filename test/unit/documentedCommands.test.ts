import { existsSync, readdirSync } from 'node:fs';
import type { CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { blockCommands, inlineCommands, type ShellCommand } from '../shellCommands.ts';
import manifest from '../../package.json' with { type: 'json' };

const documents = [
  ...['README.md', 'CONTRIBUTING.md'],
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Programs that are not this repository's, whose arguments nothing here can check. */
const others = ['code', 'tensorboard'];

describe.each(documents)('the commands of %s', (document) => {
  it('have names, options and scripts that exist', () => {
    expect(blockCommands(document).flatMap((command) => problemsOf(command, false))).toEqual([]);
  });

  it('in its text have names and options that exist', () => {
    expect(inlineCommands(document).flatMap((command) => problemsOf(command, true))).toEqual([]);
  });
});

describe('the check of documented commands', () => {
  it.each([
    ['npx safr trian x.safr.json', "unknown command 'trian'"],
    ['npx safr train x.safr.json --evalute', "unknown option '--evalute'"],
    ['npx safr export last --format onx', 'Allowed choices are'],
    ['npx safr explain', "missing required argument 'run'"],
    ['npm run pack', 'no script "pack"'],
    ['node bench/nothing.ts', 'no file bench/nothing.ts'],
    ['make all', 'unknown program make'],
  ])('finds what is wrong with %s', (command, problem) => {
    expect(problemsOf({ place: 'here', words: command.split(' ') }, false)).toEqual([
      expect.stringContaining(problem) as string,
    ]);
  });
});

/** What a user would be told who runs the command. One in the text may lack arguments, or have placeholders in capitals. */
function problemsOf({ place, words }: ShellCommand, isInText: boolean): string[] {
  const problem = problemOf(words[0] === 'npx' ? words.slice(1) : words);
  if (problem === null || (isInText && /argument( '\w+')? missing|missing.* argument|argument '[A-Z]+'/.test(problem)))
    return [];
  return [`${place}: ${words.join(' ')}: ${problem}`];
}

function problemOf([program, ...args]: readonly string[]): string | null {
  if (program === 'safr') return problemOfSafr(args);
  if (program === 'npm') return problemOfNpm(args);
  if (program === 'node') return existsSync(args[0]!) ? null : `no file ${args[0]}`;
  return others.includes(program!) ? null : `unknown program ${program}`;
}

function problemOfNpm([command, script]: readonly string[]): string | null {
  if (command === 'ci' || command === 'link') return null;
  const name = command === 'run' ? script! : command!;
  return name in manifest.scripts ? null : `no script "${name}"`;
}

/** The message of the command line's own parser, whose commands do nothing here. */
function problemOfSafr(args: readonly string[]): string | null {
  const program = createProgram();
  for (const command of program.commands) command.action(() => undefined);
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
  }
  try {
    program.parse(args, { from: 'user' });
    return null;
  } catch (error) {
    const { code, message } = error as CommanderError;
    return code === 'commander.help' ? null : message;
  }
}
