import { expect, it } from 'vitest'
import { createMessageIds } from '../../../src/main/services/message-ids'
import { createSecrets } from '../../../src/main/services/secrets'
import { NoticeId } from '../../../src/preload/contract/ids'

const ids = createMessageIds(createSecrets(Buffer.alloc(32, 1)))
const others = createMessageIds(createSecrets(Buffer.alloc(32, 2)))
const notice = NoticeId.parse(229_000_123_456_789)

it('a notice has one identity as a mail, by which it is known again', () => {
  const id = ids.of(notice, 'bank@example.jp')
  expect(id).toMatch(/^<[0-9a-z]+\.[0-9a-f]{20}@example\.jp>$/)
  expect(ids.of(notice, 'bank@example.jp')).toBe(id)
  expect(ids.noticeOf(id)).toBe(notice)
  expect(ids.noticeOf(id.toUpperCase())).toBe(notice)
})

it.each([
  ['another ledger’s', others.of(notice, 'bank@example.jp')],
  ['one that was guessed', `<${notice.toString(36)}.${'0'.repeat(20)}@example.jp>`],
  ['one of another notice', ids.of(notice, 'a@b').replace(/^<\w/, '<9')],
  ['none at all', '<abc@example.jp>'],
  ['nothing', ''],
])('%s is not known', (_what, messageId) => {
  expect(ids.noticeOf(messageId)).toBeNull()
})
