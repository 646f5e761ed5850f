import type { Clock } from '../../preload/contract/clock'
import type { MandateRow, NewMandate } from '../../preload/contract/debits'
import { done, type Result, refuse } from '../../preload/contract/errors'
import { MandateId } from '../../preload/contract/ids'
import type { BankMaster, Gateways } from '../gateways/gateway'
import { appendAudit } from '../ledger/audit'
import type { Ledger, Writer } from '../ledger/ledger'
import {
  countMandates,
  endMandate,
  insertMandate,
  listMandates,
  liveMandate,
  mandateById,
  ordersAwaiting,
  type StoredMandate,
} from '../ledger/mandates'
import { merchantById } from '../ledger/merchants'
import type { Handlers } from './context'
import { customerNumberOf } from './customer-number'
import { sendToChoose } from './debit-orders'
import { type Events, publishChanged } from './events'
import { pageById } from './id-pages'
import { cardNumberProblem, checkAccount, refusalOf } from './merchant-checks'

/*
 * Mandates (口座振替依頼書) that payers' banks have accepted, as a clerk writes them down from their forms. Accounts are personal: lists and the
 * audit trail tell their ends only, and whoever looks at a whole number leaves a record.
 */
export interface MandateDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly gateways: Pick<Gateways, 'banks' | 'holidays'>
}

type MandateMethod = 'mandates.list' | 'mandates.account' | 'mandates.add' | 'mandates.end'

export function mandateHandlers(deps: MandateDeps): Pick<Handlers, MandateMethod> {
  const { ledger, clock, events, gateways } = deps
  return {
    'mandates.list': async (_context, { merchantId, ...asked }) => {
      const page = await pageById(clock, asked, {
        read: (before, atMost) => listMandates(ledger.reader, merchantId, before, atMost),
        count: () => countMandates(ledger.reader, merchantId),
      })
      return page.ok ? done({ ...page.value, rows: page.value.rows.map((row) => shown(gateways.banks, row)) }) : page
    },
    'mandates.account': ({ by }, { id }) =>
      ledger.write(by, async (writer) => {
        const mandate = await mandateById(writer, id)
        if (!mandate) return refuse({ refusal: 'not_found', what: 'mandate' })
        await appendAudit(writer, { stream: 'mandates', action: 'account_shown', subject: `mandate:${id}` })
        return done({ accountNumber: mandate.accountNumber })
      }),
    'mandates.add': async ({ by }, mandate) => {
      const added = await ledger.write(by, (writer) => add(writer, gateways.banks, mandate))
      if (added.ok) publishChanged(events, 'debits', 'audit')
      return added
    },
    'mandates.end': async ({ by }, { id, reason }) => {
      const ended = await ledger.write(by, (writer) => end(writer, deps, id, reason))
      if (ended.ok) publishChanged(events, 'debits', 'orders', 'audit')
      return ended
    },
  }
}

export const endOf = (accountNumber: string): string => accountNumber.slice(-3)

function shown(banks: BankMaster, mandate: StoredMandate & { merchantName: string }): MandateRow {
  const { accountNumber, bankCode, branchCode, ...row } = mandate
  const bankName = banks.findBank(bankCode)?.name ?? ''
  const branchName = banks.findBranch(bankCode, branchCode)?.name ?? ''
  return { ...row, bankCode, bankName, branchCode, branchName, accountEnding: endOf(accountNumber) }
}

/** Refuses not_found, unknown_bank, unknown_branch, holder_name_invalid, invalid_input (several of them, a card number), customer_number_taken. */
async function add(writer: Writer, banks: BankMaster, typed: NewMandate): Promise<Result<{ id: MandateId }>> {
  if (!(await merchantById(writer, typed.merchantId))) return refuse({ refusal: 'not_found', what: 'merchant' })
  const { account, problems } = checkAccount(banks, typed)
  const unfit = refusalOf([...cardNumberProblem('customerNumber', typed.customerNumber), ...problems])
  if (unfit) return refuse(unfit)
  const customerNumber = customerNumberOf(typed.customerNumber)
  if (await liveMandate(writer, customerNumber)) return refuse({ refusal: 'customer_number_taken', customerNumber: typed.customerNumber })
  const id = MandateId.parse(writer.newId())
  await insertMandate(writer, id, { ...account, customerNumber })
  const { merchantId, bankCode, branchCode, accountNumber, validFrom } = account
  await appendAudit(writer, {
    stream: 'mandates',
    action: 'recorded',
    subject: `mandate:${id}`,
    detail: { merchantId, customerNumber, bankCode, branchCode, accountEnding: endOf(accountNumber), validFrom },
  })
  return done({ id })
}

/** Refuses not_found, mandate_ended. */
async function end(
  writer: Writer,
  { clock, gateways }: Pick<MandateDeps, 'clock' | 'gateways'>,
  id: MandateId,
  reason: string,
): Promise<Result<{ orders: number }>> {
  const mandate = await mandateById(writer, id)
  if (!mandate) return refuse({ refusal: 'not_found', what: 'mandate' })
  if (mandate.endedAt !== null) return refuse({ refusal: 'mandate_ended' })
  const card = refusalOf(cardNumberProblem('reason', reason))
  if (card) return refuse(card)
  const orders = await ordersAwaiting(writer, id)
  await endMandate(writer, id, reason)
  const now = { today: clock.today(), holidays: gateways.holidays }
  await sendToChoose(
    writer,
    orders.map((orderId) => ({ orderId, why: 'mandate_ended' })),
    now,
  )
  await appendAudit(writer, { stream: 'mandates', action: 'ended', subject: `mandate:${id}`, detail: { reason, orders: orders.length } })
  return done({ orders: orders.length })
}
