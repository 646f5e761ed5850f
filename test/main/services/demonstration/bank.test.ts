import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TypedTransfer } from '../../../../src/main/gateways/counter'
import { accountHandlers } from '../../../../src/main/services/accounts'
import { apiKeyHandlers } from '../../../../src/main/services/api-keys'
import { approvalHandlers } from '../../../../src/main/services/approvals'
import { createDemonstrationBank, transfersFiles } from '../../../../src/main/services/demonstration/bank'
import { OPENING_BALANCE } from '../../../../src/main/services/demonstration/cast'
import { createDemonstration, type DemonstrationMade } from '../../../../src/main/services/demonstration/create'
import { demonstrationShop } from '../../../../src/main/services/demonstration/shop'
import { createEvents } from '../../../../src/main/services/events'
import { runJob } from '../../../../src/main/services/job-kinds'
import type { JobSpec } from '../../../../src/main/services/jobs'
import { merchantHandlers } from '../../../../src/main/services/merchants'
import { createSecrets } from '../../../../src/main/services/secrets'
import type { JobResult } from '../../../../src/preload/contract/jobs'
import type { TransferInstruction } from '../../../../src/preload/contract/shop'
import { openTestLedger, type TestLedger, valueIn } from '../../../support/ledger'
import { gateways, quietControl, resourcesOf } from '../../../support/statements'
import { ADMINISTRATOR } from '../../../support/storefront'

const DAY = 86_400_000

let test: TestLedger
let made: DemonstrationMade
let folder: string
let changes: number
let bank: ReturnType<typeof createDemonstrationBank>
let deps: Parameters<typeof demonstrationShop>[0]
async function begin(): Promise<void> {
  test = await openTestLedger()
  folder = join(test.dir, 'demonstration')
  const events = createEvents()
  changes = 0
  deps = { ledger: test.ledger, clock: test.clock, events, secrets: createSecrets(Buffer.alloc(32, 1)) }
  const parts = { ...deps, gateways }
  const handlers = { ...accountHandlers(parts), ...merchantHandlers(parts), ...approvalHandlers(parts) }
  made = valueIn(await createDemonstration({ ...parts, handlers }, { orders: 6, seed: 1, folder }))
  events.subscribe(() => {
    changes += 1
  })
  bank = createDemonstrationBank({ ...parts, folder })
}
const end = () => test.cleanup()
const SLOW = 30_000

/** Where the payer of the first order was told to pay. */
function instruction(): TransferInstruction {
  const order = test.ledger.source
    .prepare<[], { reference: string; amount: number }>(
      'select i.reference, o.amount from orders o join instructions i on i.order_id = o.id order by o.id desc limit 1',
    )
    .get()
  const { reference = '', amount = 0 } = order ?? {}
  return {
    method: 'bank_transfer',
    bankCode: '0005',
    bankName: '三菱ＵＦＪ',
    branchCode: reference.slice(0, 3),
    branchName: '',
    accountType: '1',
    accountNumber: reference.slice(3),
    holderKana: 'ﾀﾞｲｺｳ',
    amount: amount as TransferInstruction['amount'],
    dueOn: test.clock.today(),
  }
}
const typed = (own: Partial<TypedTransfer> = {}): TypedTransfer => ({
  payerName: 'アオバ ミドリ',
  amount: '3,300',
  reference: '00000001',
  ...own,
})

/** A statement's head, lines and closing, as any bank's file is read. */
function read(path: string) {
  const parts = [...gateways.statements.readStatement(readFileSync(path), { dates: 'era', importedOn: test.clock.today() })]
  const [head] = parts.flatMap((part) => (part.part === 'head' ? [part.head] : []))
  const [foot] = parts.flatMap((part) => (part.part === 'foot' ? [part.foot] : []))
  const lines = parts.flatMap((part) => (part.part === 'line' ? [part.line] : []))
  expect(parts.filter(({ part }) => part === 'error')).toEqual([])
  if (!head || !foot) throw new Error('no statement')
  const sum = lines.reduce((total, line) => total + (line.direction === 'credit' ? line.amount : -line.amount), 0)
  return { from: head.from, to: head.to, opening: head.opening ?? 0, closing: foot.closing ?? 0, sum, lines, format: head.format }
}
const issued = () => transfersFiles(folder).map((name) => read(join(folder, name)))

const job = async (spec: JobSpec): Promise<JobResult> => valueIn(await runJob(resourcesOf(test), spec, quietControl()))
async function bringIn(path: string) {
  const planned = await job({ kind: 'plan', path, fileName: 'statement' })
  if (planned.kind !== 'plan') throw new Error(planned.kind)
  const { plan } = planned
  const applied = await job({ kind: 'intake', planId: plan.planId, digest: plan.digest })
  if (applied.kind !== 'intake') throw new Error(applied.kind)
  return { gap: plan.statements[0]?.gap, ...applied.intake }
}
async function isWhole(): Promise<string[]> {
  const checked = await job({ kind: 'verify' })
  if (checked.kind !== 'verify') throw new Error(checked.kind)
  return checked.verify.invariants.filter(({ violations }) => violations > 0).map(({ name, first }) => `${name}: ${first}`)
}

