import { checkTransferText, type TransferTextClass } from '../../../preload/contract/transfer-text'
import {
  type Originator,
  TRANSFER_YEN_MAX,
  TRANSFERS_MAX,
  TRANSFERS_YEN_MAX,
  type Transfer,
  type TransferBatch,
  type TransferProblem,
} from '../../../preload/contract/transfers'

/* What keeps a batch from being written, whatever the format: nothing is cut, changed or filled in to make it fit. */

type Field = TransferProblem['field']

const NAME_BYTES = { originator_name: 40, holder_name: 30, bank_name: 15, branch_name: 15, edi: 20 } as const
/** More than a person will read. */
const PROBLEMS_MOST = 100

/** Collects problems: all are counted, the first hundred are kept. */
export class Problems {
  readonly problems: TransferProblem[] = []
  total = 0

  add(transfer: number, field: Field, code: TransferProblem['code'], found: string | number, position: number | null = null): void {
    this.total++
    if (this.problems.length < PROBLEMS_MOST) this.problems.push({ transfer, field, code, position, found: String(found) })
  }

  /** A text in its field: in legal characters, not too long, without a space at either end. */
  text(transfer: number, field: keyof typeof NAME_BYTES, text: string, textClass: TransferTextClass, isRequired: boolean): void {
    if (text === '' && isRequired) this.add(transfer, field, 'empty', '', 1)
    if (text.startsWith(' ') || text.endsWith(' ')) this.add(transfer, field, 'outer_space', text, text.startsWith(' ') ? 1 : text.length)
    for (const { position, character, code } of checkTransferText(text, textClass, NAME_BYTES[field])) {
      this.add(transfer, field, code, character, position)
    }
  }

  account(transfer: number, { account, bankName, branchName }: Pick<Transfer, 'account' | 'bankName' | 'branchName'>): void {
    const digits = `${account.bankCode} ${account.branchCode} ${account.accountType} ${account.accountNumber}`
    if (!/^\d{4} \d{3} [1249] \d{7}$/.test(digits)) this.add(transfer, 'account', 'not_digits', digits)
    this.text(transfer, 'bank_name', bankName, 'bank_name', false)
    this.text(transfer, 'branch_name', branchName, 'bank_name', false)
  }
}

/** Everything that is wrong with a batch; none where `total` is 0. */
export function checkBatch({ originator, transfers }: TransferBatch): Problems {
  const problems = new Problems()
  checkOriginator(problems, originator)
  let sum = 0
  for (const [at, transfer] of transfers.entries()) {
    checkTransfer(problems, at + 1, transfer)
    sum += transfer.amount
  }
  if (transfers.length > TRANSFERS_MAX) problems.add(0, 'count', 'too_many', transfers.length)
  if (sum > TRANSFERS_YEN_MAX) problems.add(0, 'total', 'out_of_range', sum)
  return problems
}

function checkOriginator(problems: Problems, originator: Originator): void {
  if (!/^\d{10}$/.test(originator.code)) problems.add(0, 'originator_code', 'not_digits', originator.code)
  problems.text(0, 'originator_name', originator.name, 'party_name', true)
  problems.account(0, originator)
  // the header knows 1, 2 and 9 only
  if (originator.account.accountType === '4') problems.add(0, 'account', 'out_of_range', originator.account.accountType)
}

function checkTransfer(problems: Problems, at: number, transfer: Transfer): void {
  const { amount } = transfer
  problems.account(at, transfer)
  problems.text(at, 'holder_name', transfer.holderKana, 'party_name', true)
  if (!Number.isInteger(amount) || amount < 1 || amount > TRANSFER_YEN_MAX) problems.add(at, 'amount', 'out_of_range', amount)
  problems.text(at, 'edi', transfer.edi, 'edi', false)
}
