import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { storeAgent } from '../../src/main/gateways/convenience-store/store-agent'
import { saveGateway } from '../../src/main/ledger/gateways'
import { openLedger } from '../../src/main/ledger/ledger'
import { insertOrders } from '../../src/main/ledger/orders'
import { registeredTracks } from '../../src/main/settlement/tracks'
import type { CollectionLine } from '../../src/preload/contract/collection'
import { addDays, businessDate } from '../../src/preload/contract/date'
import { ConvenienceStoreSettings } from '../../src/preload/contract/gateways'
import type { MerchantId } from '../../src/preload/contract/ids'
import { PositiveYen } from '../../src/preload/contract/money'
import { addMerchant, testOrder, valueIn, writing } from '../support/ledger'
import { benchClock, TODAY } from './bench-clock'
import { built, cachedFolder, changedLedger, type Size } from './story-ledgers'

const MERCHANTS = 8
const CHUNK = 5_000
const DAYS = 10
const SETTINGS = ConvenienceStoreSettings.parse({ gateway: 'convenience_store', party: 'dsk', makerCode: '929023', companyCode: '25207' })

/** Where the material of the store benchmark lies: orders with slips, and a result file with as many lines about them. */
export function storeMaterial(size: Size): { ledger: string; results: string } {
  const folder = cachedFolder('store', size)
  return { ledger: join(folder, 'ledger.daiko'), results: join(folder, 'results.csv') }
}

export async function buildStore(size: Size): Promise<void> {
  await built(cachedFolder('store', size), async (folder) => {
    const path = join(folder, 'ledger.daiko')
    const ledger = valueIn(await openLedger({ path, clock: benchClock, create: true }))
    await writing(ledger, (writer) => saveGateway(writer, 'convenience_store', 0, { enabled: true, paused: false, settings: SETTINGS }))
    const merchants: MerchantId[] = []
    for (let at = 0; at < MERCHANTS; at++) merchants.push(await addMerchant(ledger, { methods: ['convenience_store'] }))
    for (let from = 0; from < size.rows; from += CHUNK) {
      const orders = Array.from({ length: Math.min(CHUNK, size.rows - from) }, (_, at) => {
        const merchantId = merchants[(from + at) % MERCHANTS]
        if (merchantId === undefined) throw new Error('there are merchants')
        const tracks = registeredTracks({ methodFixed: true, protectionWished: false, acceptanceRequired: false })
        return testOrder(merchantId, { amount: amountOf(from + at), method: 'convenience_store', receivedOn: TODAY, tracks })
      })
      await writing(ledger, async (writer) => {
        const ids = await insertOrders(writer, orders)
        const rows = ids.map((orderId, at) => [writer.newId(), orderId, reference(from + at), amountOf(from + at)])
        await sql`insert into slips (id, order_id, method, party, maker_code, company_code, reference, reissue, amount, needs_stamp, due_on, issued_at)
          select value ->> 0, value ->> 1, 'convenience_store', ${SETTINGS.party}, ${SETTINGS.makerCode}, ${SETTINGS.companyCode}, value ->> 2, 0, value ->> 3, value ->> 3 >= 50000,
            ${DUE}, ${writer.at} from json_each(${JSON.stringify(rows)})`.execute(writer.db)
      })
    }
    await ledger.optimise()
    await ledger.close()
    changedLedger(path)
    writeFileSync(join(folder, 'results.csv'), storeAgent.writeCollection('dsk', lines(size)))
  })
}

const DUE = addDays(TODAY, 20)
const amountOf = (index: number) => 500 + ((index * 7_919) % 90_000)
/** Tills tell of slips in no order of theirs. */
const reference = (index: number) => String(index + 1).padStart(16, '0')

/** Three of ten are told preliminarily, the others confirmed; one of fifty names a slip that nobody has issued. */
function* lines({ rows }: Size): Generator<Omit<CollectionLine, 'record' | 'raw' | 'barcode'>> {
  for (let line = 0; line < rows; line++) {
    const index = (line * 7_919 + 13) % rows
    const kind = line % 10 < 3 ? ('preliminary' as const) : ('confirmed' as const)
    const paidOn = addDays(businessDate('2026-11-10'), line % DAYS)
    yield {
      kind,
      slip: {
        ...{
          makerCode: SETTINGS.makerCode,
          companyCode: SETTINGS.companyCode,
          reference: line % 50 === 49 ? reference(rows + line) : reference(index),
        },
        ...{ reissue: 0, dueOn: DUE, needsStamp: amountOf(index) >= 50_000, amount: PositiveYen.parse(amountOf(index)) },
      },
      ...{ paidOn, paidAt: `${String(9 + (line % 12)).padStart(2, '0')}15`, chainCode: '010', chainName: 'セブン－イレブン' },
      ...{
        storeCode: String(100_000 + (line % 20_000)),
        madeOn: addDays(paidOn, 1),
        transferOn: kind === 'confirmed' ? addDays(paidOn, 15) : null,
      },
    }
  }
}
