import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeEach } from 'vitest';
import { temporaryFolder } from '../../core/runs/temporaryFolder.ts';

/** Commands of Slurm that answer what a test says: `answers` has shell scripts by the commands' names. */
export function fakeSlurm() {
  const folder = temporaryFolder();
  let path: string | undefined;
  beforeEach(() => {
    path = process.env['PATH'];
    return () => void (process.env['PATH'] = path);
  });
  return {
    path: folder.path,
    answer(answers: Readonly<Record<string, string>>): void {
      for (const [name, script] of Object.entries(answers)) {
        writeFileSync(folder.path(name), `#!/bin/sh\ncd ${folder.path('.')}\necho "${name} $*" >> asked\n${script}\n`);
        chmodSync(folder.path(name), 0o755);
      }
      process.env['PATH'] = `${folder.path('.')}:${path}`;
    },
    /** The commands so far with their arguments. */
    asked(): string[] {
      const asked = folder.path('asked');
      return existsSync(asked) ? readFileSync(asked, 'utf8').trim().split('\n') : [];
    },
  };
}
