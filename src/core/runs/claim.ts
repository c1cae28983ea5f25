import { link, readdir, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { temporaryName, writeNewFile } from '../../common/atomicWrite.ts';
import { checkRegular } from '../../common/checkRegular.ts';
import { UserError } from '../../common/userError.ts';
import { fileProblem } from '../../common/fileProblem.ts';
import { ownerIsGone, ownerSchema, ownerText, ownIdentity, type Owner } from './owner.ts';

/** What only one process at a time may have, such as the training of a run. It ends with the process, or when it is released. */
export interface Claim {
  release(): Promise<void>;
}

/** A lock file of a claim. */
interface Lock {
  readonly number: number;
  readonly path: string;
  readonly owner: Owner;
}

/** A claim, or the process that has it. */
export type ClaimResult = { readonly claim: Claim } | { readonly holder: Holder };

/** The process that has a claim. */
export interface Holder {
  readonly owner: Owner;
  /** Of its lock file. */
  readonly path: string;
}

/**
 * Takes a claim by the lock file `<name>.<number>` in a folder. A killed process leaves its lock behind; such a lock is not replaced,
 * which could not be done atomically, but superseded by the next number, which only one process can create. Two processes that create
 * different numbers at the same time see each other's afterwards, and neither has the claim.
 * Errors: UserError where the lock cannot be written.
 */
export async function tryClaim(folder: string, name: string): Promise<ClaimResult> {
  const content = `${JSON.stringify(await ownIdentity())}\n`;
  for (;;) {
    const { held, stale } = await locksIn(folder, name);
    if (held[0]) return { holder: held[0] };
    const number = Math.max(0, ...stale.map((lock) => lock.number)) + 1;
    const path = join(folder, `${name}.${number}`);
    if (!(await createWhole(path, content))) continue;
    const after = await locksIn(folder, name);
    const isAlone = after.held.every((lock) => lock.number === number);
    if (!isAlone) await rm(path, { force: true });
    else {
      for (const lock of after.stale) await rm(lock.path, { force: true });
      return { claim: { release: () => rm(path, { force: true }) } };
    }
  }
}

/**
 * Like `tryClaim`. Errors: also UserError where another process has the claim, beginning with `subject`, such as "run 12 is being
 * trained".
 */
export async function takeClaim(folder: string, name: string, subject: string): Promise<Claim> {
  const result = await tryClaim(folder, name);
  if ('holder' in result) throw claimedError(subject, result.holder);
  return result.claim;
}

/** Whether the folder has locks of this name, and the processes of all of them are gone. */
export async function wasAbandoned(folder: string, name: string): Promise<boolean> {
  const { held, stale } = await locksIn(folder, name);
  return held.length === 0 && stale.length > 0;
}

async function locksIn(folder: string, name: string): Promise<{ held: Lock[]; stale: Lock[] }> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw fileProblem(folder, error, 'read');
  });
  const [held, stale]: [Lock[], Lock[]] = [[], []];
  for (const file of names) {
    const number = file.startsWith(`${name}.`) ? file.slice(name.length + 1) : '';
    if (!/^\d{1,9}$/.test(number)) continue;
    const path = join(folder, file);
    const owner = await ownerIn(path);
    if (owner) ((await ownerIsGone(owner)) ? stale : held).push({ number: Number(number), path, owner });
  }
  return { held, stale };
}

/** null where it was released meanwhile. */
async function ownerIn(path: string): Promise<Owner | null> {
  checkRegular(path);
  try {
    return ownerSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    if (code !== undefined && code !== 'ERR_INVALID_ARG_TYPE') throw fileProblem(path, error, 'read');
    throw new UserError(`${path}: not a lock of SAFR Studio`, 'Delete this file if no process trains there.');
  }
}

/** Creates a file with all its content at once; false where the name is taken. */
async function createWhole(path: string, content: string): Promise<boolean> {
  const temporary = temporaryName(path);
  try {
    await writeNewFile(temporary, content);
    await link(temporary, path);
    return true;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (!linkIsUnsupported.has(code)) throw fileProblem(path, error, 'written');
    return writeNewFile(path, content).then(
      () => true,
      (problem: NodeJS.ErrnoException) => {
        if (problem.code === 'EEXIST') return false;
        throw fileProblem(path, problem, 'written');
      },
    );
  } finally {
    await rm(temporary, { force: true });
  }
}

/** What file systems without hard links answer, such as exFAT. */
const linkIsUnsupported: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL']);

/** The error where another process has a claim; `subject` as in `takeClaim`. */
export function claimedError(subject: string, { owner, path }: Holder): UserError {
  const isHere = owner.host === hostname();
  return new UserError(
    `${subject} by ${ownerText(owner)}`,
    isHere ? 'Wait for it, or stop it first.' : `Wait for it. If that process no longer exists, delete ${path}.`,
  );
}
