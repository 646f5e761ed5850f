import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { viewsOf } from '../../../src/main/ledger/saved-views'
import type { Context } from '../../../src/main/services/context'
import { createEvents } from '../../../src/main/services/events'
import { viewHandlers } from '../../../src/main/services/saved-views'
import { SavedViewId } from '../../../src/preload/contract/ids'
import { methods, type ParsedInputOf } from '../../../src/preload/contract/methods'
import { VIEWS_MAX, type ViewList } from '../../../src/preload/contract/saved-views'
import { auditOf, OPERATOR, personAt, refusalOf } from '../../support/desk'
import { openTestLedger, type TestLedger, valueIn } from '../../support/ledger'
import { fullScans, plansOf } from '../../support/query-plans'

let test: TestLedger
let handlers: ReturnType<typeof viewHandlers>
let yamada: Context
let sato: Context
let auditor: Context
beforeEach(async () => {
  test = await openTestLedger()
  handlers = viewHandlers({ ledger: test.ledger, events: createEvents() })
  yamada = await personAt(test, 'yamada', ['clerk'])
  sato = await personAt(test, 'sato', ['clerk'])
  auditor = await personAt(test, 'auditor', ['supervisor'])
})
afterEach(() => test.cleanup())

type Content = ParsedInputOf<'views.save'>
const CONTENT: Content = {
  list: 'deposits',
  name: '今月の未消込',
  shared: false,
  address: { open: 'true', from: '2026-11-01', sort: 'amount', order: 'down' },
  columns: { shown: { note: true }, widths: { remitter: 300 }, order: ['bookedOn', 'amount', 'remitter'] },
}
const save = (own: Partial<Content> = {}, who = yamada) =>
  handlers['views.save'](who, methods['views.save'].input.parse({ ...CONTENT, ...own }))
const listed = async (who: Context, list: ViewList = 'deposits') =>
  methods['views.list'].output.parse(valueIn(await handlers['views.list'](who, { list }))).views
const { list: _list, ...content } = CONTENT

describe('a list as a person has saved it', () => {
  it('is kept with filter, sort, columns and their order, and comes back as it was saved', async () => {
    const { id } = valueIn(await save())
    expect(await listed(yamada)).toEqual([{ ...CONTENT, id, own: true, ownerName: 'yamada', version: 1 }])
    expect(await listed(yamada, 'orders')).toEqual([])
    expect(auditOf(test, 'settings')).toEqual(['user:yamada view_saved'])
  })

  it('is seen by nobody else until it is shared', async () => {
    const { id } = valueIn(await save())
    expect(await listed(sato)).toEqual([])
    valueIn(await handlers['views.update'](yamada, { id, version: 1, ...content, shared: true }))
    expect(await listed(sato)).toMatchObject([{ id, own: false, ownerName: 'yamada', shared: true, version: 2 }])
  })

  it('of others is used and copied, not changed and not removed', async () => {
    const { id } = valueIn(await save({ shared: true }))
    expect(refusalOf(await handlers['views.update'](sato, { id, version: 1, ...content, name: '別名' }))).toEqual({
      refusal: 'not_found',
      what: 'view',
    })
    expect(refusalOf(await handlers['views.remove'](sato, { id, version: 1 }))).toEqual({ refusal: 'not_found', what: 'view' })
    valueIn(await save({ name: '今月の未消込' }, sato))
    expect((await listed(sato)).map(({ own, name }) => [own, name])).toEqual([
      [true, '今月の未消込'],
      [false, '今月の未消込'],
    ])
  })

  it('is renamed, changed and removed by its owner, in the state that was seen', async () => {
    const { id } = valueIn(await save())
    expect(valueIn(await handlers['views.update'](yamada, { id, version: 1, ...content, name: '改名', address: {} }))).toEqual({
      version: 2,
    })
    expect(await listed(yamada)).toMatchObject([{ name: '改名', address: {}, version: 2 }])
    expect(refusalOf(await handlers['views.update'](yamada, { id, version: 1, ...content }))).toEqual({ refusal: 'changed_meanwhile' })
    expect(refusalOf(await handlers['views.remove'](yamada, { id, version: 1 }))).toEqual({ refusal: 'changed_meanwhile' })
    valueIn(await handlers['views.remove'](yamada, { id, version: 2 }))
    expect(await listed(yamada)).toEqual([])
    expect(auditOf(test, 'settings')).toEqual(['view_saved', 'view_changed', 'view_removed'].map((action) => `user:yamada ${action}`))
  })

  it.each<[string, () => Promise<unknown>]>([
    ['of the same name', () => save()],
    ['of the same name with spaces', () => save({ name: ' 今月の未消込 ' })],
  ])('refuses one %s', async (_what, act) => {
    valueIn(await save())
    expect(refusalOf((await act()) as never)).toEqual({ refusal: 'view_name_taken', name: '今月の未消込' })
  })

  it('refuses to be renamed to the name of another, keeps its own', async () => {
    valueIn(await save())
    const { id } = valueIn(await save({ name: '二つめ' }))
    expect(refusalOf(await handlers['views.update'](yamada, { id, version: 1, ...content }))).toMatchObject({ refusal: 'view_name_taken' })
    valueIn(await handlers['views.update'](yamada, { id, version: 1, ...content, name: '二つめ' }))
  })

  it('refuses one more than a person may have', async () => {
    for (let at = 0; at < VIEWS_MAX; at++) valueIn(await save({ name: `v${at}` }))
    expect(refusalOf(await save({ name: 'more' }))).toEqual({ refusal: 'too_many_views', limit: VIEWS_MAX })
    valueIn(await save({ list: 'orders', name: 'more' }))
  })

  it('holds no card number, in its name or in what is searched', async () => {
    for (const own of [{ name: '4111 1111 1111 1111' }, { address: { q: '4111111111111111' } }]) {
      expect(refusalOf(await save(own))).toMatchObject({ refusal: 'invalid_input', problems: [{ message: 'card_number' }] })
    }
  })

  it('of the audit trail is for those who may read that', async () => {
    valueIn(await save({ list: 'audit', shared: true }, auditor))
    expect(await listed(auditor, 'audit')).toHaveLength(1)
    expect(refusalOf(await handlers['views.list'](sato, { list: 'audit' }))).toEqual({ refusal: 'not_permitted', permission: 'audit' })
    expect(refusalOf(await save({ list: 'audit' }, sato))).toEqual({ refusal: 'not_permitted', permission: 'audit' })
  })

  it('is of a person: the operators’ command has none', async () => {
    expect(refusalOf(await handlers['views.list'](OPERATOR, { list: 'deposits' }))).toEqual({ refusal: 'not_signed_in' })
    expect(refusalOf(await save({}, OPERATOR))).toEqual({ refusal: 'not_signed_in' })
    const unknown = { id: SavedViewId.parse(1), version: 1 }
    expect(refusalOf(await handlers['views.remove'](yamada, unknown))).toEqual({ refusal: 'not_found', what: 'view' })
  })

  it('is found through indexes', async () => {
    const planned = await plansOf(test.ledger, (reader) => viewsOf(reader, 'deposits', yamada.user?.id as never))
    expect(planned).toHaveLength(2)
    expect(fullScans(planned)).toEqual([])
  })
})
