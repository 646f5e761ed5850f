import { describe, expect, it } from 'vitest'
import { matchOutgoing, type OutgoingLine, type WaitingRun, type WaitingTransfer } from '../../../src/main/settlement/outgoing'
import { businessDate } from '../../../src/preload/contract/date'
import { AccountId, TransferId, TransferRunId } from '../../../src/preload/contract/ids'
import { yen } from '../../../src/preload/contract/money'

const holidays = new Set(['2026-11-23'])
const accountId = AccountId.parse(1)
const day = businessDate

const line = (own: Partial<Omit<OutgoingLine, 'amount'>> & { amount?: number } = {}): OutgoingLine => ({
  accountId,
  bookedOn: day('2026-11-20'),
  kind: 'transfer',
  texts: ['', 'ｿｳｺﾞｳﾌﾘｺﾐ', ''],
  ...own,
  amount: yen(own.amount ?? 30_000),
})
const run = (id: number, total: number, own: Partial<WaitingRun> = {}): WaitingRun => ({
  id: TransferRunId.parse(id),
  accountId,
  handedOverOn: day('2026-11-18'),
  payOn: day('2026-11-20'),
  total: yen(total),
  seenSingly: 0,
  ...own,
})
const transfer = (id: number, runId: number, amount: number, own: Partial<WaitingTransfer> = {}): WaitingTransfer => ({
  id: TransferId.parse(id),
  runId: TransferRunId.parse(runId),
  accountId,
  handedOverOn: day('2026-11-18'),
  payOn: day('2026-11-20'),
  amount: yen(amount),
  holderKana: 'ﾔﾏﾀﾞ ﾀﾛｳ',
  edi: '',
  ...own,
})

describe('a debit', () => {
  const cases: [name: string, line: OutgoingLine, runs: WaitingRun[], transfers: WaitingTransfer[], expected: object][] = [
    ['of a run’s total is the run', line(), [run(1, 30_000)], [], { what: 'run', runId: 1 }],
    ['of another amount is nothing', line({ amount: 29_999 }), [run(1, 30_000)], [], { what: 'none' }],
    ['of two runs’ total is for a person', line(), [run(1, 30_000), run(2, 30_000)], [], { what: 'unsure', runs: [1, 2] }],
    ['before the file was handed over is nothing', line({ bookedOn: day('2026-11-17') }), [run(1, 30_000)], [], { what: 'none' }],
    ['on the day it was handed over is the run', line({ bookedOn: day('2026-11-18') }), [run(1, 30_000)], [], { what: 'run' }],
    ['five business days late is the run', line({ bookedOn: day('2026-11-30') }), [run(1, 30_000)], [], { what: 'run' }],
    ['six business days late is nothing', line({ bookedOn: day('2026-12-01') }), [run(1, 30_000)], [], { what: 'none' }],
    ['at another account is nothing', line({ accountId: AccountId.parse(2) }), [run(1, 30_000)], [], { what: 'none' }],
    ['of a run that was seen singly is nothing', line(), [run(1, 30_000, { seenSingly: 1 })], [], { what: 'none' }],
    ['that names a payee is the transfer', line({ texts: ['ﾔﾏﾀﾞ ﾀﾛｳ'] }), [], [transfer(7, 1, 30_000)], { what: 'transfer', transferId: 7 }],
    [
      'that carries the reference is the transfer',
      line({ texts: ['R20261120-1-3'] }),
      [],
      [transfer(7, 1, 30_000, { edi: 'R20261120-1-3' })],
      { what: 'transfer' },
    ],
    [
      'that carries the reference of the twelfth is not the first',
      line({ texts: ['R20261120-1-12'] }),
      [],
      [transfer(7, 1, 30_000, { edi: 'R20261120-1-1' }), transfer(8, 1, 30_000, { edi: 'R20261120-1-12' })],
      { what: 'transfer', transferId: 8 },
    ],
    [
      'that names a payee by the reference of another transfer is for a person',
      line({ texts: ['ﾔﾏﾀﾞ ﾀﾛｳ', 'R20261120-1-12'] }),
      [],
      [transfer(7, 1, 30_000, { edi: 'R20261120-1-1' })],
      { what: 'unsure', transfers: [7] },
    ],
    ['that takes back a credit (取消) is no run of its total', line({ kind: 'cancellation' }), [run(1, 30_000)], [], { what: 'none' }],
    ['that corrects (訂正) is none', line({ kind: 'correction' }), [run(1, 30_000)], [transfer(7, 1, 30_000)], { what: 'none' }],
    ['of which the bank’s words say so is none', line({ texts: ['', 'ﾌﾘｺﾐ ﾄﾘｹｼ', ''] }), [run(1, 30_000)], [], { what: 'none' }],
    ['that names nobody is for a person', line(), [], [transfer(7, 1, 30_000)], { what: 'unsure', transfers: [7] }],
    [
      'that names two alike is for a person',
      line({ texts: ['ﾔﾏﾀﾞ ﾀﾛｳ'] }),
      [],
      [transfer(7, 1, 30_000), transfer(8, 2, 30_000)],
      { what: 'unsure', transfers: [7, 8] },
    ],
    [
      'of a run of one transfer is the run',
      line({ texts: ['ﾔﾏﾀﾞ ﾀﾛｳ'] }),
      [run(1, 30_000)],
      [transfer(7, 1, 30_000)],
      { what: 'run', runId: 1 },
    ],
    [
      'that fits a run and another’s transfer is for a person',
      line(),
      [run(1, 30_000)],
      [transfer(7, 2, 30_000)],
      { what: 'unsure', runs: [1], transfers: [7] },
    ],
  ]
  it.each(cases)('%s', (_name, debit, runs, transfers, expected) =>
    expect(matchOutgoing(debit, { runs, transfers }, holidays)).toMatchObject(expected),
  )
})
