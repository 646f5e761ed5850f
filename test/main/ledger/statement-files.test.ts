import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeCursor } from '../../../src/main/ledger/cursor'
import {
  abandonedPlans,
  discardStaged,
  giveUpPlan,
  insertStatement,
  isStaging,
  knownIdentities,
  newestOrderEvent,
  openStaging,
  planLines,
  stagedDecisions,
  stageLines,
  unfinishedFiles,
} from '../../../src/main/ledger/staging'
import { listStatementFiles } from '../../../src/main/ledger/statement-file-list'
import { coveredPeriods, filesWithHash, publish, recordPlan } from '../../../src/main/ledger/statement-files'
import { businessDate, Instant } from '../../../src/preload/contract/date'
import { type AccountId, ReceiptId, StatementFileId } from '../../../src/preload/contract/ids'
import { PositiveYen, yen } from '../../../src/preload/contract/money'
import { Cursor } from '../../../src/preload/contract/paging'
import { addAccount, addMerchant, addOrders, openTestLedger, type TestLedger, writing } from '../../support/ledger'

let test: TestLedger
let account: AccountId
beforeEach(async () => {
  test = await openTestLedger()
  account = await addAccount(test.ledger, { bankCode: '0001', branchCode: '001', accountType: '1', accountNumber: '1234567' })
})
afterEach(() => test.cleanup())

const DIGEST = 'd'.repeat(64)
const rows = (table: string) => test.ledger.source.prepare(`select count(*) from ${table}`).pluck().get()
const identity = (name: string, line: number) => `${name}-${line}`

/** A file on its way in: so many lines staged, its plan written down. */
function staged(name: string, lines: number): Promise<StatementFileId> {
  return writing(test.ledger, async (writer) => {
    const id = StatementFileId.parse(writer.newId())
    await openStaging(writer, { id, name, sha256: `sha-${name}`, format: 'zengin-03', plannedAtEvent: 0 })
    const statementId = writer.newId()
    const day = businessDate('2026-11-20')
    await insertStatement(writer, id, {
      id: statementId,
      accountId: account,
      from: day,
      to: day,
      opening: yen(0),
      closing: yen(100),
      sequenceNumber: null,
      lines,
    })
    const read = {
      record: 2,
      direction: 'credit',
      bookedOn: day,
      valueOn: day,
      amount: PositiveYen.parse(100),
      kind: 'transfer',
      notCustomerMoney: null,
      remitterCode: null,
      remitterName: 'ﾔﾏﾀﾞ',
      remittingBank: '',
      remittingBranch: '',
      description: '',
      edi: '',
      bankReference: '',
      raw: Buffer.from([0x00, 0xff, 0xb1]),
    } as const
    await stageLines(
      writer,
      id,
      Array.from({ length: lines }, (_, at) => ({
        id: ReceiptId.parse(writer.newId()),
        statementId,
        line: at + 1,
        accountId: account,
        read,
        nameKey: 'ヤマダ',
        merchantId: null,
        identity: identity(name, at),
        planned: null,
      })),
    )
    await recordPlan(writer, id, { lines, stored: lines, duplicates: 0, digest: DIGEST, plan: '{}', plannedAtEvent: 0 })
    return id
  })
}
const publishing = (id: StatementFileId, digest = DIGEST) => writing(test.ledger, (writer) => publish(writer, id, digest))

