import { basename } from 'node:path';
import { readFileSync } from 'node:fs';
import {
  createScanner,
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
  type JSONPath,
  type Node,
  type ParseError,
} from 'jsonc-parser';
import { checkRegular } from '../../common/checkRegular.ts';
import { UserError } from '../../common/userError.ts';
import { allowedKeys, allowedValues, schemaAt } from './allowedValues.ts';
import { didYouMean } from '../../common/didYouMean.ts';
import { experimentJsonSchema, experimentSchema, resolveExperiment, type Experiment } from './schema.ts';
import { encoderSizes } from './sections/model.ts';
import { sweepProblems } from './sweep.ts';
import type { ExperimentCheck, ExperimentProblem } from './problem.ts';

type Issue = NonNullable<ReturnType<typeof experimentSchema.safeParse>['error']>['issues'][number];

/** Reads an experiment file. Errors: UserError if it is missing, unreadable, not UTF-8 or not a valid experiment. */
export function readExperiment(path: string): Experiment {
  return parseExperiment(readExperimentText(path), path);
}

/** A file that is no experiment may have a problem at every character: so many are found, and so many listed in an error. */
const [maxProblems, maxListedProblems] = [100, 20];

/** Parses an experiment. Errors: UserError with a line `file:line:column: field, value found, values allowed` for each problem. */
export function parseExperiment(text: string, fileName: string): Experiment {
  const { experiment, problems } = checkExperiment(text, fileName);
  if (experiment) return experiment;
  const listed = problems.slice(0, maxListedProblems);
  throw new UserError(
    [
      ...listed.map(({ line, column, message }) => `${fileName}:${line}:${column}: ${message}`),
      ...(problems.length > listed.length ? [`${fileName}: there are more problems`] : []),
    ],
    'To compare, `safr init` writes an experiment file with comments for every field.',
  );
}

/** A problem at the first of `paths` that exists in the text; if none exists, at the whole text. */
export function problemAt(text: string, paths: readonly JSONPath[], message: string): ExperimentProblem {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const node = root && (paths.map((path) => findNodeAtLocation(root, path)).find((found) => found) ?? root);
  return problem(text, node?.offset ?? 0, node?.length ?? text.length, message, 'rule');
}

