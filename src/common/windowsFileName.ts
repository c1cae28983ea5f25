import { win32 } from 'node:path';
import { UserError } from './userError.ts';

/** Names of devices, with any ending. Superscript digits count. */
const device = /^(?:con|prn|aux|nul|(?:com|lpt)[\d¹²³])(?:\.|$)/i;

/**
 * Why Windows does not allow a file or folder of this name; null where it does. Node passes names to the system as they are, and thus can
 * create files such as `nul` and `x.` that other programs cannot open or delete; and a colon names a hidden stream of another file.
 */
export function windowsNameProblem(name: string): string | null {
  const character = [...name].find((each) => each < ' ' || '<>:"/\\|?*'.includes(each));
  if (character !== undefined) return `${JSON.stringify(character)} is not allowed in names on Windows`;
  if (/[. ]$/.test(name)) return 'names on Windows do not end with a dot or a space';
  return device.test(name) ? `${name.replace(/\..*$/, '')} is the name of a device on Windows` : null;
}

/** To be called before a file that the user names is created. Errors: UserError where this is Windows, which does not allow its name. */
export function checkFileName(path: string, platform: NodeJS.Platform = process.platform): void {
  if (platform !== 'win32') return;
  const problem = windowsNameProblem(win32.basename(path));
  if (problem !== null) throw new UserError(`${path}: cannot be written: ${problem}`, 'Choose another name.');
}
