// Whether Dawn finds an adapter here, a software adapter with the argument "software"; see `whyNoneOnWindows`. A program of its own.
import { probeExitCodes, requestAdapter } from './adapter.ts';

const adapter = await requestAdapter(process.argv[2] === 'software');
process.exit(adapter ? probeExitCodes.found : probeExitCodes.none);
