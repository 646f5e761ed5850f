import type { Party } from '../../preload/contract/collection'
import type { BusinessDate } from '../../preload/contract/date'
import type { NoticeGateway } from '../../preload/contract/gateways'
import type { AccountId } from '../../preload/contract/ids'
import { PositiveYen } from '../../preload/contract/money'
import type { DebitInstruction, Instruction, StoreInstruction, TransferInstruction } from '../../preload/contract/shop'
import type { BankMaster, StoreAgent } from '../gateways/gateway'
import { designatedAccount } from '../ledger/accounts'
import type { Reader } from '../ledger/ledger'
import { mandateInUse } from '../ledger/mandates'
import type { OrderFacts } from '../ledger/order-facts'
import { liveInstruction } from '../ledger/shop-orders'
import { liveSlip, type StoredSlip } from '../ledger/slips'
import { postalLines } from '../settlement/postal'
import { slipNumber } from '../settlement/slips'
import { noticeCollector, postalSettings } from './notice-collectors'
import { storeSettings } from './store-agent'

/* How a payer is told to pay (s6): by transfer to the order's virtual account, with a slip at the till of a convenience store or on a postal form, with a reference, or at the door. */
export interface InstructionDeps {
  readonly banks: Pick<BankMaster, 'findBank' | 'findBranch'>
  readonly storeAgent: Pick<StoreAgent, 'barcodeOf'>
}

/** How an order is to be paid, as its payer has chosen. Null while nothing is due, or not yet (s81–s85). */
export async function instructionOf(deps: InstructionDeps, ledger: Reader, order: OrderFacts): Promise<Instruction | null> {
  const { acceptance, payment } = order.tracks
  if (!['none', 'accepted'].includes(acceptance) || !['unpaid', 'partially_paid'].includes(payment)) return null
  const slip = payment === 'unpaid' ? await liveSlip(ledger, order.id) : null
  if (slip) return slipTo(deps, ledger, slip)
  if (order.method === 'direct_debit' && payment === 'unpaid') return debitTo(deps, ledger, order)
  const live = await liveInstruction(ledger, order.id)
  // What is missing of an order that was paid in part can only be transferred, and a person clears it.
  if (!live || (live.isWithdrawn && payment === 'unpaid')) return null
  const { accountId, reference, dueOn } = live
  return transferTo(deps, ledger, { accountId, reference, dueOn, amount: PositiveYen.parse(order.amount - order.paidAmount) })
}

/** A transfer to a virtual account (branch 3 + number 7) of a designated account, with the names people know; null where there is no such account. */
export async function transferTo(
  { banks }: Pick<InstructionDeps, 'banks'>,
  ledger: Reader,
  { accountId, reference, amount, dueOn }: { accountId: AccountId; reference: string; amount: PositiveYen; dueOn: BusinessDate },
): Promise<TransferInstruction | null> {
  const account = await designatedAccount(ledger, accountId)
  if (!account) return null
  const branchCode = reference.slice(0, 3)
  return {
    method: 'bank_transfer',
    bankCode: account.bank_code,
    bankName: banks.findBank(account.bank_code)?.name ?? '',
    branchCode,
    branchName: banks.findBranch(account.bank_code, branchCode)?.name ?? '',
    accountType: account.account_type,
    accountNumber: reference.slice(3),
    holderKana: account.account_name,
    amount,
    dueOn,
  }
}

/** The account that is debited, as far as its holder needs it to know which; null where there is no mandate any more. */
async function debitTo({ banks }: Pick<InstructionDeps, 'banks'>, ledger: Reader, order: OrderFacts): Promise<DebitInstruction | null> {
  const mandate = order.dueOn && (await mandateInUse(ledger, order.id, order.dueOn))
  if (!mandate || order.dueOn === null) return null
  const { bankCode, branchCode, accountType, accountNumber } = mandate
  return {
    method: 'direct_debit',
    bankName: banks.findBank(bankCode)?.name ?? '',
    branchName: banks.findBranch(bankCode, branchCode)?.name ?? '',
    accountType,
    accountEnding: accountNumber.slice(-3),
    amount: PositiveYen.parse(order.amount - order.paidAmount),
    dueOn: order.dueOn,
  }
}

/** A slip as it was issued, by its method. */
export async function slipTo(deps: Pick<InstructionDeps, 'storeAgent'>, ledger: Reader, slip: StoredSlip): Promise<Instruction> {
  const { reference, amount, dueOn } = slip
  switch (slip.method) {
    case 'convenience_store':
      return tillTo(deps, ledger, slip)
    case 'postal': {
      const { account, accountName, chargeCode } = await postalSettings(ledger)
      return { method: 'postal', account, accountName, lines: [...postalLines(slip, chargeCode)], reference, amount, dueOn }
    }
    case 'e_money':
      return { method: 'e_money', providerName: await nameOf(ledger, slip.method, slip.party), reference, amount, dueOn }
    case 'cash_on_delivery':
      return { method: 'cash_on_delivery', carrierName: await nameOf(ledger, slip.method, slip.party), reference, amount, dueOn }
  }
}

/** A collector's name as people know it. */
async function nameOf(ledger: Reader, method: NoticeGateway, party: Party): Promise<string> {
  return (await noticeCollector(ledger, method))?.name ?? party
}

async function tillTo({ storeAgent }: Pick<InstructionDeps, 'storeAgent'>, ledger: Reader, slip: StoredSlip): Promise<StoreInstruction> {
  const { amount, dueOn, needsStamp } = slip
  const { digits, lines } = storeAgent.barcodeOf(slip, slip)
  const { agentName } = await storeSettings(ledger)
  return {
    method: 'convenience_store',
    agentName,
    barcode: digits,
    lines: [...lines],
    slipNumber: slipNumber(slip),
    needsStamp,
    amount,
    dueOn,
  }
}
