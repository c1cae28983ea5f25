import { UserError } from './userError.ts';

/** The data of a run are not those it was trained on, but have its classes: it can be evaluated on them as other data. */
export class OtherDataError extends UserError {}
