import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AuditStream, appendAudit, auditHash, auditHead } from '../../../src/main/ledger/audit'
import { type Ledger, openLedger } from '../../../src/main/ledger/ledger'
import { Instant } from '../../../src/preload/contract/date'
import { refuse } from '../../../src/preload/contract/errors'
import { openTestLedger, TESTER, type TestLedger, valueIn, writing } from '../../support/ledger'

let test: TestLedger
beforeEach(async () => {
  test = await openTestLedger()
})
afterEach(() => test.cleanup())

const tell = (ledger: Ledger, stream: AuditStream, ...actions: string[]) =>
  writing(ledger, async (writer) => {
    for (const action of actions) await appendAudit(writer, { stream, action, subject: 'test:1', detail: { before: 1, after: 2 } })
  })
const chainOf = (ledger: Ledger, stream: AuditStream) =>
  ledger.reader.db.selectFrom('audit_records').selectAll().where('stream', '=', stream).orderBy('sequence').execute()

/** Every record hashes to what it carries and names the hash before it. */
async function unbroken(ledger: Ledger, stream: AuditStream): Promise<string[]> {
  const chain = await chainOf(ledger, stream)
  for (const [at, { hash, ...record }] of chain.entries()) {
    expect(record.sequence).toBe(at + 1)
    expect(record.previous).toBe(chain[at - 1]?.hash ?? '')
    expect(hash).toBe(auditHash(record))
  }
  return chain.map(({ action }) => action)
}

describe('the audit chain', () => {
  it('begins empty and grows within one unit of work', async () => {
    expect(await auditHead(test.ledger.reader, 'clearing')).toEqual({ sequence: 0, hash: '' })
    await tell(test.ledger, 'clearing', 'a', 'b', 'c')
    expect(await unbroken(test.ledger, 'clearing')).toEqual(['a', 'b', 'c'])
  })

  it('goes on over units of work, over closing the ledger, and at another seat', async () => {
    await tell(test.ledger, 'clearing', 'a')
    await tell(test.ledger, 'clearing', 'b')
    await test.ledger.close()
    const again = valueIn(await openLedger({ path: test.ledger.path, clock: test.clock, create: false }))
    const other = valueIn(await openLedger({ path: test.ledger.path, clock: test.clock, create: false }))
    await tell(again, 'clearing', 'c')
    await tell(other, 'clearing', 'd')
    await tell(again, 'clearing', 'e')
    expect(await unbroken(other, 'clearing')).toEqual(['a', 'b', 'c', 'd', 'e'])
    await again.close()
    await other.close()
  })

  it('is one for each stream', async () => {
    await tell(test.ledger, 'clearing', 'a', 'b')
    await tell(test.ledger, 'people', 'x')
    expect(await unbroken(test.ledger, 'clearing')).toEqual(['a', 'b'])
    expect(await unbroken(test.ledger, 'people')).toEqual(['x'])
  })

  it('has no gap where a unit of work was undone', async () => {
    await tell(test.ledger, 'clearing', 'a')
    await test.ledger.write(TESTER, async (writer) => {
      await appendAudit(writer, { stream: 'clearing', action: 'never', subject: '' })
      return refuse({ refusal: 'cancelled' })
    })
    await tell(test.ledger, 'clearing', 'b')
    expect(await unbroken(test.ledger, 'clearing')).toEqual(['a', 'b'])
  })

  it('keeps what was done as it was written, and by whom', async () => {
    await tell(test.ledger, 'clearing', 'cleared')
    expect(await chainOf(test.ledger, 'clearing')).toMatchObject([
      { actor: 'user:tester', seat: 'test', subject: 'test:1', detail: '{"before":1,"after":2}', covers: '', at: test.clock.now() },
    ])
  })
})

describe('the hash of a record', () => {
  const record = {
    stream: 'clearing',
    sequence: 5,
    at: Instant.parse(1_700_000_000_000),
    actor: 'user:yamada',
    seat: 'window-1',
    action: 'cleared',
    subject: 'receipt:7',
    detail: '{"amount":1000}',
    covers: '',
    previous: 'aa',
  }

  it.each([
    ['stream', 'people'],
    ['sequence', 6],
    ['at', 1_700_000_000_001],
    ['actor', 'user:sato'],
    ['seat', 'window-2'],
    ['action', 'undone'],
    ['subject', 'receipt:8'],
    ['detail', '{"amount":1001}'],
    ['covers', 'x'],
    ['previous', 'ab'],
  ])('is another when the %s is another', (field, value) => {
    expect(Object.keys(record)).toContain(field)
    expect(auditHash({ ...record, [field]: value })).not.toBe(auditHash(record))
  })

  it('is another when a letter moves from one field to the next', () => {
    expect(auditHash({ ...record, actor: 'user:yamadaw', seat: 'indow-1' })).not.toBe(auditHash(record))
    expect(auditHash({ ...record, action: 'cleared","receipt:7', subject: '' })).not.toBe(auditHash(record))
  })

  it('is the same in every version of the program', () => {
    expect(auditHash(record)).toBe('8422c4a9b88c544870e97118c9c5ad63b599b3a48968beaa5c0306663144868f')
  })
})
