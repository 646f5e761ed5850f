import { ConvenienceStoreSettings } from '../../../preload/contract/gateways'
import { type MerchantTerms, NO_CONTACTS, type SettlementAccount, USUAL_DEADLINES } from '../../../preload/contract/merchants'
import { yen } from '../../../preload/contract/money'
import type { Role } from '../../../preload/contract/permissions'
import type { BankAccount } from '../../../preload/contract/statement'

/* Who and what stands in a demonstration: four people, one designated account, a store agent, three merchants. All invented. */

export const people: readonly { name: string; displayName: string; roles: readonly Role[]; password: string }[] = [
  { name: 'tanto', displayName: '山田 一郎', roles: ['clerk'], password: 'demo-tanto-2026' },
  { name: 'shonin', displayName: '佐藤 陽子', roles: ['supervisor'], password: 'demo-shonin-2026' },
  { name: 'meisai', displayName: '鈴木 恵', roles: ['statement_staff'], password: 'demo-meisai-2026' },
  { name: 'kanri', displayName: '高橋 誠', roles: ['administrator'], password: 'demo-kanri-2026' },
]

export const designatedAccount: BankAccount & { accountName: string; bankKana: string; branchKana: string } = {
  bankCode: '0005',
  branchCode: '001',
  accountType: '1',
  accountNumber: '1234567',
  accountName: 'ﾀﾞｲｺｳｷﾞﾝｺｳ ｹﾂｻｲｸﾞﾁ',
  bankKana: 'ﾐﾂﾋﾞｼUFJ',
  branchKana: 'ﾎﾝﾃﾝ',
}

export const OPENING_BALANCE = yen(5_000_000)

/** The store agent (収納代行会社), in all but the folder it delivers into; and its name as a bank writes it. */
export const storeAgent = ConvenienceStoreSettings.parse({
  gateway: 'convenience_store',
  party: 'demo_agent',
  agentName: 'デモ収納サービス株式会社',
  makerCode: '900001',
  companyCode: '20260',
  format: 'dsk',
  fees: [
    { upTo: 10_000, fee: 130 },
    { upTo: null, fee: 160 },
  ],
  everyMinutes: 1,
})
export const STORE_AGENT_KANA = 'ﾃﾞﾓｼﾕｳﾉｳｻ-ﾋﾞｽ(ｶ'

/** A chain of stores that no table names. */
export const STORE_CHAIN = '999'

/** Orders of one merchant at the most: its range of virtual accounts. */
export const RANGE_SIZE = 3_000_000

type CastMerchant = Omit<MerchantTerms, 'virtualRange'> & { account: SettlementAccount }

const shared = {
  methods: ['bank_transfer' as const, 'convenience_store' as const],
  payoutCycle: { closingDay: 31, monthOffset: 1, payDay: 20, holidayRule: 'previous' as const },
  protectionWindowDays: 14,
  acceptanceRequired: false,
  contacts: NO_CONTACTS,
  deadlines: USUAL_DEADLINES,
}

export const merchants: readonly CastMerchant[] = [
  {
    ...shared,
    name: '株式会社さくら書房',
    nameKana: 'カブシキガイシャサクラショボウ',
    consignorCode: '1000000001',
    tNumber: null,
    fees: [
      {
        method: 'bank_transfer',
        fixed: yen(100),
        basisPoints: 150,
        minimum: yen(100),
        maximum: yen(3000),
        validFrom: null,
        taxClass: 'standard',
      },
      {
        method: 'convenience_store',
        fixed: yen(200),
        basisPoints: 100,
        minimum: yen(200),
        maximum: null,
        validFrom: null,
        taxClass: 'standard',
      },
    ],
    account: { bankCode: '0001', branchCode: '001', accountType: '1', accountNumber: '2345678', holderKana: 'ｶ)ｻｸﾗｼﾖﾎﾞｳ' },
  },
  {
    ...shared,
    name: '合同会社みなと珈琲焙煎所',
    nameKana: 'ゴウドウガイシャミナトコーヒーバイセンジョ',
    consignorCode: '1000000002',
    tNumber: null,
    fees: [
      { method: 'bank_transfer', fixed: yen(0), basisPoints: 280, minimum: yen(80), maximum: null, validFrom: null, taxClass: 'standard' },
      {
        method: 'convenience_store',
        fixed: yen(180),
        basisPoints: 150,
        minimum: yen(180),
        maximum: null,
        validFrom: null,
        taxClass: 'standard',
      },
    ],
    account: { bankCode: '0009', branchCode: '001', accountType: '2', accountNumber: '0345678', holderKana: 'ﾄﾞ)ﾐﾅﾄｺ-ﾋ-' },
  },
  {
    ...shared,
    name: '山田陶器店',
    nameKana: 'ヤマダトウキテン',
    consignorCode: '1000000003',
    tNumber: null,
    fees: [
      {
        method: 'bank_transfer',
        fixed: yen(200),
        basisPoints: 100,
        minimum: yen(200),
        maximum: yen(2000),
        validFrom: null,
        taxClass: 'standard',
      },
      {
        method: 'convenience_store',
        fixed: yen(250),
        basisPoints: 0,
        minimum: yen(250),
        maximum: null,
        validFrom: null,
        taxClass: 'standard',
      },
    ],
    account: { bankCode: '0010', branchCode: '100', accountType: '1', accountNumber: '4567890', holderKana: 'ﾔﾏﾀﾞﾄｳｷﾃﾝ' },
  },
]
