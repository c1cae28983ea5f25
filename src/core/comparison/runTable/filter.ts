import { didYouMean } from '../../../common/didYouMean.ts';
import type { Run } from '../../runs/readRun.ts';
import type { Column } from './columns.ts';

export interface Filter {
  readonly accepts: (run: Run) => boolean;
  /** Why a part of the text is not understood, and thus left out; null if all is. */
  readonly problem: string | null;
}

type Test = Filter['accepts'];

/** A comparison such as `accuracy>=70` or `safr.preset:"safr imp"`, words in quotes, or a word. */
const termPattern = /([^\s"<>=!:]+)(<=|>=|!=|[=<>:])("[^"]*"|\S+)|"[^"]*"|\S+/g;

/**
 * What the user typed above the table: terms that all have to be true. A word is looked for in names, tags, notes, states and settings; a term with
 * an operator compares a column, which is named by its id, its head or the beginning of one of them.
 */
export function parseFilter(text: string, columns: readonly Column[]): Filter {
  const problems: string[] = [];
  const tests = [...text.matchAll(termPattern)].flatMap(([term, name, operator, value]) => {
    if (name === undefined) return wordTest(unquoted(term), columns);
    const column = columnNamed(name, columns);
    if (column) return comparison(column, operator!, unquoted(value!));
    problems.push(
      `There is no column “${name}”${didYouMean(
        name,
        columns.map(({ id }) => id),
      )}`,
    );
    return [];
  });
  return { accepts: (run) => tests.every((test) => test(run)), problem: problems[0] ?? null };
}

const unquoted = (text: string) => text.replace(/^"(.*)"$/, '$1');

function columnNamed(name: string, columns: readonly Column[]): Column | undefined {
  const wanted = name.toLowerCase();
  const names = ({ id, name: head }: Column) =>
    [id, id.slice(id.lastIndexOf('.') + 1), head].map((each) => each.toLowerCase());
  const isCalled = (test: (name: string) => boolean) => columns.filter((column) => names(column).some(test));
  const [exact] = isCalled((each) => each === wanted);
  const [begins, ...others] = exact ? [exact] : isCalled((each) => each.startsWith(wanted));
  return others.length === 0 ? begins : undefined;
}

function wordTest(word: string, columns: readonly Column[]): Test {
  const wanted = word.toLowerCase();
  const searched = columns.filter(({ kind, isNumber }) => kind !== 'measure' && !(kind === 'run' && isNumber));
  return (run) =>
    searched.some(({ valueIn }) =>
      String(valueIn(run) ?? '')
        .toLowerCase()
        .includes(wanted),
    );
}

function comparison({ valueIn, isNumber }: Column, operator: string, text: string): Test {
  const wanted = text.toLowerCase();
  const number = isNumber && text.trim() !== '' ? Number(text) : NaN;
  const has =
    (test: (value: string | number) => boolean): Test =>
    (run) => {
      const value = valueIn(run);
      return value !== null && test(value);
    };
  const isEqual = (value: string | number) =>
    typeof value === 'number' ? value === number : value.toLowerCase() === wanted;
  switch (operator) {
    case '=':
      return has(isEqual);
    case '!=':
      return (run) => !has(isEqual)(run);
    case ':':
      return has((value) => String(value).toLowerCase().includes(wanted));
    case '<':
      return has((value) => Number(value) < number);
    case '<=':
      return has((value) => Number(value) <= number);
    case '>':
      return has((value) => Number(value) > number);
    default:
      return has((value) => Number(value) >= number);
  }
}
