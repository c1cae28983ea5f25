import type { Device, Trial } from '../../engine/device.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { WorkflowEvent } from './workflowEvent.ts';

/** Opens a device by name. `threads` defaults to one per core; `auto` uses the trial to find the fastest device. */
export type OpenDevice = (
  name: Experiment['device'],
  options: { readonly threads?: number | undefined; readonly trial?: Trial | undefined },
) => Promise<Device>;

/** What every workflow needs from its caller. */
export interface WorkflowContext {
  readonly openDevice: OpenDevice;
  /** Folder that holds the official archives, see `openDataset`. */
  readonly dataDir?: string | undefined;
  /** Folder for downloads; `~/.cache/safr` by default. */
  readonly cacheDir?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: WorkflowEvent) => void) | undefined;
}

/** Settings that override those of the experiment. */
export interface DeviceOverrides {
  readonly device?: Experiment['device'] | undefined;
  readonly threads?: number | undefined;
}

/** Opens the experiment's device, calls `use` with it, and always closes it afterwards. */
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

/** Returns the experiment with the overrides applied. */
export function withOverrides<T extends Pick<Experiment, 'device' | 'threads'>>(
  experiment: T,
  { device, threads }: DeviceOverrides,
): T {
  return { ...experiment, device: device ?? experiment.device, threads: threads ?? experiment.threads };
}
