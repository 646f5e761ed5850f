import { describe, expect, it } from 'vitest'
import type { NamedSettlementAccount } from '../../../../src/preload/contract/merchants'
import { changedFields } from '../../../../src/renderer/views/merchants/account-difference'

const before: NamedSettlementAccount = {
  bankCode: '0001',
  branchCode: '100',
  accountType: '1',
  accountNumber: '0001234',
  holderKana: 'ｻｸﾗｼﾖｳﾃﾝ',
  bankName: 'みずほ',
  branchName: '東京営業部',
}

describe('what differs between two accounts', () => {
  it.each([
    { change: {}, fields: [] },
    { change: { accountNumber: '0001235' }, fields: ['accountNumber'] },
    { change: { bankCode: '0005', bankName: '三菱ＵＦＪ', branchCode: '001', branchName: '本店' }, fields: ['bank', 'branch'] },
    { change: { holderKana: 'ｻｸﾗｼﾖｳｼﾞ' }, fields: ['holderKana'] },
    // the same branch number elsewhere is told by the bank; a renamed branch is told by its name
    { change: { branchName: '丸の内支店' }, fields: ['branch'] },
    { change: { accountType: '2' as const }, fields: ['accountType'] },
  ])('$change marks $fields', ({ change, fields }) => {
    expect(changedFields(before, { ...before, ...change })).toEqual(fields)
  })
})
