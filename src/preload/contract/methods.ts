import type { z } from 'zod'
import { accountMethods } from './accounts'
import { approvalMethods } from './approvals'
import { auditMethods } from './audit'
import { clearingMethods } from './clearing'
import { exportMethods } from './exports'
import { gatewayMethods } from './gateways'
import { intakeMethods } from './intake'
import { jobMethods } from './jobs'
import { mailMethods } from './mails'
import { merchantMethods } from './merchants'
import { noticeMethods } from './notices'
import { orderMethods } from './orders'
import { peopleMethods, sessionMethods } from './people'

/**
 * Every method of the core, by name: the one map. The dispatcher, both carriers, the window's door and the words all
 * infer their types from it; nothing is declared twice.
 */
export const methods = {
  ...sessionMethods,
  ...peopleMethods,
  ...merchantMethods,
  ...accountMethods,
  ...orderMethods,
  ...intakeMethods,
  ...clearingMethods,
  ...approvalMethods,
  ...exportMethods,
  ...auditMethods,
  ...gatewayMethods,
  ...noticeMethods,
  ...mailMethods,
  ...jobMethods,
}

export type MethodName = keyof typeof methods
/** What the caller writes: defaults may be left out. */
export type InputOf<M extends MethodName> = z.input<(typeof methods)[M]['input']>
/** What the service receives: parsed, defaults filled in. */
export type ParsedInputOf<M extends MethodName> = z.output<(typeof methods)[M]['input']>
export type OutputOf<M extends MethodName> = z.output<(typeof methods)[M]['output']>
