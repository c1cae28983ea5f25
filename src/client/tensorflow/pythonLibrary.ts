import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { NativePackage } from '../../engine/tensorflow/nativePackage.ts';
import { UserError } from '../../common/userError.ts';
import { findOnPath, runTool, type ToolContext, type ToolResult } from './tool.ts';

/** What the binding is compiled and linked with, in the folder of Python's package `tensorflow`. */
export const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'] as const;
const headers = ['include/tensorflow/c/eager/c_api.h', 'include/absl/log/globals.h'];

/** The version that the tests use. */
const wheel = 'tensorflow-cpu==2.21.0';
/** The wheel is built for some versions of Python. Its libraries need none, so that it is downloaded for this one whatever the user's is. */
const wheelPython = '3.12';

/** Prints the folders of the package `tensorflow` without importing it. */
const findPackage = `
import importlib.util
spec = importlib.util.find_spec('tensorflow')
for folder in (spec.submodule_search_locations or []) if spec else []: print(folder)
`;

/** Unpacks the headers and libraries of a wheel. */
const unpackWheel = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    wanted = ('tensorflow/include/', *sys.argv[2:])
    wheel.extractall('.', [name for name in wheel.namelist() if name.startswith(wanted)])
`;

/**
 * The folder of Python's package `tensorflow`: the one of the Python on PATH, else, for the CPU, that of the wheel, downloaded by the
 * user's pip and unpacked to `tensorflow` in the folder of `context`. Errors: UserError; the signal's reason.
 */
export async function pythonLibrary(name: NativePackage, context: ToolContext): Promise<string> {
  const python = findPython();
  const { lines } = await runPython(python, ['-c', findPackage], { ...context, onLine: () => undefined });
  const found = lines.find(isComplete);
  if (found !== undefined) {
    context.onStep(`using ${found}`);
    return found;
  }
  if (name === '@tensorflow/tfjs-node-gpu') {
    throw new UserError(
      `${python} has no TensorFlow`,
      "Activate a Python environment with tensorflow[and-cuda] (pip install 'tensorflow[and-cuda]'), then try again.",
    );
  }
  return downloadWheel(python, context);
}

/** On PATH, where an activated environment comes first. Errors: UserError if there is none. */
function findPython(): string {
  const found = findOnPath('python3');
  if (found !== undefined) return found;
  throw new UserError(
    'python3, whose pip downloads the library, is not on PATH',
    'Install Python with pip (on Debian: apt-get install python3-pip), then try again.',
  );
}

const isComplete = (folder: string) => [...libraries, ...headers].every((file) => existsSync(join(folder, file)));

async function downloadWheel(python: string, context: ToolContext): Promise<string> {
  const download = join(context.folder, 'wheel');
  await mkdir(download);
  const choice = ['--no-deps', '--only-binary=:all:', '--python-version', wheelPython, '--dest', download];
  context.onStep(`pip downloads ${wheel}, about 300 MB`);
  const pip = await runPython(python, ['-m', 'pip', 'download', '--progress-bar=off', ...choice, wheel], context);
  checkSuccess(pip, `pip cannot download ${wheel}`);
  const [file] = await readdir(download);
  const members = libraries.map((library) => `tensorflow/${library}`);
  const unpacked = await runPython(python, ['-c', unpackWheel, join(download, file!), ...members], context);
  checkSuccess(unpacked, `${file} cannot be unpacked`);
  await rm(download, { recursive: true });
  const folder = join(context.folder, 'tensorflow');
  if (isComplete(folder)) return folder;
  throw new UserError(`${file} has no ${libraries[0]}`, 'Use an index with the tensorflow-cpu of PyPI.');
}

/** Errors: UserError with the reason, as pip and Python print it, if the program failed. */
function checkSuccess({ code, lines }: ToolResult, problem: string): void {
  if (code === 0) return;
  const errors = lines.flatMap((line) => /^ERROR: (.+)/.exec(line)?.[1] ?? []);
  const reason = errors.at(-1) ?? lines.findLast((line) => line.trim() !== '') ?? 'no reason was given';
  throw new UserError(`${problem}: ${reason.trim()}`, 'Fix what it names, then try again.');
}

/** With the user's own settings; nothing is asked, no module of the working directory is imported. */
const runPython = (python: string, args: readonly string[], context: ToolContext) =>
  runTool(python, args, context, { PIP_NO_INPUT: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1', PYTHONUNBUFFERED: '1' });
