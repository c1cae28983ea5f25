import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkRegular } from '../../../common/checkRegular.ts';
import { fileProblem } from '../../../common/fileProblem.ts';
import { UserError } from '../../../common/userError.ts';
import { SubwordTokenizer } from './subwordTokenizer.ts';
import { parseTokenizerFile } from './tokenizerFile.ts';
import { bertDefinition, robertaDefinition } from './vocabularyFiles.ts';

/** Files of a tokenizer, each there or not. */
export const tokenizerFiles = [
  ...['tokenizer.json', 'tokenizer_config.json', 'special_tokens_map.json', 'added_tokens.json'],
  ...['vocab.txt', 'vocab.json', 'merges.txt'],
] as const;

/**
 * Opens the tokenizer in the folder of a pretrained encoder: tokenizer.json, else vocab.txt (WordPiece), else vocab.json and merges.txt
 * (byte-level BPE), with tokenizer_config.json where there is one. Encodings have at most `maxLength` tokens, special ones included.
 * Errors: UserError.
 */
export async function openTokenizer(folder: string, maxLength = Infinity): Promise<SubwordTokenizer> {
  const path = (name: string) => join(folder, name);
  const file = ['tokenizer.json', 'vocab.txt', 'vocab.json'].find((name) => existsSync(path(name)));
  if (file === undefined) {
    throw new UserError(
      `${folder}: no tokenizer in it`,
      'The folder must have a tokenizer.json, or a vocab.txt, or a vocab.json and merges.txt.',
    );
  }
  const config = existsSync(path('tokenizer_config.json')) ? await readJson(path('tokenizer_config.json')) : {};
  const document =
    file === 'tokenizer.json'
      ? await readJson(path(file))
      : file === 'vocab.txt'
        ? bertDefinition(await readText(path(file)), config, path(file))
        : robertaDefinition(await readJson(path(file)), await readText(path('merges.txt')), config, path(file));
  return new SubwordTokenizer(parseTokenizerFile(path(file), document), path(file), maxLength);
}

async function readText(path: string): Promise<string> {
  checkRegular(path);
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw fileProblem(path, error, 'read');
  }
}

async function readJson(path: string): Promise<unknown> {
  const text = await readText(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${path}: not valid JSON: ${(error as Error).message}`, 'Fetch the model again.');
  }
}
