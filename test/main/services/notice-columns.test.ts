import { readFileSync, writeFileSync } from 'node:fs'
import iconv from 'iconv-lite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { gatewayOf } from '../../../src/main/ledger/gateways'
import { createConnectors } from '../../../src/main/services/connectors'
import { createEvents } from '../../../src/main/services/events'
import { gatewayHandlers } from '../../../src/main/services/gateways'
import { runJob } from '../../../src/main/services/job-kinds'
import { mappingOf, noticeCollector } from '../../../src/main/services/notice-collectors'
import { fileCollectors, headOf, mapColumns, noticeConnectors } from '../../../src/main/services/notice-columns'
import type { Result } from '../../../src/preload/contract/errors'
import { EMoneySettings } from '../../../src/preload/contract/gateways'
import { openCollectionRefundDesk } from '../../support/collection-refunds'
import { auditOf } from '../../support/desk'
import { keptLog } from '../../support/door'
import { TESTER, valueIn } from '../../support/ledger'
import { NOTICE_PROFILE, type NoticeDesk, openNoticeDesk, SETTLED } from '../../support/notices'
import { quietControl } from '../../support/statements'

/* What the columns of a collector's files mean: read off the file, said once, kept. */

let desk: NoticeDesk
beforeEach(async () => {
  desk = await openNoticeDesk('e_money')
})
afterEach(() => desk.cleanup())

const refusalIn = (result: Result<unknown>) => (result.ok ? expect.fail('nothing was refused') : result.refusal)
const files = () => desk.resources.gateways.noticeFiles
const map = (version: number, own: object = {}) =>
  desk.ledger.write(TESTER, (writer) => mapColumns(writer, null, { method: 'e_money', version, profile: { ...NOTICE_PROFILE, ...own } }))
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
    expect(valueIn(await map(1, { dates: 'yyyy/mm/dd' }))).toEqual({ version: 2, approvalId: null })
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

describe('what they meant when money was brought in', () => {
  const paid = async () => {
    const [of] = await desk.references([700])
    await desk.bringNotices([{ of: of ?? expect.fail(), kind: 'confirmed' }])
    const people = await openCollectionRefundDesk(desk)
    const mapped = async (own: object) => {
      const { version } = await gatewayOf(desk.ledger.reader, 'e_money')
      const wish = { method: 'e_money' as const, version, profile: { ...NOTICE_PROFILE, ...own } }
      return people.handlers['collections.mapColumns'](people.maker, wish)
    }
    return { people, mapped }
  }
  const inForce = async () => (await noticeCollector(desk.ledger.reader, 'e_money'))?.profile?.dates
  const asked = async () => (await fileCollectors(desk.ledger.reader)).find(({ method }) => method === 'e_money')?.isAsked

  it('is changed by two: until the second agrees files are read as before', async () => {
    const { people, mapped } = await paid()
    const { approvalId } = valueIn(await mapped({ dates: 'yyyy/mm/dd' }))
    expect([await inForce(), await asked()]).toEqual(['yyyymmdd', true])
    expect(refusalIn(await mapped({ dates: 'yyyy-mm-dd' }))).toEqual({ refusal: 'change_already_staged' })
    expect(refusalIn(await people.decide(approvalId ?? expect.fail(), 'approved', people.maker))).toEqual({
      refusal: 'second_person_required',
    })
    valueIn(await people.decide(approvalId ?? expect.fail()))
    expect([await inForce(), await asked()]).toEqual(['yyyy/mm/dd', false])
    expect(auditOf(desk, 'gateways')).toEqual(['user:tanaka mapping_asked', 'user:sato columns_mapped'])
  })

  it('stays where the second says no, where something else holds by then, and in the settings of the connector', async () => {
    const { people, mapped } = await paid()
    const { approvalId } = valueIn(await mapped({ dates: 'yyyy/mm/dd' }))
    valueIn(await people.decide(approvalId ?? expect.fail(), 'rejected'))
    expect(await inForce()).toBe('yyyymmdd')
    const again = valueIn(await mapped({ dates: 'yyyy/mm/dd' })).approvalId
    await desk.settleNotices({ profile: { ...NOTICE_PROFILE, dates: 'yyyy-mm-dd' } })
    expect(refusalIn(await people.decide(again ?? expect.fail()))).toEqual({ refusal: 'changed_meanwhile' })

    const { version, settings } = await gatewayOf(desk.ledger.reader, 'e_money')
    const { ledger } = desk
    const connectors = createConnectors({
      ledger,
      secrets: null,
      connectors: noticeConnectors(ledger),
      report: async () => undefined,
      log: keptLog(),
    })
    const save = gatewayHandlers({ ledger, events: createEvents(), secrets: null, connectors, nextRunAt: () => null })['gateways.save']
    const changed = EMoneySettings.parse({ ...settings, profile: NOTICE_PROFILE })
    expect(refusalIn(await save(people.maker, { version, enabled: true, settings: changed }))).toEqual({
      refusal: 'second_person_required',
    })
  })
})

describe('a file that was shown', () => {
  it('is not brought in by another mapping than it was shown by', async () => {
    const [of] = await desk.references([700])
    const method = 'e_money' as const
    const path = desk.noticeFile([{ of: of ?? expect.fail(), kind: 'confirmed' }])
    const mapping = mappingOf(NOTICE_PROFILE)
    const shown = { method, mapping, path, fileName: 'notices.csv' }
    const { sha256 } = valueIn(await desk.previewNotices(path))
    await desk.settleNotices({ profile: { ...NOTICE_PROFILE, columns: { ...NOTICE_PROFILE.columns, amount: 1, reference: 4 } } })
    const refusal = { refusal: 'mapping_changed', gateway: method }
    expect(refusalIn(await runJob(desk.resources, { kind: 'collection', sha256, ...shown }, quietControl()))).toEqual(refusal)
    expect(refusalIn(await runJob(desk.resources, { kind: 'collection_preview', planId: 'p', ...shown }, quietControl()))).toEqual(refusal)
    expect(desk.ledger.source.prepare('select count(*) from collection_lines').pluck().get()).toBe(0)
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
