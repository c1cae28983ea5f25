import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { NativePackage } from '../../engine/tensorflow/nativePackage.ts';
import { UserError } from '../../common/userError.ts';
import { bindingLibrary, loaderSource, quietSource } from './bindingSources.ts';
import { libraries } from './pythonLibrary.ts';
import { findOnPath, runTool, type ToolContext } from './tool.ts';

/** The newest version of Node-API that the package knows. */
const nodeApi = 8;

/** The package of Node-API's headers, with which no headers of the running Node or Electron are needed. */
export const headersPackage = { 'node-api-headers': '^1.9.0' };

/** The C++ compiler on PATH. Errors: UserError if there is none. */
export function findCompiler(): string {
  const found = findOnPath('c++', 'g++', 'clang++');
  if (found !== undefined) return found;
  throw new UserError(
    'a C++ compiler, which compiles the binding, is not on PATH',
    'Install one (on Debian: apt-get install g++), then try again.',
  );
}

/**
 * Compiles the binding of a native package that npm installed without its scripts, and links it with the libraries in `tensorflow`, the
 * folder of Python's package; about 10 seconds. Errors: UserError if that fails; the signal's reason.
 */
export async function compileBinding(name: NativePackage, tensorflow: string, context: ToolContext): Promise<void> {
  const packages = join(context.folder, 'node_modules');
  const sources = join(packages, name, 'binding');
  const output = join(packages, name, 'lib', `napi-v${nodeApi}`);
  await mkdir(output, { recursive: true });
  const own = (await readdir(sources)).filter((file) => file.endsWith('.cc')).map((file) => join(sources, file));
  const quiet = await writeSource(output, 'quiet.cc', quietSource);
  const loader = await writeSource(output, 'loader.cc', loaderSource);
  context.onStep('compiling the binding');
  const headers = ['-I', join(packages, 'node-api-headers', 'include'), '-I', join(tensorflow, 'include')];
  const linked = libraries.map((library) => join(tensorflow, library));
  const compile = (files: readonly string[], runPath: string, made: string) =>
    compileShared([...headers, ...files, `-Wl,-rpath,${runPath}`, '-o', join(output, made)], context);
  await compile([...own, quiet, ...linked], runPathOf(tensorflow, output, context), bindingLibrary);
  await compile([loader, '-ldl'], '$ORIGIN', 'tfjs_binding.node');
}

async function writeSource(folder: string, name: string, source: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, source);
  return path;
}

async function compileShared(args: readonly string[], context: ToolContext): Promise<void> {
  const options = ['-shared', '-fPIC', '-O2', '-std=c++17', `-DNAPI_VERSION=${nodeApi}`];
  const { code, lines } = await runTool(findCompiler(), [...options, ...args], context, { LC_ALL: 'C' });
  if (code === 0) return;
  const reason = lines.find((line) => /\berror\b/.test(line)) ?? lines.at(-1) ?? 'no reason was given';
  throw new UserError(`the binding does not compile: ${reason}`, 'Trainings work without TensorFlow.');
}

/** Where the loader finds the libraries: those of the folder that is installed relative to the binding, because it gets another name. */
function runPathOf(tensorflow: string, output: string, { folder }: ToolContext): string {
  const isWithin = !relative(folder, tensorflow).startsWith('..');
  return isWithin ? `$ORIGIN/${relative(output, tensorflow)}` : tensorflow;
}
