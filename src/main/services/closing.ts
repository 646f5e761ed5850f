import type { Clock } from '../../preload/contract/clock'
import type { CloseState } from '../../preload/contract/closing'
import { addDays, type BusinessDate } from '../../preload/contract/date'
import { done, refuse } from '../../preload/contract/errors'
import { MerchantId } from '../../preload/contract/ids'
import { sumYen, yen, ZERO_YEN } from '../../preload/contract/money'
import type { BankMaster, Gateways } from '../gateways/gateway'
import { bankAccountCode } from '../ledger/accounts'
import { insertApproval, openApproval } from '../ledger/approvals'
import { appendAudit } from '../ledger/audit'
import {
  balanceOfCode,
  bankBalance,
  closerOf,
  dayDigest,
  insertClosedDay,
  lastClosedDay,
  listClosedDays,
  openTotals,
  totalsThrough,
  unpostedFiles,
  unsettledRuns,
} from '../ledger/closing'
import type { Ledger, Reader } from '../ledger/ledger'
import { merchantsById } from '../ledger/merchants'
import type { DesignatedAccountRow } from '../ledger/schema'
import { coveredPeriods, designatedAccounts } from '../ledger/statement-files'
import type { Holidays } from '../settlement/calendar'
import { type AccountAtClose, bookableOn, closeConditions } from '../settlement/day-close'
import { accountOf } from '../settlement/ledger-entries'
import { findGaps, findNumberGaps } from '../settlement/statement-continuity'
import type { Handlers } from './context'
import { type Events, publishChanged } from './events'
import { cardNumberProblem, refusalOf } from './merchant-checks'

/*
 * 日締め: whether a day agrees with the bank to the last yen, and its closing. Nothing is booked on a closed day any more; the database
 * refuses it, and services book on the day after (services/booking-days).
 */
export interface ClosingDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly gateways: Pick<Gateways, 'holidays'> & { readonly banks: BankMaster }
}

type ClosingMethod = 'closing.state' | 'closing.list' | 'closing.close' | 'closing.reopen'

export function closingHandlers(deps: ClosingDeps): Pick<Handlers, ClosingMethod> {
  const { ledger, clock, gateways } = deps
  return {
    'closing.state': async (_context, { day = clock.today() }) => done(await closeState(ledger.reader, day, clock.today(), gateways)),
    'closing.list': async () => done({ days: await listClosedDays(ledger.reader) }),
    'closing.close': close(deps),
    'closing.reopen': reopen(deps),
  }
}

/** How a day stands: every condition, every balance, and the digest that closing names. */
export async function closeState(
  reader: Reader,
  day: BusinessDate,
  today: BusinessDate,
  { holidays, banks }: ClosingDeps['gateways'],
): Promise<CloseState> {
  const totals = await totalsThrough(reader, day)
  const accounts = await accountsAt(reader, day, holidays, banks, totals)
  const suspense = { balance: await balanceOfCode(reader, 'suspense'), ...(await openTotals(reader, 'credit')) }
  const outgoing = { balance: yen(0 - (await balanceOfCode(reader, 'unexplained_outgoing'))), ...(await openTotals(reader, 'debit')) }
  const lastClosed = await lastClosedDay(reader)
  const conditions = closeConditions(
    {
      day,
      today,
      accounts,
      unposted: await unpostedFiles(reader),
      suspense,
      outgoing,
      trialBalance: yen(sumYen(totals.map(({ debit }) => debit)) - sumYen(totals.map(({ credit }) => credit))),
      unsettledRuns: await unsettledRuns(reader),
    },
    holidays,
  )
  const isNext = lastClosed === null || day > lastClosed
  return {
    day,
    lastClosed,
    from: isNext && lastClosed !== null ? addDays(lastClosed, 1) : null,
    booksOn: bookableOn(today, lastClosed),
    mayClose: isNext && conditions.every(({ holds }) => holds),
    conditions,
    accounts: accounts.map(({ id, name, ledger, bank, statementThrough }) => ({ id, name, ledger, bank, statementThrough })),
    suspense,
    outgoing,
    trialBalance: await named(reader, totals, accounts),
    digest: dayDigest(day, totals),
  }
}

type Totals = Awaited<ReturnType<typeof totalsThrough>>

