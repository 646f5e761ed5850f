import type { PostalSheet } from '../../src/main/export/slips/postal'
import type { PrintedSlip } from '../../src/main/export/slips/slip'
import { storeAgent } from '../../src/main/gateways/convenience-store/store-agent'
import { postalLines } from '../../src/main/settlement/postal'
import type { Slip } from '../../src/preload/contract/collection'
import { businessDate } from '../../src/preload/contract/date'
import { PositiveYen, yen } from '../../src/preload/contract/money'

export const numbering = { makerCode: '929023', companyCode: '25207' }

/** A slip as it is printed; `asked`: what its barcode asks for. */
export function slipOf(asked: Partial<Slip> = {}, own: Partial<PrintedSlip> = {}): PrintedSlip {
  const slip: Slip = {
    reference: '0000010123499900',
    reissue: 0,
    dueOn: businessDate('2026-12-10'),
    needsStamp: false,
    amount: PositiveYen.parse(10_605),
    ...asked,
  }
  return {
    language: 'ja',
    merchant: '株式会社さくら書房',
    orderNumber: 'A-00031',
    goods: '国産りんごジュース 1リットル 12本入り',
    amount: slip.amount,
    tax: yen(964),
    dueOn: slip.dueOn,
    payer: '山田 太郎',
    barcode: storeAgent.barcodeOf(slip, numbering),
    needsStamp: slip.needsStamp,
    isReissued: slip.reissue > 0,
    stores: ['セブン-イレブン', 'ローソン', 'ファミリーマート', 'ミニストップ', 'セイコーマート'],
    issuedOn: businessDate('2026-11-26'),
    bank: 'みなと銀行 決済代行センター',
    contact: ['0120-000-000（平日 9:00〜17:00）'],
    ...own,
  }
}

/** What is written on a postal form, as it is printed for its payer. */
export function postalSheetOf(own: Partial<PostalSheet> = {}): PostalSheet {
  const { amount = PositiveYen.parse(10_605), reference = '10000000016' } = own
  return {
    language: 'ja',
    merchant: '株式会社さくら書房',
    orderNumber: 'A-00031',
    goods: '国産りんごジュース 1リットル 12本入り',
    amount,
    dueOn: businessDate('2026-12-10'),
    payer: '山田 太郎',
    account: '00150-9-900584',
    accountName: 'ダイコウギンコウ',
    reference,
    lines: postalLines({ companyCode: '00150900584', amount, reference }, '2'),
    isReissued: false,
    isChecked: false,
    issuedOn: businessDate('2026-11-26'),
    bank: 'みなと銀行 決済代行センター',
    contact: ['0120-000-000（平日 9:00〜17:00）'],
    ...own,
  }
}
