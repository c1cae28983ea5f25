import type { z } from 'zod';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The extension, as a panel sees it. `Out`: messages to it; `State`: what survives a reload of the window. */
export class Host<Out, State> {
  readonly #api = acquireVsCodeApi();

  /** Calls `handle` with each message that `form` accepts; the others are reported on the console and dropped. */
  listen<In>(form: z.ZodType<In>, handle: (message: In) => void): void {
    window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const result = form.safeParse(data);
      if (result.success) handle(result.data);
      else console.error('message of an unknown form', result.error.issues, data);
    });
  }

  send(message: Out): void {
    this.#api.postMessage(message);
  }

  /** The state that was stored before the window or the panel was loaded again; undefined: none. */
  kept(): unknown {
    return this.#api.getState();
  }

  /** Stores the state: VS Code passes it to the panel's serializer after a reload. */
  keep(state: State): void {
    this.#api.setState(state);
  }
}
