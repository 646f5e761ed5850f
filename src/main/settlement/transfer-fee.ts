import { type Yen, yen, ZERO_YEN } from '../../preload/contract/money'
import type { BankAccount } from '../../preload/contract/statement'
import type { TransferDestination, TransferFeeBand, TransferFeeBearer, TransferFeeConvention } from '../../preload/contract/transfer-fees'

/*
 * 振込手数料 of a payout. Where the merchant bears it, the fee depends on what is sent and what is sent depends on the fee; about a
 * boundary of the bands the banks have agreed on several ways out, and here all of them say where every yen went.
 *
 * The conventions with names settle what is sent and what is taken off for it. Where that is more than the bank charges for what is sent
 * (据置型: 30,400 less 550 is 29,850, which costs 330), a company that pays its own suppliers keeps the difference as other income (雑益).
 * Here the money is the merchant's, collected for it, and only what a transfer costs may be taken from it: the difference is the remainder,
 * which stays payable and goes out with the next payout. So income and invoice name no yen that no bank charged.
 */

/** What becomes of an amount: credit + fee + remainder is the amount, to the yen. */
export interface SentAmount {
  /** What the payee gets; 0 where nothing can be sent. */
  readonly credit: Yen
  /** Taken from the payee for the transfer. */
  readonly fee: Yen
  /** Neither sent nor taken: what cannot be sent at a boundary, or all of it where the fee would eat it. Never negative. */
  readonly remainder: Yen
  /** What the bank charges for this credit beyond `fee`: the agent's own cost. Never negative. */
  readonly borneByAgent: Yen
}

/** Where a transfer from one account to another goes, as the price list sees it. */
export function destinationOf(from: BankAccount, to: BankAccount): TransferDestination {
  if (from.bankCode !== to.bankCode) return 'other_bank'
  return from.branchCode === to.branchCode ? 'same_branch' : 'same_bank'
}

/** The bank's fee for sending so much: that of the last band begun. */
export function bankFee(bands: readonly TransferFeeBand[], amount: number): number {
  return bands.reduce((fee, band) => (band.from <= amount ? band.fee : fee), bands[0]?.fee ?? 0)
}

/**
 * The fee taken from an amount by a convention. The three with names compare the amount before the fee with the boundary (据置型), with
 * the boundary plus the fee below it (未満手数料加算型) or plus the fee above it (以上手数料加算型).
 */
function feeTaken(bands: readonly TransferFeeBand[], amount: number, convention: Exclude<TransferFeeConvention, 'exact'>): number {
  return bands.reduce((fee, band, at) => {
    const added = { unchanged: 0, upper_fee_added: band.fee, lower_fee_added: bands[at - 1]?.fee ?? 0 }[convention]
    return at === 0 || band.from + added <= amount ? band.fee : fee
  }, 0)
}

/**
 * The published algorithm of JAバンク: the fee of what would be sent after the amount's own fee, tried; where the credit it leaves costs
 * as much, that is it, else the credit after the amount's own fee is sent and the difference of the two fees is left over.
 */
function exactCredit(bands: readonly TransferFeeBand[], amount: number): number {
  const afterOwnFee = amount - bankFee(bands, amount)
  const tried = amount - bankFee(bands, Math.max(afterOwnFee, 0))
  return bankFee(bands, tried) === amount - tried ? tried : afterOwnFee
}

/** Splits an amount into what is sent and what it costs. Borne by the agent the whole amount is sent. */
export function sendAmount(
  amount: Yen,
  bands: readonly TransferFeeBand[],
  bearer: TransferFeeBearer,
  convention: TransferFeeConvention,
): SentAmount {
  if (amount <= 0) return { credit: ZERO_YEN, fee: ZERO_YEN, remainder: amount, borneByAgent: ZERO_YEN }
  if (bearer === 'agent') {
    return { credit: amount, fee: ZERO_YEN, remainder: ZERO_YEN, borneByAgent: yen(bankFee(bands, amount)) }
  }
  const credit = convention === 'exact' ? exactCredit(bands, amount) : amount - feeTaken(bands, amount, convention)
  if (credit <= 0) return { credit: ZERO_YEN, fee: ZERO_YEN, remainder: amount, borneByAgent: ZERO_YEN }
  const charged = bankFee(bands, credit)
  const fee = Math.min(charged, amount - credit)
  return { credit: yen(credit), fee: yen(fee), remainder: yen(amount - credit - fee), borneByAgent: yen(charged - fee) }
}
