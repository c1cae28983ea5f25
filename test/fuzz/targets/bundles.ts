import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { packArchive, unpackArchive } from '../../../src/core/bundle/archive.ts';
import { exportRun } from '../../../src/core/bundle/exportRun.ts';
import { importRun } from '../../../src/core/bundle/importRun.ts';
import { edits, headerEdits, jsonEdits } from '../edits.ts';
import { writeStoredRun } from '../storedRun.ts';
import { reading, type Target } from '../target.ts';

/** Bundles that were damaged as they are, below their compression, or in one of their files. */
export const bundleTarget: Target = {
  name: 'bundles',
  share: 4,
  async open(folder) {
    const path = join(folder, 'run.safr.tgz');
    const unpacked = join(folder, 'unpacked');
    const runs = join(folder, 'imported');
    await exportRun(await writeStoredRun(folder), '<p>report</p>', path);
    mkdirSync(unpacked);
    const names = await unpackArchive(path, unpacked);
    const files = new Map(names.map((name) => [name, readFileSync(join(unpacked, name))]));
    const bundle = readFileSync(path);
    const tar = gunzipSync(bundle);
    const whole = edits.map((edit) => async () => edit(bundle));
    const inner = edits.map((edit) => async () => gzipSync(edit(tar), { level: 1 }));
    const ofOneFile = fc
      .tuple(
        fc.constantFrom(...names),
        fc.oneof(edits, jsonEdits, headerEdits),
        fc.string({ maxLength: 8 }),
        fc.boolean(),
      )
      .map(([name, edit, other, isRenamed]) => {
        const changed = new Map(files).set(name, edit(files.get(name)!));
        if (isRenamed && other !== '') changed.set(other, Buffer.from('x'));
        return async () => packArchive(changed);
      });
    return reading({
      inputs: fc.oneof(
        { weight: 1, arbitrary: whole },
        { weight: 2, arbitrary: inner },
        { weight: 3, arbitrary: ofOneFile },
      ),
      reads: (input) => [
        async () => {
          writeFileSync(path, await input());
          rmSync(runs, { recursive: true, force: true });
          await importRun(path, runs);
        },
      ],
    });
  },
};
