import type { ProgramBuilder } from './builder.ts';

const constants = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

export const firstMomentOf = (parameter: string) => `adam.first.${parameter}`;
export const secondMomentOf = (parameter: string) => `adam.second.${parameter}`;

/** Fields of an Adam step on a parameter, whose moments are kept in buffers of their own. */
export const adamFields = (builder: ProgramBuilder, name: string, shape: readonly number[], gradient: string) => ({
  parameter: name,
  gradient,
  firstMoment: builder.state(firstMomentOf(name), ...shape),
  secondMoment: builder.state(secondMomentOf(name), ...shape),
  ...constants,
});
