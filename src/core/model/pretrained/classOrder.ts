import { listed } from '../../../common/format.ts';
import { UserError } from '../../../common/userError.ts';

/** Which classes of a folder's head are those of the data. */
export interface ClassOrder {
  /** For each class of the data, the number of the folder's class. */
  readonly order: readonly number[];
  /** Whether they were found by name; otherwise they are taken in order. */
  readonly isByName: boolean;
}

/**
 * Finds the classes of the data among those of a folder's head: by name, also in other case; in order where no name agrees, such as for
 * LABEL_0. Errors: UserError where their numbers differ, or only some of the names agree.
 */
export function classOrder(folder: string, own: readonly string[], classes: readonly string[]): ClassOrder {
  if (own.length !== classes.length) {
    throw new UserError(
      `${folder} has ${own.length} classes (${listed(own)}), the data have ${classes.length} (${listed(classes)})`,
      'Use data with the classes of the folder, or train a new classifier: leave model.trainable out.',
    );
  }
  const lowerCase = own.map((name) => name.toLowerCase());
  const order = classes.map((name) => (own.includes(name) ? own.indexOf(name) : lowerCase.indexOf(name.toLowerCase())));
  if (order.every((number) => number === -1)) return { order: [...classes.keys()], isByName: false };
  if (!order.includes(-1) && new Set(order).size === order.length) return { order, isByName: true };
  throw new UserError(
    `only some classes of ${folder} (${listed(own)}) and of the data (${listed(classes)}) have the same name`,
    'Name them alike: the labels of the data, or "id2label" in the config.json of the folder.',
  );
}
