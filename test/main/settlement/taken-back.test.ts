import { describe, expect, it } from 'vitest'
import { type TakenBackFacts, takenBackBy, takesBack } from '../../../src/main/settlement/taken-back'
import { businessDate } from '../../../src/preload/contract/date'
import { PositiveYen } from '../../../src/preload/contract/money'
import type { LineKind } from '../../../src/preload/contract/statement'

type Own = Partial<Omit<TakenBackFacts, 'amount' | 'bookedOn'>> & { amount?: number; on?: string }
const line = ({ amount = 3_210, on = '2026-11-20', ...own }: Own = {}): TakenBackFacts => ({
  amount: PositiveYen.parse(amount),
  bookedOn: businessDate(on),
  bankReference: '',
  remitterCode: null,
  remitterName: '',
  remittingBank: '',
  remittingBranch: '',
  ...own,
})
const yamada = line({ remitterName: 'ﾔﾏﾀﾞ ﾀﾛｳ' })
const sato = line({ remitterName: 'ｻﾄｳ ﾊﾅｺ' })

describe('the credits that a 取消 bars', () => {
  const cases: [name: string, takeBack: TakenBackFacts, before: TakenBackFacts[], barred: number[]][] = [
    ['the one of that day and amount', line(), [yamada], [0]],
    ['none of another amount', line({ amount: 3_211 }), [yamada], []],
    ['none of another day', line({ on: '2026-11-24' }), [yamada], []],
    ['one of another day with its 照会番号', line({ on: '2026-11-24', bankReference: '17' }), [line({ bankReference: '17' }), yamada], [0]],
    ['the one with its 照会番号 before any other', line({ bankReference: '17' }), [line({ bankReference: '17' }), yamada], [0]],
    ['the one of its payer', yamada, [yamada, sato], [0]],
    ['the one whose name stands in its own', line({ remitterName: 'ﾄﾘｹｼ ﾔﾏﾀﾞ ﾀﾛｳ' }), [yamada], [0]],
    ['none of another payer', yamada, [sato], []],
    ['of two alike the last', yamada, [yamada, yamada], [1]],
    ['of two payers both, where it names nobody', line(), [yamada, sato], [0, 1]],
    ['of two payers both, where the bank’s words stand for a name', line({ remitterName: 'ﾃｲｾｲ' }), [yamada, sato], [0, 1]],
    ['the one of its virtual account', line({ remitterCode: '1000000002' }), [yamada, line({ remitterCode: '1000000002' })], [1]],
    [
      'the one of its bank',
      { ...yamada, remittingBank: 'ﾐｽﾞﾎ' },
      [
        { ...yamada, remittingBank: 'ﾐｽﾞﾎ' },
        { ...yamada, remittingBank: 'ﾘｿﾅ' },
      ],
      [0],
    ],
  ]
  it.each(cases)('%s', (_, takeBack, before, barred) => {
    const numbered = before.map((each, at) => ({ ...each, at }))
    expect(takenBackBy(takeBack, numbered).map(({ at }) => at)).toEqual(barred)
  })
})

it.each<['credit' | 'debit', LineKind, string, boolean]>([
  ['debit', 'cancellation', '', true],
  ['debit', 'correction', '', true],
  ['debit', 'unknown', '振込　取消', true],
  ['debit', 'other', 'ﾃｲｾｲ', true],
  ['debit', 'transfer', 'ﾌﾘｺﾐ', false],
  ['credit', 'correction', '訂正', false],
])('a %s of kind %s that says %s takes back: %s', (direction, kind, description, expected) => {
  expect(takesBack({ direction, kind, description, remitterName: '', edi: '' })).toBe(expected)
})
