import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gatewayOf, saveGateway } from '../../src/main/ledger/gateways'
import type { Ledger } from '../../src/main/ledger/ledger'
import { runJob } from '../../src/main/services/job-kinds'
import { offeredSlips } from '../../src/main/services/slip-terms'
import { issueSlips } from '../../src/main/services/slips'
import type { CollectionPreview, CollectionResult } from '../../src/preload/contract/collections'
import { ColumnProfile, type NoticeEvent } from '../../src/preload/contract/column-profile'
import { businessDate } from '../../src/preload/contract/date'
import type { Result } from '../../src/preload/contract/errors'
import {
  CashOnDeliverySettings,
  EMoneySettings,
  GatewaySettings,
  type NoticeGateway,
  type NoticeSettings,
  PostalSettings,
} from '../../src/preload/contract/gateways'
import type { OrderId } from '../../src/preload/contract/ids'
import { PositiveYen, yen } from '../../src/preload/contract/money'
import { type CollectionDesk, openCollectionDesk } from './collections'
import { addOrders, valueIn, writing } from './ledger'
import { quietControl } from './statements'

/* A bank whose merchants' orders are paid by postal form, by e-money or at the door, and the collector that tells of it in its files. */

export const NOTICE_PROFILE = ColumnProfile.parse({
  encoding: 'shift_jis',
  header: ['取引番号', '照会番号', '送り状番号', '状況', '金額', '手数料', '入金日', '振込予定日'],
  columns: { transactionId: 0, reference: 1, trackingNumber: 2, event: 3, amount: 4, fee: 5, paidOn: 6, transferOn: 7 },
  words: [
    { word: '速報', event: 'preliminary' },
    { word: '入金', event: 'confirmed' },
    { word: '取消', event: 'preliminary_cancelled' },
    { word: '受取拒否', event: 'refused_at_door' },
    { word: '訂正', event: 'other' },
  ],
  dates: 'yyyymmdd',
  numbers: 'plain',
})

/** Its fees: 100 yen each up to 10,000 yen, 200 above. */
const contract = {
  profile: NOTICE_PROFILE,
  fees: [
    { upTo: 10_000, fee: 100 },
    { upTo: null, fee: 200 },
  ],
}
export const SETTLED: Readonly<Record<NoticeGateway, NoticeSettings>> = {
  postal: PostalSettings.parse({ gateway: 'postal', account: '00150-9-900584', accountName: 'ダイコウギンコウ', ...contract }),
  e_money: EMoneySettings.parse({ gateway: 'e_money', agentName: 'みほんマネー', ...contract }),
  cash_on_delivery: CashOnDeliverySettings.parse({ gateway: 'cash_on_delivery', agentName: 'みほん運輸', ...contract }),
}

export interface TestReference {
  readonly orderId: OrderId
  readonly reference: string
  readonly amount: number
}

/** What the collector tells of a payment. */
export interface NoticeTelling {
  readonly of: Pick<TestReference, 'reference' | 'amount'>
  readonly kind: NoticeEvent
  readonly transactionId?: string
  readonly trackingNumber?: string
  readonly paidOn?: string
  readonly transferOn?: string
}

export interface NoticeDesk extends CollectionDesk {
  readonly party: string
  /** Orders to be paid so, each with a reference of its own. */
  references(amounts: readonly number[]): Promise<TestReference[]>
  noticeFile(tellings: readonly NoticeTelling[], profile?: ColumnProfile): string
  previewNotices(path: string): Promise<Result<CollectionPreview>>
  /** Shows a file and brings it in. */
  bringNotices(tellings: readonly NoticeTelling[]): Promise<CollectionResult>
  settleNotices(own: Readonly<Record<string, unknown>>): Promise<void>
}

export async function openNoticeDesk(method: NoticeGateway): Promise<NoticeDesk> {
  const desk = await openCollectionDesk()
  const { ledger, resources, dir, merchant } = desk
  let [version, files] = [0, 0]
  const settleNotices = async (own: Readonly<Record<string, unknown>>) => {
    const settings = GatewaySettings.parse({ ...SETTLED[method], ...own })
    await writing(ledger, (writer) => saveGateway(writer, method, version, { enabled: true, paused: false, settings }))
    version += 1
  }
  await settleNotices({})
  const noticeFile = (tellings: readonly NoticeTelling[], profile = NOTICE_PROFILE) => {
    files += 1
    const path = join(dir, `notices-${files}.csv`)
    writeFileSync(path, resources.gateways.noticeFiles.writeNotices(profile, tellings.map(noticeOf)))
    return path
  }
  const previewNotices = async (path: string): Promise<Result<CollectionPreview>> => {
    const ended = await runJob(
      resources,
      { kind: 'collection_preview', method, path, fileName: 'notices.csv', planId: 'plan' },
      quietControl(),
    )
    if (!ended.ok) return ended
    if (ended.value.kind !== 'collection_preview') throw new Error(ended.value.kind)
    return { ok: true, value: ended.value.preview }
  }
  const { party } = SETTLED[method]
  return {
    ...desk,
    ...{ party, noticeFile, previewNotices, settleNotices },
    references: async (amounts) => {
      const ids = await addOrders(
        ledger,
        merchant,
        amounts.map((amount) => ({ method, amount })),
      )
      return writing(ledger, async (writer) => {
        const terms = (await offeredSlips(writer)).get(method)
        if (!terms) throw new Error(`${method} is not offered`)
        const dueOn = businessDate('2026-11-24')
        const slips = await issueSlips(
          writer,
          terms,
          ids.map((orderId, at) => ({ orderId, amount: yen(amounts[at] ?? 0), dueOn })),
        )
        return slips.map(({ orderId, reference, amount }) => ({ orderId, reference, amount }))
      })
    },
    bringNotices: async (tellings) => {
      const path = noticeFile(tellings)
      const { sha256 } = valueIn(await previewNotices(path))
      const ended = valueIn(await runJob(resources, { kind: 'collection', method, path, fileName: 'notices.csv', sha256 }, quietControl()))
      if (ended.kind !== 'collection') throw new Error(ended.kind)
      return ended.collection
    },
  }
}

export function noticeOf({ of, kind, transactionId, trackingNumber, paidOn = '2026-11-18', transferOn }: NoticeTelling) {
  return {
    ...{ kind, transactionId: transactionId ?? `t${of.reference}`, reference: of.reference, trackingNumber: trackingNumber ?? null },
    ...{ amount: PositiveYen.parse(of.amount), fee: null, paidOn: businessDate(paidOn) },
    transferOn: kind === 'confirmed' ? businessDate(transferOn ?? '2026-11-30') : null,
  }
}

/** What is settled of a collector, whatever was before. */
export async function settleCollector(ledger: Ledger, method: NoticeGateway, own: object = {}, enabled = true): Promise<void> {
  await writing(ledger, async (writer) => {
    const { version } = await gatewayOf(writer, method)
    const settings = GatewaySettings.parse({ ...SETTLED[method], ...own })
    if (!(await saveGateway(writer, method, version, { enabled, paused: false, settings }))) throw new Error('not settled')
  })
}
