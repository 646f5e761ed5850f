import type { BusinessDate } from '../../preload/contract/date'
import type { AccountId, TransferId, TransferRunId } from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import type { LineKind } from '../../preload/contract/statement'
import { addBusinessDays, type Holidays } from './calendar'
import { isTakeBack, saysTakenBack } from './exception-types'
import { compareNames, nameKey } from './names'

/*
 * 振込結果の確認 (s14, s75): which debit line of a statement is which of the transfers that were handed over. A bank books a whole file
 * as one debit, or each transfer by itself. Two that fit equally are no answer: they go to a person.
 */

/** A debit line of which nothing is explained yet. */
export interface OutgoingLine {
  readonly accountId: AccountId
  readonly amount: Yen
  readonly bookedOn: BusinessDate
  readonly kind: LineKind
  /** What the line tells of the payee: its name and whatever stands in the texts. */
  readonly texts: readonly string[]
}

/** A run whose file has left, of which no debit has been seen. */
export interface WaitingRun {
  readonly id: TransferRunId
  readonly accountId: AccountId
  /** The day it was handed over: before it, nothing can have been booked. */
  readonly handedOverOn: BusinessDate
  readonly payOn: BusinessDate
  readonly total: Yen
  /** Transfers of it that have been seen by themselves already. */
  readonly seenSingly: number
}

/** One transfer of such a run that has not been seen. */
export interface WaitingTransfer {
  readonly id: TransferId
  readonly runId: TransferRunId
  readonly accountId: AccountId
  readonly handedOverOn: BusinessDate
  readonly payOn: BusinessDate
  readonly amount: Yen
  readonly holderKana: string
  /** What stands in the EDI field of the transfer; empty for none. */
  readonly edi: string
}

export type OutgoingMatch =
  | { readonly what: 'run'; readonly runId: TransferRunId }
  | { readonly what: 'transfer'; readonly transferId: TransferId }
  /** Several fit, or only the amount does: a person decides among them. */
  | { readonly what: 'unsure'; readonly runs: readonly TransferRunId[]; readonly transfers: readonly TransferId[] }
  | { readonly what: 'none' }

/** How long after the pay day a bank may still book what it carried out. */
const LATE_BUSINESS_DAYS = 5

/** Finds what a debit line pays among what waits to be seen. Money that the bank takes back pays nothing, whatever its amount. */
export function matchOutgoing(
  line: OutgoingLine,
  waiting: { readonly runs: readonly WaitingRun[]; readonly transfers: readonly WaitingTransfer[] },
  holidays: Holidays,
): OutgoingMatch {
  if (isTakeBack(line.kind) || line.texts.some(saysTakenBack)) return { what: 'none' }
  const isInTime = ({ handedOverOn, payOn, accountId }: Pick<WaitingRun, 'handedOverOn' | 'payOn' | 'accountId'>) =>
    accountId === line.accountId && handedOverOn <= line.bookedOn && line.bookedOn <= addBusinessDays(payOn, LATE_BUSINESS_DAYS, holidays)
  const runs = waiting.runs.filter((run) => run.total === line.amount && run.seenSingly === 0 && isInTime(run))
  const transfers = waiting.transfers.filter((transfer) => transfer.amount === line.amount && isInTime(transfer))
  const named = transfers.filter((transfer) => isNamed(line.texts, transfer))
  const [run, otherRun] = runs
  const [transfer, otherTransfer] = named
  // A run of one transfer is the same debit either way.
  const rivals = (transfer ? named : transfers).filter(({ runId }) => runId !== run?.id)
  if (run && !otherRun && rivals.length === 0) return { what: 'run', runId: run.id }
  if (runs.length === 0 && transfer && !otherTransfer) return { what: 'transfer', transferId: transfer.id }
  if (runs.length === 0 && transfers.length === 0) return { what: 'none' }
  return { what: 'unsure', runs: runs.map(({ id }) => id), transfers: transfers.map(({ id }) => id) }
}

/** What goes with each transfer in its EDI field: the run's name and the line in it. Read to its last digit: 1-1 is not 1-12. */
const reference = /[PR]\d{8}-\d+-\d+/gu

/** The references of transfers that stand in a line's texts. */
export function referencesIn(texts: readonly string[]): string[] {
  return texts.flatMap((text) => text.normalize('NFKC').match(reference) ?? [])
}

/** Whether a line names the payee of a transfer: by the reference that went with it, else by holder, whole or cut. */
export function isNamed(texts: readonly string[], { holderKana, edi }: Pick<WaitingTransfer, 'holderKana' | 'edi'>): boolean {
  const references = referencesIn(texts)
  // A reference says which transfer it is; who else has the same holder is not meant.
  if (references.length > 0) return references.includes(edi.normalize('NFKC'))
  const holder = nameKey(holderKana)
  return texts.some((text) => {
    const likeness = text === '' ? null : compareNames(nameKey(text), holder)
    return likeness === 'equal' || likeness === 'prefix'
  })
}