/** Parses a text in JSON with comments. Returns the resolved experiment, or all problems in the order of their offsets. */
export function checkExperiment(text: string, fileName: string): ExperimentCheck {
  const deep = deepestOffset(text);
  if (deep !== null) {
    const message = `nested more than ${maxDepth} levels deep`;
    return { experiment: null, problems: [problem(text, deep, 1, message, 'syntax')] };
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  if (!root || errors.length > 0) return { experiment: null, problems: syntaxProblems(text, errors) };
  const document: unknown = getNodeValue(root);
  const result = experimentSchema.safeParse(document);
  const problems = result.success
    ? [...encoderProblems(text, root), ...checkSweep(text, root, fileName)]
    : result.error.issues.slice(0, maxProblems).flatMap((issue) => issueProblems(text, root, document, issue));
  if (!result.success || problems.length > 0) {
    return { experiment: null, problems: problems.sort((a, b) => a.offset - b.offset) };
  }
  return { experiment: resolveExperiment(result.data, defaultName(fileName)), problems: [] };
}

/** Many times what an experiment needs; the parser recurses. */
const maxDepth = 100;

/** Where a bracket lies deeper than `maxDepth`; null if none does. */
function deepestOffset(text: string): number | null {
  const scanner = createScanner(text);
  let depth = 0;
  for (;;) {
    scanner.scan();
    if (scanner.getTokenLength() === 0) return null; // the end
    const begins = text[scanner.getTokenOffset()]!;
    if ('{['.includes(begins)) depth++;
    if ('}]'.includes(begins)) depth--;
    if (depth > maxDepth) return scanner.getTokenOffset();
  }
}

/** Fields whose values the folder of a pretrained encoder determines. */
const encoderFields: readonly JSONPath[] = [
  ['tokenizer'],
  ...[...encoderSizes, 'activation', 'pooling', 'positions'].map((key) => ['model', key]),
];

/** Fields that contradict `model.pretrained`, or its absence; their defaults do not. */
function encoderProblems(text: string, root: Node): ExperimentProblem[] {
  const found = (path: JSONPath) => findNodeAtLocation(root, path);
  const problemOf = (node: Node, path: JSONPath, allowed: string) => {
    const message = `${pathText(path)} is ${shorten(JSON.stringify(getNodeValue(node)))}; allowed: ${allowed}`;
    return problem(text, node.offset, node.length, message, 'rule');
  };
  const trainable = found(['model', 'trainable']);
  if (!found(['model', 'pretrained'])) {
    const because = 'because there is no model.pretrained';
    const pair = found(['dataset', 'pair']);
    return [
      ...(trainable ? [problemOf(trainable, ['model', 'trainable'], `nothing, ${because}`)] : []),
      ...(pair?.value === true ? [problemOf(pair, ['dataset', 'pair'], `false, ${because}`)] : []),
    ];
  }
  const padding = found(['model', 'padding']);
  const source = found(['dataset', 'source']);
  return [
    ...(source?.value === 'planted'
      ? [
          problemOf(
            source,
            ['dataset', 'source'],
            'others than "planted" with model.pretrained, which reads pieces of words',
          ),
        ]
      : []),
    ...encoderFields.flatMap((path) => {
      const node = found(path);
      return node ? [problemOf(node, path, 'nothing, because model.pretrained determines it')] : [];
    }),
    ...(padding?.value === 'max'
      ? [problemOf(padding, ['model', 'padding'], '"none", because of model.pretrained')]
      : []),
    ...(trainable?.value === 'none' ? untrainedProblems(found(['safr']), problemOf) : []),
  ];
}

/** Fields of `safr` that an encoder which is not trained cannot have; settings of the training have no effect. */
function untrainedProblems(
  safr: Node | undefined,
  problemOf: (node: Node, path: JSONPath, allowed: string) => ExperimentProblem,
): ExperimentProblem[] {
  const because = 'because model.trainable is "none"';
  return (safr?.children ?? []).flatMap(({ children }) => {
    const [key, node] = children as [Node, Node];
    const path = ['safr', key.value as string];
    if (key.value !== 'preset') return [problemOf(node, path, `nothing, ${because}`)];
    return node.value === 'bare' ? [] : [problemOf(node, path, `"bare", ${because}`)];
  });
}

function checkSweep(text: string, root: Node, fileName: string): ExperimentProblem[] {
  const found = sweepProblems(root, (combination) => checkExperiment(combination, fileName));
  return found.map(({ node, message, by }) => problem(text, node.offset, node.length, message, by));
}

function syntaxProblems(text: string, errors: readonly ParseError[]): ExperimentProblem[] {
  if (text.trim() === '') return [problem(text, 0, text.length, 'the file is empty', 'syntax')];
  return errors.slice(0, maxProblems).map(({ error, offset, length }) => {
    const words = printParseErrorCode(error).replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    const found = text.slice(offset, offset + length) || 'the end of the file';
    return problem(text, offset, length, `not JSON: ${words.toLowerCase()}, found ${shorten(found)}`, 'syntax');
  });
}

function issueProblems(text: string, root: Node, document: unknown, issue: Issue): ExperimentProblem[] {
  const deeper = issue.code === 'invalid_union' && issue.errors.flat().find(({ path }) => path.length > 0);
  if (deeper) return issueProblems(text, root, document, { ...deeper, path: [...issue.path, ...deeper.path] });
  if (issue.code === 'unrecognized_keys') {
    const object = nodeAt(root, issue.path);
    const schema = schemaAt(experimentJsonSchema(), document, issue.path);
    const allowed = schema ? allowedKeys(schema, object && getNodeValue(object)) : [];
    return issue.keys
      .slice(0, maxProblems)
      .map((key) => unknownKey(text, root, [...issue.path, key], allowed, 'schema'));
  }
  if (issue.code === 'custom' && issue.params) {
    return [unknownKey(text, root, issue.path, issue.params['allowedKeys'] as string[], 'rule')];
  }
  return [wrongValue(text, root, document, issue)];
}

function unknownKey(
  text: string,
  root: Node,
  path: readonly PropertyKey[],
  allowed: readonly string[],
  by: ExperimentProblem['by'],
): ExperimentProblem {
  const key = path.at(-1);
  const siblings = nodeAt(root, path.slice(0, -1))?.children;
  const node = siblings?.find(({ children }) => children?.[0]?.value === key)?.children?.[0];
  const message = `unknown key ${pathText(path)}; allowed: ${allowed.join(', ')}${didYouMean(key, allowed)}`;
  return problem(text, node?.offset ?? 0, node?.length ?? 1, message, by);
}

function wrongValue(text: string, root: Node, document: unknown, issue: Issue): ExperimentProblem {
  const node = nodeAt(root, issue.path);
  const schema = schemaAt(experimentJsonSchema(), document, issue.path) ?? {};
  const options = issue.code === 'invalid_union' && 'options' in issue ? (issue.options as unknown[]) : schema.enum;
  const listed = options?.map((option) => JSON.stringify(option)).join(', ');
  const isRule = issue.code === 'custom';
  const allowed = isRule ? issue.message : (listed ?? allowedValues(schema));
  const name = pathText(issue.path);
  const by = issue.code === 'custom' ? 'rule' : 'schema';
  if (!node) {
    const parent = nodeAt(root, issue.path.slice(0, -1)) ?? root;
    return problem(text, parent.offset, 1, `${name} is missing; allowed: ${allowed}`, by);
  }
  const found: unknown = getNodeValue(node);
  const message = `${name} is ${shorten(JSON.stringify(found))}; allowed: ${allowed}${didYouMean(found, isRule ? [] : (options ?? []))}`;
  return problem(text, node.offset, node.length, message, by);
}

function nodeAt(root: Node, path: readonly PropertyKey[]): Node | undefined {
  return findNodeAtLocation(
    root,
    path.map((key) => (typeof key === 'number' ? key : String(key))),
  );
}

function pathText(path: readonly PropertyKey[]): string {
  return path.length === 0
    ? 'the experiment'
    : path
        .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
        .join('')
        .slice(1);
}

function problem(
  text: string,
  offset: number,
  length: number,
  message: string,
  by: ExperimentProblem['by'],
): ExperimentProblem {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1, offset, length, message, by };
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function defaultName(fileName: string): string {
  const name = basename(fileName).replace(/(\.safr)?\.json$/, '');
  return name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '') || 'experiment';
}

/** Many times what an experiment needs. */
const maxTextBytes = 4 * 2 ** 20;

/** Reads the text of an experiment file. Errors: UserError if it is missing, unreadable or not UTF-8. */
export function readExperimentText(path: string): string {
  const remedy = 'Give the path of an experiment file; `safr init` creates one.';
  checkRegular(path, maxTextBytes);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError(code === 'ENOENT' ? `${path}: no such file` : `${path}: cannot be read: ${message}`, remedy);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UserError(`${path}: is not UTF-8 text`, 'Save the file as UTF-8.');
  }
}
