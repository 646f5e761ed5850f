import fc from 'fast-check'
import { businessDate } from '../../../../src/preload/contract/date'
import type { Debit, DebitBatch, DebitCollector } from '../../../../src/preload/contract/direct-debit'
import { PositiveYen } from '../../../../src/preload/contract/money'

/* Batches of debits, made up. */

export const COLLECTOR: DebitCollector = {
  code: '0123456789',
  name: 'ﾀﾞｲｺｳｷﾞﾝｺｳ',
  bankCode: '0009',
  bankName: 'ﾐﾂｲｽﾐﾄﾓ',
  branchCode: '015',
  branchName: 'ﾄｳｷﾖｳﾁﾕｳｵｳ',
  account: { type: '2', number: '7654321' },
}

export function debit(own: Partial<Debit> = {}): Debit {
  return {
    account: { bankCode: '0005', branchCode: '041', accountType: '1', accountNumber: '0012345' },
    bankName: 'ﾐﾂﾋﾞｼUFJ',
    branchName: 'ｼﾝｼﾞﾕｸ',
    holderKana: 'ﾔﾏﾀﾞ ﾀﾛｳ',
    amount: PositiveYen.parse(3_000),
    newCode: '1',
    customerNumber: '00000000000000000042',
    ...own,
  }
}

export const batchOf = (...debits: Debit[]): DebitBatch => ({ collector: COLLECTOR, debitOn: businessDate('2026-11-27'), debits })

const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`))
const kana = fc.stringMatching(/^[ｱ-ﾝA-Z0-9]([ｱ-ﾝA-Z0-9 ]{0,12}[ｱ-ﾝA-Z0-9])?$/).map((text) => text.replace(/[ｦｧ-ｯ]/g, 'ｱ'))
const name = fc.oneof(
  fc.constant(''),
  kana.map((text) => text.replaceAll(' ', '').slice(0, 15)),
)

const anyDebit: fc.Arbitrary<Debit> = fc.record({
  account: fc.record({
    bankCode: digits(4),
    branchCode: digits(3),
    accountType: fc.constantFrom('1', '2', '3', '9'),
    accountNumber: digits(7),
  }),
  bankName: name,
  branchName: name,
  holderKana: kana,
  amount: fc.integer({ min: 1, max: 9_999_999_999 }).map((amount) => PositiveYen.parse(amount)),
  newCode: fc.constantFrom('0', '1', '2'),
  customerNumber: digits(20),
})

export const anyBatch: fc.Arbitrary<DebitBatch> = fc.record({
  collector: fc.record({
    code: digits(10),
    name: kana,
    bankCode: digits(4),
    bankName: name,
    branchCode: digits(3),
    branchName: name,
    account: fc.option(fc.record({ type: fc.constantFrom('1', '2', '9'), number: digits(7) })),
  }),
  debitOn: fc.constantFrom('2026-11-27', '2026-12-28', '2027-01-04').map(businessDate),
  debits: fc.array(anyDebit, { minLength: 1, maxLength: 12 }),
})
