/*
 * 当行: who the bank is on paper, and the rules by which it counts money. The name holds at once; rules are asked for here and decided under
 * Approvals. This file turns what stands in the form into rules, and says which field does not fit.
 */
import { MoneyLimits, MoneyRules } from '../../../preload/contract/agent'
import type { BusinessDate } from '../../../preload/contract/date'
import { type Yen, ZERO_YEN } from '../../../preload/contract/money'
import { PayoutRules } from '../../../preload/contract/payouts'
import { TransferDestination, TransferFeeTable } from '../../../preload/contract/transfer-fees'

export const destinations = TransferDestination.options
export const limitFields = ['refundTwo', 'correctionAlone', 'correctionTwo', 'undoAlone'] as const
export type LimitField = (typeof limitFields)[number]

/** One row of a price list while it is typed: from an amount on, what each destination costs. */
export type BandDraft = { readonly from: Yen | null } & { readonly [D in TransferDestination]: Yen | null }

export interface TableDraft {
  readonly validFrom: BusinessDate | null
  readonly bands: readonly BandDraft[]
  /** The list that holds, as long as nobody has touched it here. */
  readonly untouched: TransferFeeTable | null
}

export type RulesDraft = {
  readonly rounding: PayoutRules['rounding']
  readonly minimum: Yen | null
  readonly returnPeriodDays: number | string
  readonly undoAloneDays: number | string
  readonly tables: readonly TableDraft[]
} & { readonly [F in LimitField]: Yen | null }

export type TableProblem = 'not_complete' | 'not_from_zero' | 'not_rising' | 'fee_falls' | 'two_from_one_day'

export const NO_BAND: BandDraft = { from: null, same_branch: null, same_bank: null, other_bank: null }
export const NEW_TABLE: TableDraft = { validFrom: null, bands: [{ ...NO_BAND, from: ZERO_YEN }], untouched: null }

/** What a destination costs from an amount on. */
const feeAt = (table: TransferFeeTable, destination: TransferDestination, from: Yen): Yen | null =>
  table.bands[destination].findLast((band) => band.from <= from)?.fee ?? null

/** A price list as one table: a row wherever the fee of any destination changes. */
export function bandsOf(table: TransferFeeTable): BandDraft[] {
  const froms = new Set(destinations.flatMap((destination) => table.bands[destination].map(({ from }) => from)))
  return [...froms]
    .sort((one, other) => one - other)
    .map((from) => ({
      from,
      same_branch: feeAt(table, 'same_branch', from),
      same_bank: feeAt(table, 'same_bank', from),
      other_bank: feeAt(table, 'other_bank', from),
    }))
}

/** Rules as a form shows them. */
export function draftOf({ payouts, limits }: MoneyRules): RulesDraft {
  const { rounding, minimum, transferFees } = payouts
  const tables = transferFees.map((table) => ({ validFrom: table.validFrom, bands: bandsOf(table), untouched: table }))
  return { ...limits, rounding, minimum, tables }
}

/** What is wrong with one price list among the others, or null. */
export function tableProblem(table: TableDraft, others: readonly TableDraft[]): TableProblem | null {
  const { validFrom, bands } = table
  if (validFrom === null || bands.some((band) => Object.values(band).includes(null))) return 'not_complete'
  if (others.some((other) => other !== table && other.validFrom === validFrom)) return 'two_from_one_day'
  if (bands[0]?.from !== 0) return 'not_from_zero'
  const pairs = bands.slice(1).map((band, at) => [bands[at] ?? band, band] as const)
  const least = (value: Yen | null) => value ?? 0
  if (pairs.some(([before, after]) => least(after.from) <= least(before.from))) return 'not_rising'
  const falls = ([before, after]: (typeof pairs)[number]) => destinations.some((each) => least(after[each]) < least(before[each]))
  return pairs.some(falls) ? 'fee_falls' : null
}

/** A price list read by the contract. */
function tableOf({ validFrom, bands, untouched }: TableDraft) {
  if (untouched) return TransferFeeTable.safeParse(untouched)
  const of = (destination: TransferDestination) => bands.map((band) => ({ from: band.from, fee: band[destination] }))
  return TransferFeeTable.safeParse({
    validFrom,
    bands: { same_branch: of('same_branch'), same_bank: of('same_bank'), other_bank: of('other_bank') },
  })
}

/** A form read by the contract: the rules, or which fields do not fit (`minimum`, `refundTwo`, `tables.1`). */
export function readRules(draft: RulesDraft): { rules: MoneyRules | null; problems: readonly string[] } {
  const { tables, rounding, minimum, ...limits } = draft
  const read = tables.map(tableOf)
  const wrongTables = tables.flatMap((table, at) => (tableProblem(table, tables) || !read[at]?.success ? [`tables.${at}`] : []))
  const amounts = PayoutRules.omit({ transferFees: true }).safeParse({ rounding, minimum })
  const bounds = MoneyLimits.safeParse(limits)
  const wrongFields = [amounts, bounds].flatMap(({ error }) => error?.issues.map(({ path }) => path.join('.')) ?? [])
  const problems = [...new Set([...wrongFields, ...wrongTables])]
  if (problems.length > 0 || !amounts.success || !bounds.success) return { rules: null, problems }
  const transferFees = read.flatMap(({ data }) => (data ? [data] : [])).sort((one, other) => (one.validFrom < other.validFrom ? -1 : 1))
  return { rules: MoneyRules.parse({ payouts: { ...amounts.data, transferFees }, limits: bounds.data }), problems: [] }
}

/** Whether two rules are the same. */
export const isSame = (one: MoneyRules, other: MoneyRules): boolean =>
  JSON.stringify(MoneyRules.parse(one)) === JSON.stringify(MoneyRules.parse(other))