async function accountsAt(
  reader: Reader,
  day: BusinessDate,
  holidays: Holidays,
  banks: BankMaster,
  totals: Totals,
): Promise<(AccountAtClose & { id: DesignatedAccountRow['id'] })[]> {
  const accounts: (AccountAtClose & { id: DesignatedAccountRow['id'] })[] = []
  for (const account of (await designatedAccounts(reader)).values()) {
    const { id, opened_on: openedOn, opening_balance: openingBalance } = account
    const told = await coveredPeriods(reader, id)
    const covered = told.filter(({ from }) => from <= day)
    const own = totals.find(({ code }) => code === bankAccountCode(id))
    accounts.push({
      id,
      name: `${banks.findBank(account.bank_code)?.name ?? account.bank_code} ${account.account_number}`,
      ledger: own ? yen(own.debit - own.credit) : ZERO_YEN,
      bank: account.books_from === 'notice' ? null : await bankBalance(reader, { id, openedOn, openingBalance }, day),
      openedOn,
      statementThrough: covered.reduce<BusinessDate | null>(
        (last, { wholeTo }) => (last === null || wholeTo > last ? wholeTo : last),
        null,
      ),
      holes: findGaps({ openedOn, openingBalance }, covered, holidays),
      numberGaps: findNumberGaps(told),
    })
  }
  return accounts
}

/** The trial balance in words: accounts by kind, with the name of the merchant or the bank they are of. */
async function named(
  reader: Reader,
  totals: Totals,
  banks: readonly { id: DesignatedAccountRow['id']; name: string }[],
): Promise<CloseState['trialBalance']> {
  const bankNames = new Map(banks.map(({ id, name }) => [bankAccountCode(id), name]))
  const perMerchant = /^(?:merchant_payable|held_for_payers|merchant_receivable):(\d+)$/
  const ids = totals.flatMap(({ code }) => perMerchant.exec(code)?.[1] ?? []).map((id) => MerchantId.parse(Number(id)))
  const merchants = await merchantsById(reader, [...new Set(ids)])
  return totals.map(({ code, debit, credit }) => {
    const account = accountOf(code)
    const merchantId = perMerchant.exec(code)?.[1]
    const of = merchantId === undefined ? (bankNames.get(code) ?? account?.of) : merchants.get(MerchantId.parse(Number(merchantId)))?.name
    return { account: account?.kind ?? code, of: of ?? null, debit, credit }
  })
}

/** Refuses not_signed_in, day_closed, day_not_closable, changed_meanwhile (it stands otherwise than it was shown). */
function close({ ledger, clock, events, gateways }: ClosingDeps): Handlers['closing.close'] {
  return async (context, { day, digest }) => {
    const person = context.user
    if (!person) return refuse({ refusal: 'not_signed_in' })
    const closed = await ledger.write(context.by, async (writer) => {
      const state = await closeState(writer, day, clock.today(), gateways)
      if (state.lastClosed !== null && day <= state.lastClosed) return refuse({ refusal: 'day_closed', day: state.lastClosed })
      if (!state.mayClose)
        return refuse({ refusal: 'day_not_closable', conditions: state.conditions.filter(({ holds }) => !holds).map(({ name }) => name) })
      if (state.digest !== digest) return refuse({ refusal: 'changed_meanwhile' })
      const { accounts, suspense, outgoing } = state
      const id = await insertClosedDay(writer, { day, digest, figures: { accounts, suspense, outgoing }, closedBy: person.id })
      await appendAudit(writer, {
        stream: 'closing',
        action: 'day_closed',
        subject: `day:${day}`,
        detail: { digest, accounts, suspense, outgoing },
      })
      return done({ id })
    })
    if (closed.ok) publishChanged(events, 'closing', 'audit')
    return closed
  }
}

/** Refuses not_signed_in, not_found, day_not_reopenable (it is not the last, or open again already), change_already_staged, invalid_input. */
function reopen({ ledger, events }: ClosingDeps): Handlers['closing.reopen'] {
  return async (context, { id, reason }) => {
    const maker = context.user
    if (!maker) return refuse({ refusal: 'not_signed_in' })
    const card = refusalOf(cardNumberProblem('reason', reason))
    if (card) return refuse(card)
    const asked = await ledger.write(context.by, async (writer) => {
      const closed = (await listClosedDays(writer)).find((day) => day.id === id)
      if (!closed) return refuse({ refusal: 'not_found', what: 'closed_day' })
      if (closed.reopened !== null || closed.day !== (await lastClosedDay(writer)))
        return refuse({ refusal: 'day_not_reopenable', day: closed.day })
      if (await openApproval(writer, 'day_reopening', id)) return refuse({ refusal: 'change_already_staged' })
      const { day, closedBy, closedAt } = closed
      const approvalId = await insertApproval(writer, maker.id, {
        ...{ kind: 'day_reopening', closedDayId: id, day, closedBy, closedAt, reason },
        touchedBy: [...new Set([`user:${maker.name}`, await closerOf(writer, id)])],
      })
      await appendAudit(writer, { stream: 'closing', action: 'reopening_asked', subject: `day:${day}`, detail: { reason, approvalId } })
      return done({ approvalId })
    })
    if (asked.ok) publishChanged(events, 'closing', 'approvals', 'audit')
    return asked
  }
}
