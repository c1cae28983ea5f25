import { downloadModel } from '../core/model/pretrained/hub/downloadModel.ts';
import type { Handlers } from './handler.ts';
import { throttled } from './throttle.ts';

export const modelHandlers: Pick<Handlers, 'downloadModel'> = {
  downloadModel: ({ name }, { signal, onEvent }) => {
    const pass = throttled(onEvent);
    return downloadModel(name, {
      signal,
      onProgress: (received, total) => pass({ kind: 'download', received, total }),
    });
  },
};
