import { describe, expect, it } from 'vitest'
import type { Refusal } from '../../../src/preload/contract/errors'
import { openingSentence } from '../../../src/preload/contract/opening'

describe('why a ledger could not be opened', () => {
  const cases: [Refusal, string, string][] = [
    [{ refusal: 'ledger_newer', found: 9, known: 1 }, '新しい版', 'newer Daiko'],
    [{ refusal: 'ledger_foreign' }, '元帳ではありません', 'not a ledger'],
    [{ refusal: 'ledger_missing', path: '/a' }, '見つかりません。 (/a)', 'not found. (/a)'],
    [{ refusal: 'ledger_on_network_share', path: '/n' }, '共有フォルダー', 'shared over the network'],
    [{ refusal: 'ledger_exists', path: '/d' }, 'デモではありません。デモは別のファイルにしてください。 (/d)', 'no demonstration'],
    [{ refusal: 'ledger_busy' }, '使用中', 'using the ledger'],
    [{ refusal: 'ledger_damaged', detail: 'x' }, '壊れています', 'damaged'],
    [{ refusal: 'disk_full' }, '空きがありません', 'disk is full'],
    [{ refusal: 'usage', detail: 'x' }, '開けませんでした。 (usage)', 'could not be opened. (usage)'],
  ]
  it.each(cases)('$refusal', (refusal, ja, en) => {
    for (const locale of ['ja', 'ja-JP']) expect(openingSentence(refusal, locale)).toContain(ja)
    for (const locale of ['en-GB', 'jam', 'C']) expect(openingSentence(refusal, locale)).toContain(en)
  })
})
