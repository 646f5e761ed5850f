import { readFileSync, writeFileSync } from 'node:fs'
import iconv from 'iconv-lite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fileCollectors, headOf, mapColumns, noticeConnectors } from '../../../src/main/services/notice-columns'
import type { Result } from '../../../src/preload/contract/errors'
import { TESTER, valueIn } from '../../support/ledger'
import { NOTICE_PROFILE, type NoticeDesk, openNoticeDesk, SETTLED } from '../../support/notices'

/* What the columns of a collector's files mean: read off the file, said once, kept. */

let desk: NoticeDesk
beforeEach(async () => {
  desk = await openNoticeDesk('e_money')
})
afterEach(() => desk.cleanup())

const refusalIn = (result: Result<unknown>) => (result.ok ? expect.fail('nothing was refused') : result.refusal)
const files = () => desk.resources.gateways.noticeFiles
const map = (version: number, own: object = {}) =>
  desk.ledger.write(TESTER, (writer) => mapColumns(writer, { method: 'e_money', version, profile: { ...NOTICE_PROFILE, ...own } }))
const written = (text: string) => {
  const path = desk.noticeFile([])
  writeFileSync(path, iconv.encode(text, 'cp932'))
  return path
}

describe('the head of a file', () => {
  it('is its columns and first rows', async () => {
    const path = desk.noticeFile([{ of: { reference: '10000000016', amount: 700 }, kind: 'confirmed' }])
    expect(valueIn(await headOf(files(), path, 'shift_jis'))).toEqual({
      header: NOTICE_PROFILE.header,
      samples: [['t10000000016', '10000000016', '', '入金', '700', '', '20261118', '20261130']],
    })
  })

  it('of a long file is read from its beginning alone', async () => {
    const path = written(`a,b\r\n${'12345,67890\r\n'.repeat(40_000)}`)
    expect(readFileSync(path).length).toBeGreaterThan(500_000)
    expect(valueIn(await headOf(files(), path, 'utf-8')).samples).toHaveLength(5)
  })

  it.each([
    ['', 'shift_jis', { refusal: 'file_empty' }],
    ['番号,金額', 'utf-8', { refusal: 'file_unreadable', detail: 'utf-8' }],
    ['a,b\r\n1,4111111111111111', 'utf-8', { refusal: 'invalid_input', problems: [{ path: 'file', message: 'card_number' }] }],
  ] as const)('%j in %s is refused', async (text, encoding, refusal) => {
    expect(refusalIn(await headOf(files(), written(text), encoding))).toEqual(refusal)
  })
})

describe('what the columns mean', () => {
  it('is kept with the settings of its collector, and who said it stands in the audit trail', async () => {
    const [before] = (await fileCollectors(desk.ledger.reader)).filter(({ method }) => method === 'e_money')
    expect(before).toMatchObject({ name: 'みほんマネー', profile: NOTICE_PROFILE, version: 1 })
    expect(valueIn(await map(1, { dates: 'yyyy/mm/dd' }))).toEqual({ version: 2 })
    const [after] = (await fileCollectors(desk.ledger.reader)).filter(({ method }) => method === 'e_money')
    expect(after).toMatchObject({ name: 'みほんマネー', profile: { dates: 'yyyy/mm/dd' }, version: 2 })
    const told = desk.ledger.source.prepare(
      "select actor || ' ' || action from audit_records where stream = 'gateways' order by sequence desc limit 1",
    )
    expect(told.pluck().get()).toBe('user:tester columns_mapped')
  })

  it('is refused where somebody else has said it meanwhile, where nobody is settled, and where it holds a card number', async () => {
    expect(refusalIn(await map(0))).toEqual({ refusal: 'changed_meanwhile' })
    expect(refusalIn(await map(1, { words: [{ word: '4111 1111 1111 1111', event: 'other' }] }))).toMatchObject({
      refusal: 'invalid_input',
    })
    await desk.settleNotices({ agentName: '' })
    expect(refusalIn(await map(2))).toEqual({ refusal: 'collector_not_settled', gateway: 'e_money' })
  })
})

it('as connectors they have nothing to do but to be settled', async () => {
  const started = await Promise.allSettled(
    noticeConnectors(desk.ledger).map(({ name, start }) =>
      start({ settings: SETTLED[name === 'postal' ? 'postal' : 'e_money'], secret: null }),
    ),
  )
  expect(started.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected'])
})
