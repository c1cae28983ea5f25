import * as z from 'zod';

/** Types of fields that several sections of the schema use. */
export const count = () => z.int().min(1);
export const path = () => z.string().min(1);
export const paths = () => z.union([path(), z.array(path()).min(1)]);
export const share = () => z.number().min(0).max(1);
export const seed = () => z.int().min(0).max(0xffffffff).default(1);
export const splitSeed = () =>
  seed().describe(
    'Seed of the split. It belongs to the data set: trainings with different seeds have the same test split.',
  );

/** Rules of a section that involve several fields, one sentence each, for docs/experiment.md. */
export const ruled = (...rules: readonly string[]) => ({ rules });

/** Descriptions of the values of an enumeration, for hovers and completion in editors. */
export const explained = (values: Readonly<Record<string, string>>) => ({ enumDescriptions: Object.values(values) });
