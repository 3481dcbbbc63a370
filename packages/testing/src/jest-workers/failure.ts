import { catalogue, type ErrorCode, StuntError } from '@stuntdouble/engine/errors';
import type { Failure } from './calls.ts';

/** Errors on their way from the thread of the double to a test, and as the same kind of error there. */
export const failureOf = (error: unknown): Failure =>
  error instanceof StuntError
    ? { code: error.code, message: error.message, hint: error.hint }
    : { message: error instanceof Error ? error.message : String(error) };

export const errorOf = ({ code, message, hint }: Failure): Error =>
  isErrorCode(code) ? new StuntError(code, message, hint) : new Error(message);

const isErrorCode = (code: string | undefined): code is ErrorCode =>
  code !== undefined && Object.hasOwn(catalogue, code);
