import { UserError } from '../../../common/userError.ts';

/** There is no such folder, and the name is not in the cache of the hub, from where it can be downloaded. */
export class MissingModelError extends UserError {
  /** On the hub. */
  readonly model: string;

  constructor(model: string, message: string) {
    super(message, `Check the path, or download the model: safr download ${model}`);
    this.model = model;
  }
}
