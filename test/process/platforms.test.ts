import { beforeAll, describe, expect, it } from 'vitest';
import { contentProblems, packageContents } from './packageContents.ts';
import { startProcess } from './safr.ts';

/** Of each published package: the folder of its Dawn and how its binary begins (ELF, Mach-O for two processors, PE). */
const platforms = [
  { platform: 'linux-x64', dawn: 'linux-x64', start: '7f454c46020101', processor: [18, '3e00'] },
  { platform: 'linux-arm64', dawn: 'linux-arm64', start: '7f454c46020101', processor: [18, 'b700'] },
  { platform: 'darwin-arm64', dawn: 'darwin-universal', start: 'cafebabe', processor: [4, '00000002'] },
  { platform: 'win32-x64', dawn: 'win32-x64', start: '4d5a', processor: null },
] as const;

describe('the packages of npm run package:all', () => {
  beforeAll(async () => {
    const packing = startProcess(process.execPath, ['package.config.js', '--all'], { cwd: process.cwd() });
    const { code, stdout, stderr } = await packing.outcome;
    expect(code, stderr).toBe(0);
    expect(`${stdout}${stderr}`).not.toMatch(/WARN/);
  }, 300_000);

  it.each(platforms)('$platform has what it needs, with no other binary than its own', async (expected) => {
    const { platform, dawn, start, processor } = expected;
    const files = await packageContents(`dist/safr-studio-${platform}.vsix`);
    expect(contentProblems(files)).toEqual([]);
    const folders = [...files.keys()].flatMap((name) => /^dist\/host\/chunks\/dist\/([^/]+)\//.exec(name)?.[1] ?? []);
    expect([...new Set(folders)]).toEqual([dawn]);
    expect(files.get('extension.vsixmanifest')!.toString()).toContain(`TargetPlatform="${platform}"`);
    const binary = files.get(`dist/host/chunks/dist/${dawn}/dawn.node`)!;
    expect(binary.subarray(0, start.length / 2).toString('hex')).toBe(start);
    if (processor) expect(binary.subarray(processor[0]).toString('hex', 0, processor[1].length / 2)).toBe(processor[1]);
  });
});
