import type { z } from 'zod'
import { accountMethods } from './accounts'
import { agentMethods } from './agent'
import { apiKeyMethods } from './api-keys'
import { applicationMethods } from './applications'
import { approvalMethods } from './approvals'
import { auditMethods } from './audit'
import { bankColumnMethods } from './bank-columns'
import { byMethodMethods } from './by-method'
import { cardMethods } from './cards'
import { chargeMethods } from './charges'
import { clearingMethods } from './clearing'
import { clearingGroupMethods } from './clearing-groups'
import { clearingSeveralMethods } from './clearing-several'
import { closingMethods } from './closing'
import { collectionMethods } from './collections'
import { debitMethods } from './debits'
import { deskMethods } from './desk'
import { documentMethods } from './documents'
import { exceptionSheetMethods } from './exception-sheets'
import { exceptionMethods } from './exceptions'
import { exportMethods } from './exports'
import { filmMethods } from './film'
import { gatewayMethods } from './gateways'
import { intakeMethods } from './intake'
import { jobMethods } from './jobs'
import { mailMethods } from './mails'
import { merchantMethods } from './merchants'
import { noticeMethods } from './notices'
import { orderMethods } from './orders'
import { payoutMethods } from './payouts'
import { peopleMethods, sessionMethods } from './people'
import { portalMethods } from './portal'
import { protectionMethods } from './protection'
import { refundAccountMethods } from './refund-accounts'
import { refundMethods } from './refunds'
import { ruleMethods } from './rules'
import { viewMethods } from './saved-views'
import { slipMethods } from './slips'

/**
 * Every method of the core, by name: the one map. The dispatcher, both carriers, the window's door and the words all
 * infer their types from it; nothing is declared twice.
 */
export const methods = {
  ...sessionMethods,
  ...peopleMethods,
  ...merchantMethods,
  ...applicationMethods,
  ...portalMethods,
  ...accountMethods,
  ...bankColumnMethods,
  ...orderMethods,
  ...byMethodMethods,
  ...refundAccountMethods,
  ...intakeMethods,
  ...clearingMethods,
  ...clearingGroupMethods,
  ...clearingSeveralMethods,
  ...approvalMethods,
  ...exportMethods,
  ...auditMethods,
  ...gatewayMethods,
  ...protectionMethods,
  ...apiKeyMethods,
  ...noticeMethods,
  ...mailMethods,
  ...refundMethods,
  ...exceptionMethods,
  ...closingMethods,
  ...payoutMethods,
  ...jobMethods,
  ...agentMethods,
  ...chargeMethods,
  ...documentMethods,
  ...collectionMethods,
  ...slipMethods,
  ...cardMethods,
  ...debitMethods,
  ...deskMethods,
  ...exceptionSheetMethods,
  ...ruleMethods,
  ...viewMethods,
  ...filmMethods,
}

export type MethodName = keyof typeof methods
/** What the caller writes: defaults may be left out. */
export type InputOf<M extends MethodName> = z.input<(typeof methods)[M]['input']>
/** What the service receives: parsed, defaults filled in. */
export type ParsedInputOf<M extends MethodName> = z.output<(typeof methods)[M]['input']>
export type OutputOf<M extends MethodName> = z.output<(typeof methods)[M]['output']>
