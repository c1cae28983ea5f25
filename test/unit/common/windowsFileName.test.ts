import { describe, expect, it } from 'vitest';
import { checkFileName, windowsNameProblem } from '../../../src/common/windowsFileName.ts';

describe('names on Windows', () => {
  it.each(['tiny.html', 'a b.c', '.hidden', 'console', 'com', 'com10', 'größer', 'nulls.txt'])('may be %j', (name) => {
    expect(windowsNameProblem(name)).toBeNull();
  });

  it.each([
    ['nul', 'nul is the name of a device on Windows'],
    ['CON.safr.json', 'CON is the name of a device on Windows'],
    ['lpt1.txt', 'lpt1 is the name of a device on Windows'],
    ['a:b', '":" is not allowed in names on Windows'],
    ['what?', '"?" is not allowed in names on Windows'],
    ['line\n', '"\\n" is not allowed in names on Windows'],
    ['tiny.', 'names on Windows do not end with a dot or a space'],
    ['tiny ', 'names on Windows do not end with a dot or a space'],
  ])('may not be %j', (name, problem) => {
    expect(windowsNameProblem(name)).toBe(problem);
  });

  it('are checked on Windows only, without the drive and the folders', () => {
    expect(() => checkFileName('C:\\nul\\tiny.html', 'win32')).not.toThrow();
    expect(() => checkFileName('C:/runs/nul', 'win32')).toThrow('C:/runs/nul: cannot be written: nul is the name');
    expect(() => checkFileName('/tmp/nul', 'linux')).not.toThrow();
  });
});
