import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appendAudit } from '../../../src/main/ledger/audit'
import { auditHandlers } from '../../../src/main/services/audit'
import { type InputOf, methods } from '../../../src/preload/contract/methods'
import { Cursor } from '../../../src/preload/contract/paging'
import { fixedClock, openTestLedger, type TestLedger, valueIn, writing } from '../../support/ledger'
import { CLERK } from '../../support/story'

let test: TestLedger
beforeAll(async () => {
  test = await openTestLedger({ clock: fixedClock(Date.parse('2026-11-18T23:30:00+09:00')) })
  for (let index = 0; index < 12; index++) {
    const by = { actor: index % 2 ? 'user:yamada' : 'cli:root', seat: 'desk' }
    await writing(
      test.ledger,
      async (writer) => {
        await appendAudit(writer, {
          stream: 'clearing',
          action: index % 3 ? 'cleared' : 'undone',
          subject: `receipt:${index}`,
          detail: { index },
        })
        await appendAudit(writer, { stream: 'session', action: 'signed_in', subject: by.actor })
      },
      by,
    )
    test.clock.advance(20 * 60_000)
  }
})
afterAll(() => test.cleanup())

async function list(input: InputOf<'audit.list'> = {}) {
  return methods['audit.list'].output.parse(
    valueIn(await auditHandlers(test)['audit.list'](CLERK, methods['audit.list'].input.parse(input))),
  )
}

describe('the audit trail', () => {
  it('is read newest first, page by page, each record once', async () => {
    const whole = await list({ size: 500 })
    expect(whole.rows).toHaveLength(24)
    expect(whole.rows[0]).toMatchObject({ stream: 'session', sequence: 12, actor: 'user:yamada', action: 'signed_in', detail: {} })
    const read = []
    let cursor: Cursor | null = null
    do {
      const page = await list({ size: 5, cursor })
      read.push(...page.rows)
      cursor = page.next
    } while (cursor !== null)
    expect(read).toEqual(whole.rows)
  })

  it.each<[string, InputOf<'audit.list'>, number]>([
    ['an actor', { actor: 'yamada' }, 12],
    ['an action', { action: 'undone' }, 4],
    ['a subject', { subject: 'receipt:11' }, 1],
    ['an actor and an action', { actor: 'cli:', action: 'cleared' }, 4],
    ['the first day in Japan', { to: '2026-11-18' }, 4],
    ['the second day in Japan', { from: '2026-11-19', to: '2026-11-19' }, 20],
    ['a day without records', { from: '2026-11-20' }, 0],
  ])('is filtered by %s', async (_what, filter, count) => {
    const page = await list(filter)
    expect(page.rows).toHaveLength(count)
    expect(page.matching).toEqual({ count, capped: false })
  })

  it('refuses a cursor that is none of its own', async () => {
    const input = methods['audit.list'].input.parse({ cursor: Cursor.parse('WzFd') })
    expect(await auditHandlers(test)['audit.list'](CLERK, input)).toMatchObject({ ok: false, refusal: { refusal: 'invalid_input' } })
  })
})
