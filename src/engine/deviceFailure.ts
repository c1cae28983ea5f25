import { UserError } from '../common/userError.ts';

/** A device that cannot go on with what it was given, though another may: lost, out of memory, a limit exceeded. */
export class DeviceFailure extends UserError {}
