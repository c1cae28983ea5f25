import type { Device, Trial } from '../../engine/device.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { WorkflowEvent } from './workflowEvent.ts';

/** Opens a device by name; `threads` undefined: one a core. By the trial `auto` finds the fastest. */
export type OpenDevice = (
  name: Experiment['device'],
  options: { readonly threads?: number | undefined; readonly trial?: Trial | undefined },
) => Promise<Device>;

/** What every use case needs from whoever starts it. */
export interface WorkflowContext {
  readonly openDevice: OpenDevice;
  /** Folder that holds the official archives, see `openDataset`. */
  readonly dataDir?: string | undefined;
  /** Where downloads go; without it `~/.cache/safr`. */
  readonly cacheDir?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: WorkflowEvent) => void) | undefined;
}

/** Takes the place of what the experiment says. */
export interface DeviceOverrides {
  readonly device?: Experiment['device'] | undefined;
  readonly threads?: number | undefined;
}

/** Opens the experiment's device, uses it and closes it, whatever happens. */
export async function withDevice<T>(
  experiment: Pick<Experiment, 'device' | 'threads'>,
  { openDevice, onEvent }: WorkflowContext,
  use: (device: Device) => Promise<T>,
  trial?: Trial,
): Promise<T> {
  const device = await openDevice(experiment.device, { threads: experiment.threads ?? undefined, trial });
  try {
    onEvent?.({ kind: 'device', name: device.name, description: device.description });
    return await use(device);
  } finally {
    await device.close();
  }
}

/** The experiment with what is overridden. */
export function overridden<T extends Pick<Experiment, 'device' | 'threads'>>(
  experiment: T,
  { device, threads }: DeviceOverrides,
): T {
  return { ...experiment, device: device ?? experiment.device, threads: threads ?? experiment.threads };
}
