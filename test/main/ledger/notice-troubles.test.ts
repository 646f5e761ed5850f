import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { standing } from '../../../src/main/ledger/home'
import { listNotices } from '../../../src/main/ledger/notice-list'
import { insertNotices, type NewNotice } from '../../../src/main/ledger/notices'
import { protectionWaiting } from '../../../src/main/ledger/protection-cases'
import type { NoticeState } from '../../../src/preload/contract/notices'
import { openTestLedger, type TestLedger, writing } from '../../support/ledger'
import { fullScans, plansOf } from '../../support/query-plans'

let test: TestLedger
beforeEach(async () => {
  test = await openTestLedger()
})
afterEach(() => test.cleanup())

async function noticesThatAre(...states: NoticeState[]): Promise<void> {
  const notice = (index: number): NewNotice => ({
    name: 'paid',
    to: 'merchant',
    channel: index % 2 === 0 ? 'mail' : 'letter',
    address: 'shop@example.jp',
    language: 'ja',
    about: `event:${index}`,
    merchantId: null,
    orderId: null,
    facts: {},
  })
  await writing(test.ledger, (writer) =>
    insertNotices(
      writer,
      states.map((_, index) => notice(index)),
    ),
  )
  for (const [index, state] of states.entries()) {
    await writing(test.ledger, (writer) => writer.db.updateTable('notices').set({ state }).where('about', '=', `event:${index}`).execute())
  }
}

describe('notices that a person must look after', () => {
  it('are those given up and those of unknown fate, newest first, of one channel where that is asked', async () => {
    await noticesThatAre('waiting', 'dead', 'unknown', 'delivered', 'dead', 'withdrawn')
    const states = async (filter: object) => (await listNotices(test.ledger.reader, filter, null, 10))?.rows.map(({ state }) => state)
    expect(await states({ troubled: true })).toEqual(['dead', 'unknown', 'dead'])
    expect(await states({ troubled: true, channel: 'mail' })).toEqual(['dead', 'unknown'])
    expect(await states({ troubled: false })).toHaveLength(6)
  })

  it('are counted beside the navigation, with the letters that wait to be printed', async () => {
    await noticesThatAre('waiting', 'waiting', 'dead', 'waiting', 'unknown', 'delivered')
    expect(await standing(test.ledger.reader)).toMatchObject({ notices: 4, applications: 0, mails: 0 })
  })

  it('are found and counted by an index', async () => {
    const planned = await plansOf(test.ledger, async (ledger) => {
      await listNotices(ledger, { troubled: true, channel: 'mail' }, null, 10)
      await standing(ledger)
      await protectionWaiting(ledger)
    })
    const walked = fullScans(planned).filter((scan) => !/USING (COVERING )?INDEX (orders_disputed|approvals_open)/.test(scan))
    expect(walked.filter((scan) => !/^SCAN (l|open_items) /.test(scan))).toEqual([])
  })
})
