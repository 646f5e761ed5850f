import type { BusinessDate } from '../../preload/contract/date'
import type { MerchantStatement } from '../../preload/contract/merchant-statement'
import { type MerchantDetail, SettlementAccount } from '../../preload/contract/merchants'
import { type Yen, yen, ZERO_YEN } from '../../preload/contract/money'
import { CarryReason, PayoutFiguresKept } from '../../preload/contract/payouts'
import type { StatementLine, StatementToWrite } from '../export/statements/statement'
import type { BankMaster } from '../gateways/gateway'
import { agentSettings } from '../ledger/agent-settings'
import type { Reader } from '../ledger/ledger'
import {
  type PayoutOfStatement,
  type StatementLineRow,
  type StatementSource,
  statementOffsets,
  statementSources,
  streamStatementLines,
} from '../ledger/merchant-statements'
import { type Merchant, merchantById } from '../ledger/merchants'
import type { Snapshot } from '../ledger/snapshot'
import { standardTaxRates, taxRateOn } from '../settlement/consumption-tax'
import { invoiceLines } from '../settlement/qualified-invoice'
import type { Rounding } from '../settlement/rounding'
import { namedAccount } from './merchant-checks'

/*
 * The facts of a merchant's statement from a payout that has been handed to the bank. A payout that was held or carried over took nothing: its
 * statement says what waits, charges nothing and is no invoice.
 */

/** By which a statement and its lines are known again: the run and the merchant. */
export const statementNumber = (
  { runName }: Pick<PayoutOfStatement, 'runName'>,
  { registrationNumber }: Pick<Merchant, 'registrationNumber'>,
) => `${runName}-${registrationNumber}`

const isDeferred = ({ state }: Pick<PayoutOfStatement, 'state'>) => state === 'held' || state === 'carried_over'

/** A statement with the lines of its payout, which never change in amount or fee. */
export function withLines(snapshot: Snapshot, payout: PayoutOfStatement, statement: MerchantStatement): StatementToWrite {
  const deferred = isDeferred(payout)
  const lines = mapped(streamStatementLines(snapshot, payout.id), (row) => lineOf(row, deferred))
  return { statement, lineCount: payout.lines, lines }
}

/** The facts of a statement as the ledger has them now. */
export async function statementOf(
  ledger: Reader,
  banks: BankMaster,
  payout: PayoutOfStatement,
  issuedOn: BusinessDate,
): Promise<MerchantStatement> {
  const merchant = await merchantById(ledger, payout.merchantId)
  if (!merchant) throw new Error(`payout ${payout.id} is of no merchant`)
  const { identity, rules } = await agentSettings(ledger)
  const sources = await statementSources(ledger, payout.id)
  const figures = isDeferred(payout) ? deferredFigures(payout) : await chargedFigures(ledger, payout, rules.payouts.rounding)
  return {
    number: statementNumber(payout, merchant),
    issuedOn,
    closingOn: payout.closingOn,
    payOn: payout.payOn,
    rendered: renderedIn(sources),
    issuer: identity,
    merchant: { name: merchant.name, registrationNumber: merchant.registrationNumber, postalAddress: merchant.contacts.postalAddress },
    account: namedAccount(banks, SettlementAccount.parse(JSON.parse(payout.account))),
    sources: sources.map(({ source, count, gross, fees }) => ({ source, count, gross, fees: isDeferred(payout) ? ZERO_YEN : fees })),
    gross: payout.gross,
    ...figures,
    isDeferred: isDeferred(payout),
  }
}

type Figures = Pick<MerchantStatement, 'fees' | 'tax' | 'offsets' | 'transferFee' | 'carriedOver' | 'net' | 'invoice'>

function deferredFigures({ state, reason, gross }: PayoutOfStatement): Figures {
  const carried: CarryReason = state === 'held' ? 'held' : CarryReason.catch('below_minimum').parse(reason)
  const nothing = { fees: ZERO_YEN, tax: ZERO_YEN, transferFee: ZERO_YEN, net: ZERO_YEN }
  return { ...nothing, offsets: [], invoice: [], carriedOver: gross === 0 ? [] : [{ amount: gross, reason: carried }] }
}

async function chargedFigures(ledger: Reader, payout: PayoutOfStatement, rounding: Rounding): Promise<Figures> {
  const { taxLines, carriedOver } = PayoutFiguresKept.parse(JSON.parse(payout.figures))
  const { fees, tax, transferFee, net, payOn } = payout
  const inclusive = [{ amount: transferFee, basisPoints: taxRateOn('standard', payOn, standardTaxRates) }]
  return {
    ...{ fees, tax, transferFee, net, carriedOver },
    offsets: await statementOffsets(ledger, payout.id),
    invoice: invoiceLines(taxLines, inclusive, rounding),
  }
}

/** First and last day on which orders were paid. */
function renderedIn(sources: readonly StatementSource[]): MerchantStatement['rendered'] {
  const firsts = sources.flatMap(({ from }) => (from === null ? [] : [from])).sort()
  const lasts = sources.flatMap(({ to }) => (to === null ? [] : [to])).sort()
  const [from, to] = [firsts[0], lasts.at(-1)]
  return from && to ? { from, to } : null
}

function lineOf([line, source, orderNumber, goods, paidOn, amount, fee, taxClass]: StatementLineRow, deferred: boolean): StatementLine {
  const isCharged = !deferred && taxClass !== null && paidOn !== null
  return {
    ...{ line, source, orderNumber, goods, paidOn, amount },
    fee: deferred ? ZERO_YEN : fee,
    taxRate: isCharged ? taxRateOn(taxClass, paidOn, standardTaxRates) : null,
  }
}

function* mapped<F, T>(rows: Iterable<F>, read: (row: F) => T): Generator<T> {
  for (const row of rows) yield read(row)
}

/** What a merchant's statement is called as a file, without its ending. */
export const statementFileName = (payout: PayoutOfStatement, merchant: Pick<Merchant | MerchantDetail, 'name' | 'registrationNumber'>) =>
  `${statementNumber(payout, merchant)}_${merchant.name}`

/** The figures of a statement as they stand in a check-list: what is sent, and what is not with its reason. */
export const unsentOf = (payout: PayoutOfStatement): { amount: Yen; reason: CarryReason } | null => {
  if (!isDeferred(payout)) return null
  const [carried] = deferredFigures(payout).carriedOver
  return carried ? { amount: yen(carried.amount), reason: carried.reason } : null
}
