import { expect, it } from 'vitest'
import { sumRows } from '../../../../src/main/export/statements/sums'
import { statementWords } from '../../../../src/main/export/statements/words'
import { yen } from '../../../../src/preload/contract/money'
import { paidLine, statementFrom } from '../../../support/merchant-statements'

const words = statementWords.ja

it('sales are those of the closing; what was due before stands beside them, and all comes to the net', () => {
  const before = { fee: yen(0), taxRate: null, orderNumber: '', goods: '', paidOn: null }
  const lines = [
    paidLine(1),
    paidLine(2, { source: 'card' }),
    paidLine(3, { ...before, source: 'returned_payout', amount: yen(9_610) }),
    paidLine(4, { ...before, source: 'remainder', amount: yen(220) }),
  ]
  const statement = statementFrom(lines, { offsets: [{ kind: 'refund', amount: yen(1_000), orderNumber: 'A-00009' }], net: yen(32_038) })
  const rows = sumRows(statement, words)
  expect(rows).toEqual([
    [words.sums.gross, 24_000],
    [words.source.returned_payout, 9_610],
    [words.source.remainder, 220],
    [words.sums.fees, -720],
    [words.sums.tax, -72],
    [`${words.owed.refund} A-00009`, -1_000],
  ])
  expect(rows.reduce((total, [, amount]) => total + amount, 0)).toBe(statement.net)
})