describe('a file on its way in', () => {
  it('is nowhere to be seen, but its lines are known', async () => {
    const id = await staged('a', 3)
    expect(await listStatementFiles(test.ledger.reader, { cursor: null, size: 10 })).toEqual({
      rows: [],
      next: null,
      matching: { count: 0, capped: false },
    })
    expect(await filesWithHash(test.ledger.reader, 'sha-a')).toBeNull()
    expect(await coveredPeriods(test.ledger.reader, account)).toEqual([])
    expect(await isStaging(test.ledger.reader, id)).toBe(true)
    expect(await knownIdentities(test.ledger.reader, account, ['a-0', 'a-2', 'b-0'])).toEqual(
      new Map(['a-0', 'a-2'].map((line) => [line, { fileId: id, published: false, rolledBack: [] }])),
    )
  })

  it('keeps the bank’s bytes as they came', async () => {
    await staged('a', 1)
    expect(test.ledger.source.prepare('select raw from receipts').pluck().get()).toEqual(Buffer.from([0x00, 0xff, 0xb1]))
  })

  it('is in at once when it is published, and waits to be posted', async () => {
    const id = await staged('a', 3)
    expect(await publishing(id)).toBe(true)
    expect(await isStaging(test.ledger.reader, id)).toBe(false)
    expect(await unfinishedFiles(test.ledger.reader)).toEqual([{ id, stored: 3, posted_to: 0, imported_by: 'user:tester' }])
    expect(await filesWithHash(test.ledger.reader, 'sha-a')).toMatchObject({ id, fileName: 'a', importedBy: 'user:tester' })
    expect(await coveredPeriods(test.ledger.reader, account)).toMatchObject([
      { from: '2026-11-20', to: '2026-11-20', opening: 0, closing: 100, fileName: 'a' },
    ])
  })

  it('is published once, and only as it was shown', async () => {
    const id = await staged('a', 3)
    expect(await publishing(id, 'other')).toBe(false)
    expect(await publishing(id)).toBe(true)
    expect(await publishing(id)).toBe(false)
    expect(await publishing(StatementFileId.parse(7))).toBe(false)
  })

  it('that was given up cannot be published any more, not even in part', async () => {
    const id = await staged('a', 5)
    expect(await writing(test.ledger, (writer) => giveUpPlan(writer, id))).toBe(true)
    expect(await writing(test.ledger, (writer) => discardStaged(writer, id, 2))).toBe(false)
    expect(await publishing(id)).toBe(false)
  })

  it('keeps what is decided of its lines later, until it is published', async () => {
    const merchant = await addMerchant(test.ledger)
    const [orderId] = await addOrders(test.ledger, merchant, [{ amount: 100 }])
    if (orderId === undefined) throw new Error('no order')
    const id = await staged('a', 3)
    const decide = (line: number) =>
      writing(test.ledger, async (writer) => {
        const found = (await stagedDecisions(writer, id, 0, 10)).find((staged) => staged.line === line)
        if (found) await planLines(writer, [{ receiptId: found.id, orderId, level: 3, evidence: '[]' }])
      })
    await decide(2)
    expect(
      (await stagedDecisions(test.ledger.reader, id, 1, 10)).map(({ line, plannedOrderId, plannedLevel }) => [
        line,
        plannedOrderId,
        plannedLevel,
      ]),
    ).toEqual([
      [2, orderId, 3],
      [3, null, null],
    ])
    await publishing(id)
    await expect(decide(3)).rejects.toThrow('receipts is append-only')
  })

  it('is abandoned when its person makes another, when it is given up, or when it is left lying', async () => {
    const [own, given] = [await staged('own', 1), await staged('given up', 1)]
    await writing(test.ledger, (writer) => giveUpPlan(writer, given))
    await publishing(await staged('published', 1))
    const abandoned = async (actor: string, olderThan: number) =>
      (await abandonedPlans(test.ledger.reader, { actor, olderThan: Instant.parse(olderThan) })).map(({ id }) => id)
    const now = test.clock.now()
    expect(await abandoned('user:tester', now)).toEqual([own, given])
    expect(await abandoned('user:other', now)).toEqual([given])
    expect(await abandoned('user:other', now + 1)).toEqual([own, given])
  })

  it('that is published cannot be given up', async () => {
    const id = await staged('a', 5)
    await publishing(id)
    expect(await writing(test.ledger, (writer) => giveUpPlan(writer, id))).toBe(false)
    await expect(writing(test.ledger, (writer) => discardStaged(writer, id, 2))).rejects.toThrow('receipts is append-only')
    expect(rows('receipts')).toBe(5)
  })

  it.each([
    [1, 6],
    [2, 3],
    [4, 2],
    [5, 2],
    [6, 1],
    [100, 1],
  ])('goes by %i lines at a time in %i steps, without a trace', async (atMost, steps) => {
    const [id, other] = [await staged('a', 5), await staged('b', 2)]
    await writing(test.ledger, (writer) => giveUpPlan(writer, id))
    const gone: boolean[] = []
    while (!gone.at(-1)) gone.push(await writing(test.ledger, (writer) => discardStaged(writer, id, atMost)))
    expect(gone).toHaveLength(steps)
    expect(await isStaging(test.ledger.reader, other)).toBe(true)
    expect([rows('receipts'), rows('statements'), rows('statement_files')]).toEqual([2, 1, 1])
  })
})

describe('the register of files', () => {
  it('lists what was brought in, newest first, page by page', async () => {
    for (const name of ['a', 'b', 'c']) await publishing(await staged(name, 1))
    await staged('not yet', 1)
    const first = await listStatementFiles(test.ledger.reader, { cursor: null, size: 2 })
    expect(first?.rows.map(({ fileName }) => fileName)).toEqual(['c', 'b'])
    expect(first?.rows[0]).toMatchObject({
      accounts: '0001-001-1-1234567',
      from: '2026-11-20',
      to: '2026-11-20',
      lines: 1,
      stored: 1,
      duplicates: 0,
    })
    expect(first?.matching).toEqual({ count: 3, capped: false })
    const second = await listStatementFiles(test.ledger.reader, { cursor: first?.next ?? null, size: 2 })
    expect(second).toMatchObject({ rows: [{ fileName: 'a' }], next: null })
  })

  it('answers nothing to a cursor that is none of its own', async () => {
    for (const cursor of ['x', '', writeCursor(['a']), writeCursor([])]) {
      expect(await listStatementFiles(test.ledger.reader, { cursor: Cursor.parse(cursor), size: 2 })).toBeNull()
    }
  })
})

describe('how far the orders have come', () => {
  it('is nothing at first, and moves with every step of any order', async () => {
    expect(await newestOrderEvent(test.ledger.reader)).toBe(0)
    const merchant = await addMerchant(test.ledger)
    await addOrders(test.ledger, merchant, [{ amount: 1 }])
    const first = await newestOrderEvent(test.ledger.reader)
    await addOrders(test.ledger, merchant, [{ amount: 1 }])
    expect(first).toBeGreaterThan(0)
    expect(await newestOrderEvent(test.ledger.reader)).toBeGreaterThan(first)
  })
})
