import type { CollectionFormat } from '../../../preload/contract/collection'

/*
 * Who took the money, by the codes of each layout. The widths differ (3, 4 and 6 places), and so do the codes; only the list of DSK is
 * published (s1, June 2022). Of the others nothing is known, so the code alone is shown.
 */
export const chainNames: Record<CollectionFormat, ReadonlyMap<string, string>> = {
  mizuho_factor: new Map(),
  mufg_factor: new Map(),
  dsk: new Map([
    ['010', 'セブン-イレブン'],
    ['020', 'ローソン'],
    ['030', 'ファミリーマート'],
    ['050', 'デイリーヤマザキ'],
    ['080', 'ミニストップ'],
    ['530', 'PayB'],
    ['680', 'カード（自治体）'],
    ['730', 'ポプラ'],
    ['750', 'J-Coin'],
    ['760', 'セイコーマート'],
    ['780', 'au PAY'],
    ['800', 'd払い'],
    ['810', 'LINE Pay'],
    ['820', 'PayPay'],
    ['830', '楽天銀行'],
    ['840', '銀行Pay'],
    ['890', 'MMK'],
    ['910', '郵便振替（ATM）'],
    ['911', '郵便振替（窓口）'],
  ]),
}
