import { join } from 'node:path';
import { fileHash } from '../../common/fileHash.ts';
import { runFiles } from './runFiles.ts';

/** SHA-256 of a run's weights: what was computed from them is valid as long as it is the same. Errors: as `fileHash`. */
export const weightsHash = (directory: string): Promise<string> => fileHash(join(directory, runFiles.weights));
