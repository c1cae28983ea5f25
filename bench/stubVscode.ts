import { register } from 'node:module';

/** Lets modules that are imported from now on find `vscodeStub.ts` as the module `vscode`. */
export function stubVscode(): void {
  const stub = JSON.stringify(new URL('./vscodeStub.ts', import.meta.url).href);
  const hook = `export const resolve = (name, context, next) =>
    name === 'vscode' ? { url: ${stub}, shortCircuit: true } : next(name, context)`;
  register(`data:text/javascript,${encodeURIComponent(hook)}`);
}
