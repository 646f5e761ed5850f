import { Candidate, ClearingAct, DepositRow, Proposal } from '../../../../src/preload/contract/clearing'
import { type Desk, type DeskCommand, EMPTY_DESK, step } from '../../../../src/renderer/views/clearing/clearing-desk'

/** A waiting deposit of so many yen. */
export function deposit(id: number, remaining: number, state: DepositRow['state'] = 'waiting'): DepositRow {
  return DepositRow.parse({
    refundCandidate: false,
    id,
    accountId: 1,
    bookedOn: '2026-11-20',
    valueOn: '2026-11-20',
    amount: remaining,
    remaining,
    state,
    remitterName: 'ﾔﾏﾀﾞ ﾀﾛｳ',
    remittingBank: 'ﾐｽﾞﾎ',
    remittingBranch: 'ｼﾝｼﾞﾕｸ',
    description: 'ﾌﾘｺﾐ',
    edi: '',
    virtualAccount: null,
    merchantName: null,
    orderNumber: null,
    kind: 'transfer',
    version: 7,
    note: '',
    assignment: null,
  })
}

/** An unpaid order that waits for so many yen. */
export function candidate(orderId: number, open: number, version = 1): Candidate {
  return Candidate.parse({
    orderId,
    merchantId: 1,
    merchantName: 'A商店',
    orderNumber: `A${orderId}`,
    payerName: '山田太郎',
    payerKana: 'ヤマダ タロウ',
    goods: '本',
    receivedOn: '2026-11-18',
    dueOn: '2026-11-30',
    status: 'unpaid',
    amount: open,
    open,
    protected: false,
    version,
  })
}

/** An own act of one order that stands, unless told. */
export function clearingAct(id: number, own: Partial<ClearingAct>): ClearingAct {
  return ClearingAct.parse({
    ...{ id, receiptId: 1, remitterName: 'ﾔﾏﾀﾞ ﾀﾛｳ', bookedOn: '2026-11-20', level: '0', by: 'user:tanaka', at: id },
    links: [],
    ...{ stands: 30_000, redoable: 0, undoneBy: null, undoneAt: null },
    ...own,
  })
}

/** Orders that are proposed together; alone, as most are. */
export const proposal = (...orders: Candidate[]): Proposal => Proposal.parse({ orders, difference: 0, reasons: [] })

/** A desk with these deposits, the first of them open with these candidates. */
export function deskWith(deposits: DepositRow[], candidates: Candidate[]): Desk {
  return deskProposing(
    deposits,
    candidates.map((one) => proposal(one)),
  )
}

export function deskProposing(deposits: DepositRow[], proposals: Proposal[]): Desk {
  const filled = step(EMPTY_DESK, { type: 'queue', rows: deposits }).desk
  return filled.at === null ? filled : step(filled, { type: 'proposals', receiptId: filled.at, proposals }).desk
}

/** Presses keys one after the other; tells the desk at the end and every command that went out. */
export function press(desk: Desk, keys: readonly string[]): { desk: Desk; commands: DeskCommand[] } {
  const commands: DeskCommand[] = []
  let current = desk
  for (const key of keys) {
    const { desk: next, command } = step(current, { type: 'key', key })
    if (command) commands.push(command)
    current = next
  }
  return { desk: current, commands }
}
