import { createHash } from 'node:crypto'
import { done, type Refusal, type Result, refuse } from '../../preload/contract/errors'
import type { BankTransferSettings } from '../../preload/contract/gateways'
import { PositiveYen, sumYen, type Yen } from '../../preload/contract/money'
import type { BankAccount } from '../../preload/contract/statement'
import type { Originator, Transfer, TransferBatch, ZediEnvelope, Zengin21Profile } from '../../preload/contract/transfers'
import type { Gateways } from '../gateways/gateway'
import { designatedAccount } from '../ledger/accounts'
import type { Writer } from '../ledger/ledger'
import { earlierPayouts, type StoredRun } from '../ledger/payouts'
import { refundsOfRun } from '../ledger/refund-runs'
import { type NewTransfer, type PayoutToTransfer, payoutsToTransfer, replaceTransfers } from '../ledger/transfers'
import { nameKey } from '../settlement/names'
import { isSameAccount } from '../settlement/settlement-account'
import { bankNameFor, legaliseField } from '../settlement/transfer-names'
import { transferSettings } from './transfer-settings'

/* The file of a run: its transfers are made, written, read again with another program, and compared before anybody is asked about them. */

export interface FileMade {
  readonly bytes: Uint8Array
  readonly digest: string
  readonly fileName: string
  readonly transfers: number
  readonly total: Yen
}

type FileGateways = Pick<Gateways, 'transferFiles' | 'banks'>

/**
 * Makes the transfers of a run and its file. Refuses transfers_not_settled, payees_held and payee_account_changed (nothing is paid to a
 * merchant by now, or elsewhere: it must be sent back), transfers_unwritable. A file that reads otherwise than it was meant is a fault.
 */
export async function makeFile(writer: Writer, gateways: FileGateways, run: StoredRun): Promise<Result<FileMade>> {
  const { settings } = await transferSettings(writer)
  const originator = await originatorOf(writer, gateways, settings, run)
  if (!originator.ok) return originator
  const payouts = await payoutsToTransfer(writer, run.id)
  const objection = payeeObjection(payouts)
  if (objection) return refuse(objection)
  const transfers: NewTransfer[] = run.kind === 'refunds' ? await refundTransfers(writer, run) : []
  for (const [at, payout] of payouts.entries()) transfers.push(await transferOf(writer, run, payout, at + 1))
  await replaceTransfers(writer, run.id, transfers)
  const batch: TransferBatch = {
    originator: originator.value,
    payOn: run.payOn,
    transfers: transfers.map((each) => lineOf(gateways, each)),
  }
  const profile = profileOf(settings, run)
  const written = gateways.transferFiles.writeTransfers(batch, profile)
  if (!written.ok) return refuse({ refusal: 'transfers_unwritable', problems: written.problems, total: written.total })
  const [difference] = gateways.transferFiles.compareTransfers(written.bytes, batch, profile)
  if (difference) throw new Error(`the file of ${run.name} reads otherwise than it was meant: ${JSON.stringify(difference)}`)
  return done({
    bytes: written.bytes,
    digest: createHash('sha256').update(written.bytes).digest('hex'),
    fileName: `${run.name}.${run.format === 'pain.001' ? 'xml' : 'txt'}`,
    transfers: transfers.length,
    total: sumYen(transfers.map(({ amount }) => amount)),
  })
}

/** Why these payouts may not be paid by now: a merchant is held, or paid elsewhere. Null where nothing has changed since the plan. */
export function payeeObjection(payouts: readonly PayoutToTransfer[]): Refusal | null {
  const held = payouts.flatMap(({ hold, merchantName }) => (hold === null ? [] : merchantName))
  if (held.length > 0) return { refusal: 'payees_held', merchants: held.slice(0, NAMED_MOST) }
  const moved = payouts.find(isMoved)
  return moved ? { refusal: 'payee_account_changed', merchant: moved.merchantName } : null
}

/** Names in one refusal. */
export const NAMED_MOST = 20

/** Whether its merchant is paid elsewhere since it was planned. */
export const isMoved = ({ account, presentAccount }: PayoutToTransfer): boolean => !isSameAccount(account, presentAccount)

async function originatorOf(
  writer: Writer,
  gateways: FileGateways,
  settings: BankTransferSettings,
  run: StoredRun,
): Promise<Result<Originator>> {
  if (settings.originatorCode === '') return refuse({ refusal: 'transfers_not_settled', missing: 'originator_code' })
  if (settings.originatorName === '') return refuse({ refusal: 'transfers_not_settled', missing: 'originator_name' })
  if (run.format === 'pain.001' && (settings.zediFrom === '' || settings.zediTo === '')) {
    return refuse({ refusal: 'transfers_not_settled', missing: 'zedi' })
  }
  const row = await designatedAccount(writer, run.accountId)
  if (!row) throw new Error(`run ${run.name} is paid from no account`)
  const account: BankAccount = {
    bankCode: row.bank_code,
    branchCode: row.branch_code,
    accountType: row.account_type,
    accountNumber: row.account_number,
  }
  const name = legaliseField(settings.originatorName, 'originator_name')
  return done({ code: settings.originatorCode, name, account, ...namesOf(gateways, account) })
}

function namesOf({ banks }: FileGateways, { bankCode, branchCode }: BankAccount): { bankName: string; branchName: string } {
  return {
    bankName: bankNameFor(banks.findBank(bankCode)?.kana ?? '', 'bank_name'),
    branchName: bankNameFor(banks.findBranch(bankCode, branchCode)?.kana ?? '', 'branch_name'),
  }
}

async function transferOf(writer: Writer, run: StoredRun, payout: PayoutToTransfer, line: number): Promise<NewTransfer> {
  const [last] = await earlierPayouts(writer, payout.merchantId, run.id, 1)
  const known = last && isSameAccount(last.account, payout.account) ? '0' : '2'
  return {
    payoutId: payout.payoutId,
    refundId: null,
    payee: payout.account,
    name: payout.account.holderKana,
    nameKey: nameKey(payout.account.holderKana),
    amount: payout.amount,
    // So that a statement, or money that comes back, names its payout.
    edi: `${run.name}-${line}`,
    newCode: last ? known : '1',
  }
}

/** A payer is paid once, to an account nobody has been paid to before. */
async function refundTransfers(writer: Writer, run: StoredRun): Promise<NewTransfer[]> {
  return (await refundsOfRun(writer, run.id)).map(({ id, account, payerName, amount }, at) => ({
    ...{ payoutId: null, refundId: id, payee: account, name: payerName, amount, newCode: '1' as const },
    nameKey: nameKey(account.holderKana),
    edi: `${run.name}-${at + 1}`,
  }))
}

function lineOf(gateways: FileGateways, { payee, amount, newCode, edi }: NewTransfer): Transfer {
  const { holderKana, ...account } = payee
  return { account, ...namesOf(gateways, account), holderKana, amount: PositiveYen.parse(amount), newCode, edi }
}

function profileOf(settings: BankTransferSettings, run: StoredRun): Zengin21Profile | ZediEnvelope {
  const { separator } = settings
  const transferClass = settings.transferClass === 'none' ? ' ' : settings.transferClass
  if (run.format === 'zengin-21') return { format: 'zengin-21', separator, transferClass }
  return {
    format: 'pain.001',
    messageId: `DAIKO-${run.name}`,
    createdAt: run.madeAt,
    from: settings.zediFrom,
    to: settings.zediTo,
    transferClass,
  }
}
