import type { Operation } from '@stuntdouble/engine';

/** By what an operation is paired with that of another document: names of path parameters do not travel. */
export const operationKey = ({ method, template }: Operation): string =>
  `${method} ${template.replaceAll(/\{[^{}]*\}/g, '{}')}`;
