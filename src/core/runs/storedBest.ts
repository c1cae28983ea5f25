import { closeSync, openSync, readSync } from 'node:fs';
import * as z from 'zod';
import { checkRegular } from '../../common/checkRegular.ts';
import { headerBytes, parseMetadata } from '../model/safetensorsHeader.ts';
import type { RunRecord } from './runRecord.ts';

/** What the metadata of the weights say of them; those of earlier versions lack `accuracy` or `macroF1`. */
const weightsMetadata = z.object({
  epoch: z.coerce.number().int().min(0),
  accuracy: z.coerce.number().optional(),
  macroF1: z.coerce.number().optional(),
});

/** The epoch whose weights a file holds, 0 before the first one; null where the file does not say. */
export function weightsEpoch(path: string): number | null {
  return readMetadata(path)?.epoch ?? null;
}

/**
 * The best epoch according to the weights themselves, so that the record cannot contradict them when a process was killed between writing
 * the two. `recorded`: the answer where the file has no accuracy.
 */
export function bestOf(path: string, recorded: RunRecord['best']): RunRecord['best'] {
  const { epoch, accuracy, macroF1 = null } = readMetadata(path) ?? {};
  if (epoch === 0) return null;
  if (epoch === undefined || accuracy === undefined) return recorded;
  return { epoch, accuracy, macroF1 };
}

/** null where the file is missing or damaged, which its readers report. */
function readMetadata(path: string): z.output<typeof weightsMetadata> | null {
  let file: number | undefined;
  try {
    checkRegular(path);
    file = openSync(path, 'r');
    const length = Buffer.alloc(8);
    readSync(file, length, 0, length.length, 0);
    const header = Buffer.alloc(headerBytes(length) ?? 0);
    readSync(file, header, 0, header.length, length.length);
    return weightsMetadata.safeParse(parseMetadata(header)).data ?? null;
  } catch {
    return null;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
