import { existsSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFiles, type Files } from '../../../src/main/services/files'
import { runJob } from '../../../src/main/services/job-kinds'
import type { ExecuteJob } from '../../../src/main/services/jobs'
import { letterHandlers } from '../../../src/main/services/letters'
import { refuse } from '../../../src/preload/contract/errors'
import { NoticeId } from '../../../src/preload/contract/ids'
import { auditOf, refusalOf } from '../../support/desk'
import { valueIn } from '../../support/ledger'
import { contacts, openPost, type TestPost } from '../../support/post'
import { resourcesOf } from '../../support/statements'
import { CLERK } from '../../support/story'

let post: TestPost
let files: Files
let execute: ExecuteJob
beforeEach(async () => {
  post = await openPost({ contacts: contacts({ noticeBy: 'letter', postalAddress: '〒101-0051\n千代田区神田' }) })
  files = await createFiles()
  execute = (spec, by, control) => runJob(resourcesOf(post, by), spec, control)
})
afterEach(async () => {
  await files.close()
  await post.cleanup()
})

const desk = () => letterHandlers({ ...post, files, execute: (spec, by, control) => execute(spec, by, control) })
const print = () => desk()['notices.printLetters'](CLERK, {})
const letters = () => post.notices().filter(({ channel }) => channel === 'letter')
const tries = () => post.ledger.source.prepare<[], string>('select outcome from notice_tries order by id').pluck().all()
const pagesOf = (path: string) => (readFileSync(path, 'latin1').match(/\/Type \/Page\b/g) ?? []).length

describe('letters that wait', () => {
  it('are printed as one PDF, and delivered then', async () => {
    for (let at = 0; at < 3; at++) await post.step(await post.order(), 'cancelled')
    const printed = valueIn(await print())
    expect(printed).toEqual({ letters: 3, ticket: expect.any(String), fileName: 'letters-2026-11-20.pdf' })
    const download = files.redeem(printed.ticket ?? '', CLERK.actor)
    expect(pagesOf(download?.path ?? '')).toBe(3)
    expect(letters().map(({ state }) => state)).toEqual(['delivered', 'delivered', 'delivered'])
    expect(tries()).toEqual(['printed', 'printed', 'printed'])
    expect(auditOf(post, 'notices')).toEqual([...Array(3).fill('user:tester delivered'), 'user:tester letters_printed'])
    // mails are no letters
    expect(post.notices().filter(({ channel, state }) => channel === 'mail' && state === 'waiting')).toHaveLength(3)
  })

  it('are none: nothing is printed', async () => {
    expect(valueIn(await print())).toMatchObject({ letters: 0, ticket: null })
    expect(auditOf(post, 'notices')).toEqual([])
  })

  it('that have lost their point are withdrawn', async () => {
    const id = await post.order({ tracks: { payment: 'paid', protection: 'open' } })
    await post.step(id, 'return_wanted')
    await post.step(id, 'goods_returned')
    expect(valueIn(await print())).toMatchObject({ letters: 0, ticket: null })
    expect(letters().map(({ state }) => state)).toEqual(['withdrawn'])
  })

  it('go out without a link where there is none: a letter is answered by telephone, too', async () => {
    post.address = null
    const id = await post.order({ tracks: { payment: 'paid', protection: 'open' } })
    await post.step(id, 'not_arrived')
    expect(valueIn(await print())).toMatchObject({ letters: 1 })
  })

  it('that somebody else prints at the same moment are printed once', async () => {
    await post.step(await post.order(), 'cancelled')
    const both = await Promise.all([print(), print()])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect(both.flatMap((each) => (each.ok ? [] : each.refusal))).toEqual([{ refusal: 'changed_meanwhile' }])
    expect(tries()).toEqual(['printed'])
  })

  it('wait on where they could not be set in type', async () => {
    await post.step(await post.order(), 'cancelled')
    let path = ''
    execute = async (spec) => {
      if (spec.kind === 'letters') path = spec.path
      return refuse({ refusal: 'disk_full' })
    }
    expect(refusalOf(await print())).toEqual({ refusal: 'disk_full' })
    expect(letters().map(({ state }) => state)).toEqual(['waiting'])
    expect(existsSync(path)).toBe(false)
  })

  it('cannot be written where there is no place for them', async () => {
    const writing = execute({ kind: 'letters', letters: [], path: '/nowhere/at/all.pdf' }, CLERK.by, {
      progress: () => undefined,
      cancelled: false,
      signal: new AbortController().signal,
    })
    expect(refusalOf(await writing)).toEqual({ refusal: 'cannot_write_file', detail: 'ENOENT' })
  })
})

describe('a letter that was printed', () => {
  it('can be printed again, and stays delivered once', async () => {
    const id = await post.order({ tracks: { payment: 'paid', protection: 'open' } })
    await post.step(id, 'return_wanted')
    valueIn(await print())
    await post.step(id, 'goods_returned')
    const before = letters()[0]
    const again = valueIn(await desk()['notices.printAgain'](CLERK, { id: NoticeId.parse(before?.id) }))
    expect(again).toMatchObject({ letters: 1, ticket: expect.any(String) })
    expect(pagesOf(files.redeem(again.ticket ?? '', CLERK.actor)?.path ?? '')).toBe(1)
    expect(letters()).toEqual([before])
    expect(tries()).toEqual(['printed', 'printed'])
    expect(auditOf(post, 'notices').at(-1)).toBe('user:tester printed_again')
  })

  it('is the only one that can: not one that waits, nor a mail, nor nothing', async () => {
    await post.step(await post.order(), 'cancelled')
    const [letter, mail] = post.notices()
    const again = (id: number) => desk()['notices.printAgain'](CLERK, { id: NoticeId.parse(id) })
    expect(refusalOf(await again(letter?.id ?? 1))).toEqual({ refusal: 'notice_settled', state: 'waiting' })
    expect(refusalOf(await again(mail?.id ?? 1))).toEqual({ refusal: 'notice_settled', state: 'waiting' })
    expect(refusalOf(await again(9))).toEqual({ refusal: 'not_found', what: 'notice' })
  })
})