describe('a transfer', () => {
  beforeEach(begin, SLOW)
  afterEach(end)

  it('becomes a line of a statement of type 03 that follows on the bank’s last one, to the yen', async () => {
    const to = instruction()
    expect(valueIn(await bank.transfer(to, typed()))).toEqual({
      payerName: 'ｱｵﾊﾞ ﾐﾄﾞﾘ',
      amount: 3_300,
      reference: '00000001',
      fileName: 'daiko-demo-transfers-2026-11-20.txt',
    })
    const [week, yesterday, [today]] = [read(made.statement), read(made.statementYesterday), issued()]
    expect([week.opening, week.closing, yesterday.closing]).toEqual([OPENING_BALANCE, yesterday.opening, today?.opening])
    expect(today).toMatchObject({ format: 'zengin-03', from: '2026-11-20', to: '2026-11-20', sum: 3_300 })
    for (const each of [week, yesterday, today]) expect(each && each.opening + each.sum).toBe(each?.closing)
    expect(today?.lines[0]).toMatchObject({
      direction: 'credit',
      remitterCode: `${to.branchCode}${to.accountNumber}`,
      remitterName: 'ｱｵﾊﾞ ﾐﾄﾞﾘ',
      bankReference: '00000001',
    })
    expect(changes).toBe(1)
  })

  it('touches no ledger before its file comes in at the desk', async () => {
    const count = () => test.ledger.source.prepare('select count(*) from receipts').pluck().get()
    await bank.transfer(instruction(), typed())
    expect(count()).toBe(0)
    await bringIn(join(folder, 'daiko-demo-transfers-2026-11-20.txt'))
    expect(count()).toBe(1)
  })

  it('of the same form sent again is the same transfer, and one of another form another', async () => {
    const [first, again] = [await bank.transfer(instruction(), typed()), await bank.transfer(instruction(), typed({ amount: '9' }))]
    expect(again).toEqual(first)
    await bank.transfer(instruction(), typed({ reference: '00000002' }))
    expect(issued().map(({ lines }) => lines.map(({ bankReference }) => bankReference))).toEqual([['00000001', '00000002']])
    expect(await bank.booked('00000002')).toMatchObject({ reference: '00000002', amount: 3_300 })
    expect(await bank.booked('00000003')).toBeNull()
  })
})

describe('a transfer that no bank makes', () => {
  beforeAll(begin, SLOW)
  afterAll(end)

  const refused: [what: string, own: Partial<TypedTransfer>, path: string][] = [
    ['no amount', { amount: '' }, 'amount'],
    ['nothing', { amount: '0' }, 'amount'],
    ['less than nothing', { amount: '-5' }, 'amount'],
    ['more than a bank transfers', { amount: '10000000000' }, 'amount'],
    ['no name', { payerName: ' ' }, 'payerName'],
    ['a name a bank cannot write', { payerName: '青葉' }, 'payerName'],
    ['a name too long for its field', { payerName: 'ア'.repeat(31) }, 'payerName'],
    ['no reference', { reference: '12' }, 'reference'],
  ]
  it.each(refused)('%s is refused by field, and nothing is issued', async (_what, own, path) => {
    const made = await bank.transfer(instruction(), typed(own))
    expect(made).toMatchObject({ ok: false, refusal: { refusal: 'invalid_input', problems: [{ path }] } })
    expect(transfersFiles(folder)).toEqual([])
  })
})

describe('the files of several days', () => {
  beforeEach(begin, SLOW)
  afterEach(end)

  it(
    'come in one after the other without a gap, each line once, and the books agree',
    async () => {
      await bank.transfer(instruction(), typed())
      expect(await bringIn(made.statement)).toMatchObject({ gap: null })
      expect(await bringIn(made.statementYesterday)).toMatchObject({ gap: null })
      const today = join(folder, 'daiko-demo-transfers-2026-11-20.txt')
      expect(await bringIn(today)).toMatchObject({ gap: null, stored: 1 })
      await bank.transfer(instruction(), typed({ reference: '00000002', amount: '500' }))
      expect(await bringIn(today)).toMatchObject({ gap: null, stored: 1, duplicates: 1 })
      test.clock.advance(4 * DAY)
      await bank.transfer(instruction(), typed({ reference: '00000003', amount: '700' }))
      expect(issued().at(-1)).toMatchObject({ from: '2026-11-21', to: '2026-11-24', sum: 700 })
      expect(await bringIn(join(folder, 'daiko-demo-transfers-2026-11-24.txt'))).toMatchObject({ gap: null, stored: 1 })
      expect(await isWhole()).toEqual([])
    },
    SLOW,
  )

  it(
    'may come in before what the bank issued earlier',
    async () => {
      await bank.transfer(instruction(), typed())
      await bringIn(join(folder, 'daiko-demo-transfers-2026-11-20.txt'))
      expect(await isWhole()).toEqual([])
      await bringIn(made.statement)
      await bringIn(made.statementYesterday)
      expect(await isWhole()).toEqual([])
    },
    SLOW,
  )
})

describe('the shop', () => {
  beforeAll(begin, SLOW)
  afterAll(end)

  it('holds a key of the first merchant, the same at every start', async () => {
    const shop = valueIn(await demonstrationShop(deps))
    expect(shop).toMatchObject({ name: '株式会社さくら書房', key: expect.stringMatching(/^dk_/), secret: expect.stringMatching(/^ds_/) })
    expect(valueIn(await demonstrationShop(deps))).toEqual(shop)
  })

  it('is given another once its own was revoked', async () => {
    const shop = valueIn(await demonstrationShop(deps))
    const handlers = apiKeyHandlers(deps)
    const merchantId = test.ledger.source.prepare<[], number>('select merchant_id from api_keys').pluck().get()
    const { keys } = valueIn(await handlers['merchants.apiKeys'](ADMINISTRATOR, { merchantId: merchantId as never }))
    for (const { id } of keys) valueIn(await handlers['merchants.revokeApiKey'](ADMINISTRATOR, { id }))
    const other = valueIn(await demonstrationShop(deps))
    expect(other.key).not.toBe(shop.key)
  })
})
