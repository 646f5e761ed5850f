import type { z } from 'zod'
import type { Permission } from './permissions'

/**
 * One method of the contract: who may call it, what goes in, what comes out. A method without a permission does not compile.
 * `while_locked` methods answer although the desk is locked after idling (unlock, sign out).
 */
export interface Method<I extends z.ZodType, O extends z.ZodType> {
  readonly permission: Permission
  readonly input: I
  readonly output: O
  readonly whileLocked?: true
}

/** Declares a method; the types of its input and output are inferred from the two schemas. */
export function method<I extends z.ZodType, O extends z.ZodType>(declared: Method<I, O>): Method<I, O> {
  return declared
}
