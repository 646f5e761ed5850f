import type { CaseOf } from '../../preload/contract/approvals'
import { type Yen, yen } from '../../preload/contract/money'
import type { RunFacts } from '../../preload/contract/payouts'
import type { Reader } from '../ledger/ledger'
import { paidAgainIn } from '../ledger/outgoing'
import {
  earlierPayouts,
  lastApprovedRun,
  makersOfRun,
  payoutsOfRun,
  runFigures,
  type StoredPayout,
  type StoredRun,
} from '../ledger/payouts'
import { payoutsToTransfer } from '../ledger/transfers'
import { outlierOf } from '../settlement/payout-outliers'
import { isSameAccount } from '../settlement/settlement-account'

/* What decides about a run, as the supervisor sees it: totals against the last run, whose account is new, who gets much more than usual. */

const EARLIER = 6
const PAGE = 500
const LISTED_MOST = 100

/** A list that is told as far as anybody reads, and counted beyond. */
class Told<T> {
  readonly rows: T[] = []
  more = 0

  add(row: T): void {
    if (this.rows.length < LISTED_MOST) this.rows.push(row)
    else this.more += 1
  }
}

export async function runFacts(ledger: Reader, run: StoredRun): Promise<RunFacts> {
  const lists = {
    accountChanged: new Told<RunFacts['accountChanged'][number]>(),
    firstPayout: new Told<RunFacts['firstPayout'][number]>(),
    outliers: new Told<RunFacts['outliers'][number]>(),
    held: new Told<RunFacts['held'][number]>(),
    sentBack: new Told<RunFacts['sentBack'][number]>(),
    paidAgain: new Told<RunFacts['paidAgain'][number]>(),
    heldSince: new Told<RunFacts['heldSince'][number]>(),
  }
  for (const { actor: saidBy, reason, ...item } of await paidAgainIn(ledger, run.id))
    lists.paidAgain.add({ ...item, amount: yen(item.amount), saidBy, reason: reason ?? '' })
  for (let after = 0; ; ) {
    const payouts = await payoutsOfRun(ledger, run.id, { after, atMost: PAGE })
    for (const payout of payouts) {
      if (payout.state === 'held') lists.held.add({ ...amountOf(payout, payout.gross), reason: payout.reason })
      else if (payout.state === 'sent_back') lists.sentBack.add({ ...amountOf(payout, payout.gross), reason: payout.reason })
      else if (payout.net > 0) await compare(ledger, run, payout, lists)
    }
    const last = payouts.at(-1)
    if (!last || payouts.length < PAGE) break
    after = last.id
  }
  for (const { payoutId, merchantId, merchantName, amount, hold } of await payoutsToTransfer(ledger, run.id)) {
    if (hold !== null) lists.heldSince.add({ payoutId, merchantId, merchantName, amount, reason: hold })
  }
  const { accountChanged, firstPayout, outliers, held, sentBack, paidAgain, heldSince } = lists
  return {
    figures: await runFigures(ledger, run.id),
    last: await lastApprovedRun(ledger, run.id),
    accountChanged: accountChanged.rows,
    firstPayout: firstPayout.rows,
    outliers: outliers.rows,
    held: held.rows,
    sentBack: sentBack.rows,
    paidAgain: paidAgain.rows,
    heldSince: heldSince.rows,
    more: {
      accountChanged: accountChanged.more,
      firstPayout: firstPayout.more,
      outliers: outliers.more,
      held: held.more,
      sentBack: sentBack.more,
      paidAgain: paidAgain.more,
      heldSince: heldSince.more,
    },
  }
}

const amountOf = ({ id, merchantId, merchantName }: StoredPayout, amount: Yen) => ({
  payoutId: id,
  merchantId,
  merchantName,
  amount: yen(amount),
})

interface Compared {
  accountChanged: Told<RunFacts['accountChanged'][number]>
  firstPayout: Told<RunFacts['firstPayout'][number]>
  outliers: Told<RunFacts['outliers'][number]>
}

/** A payout beside those the merchant had before. */
async function compare(ledger: Reader, run: StoredRun, payout: StoredPayout, lists: Compared): Promise<void> {
  const earlier = await earlierPayouts(ledger, payout.merchantId, run.id, EARLIER)
  const told = amountOf(payout, payout.net)
  const [last] = earlier
  if (!last) lists.firstPayout.add(told)
  else if (!isSameAccount(last.account, payout.account)) {
    lists.accountChanged.add({ ...told, before: last.account, after: payout.account })
  }
  const usual = outlierOf(
    payout.net,
    earlier.map(({ net }) => net),
  )
  if (usual !== null) lists.outliers.add({ ...told, usual })
}

/** What a supervisor is asked about a run: exactly this file, and what decides. None of its makers answers, nor who asked for a refund in it. */
export async function runCase(
  ledger: Reader,
  run: StoredRun,
  submitter: string,
  file: { digest: string; fileName: string; bytes: number; transfers: number; total: Yen },
): Promise<CaseOf<'payout_run'>> {
  const { id: runId, name, closingOn, payOn, account, format } = run
  const releasers = (await paidAgainIn(ledger, runId)).flatMap(({ actor }) => actor ?? [])
  return {
    kind: 'payout_run',
    runId,
    name,
    closingOn,
    payOn,
    account,
    format,
    ...file,
    facts: await runFacts(ledger, run),
    touchedBy: [...new Set([...(await makersOfRun(ledger, runId)), ...releasers, submitter])].sort(),
  }
}
