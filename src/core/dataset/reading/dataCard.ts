import { open } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { checkRegular } from '../../../common/checkRegular.ts';
import { shortened } from '../../../common/printable.ts';
import { UserError } from '../../../common/userError.ts';

/** What the card of a data folder, `README.md`, says of its files. */
export interface DataCard {
  /** The folder that the files are in, absolute. */
  readonly folder: string;
  /** Paths relative to the folder, patterns allowed, with the names that the card gives the splits. null: the card names no files. */
  readonly files: readonly { readonly split: string; readonly path: string }[] | null;
}

/** Metadata beyond this are not read. */
const maxHeadBytes = 4 * 2 ** 20;

const names = z.union([z.string(), z.array(z.string())]);
const fileList = z.union([names, z.array(z.object({ split: z.string(), path: names })), z.record(z.string(), names)]);
const configuration = z.object({
  config_name: z.string().default('default'),
  default: z.boolean().default(false),
  data_dir: z.string().default('.'),
  data_files: fileList.optional(),
});
const metadata = z.object({ configs: z.array(configuration).min(1) });

type Configuration = z.infer<typeof configuration>;

/**
 * The default configuration in the block `configs` of a folder's `README.md`, as the Hugging Face hub understands it. Errors:
 * UserError if the block cannot be understood, has several configurations and no default, or names paths outside of the folder.
 */
export async function readDataCard(folder: string): Promise<DataCard> {
  const path = join(folder, 'README.md');
  const yaml = /^\uFEFF?---\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|$)/s.exec(await readHeadOf(path))?.[1];
  const configs = yaml !== undefined && /^configs:/m.test(yaml) ? parseConfigs(path, yaml) : null;
  if (!configs) return { folder, files: null };
  const { data_dir: dataFolder, data_files: dataFiles } = defaultOf(path, configs);
  const files = dataFiles === undefined ? null : flatten(dataFiles);
  for (const name of [dataFolder, ...(files ?? []).map((each) => join(dataFolder, each.path))]) {
    checkWithin(path, folder, name);
  }
  return { folder: join(folder, dataFolder), files };
}

async function readHeadOf(path: string): Promise<string> {
  checkRegular(path);
  const file = await open(path).catch(() => null);
  if (!file) return '';
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(maxHeadBytes) });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

function parseConfigs(path: string, yaml: string): readonly Configuration[] {
  let value: unknown;
  try {
    value = parse(yaml, { logLevel: 'error', prettyErrors: false });
  } catch (error) {
    throw unusable(path, `its metadata are not YAML: ${(error as Error).message}`, 'Correct them, or name the files');
  }
  const parsed = metadata.safeParse(value);
  if (parsed.success) return parsed.data.configs;
  const place = parsed.error.issues[0]?.path.join('.') || 'configs';
  throw unusable(path, `${place} is not as the Hugging Face hub defines it`, 'Correct it, or name the files');
}

function defaultOf(path: string, configs: readonly Configuration[]): Configuration {
  const found =
    configs.length === 1
      ? configs[0]
      : (configs.find((each) => each.default) ?? configs.find((each) => each.config_name === 'default'));
  if (found) return found;
  const listed = configs
    .slice(0, 6)
    .map((each) => each.config_name)
    .join(', ');
  throw unusable(path, `it has ${configs.length} configurations and no default: ${listed}`, 'Name the files of one');
}

/** Files without a split are those of train. */
function flatten(files: z.infer<typeof fileList>): NonNullable<DataCard['files']> {
  if (typeof files === 'string') return [{ split: 'train', path: files }];
  if (!Array.isArray(files)) return Object.entries(files).flatMap(([split, path]) => pair(split, path));
  return files.flatMap((each) => (typeof each === 'string' ? pair('train', each) : pair(each.split, each.path)));
}

const pair = (split: string, path: string | readonly string[]) => [path].flat().map((each) => ({ split, path: each }));

function checkWithin(card: string, folder: string, name: string): void {
  const inside = relative(folder, resolve(folder, name));
  if (inside !== '..' && !inside.startsWith('..' + sep) && !/^[a-z]+:/i.test(name)) return;
  throw unusable(card, `"${shortened(name, 80)}" is not within its folder`, 'Name the files');
}

function unusable(path: string, reason: string, remedy: string): UserError {
  return new UserError(`${path}: ${reason}`, `${remedy}: "train": ["…"].`);
}
