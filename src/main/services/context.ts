import type { Seat } from '../../preload/contract/carrier'
import type { Result } from '../../preload/contract/errors'
import type { ApprovalId, UserId } from '../../preload/contract/ids'
import type { MethodName, OutputOf, ParsedInputOf } from '../../preload/contract/methods'
import type { Permission, Role } from '../../preload/contract/permissions'
import type { By } from '../ledger/ledger'

/*
 * This folder holds one file per use case: each checks with settlement/ what may be done, opens the unit of work, writes
 * through ledger/ and leaves the audit record. No SQL, no HTTP, no window. What it answers goes out through transport/.
 */

/** The person at a seat, as the ledger knows them at this moment. */
export interface Person {
  readonly id: UserId
  readonly name: string
  readonly displayName: string
  readonly roles: readonly Role[]
}

/** Who asks, from where: all that a service knows about its caller. */
export interface Context {
  readonly seat: Seat
  /** Null before sign-in and for the operators' command. */
  readonly user: Person | null
  /** As audit records name them: `user:yamada`, `cli:root`; `seat:<id>` before sign-in. */
  readonly actor: string
  /** The same, in the shape the ledger writes. */
  readonly by: By
}

export type ParsedInputs = { [M in MethodName]: ParsedInputOf<M> }
export type Outputs = { [M in MethodName]: OutputOf<M> }

/** What answers a method. */
export type Handler<M extends MethodName> = (context: Context, input: ParsedInputs[M]) => Promise<Result<Outputs[M]>>

/** A decision about what waited for a second person: who asked, and who agrees now. */
export interface Deciding {
  readonly approvalId: ApprovalId
  readonly maker: UserId
  readonly person: Person
}

/** An answer to every method of the contract: a missing one does not compile. */
export type Handlers = { readonly [M in MethodName]: Handler<M> }

/** Who sits at a seat and whether they may work: what the dispatcher asks before every call. */
export type Presence =
  | { readonly state: 'absent' }
  | { readonly state: 'locked' | 'present'; readonly person: Person; readonly mustChangePassword: boolean }

/** The part of the sessions that the door needs. */
export interface Presences {
  /** Who sits there now. Reads the ledger, so that a changed role or a disabled user counts at once. */
  presence(seat: Seat): Promise<Presence>
  /** The person did something: the desk's idle time begins anew. */
  touch(seat: Seat): void
}

/** Who hands a file over or fetches one, or why they may not: files do not go through a method of the contract. */
export type Admit = (seat: Seat, permission: Permission) => Promise<Result<Context>>

/** What is logged, structured; pino fits. */
export interface Log {
  info(data: object, message: string): void
  warn(data: object, message: string): void
  error(data: object, message: string): void
}
