import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonIn } from '../sweep/reasonIn.ts';

export const logPath = (folder: string, number: number) => join(folder, `${number}.log`);

/** Why an element's last attempt failed, in its own words; null where its log does not tell. `job`: whose attempts count; else all. */
export async function failureIn(folder: string, number: number, job?: number): Promise<string | null> {
  const log = await readFile(logPath(folder, number), 'utf8').catch(() => '');
  const attempt = log.slice(Math.max(0, log.lastIndexOf('== attempt ')));
  if (job !== undefined && !attempt.includes(` job ${job}_${number} `)) return null;
  return reasonIn(attempt) ?? null;
}
