import type { StatementFormat } from '../../preload/contract/documents'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { MerchantId } from '../../preload/contract/ids'
import type { JobResult } from '../../preload/contract/jobs'
import { sumYen } from '../../preload/contract/money'
import type { ListFile, MerchantPayout, PortalPayouts } from '../gateways/counter'
import type { By, Ledger } from '../ledger/ledger'
import { type PayoutOfStatement, payoutByRunName, payoutsWithStatement, statementLines } from '../ledger/merchant-statements'
import { type Merchant, merchantById } from '../ledger/merchants'
import type { Files } from './files'
import type { JobSpec } from './jobs'
import { byOf } from './merchant-orders'
import { statementFileName, statementNumber } from './statement-facts'
import { isIssued } from './statement-making'

/* What a merchant sees at its portal of what was paid to it: its payouts, the orders they are made of, and its statements. */
export interface PortalPayoutDeps {
  readonly ledger: Ledger
  readonly files: Pick<Files, 'room' | 'discard'>
  /** Runs a job to its end where the core runs jobs. */
  readonly run: (spec: JobSpec, by: By) => Promise<Result<JobResult>>
}

const PAYOUTS_SHOWN = 60
const LINES_SHOWN = 200

export function createPortalPayouts({ ledger, files, run }: PortalPayoutDeps): PortalPayouts {
  const writing = new Set<MerchantId>()
  return {
    payouts: async (merchantId) => {
      const merchant = await merchantById(ledger.reader, merchantId)
      if (!merchant) return []
      return (await payoutsWithStatement(ledger.reader, merchantId, PAYOUTS_SHOWN)).map((payout) => shown(payout, merchant))
    },
    payout: async (merchantId, number) => {
      const found = await payoutOf(ledger, merchantId, number)
      if (!found) return refuse({ refusal: 'not_found', what: 'payout' })
      const { payout, merchant } = found
      const lines = await statementLines(ledger.reader, payout.id, LINES_SHOWN + 1)
      return done({ ...shown(payout, merchant), lines: lines.slice(0, LINES_SHOWN), cut: lines.length > LINES_SHOWN })
    },
    statementFile: async (actor, number, format) => {
      const found = await payoutOf(ledger, actor.merchantId, number)
      if (!found) return refuse({ refusal: 'not_found', what: 'payout' })
      if (writing.has(actor.merchantId)) return refuse({ refusal: 'another_job_running', kind: 'statement' })
      writing.add(actor.merchantId)
      try {
        return await fileOf(found, format, byOf(actor))
      } finally {
        writing.delete(actor.merchantId)
      }
    },
  }

  async function fileOf({ payout, merchant }: Found, format: StatementFormat, by: By): Promise<Result<ListFile>> {
    const path = files.room()
    const written = await run({ kind: 'statement', payoutId: payout.id, format, path, ticket: '' }, by)
    if (!written.ok) return written
    return done({ path, fileName: `${statementFileName(payout, merchant)}.${format}`, discard: () => files.discard(path) })
  }
}

interface Found {
  readonly payout: PayoutOfStatement
  readonly merchant: Merchant
}

/** The payout of a statement's number; null where this merchant has none of it. */
async function payoutOf(ledger: Ledger, merchantId: MerchantId, number: string): Promise<Found | null> {
  const merchant = await merchantById(ledger.reader, merchantId)
  const ending = `-${merchant?.registrationNumber ?? ''}`
  if (!merchant || !number.endsWith(ending)) return null
  const payout = await payoutByRunName(ledger.reader, merchantId, number.slice(0, -ending.length))
  return payout && isIssued(payout) ? { payout, merchant } : null
}

const standings: Partial<Record<PayoutOfStatement['state'], MerchantPayout['standing']>> = {
  presumed_paid: 'paid',
  confirmed: 'paid',
  returned: 'returned',
  carried_over: 'carried_over',
  held: 'held',
}

function shown(payout: PayoutOfStatement, merchant: Merchant): MerchantPayout {
  const { closingOn, payOn, lines, gross, fees, tax, transferFee, net, state } = payout
  const waits = state === 'held' || state === 'carried_over'
  return {
    number: statementNumber(payout, merchant),
    ...{ closingOn, payOn, orders: lines, gross, net },
    charges: waits ? sumYen([]) : sumYen([fees, tax, transferFee]),
    standing: net === 0 && !waits ? 'nothing_sent' : (standings[state] ?? 'on_its_way'),
  }
}
